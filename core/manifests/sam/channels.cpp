// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// The line from a rule, schedule or pipe to what it starts or sends to.
void relateTarget(Reading& reading, const std::string& from, TreeNode place,
                  std::vector<FragmentProperty> lineProperties) {
    for (const Target& target : targets(reading, place)) {
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

// The role that a rule, schedule or pipe delivers as.
void relateDeliverer(Reading& reading, const std::string& from, TreeNode role) {
    for (const Expression& expression : reading.resolver.alternatives(role))
        for (const Target& target : knownTargets(reading, expression, "iam"))
            reading.parts.relate(from, target.id, EdgeKind::Assumes, {How::Declared, target.at});
}

constexpr PropertyRow retryRows[] = {
    {"RetryPolicy.MaximumRetryAttempts", "retry_attempts", Shape::Number},
    {"RetryPolicy.MaximumEventAgeInSeconds", "max_event_age_seconds", Shape::Number},
    {"Input", "input"},
};

void relateSubscriber(Reading& reading, const std::string& topic, TreeNode subscription, Span at) {
    static constexpr PropertyRow rows[] = {
        {"FilterPolicy", "pattern", Shape::Map},
        {"FilterPolicyScope", "filter_scope", Shape::Word},
        {"RawMessageDelivery", "raw_delivery", Shape::Flag},
    };
    const Resolver& resolver = reading.resolver;
    const std::optional<Expression> word =
        resolver.expression(resolver.at(subscription, "Protocol"));
    const std::string protocol = word ? word->pattern() : std::string();
    const bool isFunction = protocol == "lambda";
    for (const Target& target : targets(reading, resolver.at(subscription, "Endpoint"),
                                        isFunction ? "lambda" : protocol)) {
        const Evidence evidence{How::Declared, at};
        FragmentEdge& edge =
            isFunction ? reading.parts.connect(topic, target.id, EdgeKind::Triggers, evidence)
                       : reading.parts.connect(target.id, topic, EdgeKind::Subscribes, evidence);
        edge.delivery = isFunction ? Delivery::Async : Delivery::None;
        edge.properties = properties(resolver, subscription, rows);
        if (!isFunction && protocol != "sqs")
            edge.properties.push_back(
                derived("protocol", protocol, valueSpan(resolver.at(subscription, "Protocol"))));
        markCondition(edge, target);
    }
    relateFailure(reading, topic, resolver.at(subscription, "RedrivePolicy"));
}

} // namespace

void relateQueue(Reading& reading, const Resource& resource) {
    static constexpr PropertyRow rows[] = {{"maxReceiveCount", "max_receive_count", Shape::Number}};
    for (const Branch& policy : reading.resolver.branches(resource.properties["RedrivePolicy"])) {
        if (policy.node["deadLetterTargetArn"].exists())
            relateFailure(reading, std::string(resource.id), policy.node["deadLetterTargetArn"],
                          properties(reading.resolver, policy.node, rows));
        else
            reading.parts.problem(
                Severity::Warning, "incomplete",
                fmt::format("`RedrivePolicy` of `{}` names no deadLetterTargetArn, "
                            "so where failed messages go is not known.",
                            resource.id),
                policy.node.span());
    }
}

void relateTopic(Reading& reading, const Resource& resource) {
    for (const Branch& item : reading.resolver.items(resource.properties["Subscription"]))
        relateSubscriber(reading, std::string(resource.id), item.node, item.node.span());
}

void relateSubscription(Reading& reading, const Resource& resource) {
    const std::size_t before = reading.parts.fragment().edges.size();
    for (const Target& topic :
         targets(reading, reading.resolver.at(resource.properties, "TopicArn"), "sns"))
        relateSubscriber(reading, topic.id, resource.properties, resource.at);
    if (reading.parts.fragment().edges.size() == before)
        reading.parts.unplaced(resource.id, resource.type,
                               "the subscription does not say who gets what from which topic",
                               resource.at);
}

void relateBucket(Reading& reading, const Resource& resource) {
    struct Row {
        std::string_view list, target;
    };
    static constexpr Row rows[] = {{"LambdaConfigurations", "Function"},
                                   {"QueueConfigurations", "Queue"},
                                   {"TopicConfigurations", "Topic"}};
    static constexpr PropertyRow lineRows[] = {{"Event", "events", Shape::List}};
    const std::string bucket(resource.id);
    const TreeNode notifications =
        reading.resolver.at(resource.properties, "NotificationConfiguration");
    for (const Row& row : rows)
        for (const Branch& item :
             reading.resolver.items(reading.resolver.at(notifications, row.list)))
            for (const Target& target :
                 targets(reading, reading.resolver.at(item.node, row.target))) {
                const bool starts = row.target == "Function";
                FragmentEdge& edge = reading.parts.connect(
                    bucket, target.id, starts ? EdgeKind::Triggers : EdgeKind::Publishes,
                    {How::Declared, item.node.span()});
                edge.delivery = starts ? Delivery::Async : Delivery::None;
                edge.properties = properties(reading.resolver, item.node, lineRows);
                ValueList filter;
                const TreeNode rules = reading.resolver.at(item.node, "Filter.S3Key.Rules");
                for (const Branch& rule : reading.resolver.items(rules))
                    filter.push_back(
                        fmt::format("{} {}", rule.node["Name"].scalar(),
                                    reading.resolver.value(rule.node["Value"]).display()));
                if (!filter.empty())
                    edge.properties.push_back(
                        {"filter", filter, rules.span(), {}, Origin::Written});
            }
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
        }
    for (const Branch& item : resolver.items(resolver.at(properties, "Targets"))) {
        relateTarget(reading, id, resolver.at(item.node, "Arn"),
                     sam::properties(resolver, item.node, retryRows));
        relateFailure(reading, id, resolver.at(item.node, "DeadLetterConfig"));
        relateDeliverer(reading, id, resolver.at(item.node, "RoleArn"));
    }
    // An IoT rule: what each of its actions names.
    const TreeNode payload = resolver.at(properties, "TopicRulePayload");
    for (const Branch& action : resolver.items(resolver.at(payload, "Actions")))
        for (const TreeEntry& kind : action.node.entries())
            for (const TreeEntry& setting : kind.value.entries())
                for (const Expression& expression : resolver.alternatives(setting.value))
                    if (setting.name() != "RoleArn" &&
                        !knownTargets(reading, expression, {}).empty())
                        relateTarget(reading, id, setting.value, {});
}

