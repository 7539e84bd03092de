// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// Which service's name stands in a metric's dimension.
struct Dimension {
    std::string_view name, service;
};
constexpr std::array<Dimension, 7> dimensions{{{"FunctionName", "lambda"},
                                               {"QueueName", "sqs"},
                                               {"TopicName", "sns"},
                                               {"TableName", "dynamodb"},
                                               {"StateMachineArn", "states"},
                                               {"ApiName", "execute-api"},
                                               {"ApiId", "execute-api"}}};

void observe(Reading& reading, const std::string& watcher, TreeNode place,
             std::string_view service) {
    for (const Expression& expression : reading.resolver.alternatives(place))
        for (const Target& target : knownTargets(reading, expression, service))
            if (target.id != watcher)
                reading.parts.relate(watcher, target.id, EdgeKind::Observes,
                                     {How::Declared, target.at});
}

void observeDimensions(Reading& reading, const std::string& alarm, TreeNode list) {
    for (const Branch& item : reading.resolver.items(list))
        for (const Dimension& dimension : dimensions)
            if (item.node["Name"].scalar() == dimension.name)
                observe(reading, alarm, item.node["Value"], dimension.service);
}

} // namespace

void relateAlarm(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    const Resolver& resolver = reading.resolver;
    observeDimensions(reading, id, resolver.at(resource.properties, "Dimensions"));
    for (const Branch& metric : resolver.items(resolver.at(resource.properties, "Metrics")))
        observeDimensions(reading, id, resolver.at(metric.node, "MetricStat.Metric.Dimensions"));
    for (const std::string_view key : {"AlarmActions", "OKActions", "InsufficientDataActions"})
        for (const Branch& action : resolver.items(resolver.at(resource.properties, key)))
            for (const Expression& expression : resolver.alternatives(action.node))
                for (const Target& target : knownTargets(reading, expression, {})) {
                    const FragmentNode* node = reading.parts.node(target.id);
                    if (node && node->kind == NodeKind::Topic)
                        reading.parts.relate(id, target.id, EdgeKind::Publishes,
                                             {How::Declared, target.at});
                }
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

// A deployment calls what provides the resource, and waits for it.
void relateCustomResource(Reading& reading, const Resource& resource) {
    const TreeNode token = reading.resolver.at(resource.properties, "ServiceToken");
    for (const Target& provider : targets(reading, token, "lambda"))
        reading.parts
            .relate(std::string(resource.id), provider.id, EdgeKind::Invokes,
                    {How::Declared, provider.at})
            .delivery = Delivery::Sync;
}

} // namespace limn::sam
