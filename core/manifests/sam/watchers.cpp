// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// Which service's name stands in a metric's dimension. Of every other dimension only what it refers
// to counts.
struct Dimension {
    std::string_view name, service;
};
constexpr std::array<Dimension, 18> dimensions{{{"FunctionName", "lambda"},
                                                {"Resource", "lambda"},
                                                {"QueueName", "sqs"},
                                                {"TopicName", "sns"},
                                                {"TableName", "dynamodb"},
                                                {"StateMachineArn", "states"},
                                                {"ApiName", "execute-api"},
                                                {"ApiId", "execute-api"},
                                                {"StreamName", "kinesis"},
                                                {"DeliveryStreamName", "firehose"},
                                                {"BucketName", "s3"},
                                                {"RuleName", "events"},
                                                {"EventBusName", "events"},
                                                {"DBInstanceIdentifier", "rds"},
                                                {"DBClusterIdentifier", "rds"},
                                                {"ClusterName", "ecs"},
                                                {"ServiceName", "ecs"},
                                                {"LogGroupName", "logs"}}};

void observe(Reading& reading, const std::string& watcher, TreeNode place,
             std::string_view service) {
    for (const Expression& expression : reading.resolver.alternatives(place))
        for (const Target& target : knownTargets(reading, expression, service))
            if (target.id != watcher)
                reading.parts.relate(watcher, target.id, EdgeKind::Observes,
                                     {How::Declared, target.at});
}

// The route that `ApiName`, `Method` and `Resource` tell together; empty where they tell none.
std::string routeOf(Reading& reading, TreeNode list) {
    std::string api, method, path;
    for (const Branch& item : reading.resolver.items(list)) {
        const std::string_view name = item.node["Name"].scalar();
        const std::optional<Expression> value = reading.resolver.expression(item.node["Value"]);
        if (!value)
            continue;
        if (name == "ApiName" || name == "ApiId")
            for (const Target& target : knownTargets(reading, *value, "execute-api"))
                api = target.id;
        if (name == "Method")
            method = value->pattern();
        if (name == "Resource")
            path = value->pattern();
    }
    const auto route = reading.routes.find(fmt::format("{}.{} {}", api, method, path));
    return route == reading.routes.end() ? std::string() : route->second;
}

void observeDimensions(Reading& reading, const std::string& alarm, TreeNode list) {
    if (const std::string route = routeOf(reading, list); !route.empty()) {
        reading.parts.relate(alarm, route, EdgeKind::Observes, {How::Declared, list.span()});
        return;
    }
    for (const Branch& item : reading.resolver.items(list)) {
        const std::string_view name = item.node["Name"].scalar();
        const auto* const known =
            std::find_if(dimensions.begin(), dimensions.end(),
                         [&](const Dimension& dimension) { return dimension.name == name; });
        observe(reading, alarm, item.node["Value"],
                known == dimensions.end() ? std::string_view("-") : known->service);
    }
}

// Whom an action of an alarm reaches: a part of this template, or a topic outside. What the
// platform does itself (`arn:aws:automate:…`) reaches nobody.
std::vector<Target> actedOn(Reading& reading, const Expression& action) {
    std::vector<Target> known = knownTargets(reading, action, {});
    const std::string service = resourceName(action.pattern()).service;
    const bool isTopic = service == "sns" || service.empty();
    if (known.empty() && isTopic && !action.first(Expression::Part::Kind::Unknown) &&
        !action.pattern().empty())
        known.push_back(outsidePart(reading, action, "sns"));
    return known;
}

// Whom an alarm tells, and what it starts.
void relateActions(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    for (const std::string_view key : {"AlarmActions", "OKActions", "InsufficientDataActions"})
        for (const Branch& action : placesAt(reading.resolver, resource.properties, key))
            for (const Expression& expression : reading.resolver.alternatives(action))
                for (const Target& target : actedOn(reading, expression)) {
                    const FragmentNode* node = reading.parts.node(target.id);
                    if (!node)
                        continue;
                    const bool isTopic =
                        node->kind == NodeKind::Topic || node->kind == NodeKind::External;
                    if (!isTopic && node->kind != NodeKind::Function)
                        continue;
                    FragmentEdge& edge = reading.parts.relate(
                        id, target.id, isTopic ? EdgeKind::Publishes : EdgeKind::Triggers,
                        {How::Declared, target.at});
                    if (!isTopic)
                        edge.delivery = Delivery::Async;
                }
}

} // namespace

