// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/manifests/sam/access.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

constexpr PropertyRow targetRows[] = {
    {"RetryPolicy.MaximumRetryAttempts", "retry_attempts", Shape::Number},
    {"RetryPolicy.MaximumEventAgeInSeconds", "max_event_age_seconds", Shape::Number},
    {"DeadLetterConfig", "keeps_failures", Shape::IsThere},
    {"Input", "input"},
    {"InputPath", "input"},
    {"InputTransformer.InputTemplate", "input"},
};

// The properties of a line to one target; the first of several words for one thing counts.
std::vector<FragmentProperty> targetProperties(Reading& reading, TreeNode target) {
    std::vector<FragmentProperty> out;
    for (FragmentProperty& made : properties(reading.resolver, target, targetRows))
        if (std::none_of(out.begin(), out.end(), [&](const auto& p) { return p.key == made.key; }))
            out.push_back(std::move(made));
    return out;
}

// What a target hands to a cluster is a task; that is what runs.
TreeNode startedBy(Reading& reading, TreeNode target) {
    const TreeNode task = reading.resolver.at(target, "EcsParameters.TaskDefinitionArn");
    return task.exists() ? task : reading.resolver.at(target, "Arn");
}

// `arn:aws:scheduler:::aws-sdk:sqs:sendMessage` is a call of any service; what it is done to stands
// in the input.
constexpr std::string_view callPrefix = ":scheduler:::aws-sdk:";

void relateCall(Reading& reading, const std::string& from, std::string_view call, TreeNode target,
                TreeNode arn) {
    const std::size_t colon = call.find(':');
    std::string action(call);
    if (colon != std::string_view::npos && colon + 1 < call.size() && call[colon + 1] >= 'a' &&
        call[colon + 1] <= 'z')
        action[colon + 1] = static_cast<char>(call[colon + 1] - 'a' + 'A');
    if (action == "lambda:Invoke")
        action = "lambda:InvokeFunction";
    if (action.starts_with("sfn:"))
        action.replace(0, 3, "states");
    if (action.starts_with("eventbridge:"))
        action.replace(0, 11, "events");
    const std::vector<const AccessRow*> access = accessOf(action);
    bool placed = false;
    for (const Expression& input :
         reading.resolver.alternatives(reading.resolver.at(target, "Input")))
        for (const Target& named : knownTargets(reading, input, "-")) {
            const FragmentNode* node = reading.parts.node(named.id);
            if (node && node->kind == NodeKind::Identity)
                continue;
            EdgeKind kind = !access.empty() ? access.front()->kind
                            : node          ? natureOf(*node)
                                            : EdgeKind::Invokes;
            if (kind == EdgeKind::Invokes)
                kind = EdgeKind::Triggers;
            FragmentEdge& edge =
                reading.parts.relate(from, named.id, kind, {How::Declared, named.at});
            edge.delivery = kind == EdgeKind::Triggers ? Delivery::Async : Delivery::None;
            edge.properties = targetProperties(reading, target);
            placed = true;
        }
    if (placed)
        return;
    const std::string name(call);
    if (!reading.parts.has(name))
        reading.parts.add(name, NodeKind::External, valueSpan(arn)).subtype = "service";
    reading.parts.relate(from, name, EdgeKind::Triggers, {How::Declared, valueSpan(arn)}).delivery =
        Delivery::Async;
}

// The route that an ARN `…:${Api}/stage/METHOD/path` names; the API where it has none.
std::string routeOf(const Reading& reading, const Target& api, const Expression& arn) {
    const std::string text = arn.pattern();
    std::size_t at = text.rfind(':');
    std::array<std::string, 3> pieces;
    for (std::string& piece : pieces) {
        if (at == std::string::npos)
            return api.id;
        const std::size_t next = text.find('/', at + 1);
        piece = text.substr(at + 1, next == std::string::npos ? next : next - at - 1);
        at = next;
    }
    const std::string path = at == std::string::npos ? "/" : text.substr(at);
    const auto found = reading.routes.find(
        fmt::format("{}.{} {}", api.id, pieces[2] == "*" ? "ANY" : pieces[2], path));
    return found == reading.routes.end() ? api.id : found->second;
}

