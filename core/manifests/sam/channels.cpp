// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

void relateSubscriber(Reading& reading, const std::string& topic, TreeNode subscription, Span at) {
    static constexpr PropertyRow rows[] = {
        {"FilterPolicy", "pattern", Shape::Map},
        {"FilterPolicyScope", "filter_scope", Shape::Word},
        {"RawMessageDelivery", "raw_delivery", Shape::Flag},
        {"RedrivePolicy", "keeps_failures", Shape::IsThere},
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
    // The other side of a redrive: evidence where the source names this queue as well.
    for (const Branch& source :
         placesAt(reading.resolver, resource.properties, "RedriveAllowPolicy.sourceQueueArns"))
        for (const Expression& expression : reading.resolver.alternatives(source))
            for (const Target& from : knownTargets(reading, expression, "sqs"))
                if (from.id != resource.id)
                    reading.parts.relate(from.id, std::string(resource.id), EdgeKind::FailsTo,
                                         {How::Declared, from.at});
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

// The roles that those whom an identity pool knows, or does not know, run as.
void relateRoleAttachment(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const std::size_t before = reading.parts.fragment().edges.size();
    for (const Target& pool :
         targets(reading, resolver.at(resource.properties, "IdentityPoolId"), "cognito-identity"))
        for (const Branch& roles : resolver.branches(resource.properties["Roles"]))
            for (const TreeEntry& role : roles.node.entries())
                for (const Target& target : targets(reading, role.value, "iam"))
                    reading.parts.relate(pool.id, target.id, EdgeKind::Assumes,
                                         {How::Declared, target.at});
    if (reading.parts.fragment().edges.size() == before)
        reading.parts.unplaced(resource.id, resource.type, "it attaches no role", resource.at);
}

} // namespace limn::sam