void relateAlarm(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    const Resolver& resolver = reading.resolver;
    observeDimensions(reading, id, resolver.at(resource.properties, "Dimensions"));
    for (const Branch& metric : resolver.items(resolver.at(resource.properties, "Metrics")))
        observeDimensions(reading, id, resolver.at(metric.node, "MetricStat.Metric.Dimensions"));
    relateActions(reading, resource);
}

// `ALARM("one") OR ALARM(two)`: by reference or by the alarm's name.
void relateCompositeAlarm(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    const TreeNode rule = reading.resolver.at(resource.properties, "AlarmRule");
    observe(reading, id, rule, "-");
    for (const Expression& expression : reading.resolver.alternatives(rule)) {
        const std::string text = expression.pattern();
        for (std::size_t open = text.find('('); open != std::string::npos;
             open = text.find('(', open + 1)) {
            const std::size_t close = text.find(')', open);
            if (close == std::string::npos)
                break;
            std::string name = text.substr(open + 1, close - open - 1);
            std::erase_if(name, [](char c) { return c == '"' || c == '\'' || c == ' '; });
            Expression alarm;
            alarm.at = expression.at;
            alarm.append({Expression::Part::Kind::Text, std::move(name), {}, expression.at});
            for (const Target& target : knownTargets(reading, alarm, "cloudwatch"))
                if (target.id != id)
                    reading.parts.relate(id, target.id, EdgeKind::Observes,
                                         {How::Declared, target.at});
        }
    }
    relateActions(reading, resource);
}

// What a dashboard's text refers to is what it shows.
void relateDashboard(Reading& reading, const Resource& resource) {
    observe(reading, std::string(resource.id),
            reading.resolver.at(resource.properties, "DashboardBody"), "-");
}

// `/aws/lambda/${Function}`: the group holds what the function logs.
void relateLogGroup(Reading& reading, const Resource& resource) {
    const TreeNode name = reading.resolver.at(resource.properties, "LogGroupName");
    observe(reading, std::string(resource.id), name, "-");
    const std::optional<Expression> text = reading.resolver.expression(name);
    constexpr std::string_view prefix = "/aws/lambda/";
    if (!text || !text->pattern().starts_with(prefix))
        return;
    Expression function;
    function.at = text->at;
    function.append(
        {Expression::Part::Kind::Text, text->pattern().substr(prefix.size()), {}, text->at});
    for (const Target& target : knownTargets(reading, function, "lambda"))
        reading.parts.relate(std::string(resource.id), target.id, EdgeKind::Observes,
                             {How::Declared, target.at});
}

namespace {

// What a custom resource is told of, it may hand on to anybody.
void shareNamed(Reading& reading, TreeNode node, int depth) {
    constexpr int deepest = 12;
    if (depth > deepest || !reading.resolver.spend())
        return;
    if (node.isMap() && !intrinsic(node)) {
        for (const TreeEntry& entry : node.entries())
            if (entry.name() != "ServiceToken" && entry.name() != "NotificationConfiguration")
                shareNamed(reading, entry.value, depth + 1);
        return;
    }
    for (const Branch& item : reading.resolver.items(node)) {
        if (item.node.isMap() && !intrinsic(item.node)) {
            shareNamed(reading, item.node, depth + 1);
            continue;
        }
        for (const Expression& expression : reading.resolver.alternatives(item.node))
            for (const Expression::Part& part : expression.parts)
                if (part.kind == Expression::Part::Kind::Resource)
                    markExported(reading, reading.owner(part.text), part.at);
    }
}

} // namespace

// A deployment calls what provides the resource, and waits for it.
void relateCustomResource(Reading& reading, const Resource& resource) {
    const TreeNode token = reading.resolver.at(resource.properties, "ServiceToken");
    for (const Target& provider : targets(reading, token, "lambda"))
        reading.parts
            .relate(std::string(resource.id), provider.id, EdgeKind::Invokes,
                    {How::Declared, provider.at})
            .delivery = Delivery::Sync;
    shareNamed(reading, resource.properties, 0);
    // What the CDK makes to set how long a function's logs are kept.
    if (resource.type == "Custom::LogRetention")
        relateLogGroup(reading, resource);
    // A custom resource that sets a bucket's notifications, where the bucket cannot name them
    // itself.
    const TreeNode notifications =
        reading.resolver.at(resource.properties, "NotificationConfiguration");
    if (notifications.exists())
        for (const Target& bucket :
             targets(reading, reading.resolver.at(resource.properties, "BucketName"), "s3"))
            relateNotifications(reading, bucket.id, notifications);
}

} // namespace limn::sam