void scan(Reading& reading, const std::string& rule, TreeNode node, std::string_view key,
          int depth) {
    if (depth > 12 || !reading.resolver.spend())
        return;
    if (node.isMap() && !intrinsic(node)) {
        for (const TreeEntry& entry : node.entries())
            scan(reading, rule, entry.value, entry.name() == "name" ? key : entry.name(),
                 depth + 1);
        return;
    }
    for (const Branch& item : reading.resolver.items(node)) {
        if (item.node.isMap() && !intrinsic(item.node)) {
            scan(reading, rule, item.node, key, depth + 1);
            continue;
        }
        const bool isBucket = key == "bucket" || key == "bucketName";
        for (const Expression& expression : reading.resolver.alternatives(item))
            for (const Target& from : knownTargets(reading, expression, isBucket ? "s3" : "-")) {
                const FragmentNode* part = reading.parts.node(from.id);
                if (from.id == rule || (part && part->kind == NodeKind::External))
                    continue;
                FragmentEdge& edge = reading.parts.relate(from.id, rule, EdgeKind::Triggers,
                                                          {How::Declared, from.at});
                edge.delivery = Delivery::Async;
            }
    }
}

} // namespace

void relateTarget(Reading& reading, const std::string& from, TreeNode place,
                  const std::vector<FragmentProperty>& lineProperties, std::string_view service) {
    for (Target& target : targets(reading, place, service)) {
        if (reading.parts.group(target.id))
            for (const Expression& arn : reading.resolver.alternatives(place))
                target.id = routeOf(reading, target, arn);
        if (target.id == from)
            continue;
        const FragmentNode* node = reading.parts.node(target.id);
        // The event is handed over, so the target runs because of it whatever else it is.
        const EdgeKind nature = node ? natureOf(*node) : EdgeKind::Invokes;
        const bool isChannel = nature == EdgeKind::Publishes || nature == EdgeKind::Writes;
        FragmentEdge& edge = reading.parts.connect(
            from, target.id, isChannel ? nature : EdgeKind::Triggers, {How::Declared, target.at});
        edge.delivery = isChannel ? Delivery::None : Delivery::Async;
        edge.properties = lineProperties;
        markCondition(edge, target);
    }
}

void relateDeliverer(Reading& reading, const std::string& from, TreeNode role) {
    for (const Expression& expression : reading.resolver.alternatives(role))
        for (const Target& target : knownTargets(reading, expression, "iam")) {
            const FragmentNode* node = reading.parts.node(target.id);
            if (node && node->kind == NodeKind::Identity)
                reading.parts.relate(from, target.id, EdgeKind::Assumes,
                                     {How::Declared, target.at});
        }
}

void relatePattern(Reading& reading, const std::string& rule, TreeNode pattern) {
    for (const Branch& branch : reading.resolver.branches(pattern))
        scan(reading, rule, branch.node, {}, 0);
}

void relateRule(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    const Resolver& resolver = reading.resolver;
    const TreeNode properties = resource.properties;
    FragmentNode& node = *reading.parts.node(id);
    if (resolver.at(properties, "ScheduleExpression").exists() &&
        !resolver.at(properties, "EventPattern").exists())
        node.subtype = "schedule";
    const TreeNode bus = resolver.at(properties, "EventBusName");
    const std::optional<Expression> name = resolver.expression(bus);
    if (bus.exists() && !(name && name->text() == "default"))
        for (const Target& target : targets(reading, bus, "events")) {
            FragmentEdge& edge = reading.parts.connect(target.id, id, EdgeKind::Triggers,
                                                       {How::Declared, target.at});
            edge.delivery = Delivery::Async;
            markCondition(edge, target);
        }
    relatePattern(reading, id, resolver.at(properties, "EventPattern"));
    relateDeliverer(reading, id, resolver.at(properties, "RoleArn"));
    for (const Branch& item : resolver.items(resolver.at(properties, "Targets"))) {
        const std::size_t before = reading.parts.fragment().edges.size();
        relateTarget(reading, id, startedBy(reading, item.node),
                     targetProperties(reading, item.node));
        if (!item.condition.empty())
            for (std::size_t i = before; i < reading.parts.fragment().edges.size(); ++i)
                markCondition(reading.parts.fragment().edges[i],
                              {{}, {}, item.node.span(), item.condition});
        relateFailure(reading, id, resolver.at(item.node, "DeadLetterConfig"));
        relateDeliverer(reading, id, resolver.at(item.node, "RoleArn"));
    }
}