void relateSchedule(Reading& reading, const Resource& resource) {
    const TreeNode target = reading.resolver.at(resource.properties, "Target");
    const std::string id(resource.id);
    relateTarget(reading, id, reading.resolver.at(target, "Arn"),
                 properties(reading.resolver, target, retryRows));
    relateFailure(reading, id, reading.resolver.at(target, "DeadLetterConfig"));
    relateDeliverer(reading, id, reading.resolver.at(target, "RoleArn"));
}

void relatePipe(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    const Resolver& resolver = reading.resolver;
    const TreeNode settings = resolver.at(resource.properties, "SourceParameters");
    for (const Target& source : targets(reading, resolver.at(resource.properties, "Source"))) {
        const Delivery delivery = deliveryFrom(reading, source.id);
        FragmentEdge& edge =
            reading.parts.connect(source.id, id, EdgeKind::Triggers, {How::Declared, source.at});
        edge.delivery = delivery;
        edge.properties = mappingProperties(reading, settings);
        for (const TreeEntry& entry : settings.entries())
            if (entry.value.isMap() && entry.name() != "FilterCriteria")
                for (FragmentProperty& made : mappingProperties(reading, entry.value))
                    edge.properties.push_back(std::move(made));
    }
    for (const Target& step : targets(reading, resolver.at(resource.properties, "Enrichment")))
        reading.parts.relate(id, step.id, EdgeKind::Invokes, {How::Declared, step.at}).delivery =
            Delivery::Sync;
    relateTarget(reading, id, resolver.at(resource.properties, "Target"), {});
    relateDeliverer(reading, id, resolver.at(resource.properties, "RoleArn"));
}

void relateSubscriptionFilter(Reading& reading, const Resource& resource) {
    static constexpr PropertyRow rows[] = {{"FilterPattern", "filter", Shape::List}};
    const Resolver& resolver = reading.resolver;
    const std::size_t before = reading.parts.fragment().edges.size();
    for (const Target& group :
         targets(reading, resolver.at(resource.properties, "LogGroupName"), "logs")) {
        relateTarget(reading, group.id, resolver.at(resource.properties, "DestinationArn"),
                     properties(resolver, resource.properties, rows));
    }
    if (reading.parts.fragment().edges.size() == before)
        reading.parts.unplaced(resource.id, resource.type,
                               "the filter does not say where which logs go", resource.at);
}

void relateTable(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    std::vector<FragmentProperty>& own = *reading.parts.properties(resource.id);
    for (const Branch& key : resolver.items(resolver.at(resource.properties, "KeySchema"))) {
        const TreeNode name = key.node["AttributeName"];
        const bool isHash = key.node["KeyType"].scalar() == "HASH";
        const Value value = resolver.value(name);
        if (!value.isNull())
            own.push_back({isHash ? "partition_key" : "sort_key",
                           value,
                           valueSpan(name),
                           {},
                           Origin::Written});
    }
    ValueList indexes;
    Span at;
    for (const std::string_view key : {"GlobalSecondaryIndexes", "LocalSecondaryIndexes"}) {
        const TreeNode list = resolver.at(resource.properties, key);
        for (const Branch& index : resolver.items(list))
            if (const Value name = resolver.value(index.node["IndexName"]); !name.isNull()) {
                indexes.push_back(name);
                at = at.valid() ? at : list.span();
            }
    }
    if (!indexes.empty())
        own.push_back({"indexes", indexes, at, {}, Origin::Written});
}

void relateUserPool(Reading& reading, const Resource& resource) {
    for (const TreeEntry& entry :
         reading.resolver.at(resource.properties, "LambdaConfig").entries()) {
        if (entry.name() == "KMSKeyID")
            continue;
        const TreeNode place =
            entry.value.isMap() && !intrinsic(entry.value) ? entry.value["LambdaArn"] : entry.value;
        for (const Target& target : targets(reading, place, "lambda")) {
            FragmentEdge& edge =
                reading.parts.connect(std::string(resource.id), target.id, EdgeKind::Triggers,
                                      {How::Declared, entry.span});
            edge.delivery = Delivery::Sync;
            edge.properties.push_back(
                {"events", ValueList{Value(entry.name())}, entry.key.span(), {}, Origin::Written});
        }
    }
}

} // namespace limn::sam