void relateSchedule(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const std::string id(resource.id);
    for (const Branch& branch : resolver.branches(resource.properties["Target"])) {
        const TreeNode target = branch.node;
        const TreeNode arn = resolver.at(target, "Arn");
        const std::optional<Expression> text = resolver.expression(arn);
        const std::string pattern = text ? text->pattern() : std::string();
        if (const std::size_t at = pattern.find(callPrefix); at != std::string::npos)
            relateCall(reading, id, std::string_view(pattern).substr(at + callPrefix.size()),
                       target, arn);
        else
            relateTarget(reading, id, startedBy(reading, target),
                         targetProperties(reading, target));
        relateFailure(reading, id, resolver.at(target, "DeadLetterConfig"));
        relateDeliverer(reading, id, resolver.at(target, "RoleArn"));
    }
}

// A rule of the device gateway: each of its actions names what gets the message.
void relateTopicRule(Reading& reading, const Resource& resource) {
    struct Row {
        std::string_view path, service;
    };
    static constexpr Row actions[] = {
        {"Lambda.FunctionArn", "lambda"},
        {"Sqs.QueueUrl", "sqs"},
        {"Sns.TargetArn", "sns"},
        {"DynamoDB.TableName", "dynamodb"},
        {"DynamoDBv2.PutItem.TableName", "dynamodb"},
        {"S3.BucketName", "s3"},
        {"Kinesis.StreamName", "kinesis"},
        {"Firehose.DeliveryStreamName", "firehose"},
        {"StepFunctions.StateMachineName", "states"},
        {"IotEvents.InputName", "iotevents"},
        {"IotAnalytics.ChannelName", "iotanalytics"},
        {"Elasticsearch.Endpoint", "es"},
        {"OpenSearch.Endpoint", "es"},
        {"Timestream.TableName", "timestream"},
        {"Kafka.DestinationArn", "iot"},
        {"CloudwatchLogs.LogGroupName", "logs"},
        {"CloudwatchAlarm.AlarmName", "cloudwatch"},
        {"Http.Url", "http"},
        {"Location.TrackerName", "geo"},
    };
    const std::string id(resource.id);
    const Resolver& resolver = reading.resolver;
    const TreeNode payload = resolver.at(resource.properties, "TopicRulePayload");
    FragmentNode& node = *reading.parts.node(id);
    for (FragmentProperty& made :
         sam::properties(resolver, payload,
                         std::array{PropertyRow{"Sql", "filter", Shape::List},
                                    PropertyRow{"Description", "description"}}))
        node.properties.push_back(std::move(made));
    if (const TreeEntry off = resolver.entry(payload, "RuleDisabled"); off.value.exists()) {
        const Value value = resolver.value(off.value);
        const bool* isOff = value.boolean();
        node.properties.push_back({"enabled",
                                   isOff ? Value(!*isOff) : Value(resolver.unknown(off.value)),
                                   valueSpan(off.value), off.key.span(), Origin::Derived});
    }
    for (const Row& row : actions)
        for (const Branch& place : placesAt(resolver, payload, fmt::format("Actions.{}", row.path)))
            relateTarget(reading, id, place.node, {}, row.service);
    for (const Row& row : actions)
        for (const Branch& place :
             placesAt(resolver, payload, fmt::format("ErrorAction.{}", row.path)))
            for (const Target& target : targets(reading, place.node, row.service))
                reading.parts.relate(id, target.id, EdgeKind::FailsTo, {How::Declared, target.at});
    for (const std::string_view path : {"Actions", "ErrorAction"})
        for (const Branch& action : placesAt(resolver, payload, path))
            for (const TreeEntry& kind : action.node.entries())
                relateDeliverer(reading, id, resolver.at(kind.value, "RoleArn"));
}

} // namespace limn::sam
