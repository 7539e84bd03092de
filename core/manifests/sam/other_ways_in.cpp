// SPDX-License-Identifier: GPL-3.0-or-later
// Services that start a function for reasons of their own: mail, rules on configuration, secrets
// that are due.
#include <array>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

void handOver(Reading& reading, const std::string& from, TreeNode place, std::string_view service,
              Delivery delivery) {
    for (const Target& target : targets(reading, place, service)) {
        const FragmentNode* node = reading.parts.node(target.id);
        const bool starts =
            node && (node->kind == NodeKind::Function || node->subtype == "function");
        const EdgeKind kind = starts ? EdgeKind::Triggers
                              : node ? natureOf(*node)
                                     : EdgeKind::Invokes;
        const bool isNew = !reading.parts.between(from, target.id, kind);
        FragmentEdge& edge =
            reading.parts.relate(from, target.id, kind, {How::Declared, target.at});
        if (kind == EdgeKind::Triggers || kind == EdgeKind::Invokes)
            edge.delivery = delivery;
        if (isNew)
            markCondition(edge, target);
    }
}

} // namespace

// Mail that arrives, and what each action of the rule does with it.
void relateReceiptRule(Reading& reading, const Resource& resource) {
    struct Row {
        std::string_view path, service;
    };
    static constexpr std::array<Row, 10> rows{{{"LambdaAction.FunctionArn", "lambda"},
                                               {"LambdaAction.TopicArn", "sns"},
                                               {"S3Action.BucketName", "s3"},
                                               {"S3Action.TopicArn", "sns"},
                                               {"SNSAction.TopicArn", "sns"},
                                               {"AddHeaderAction.TopicArn", "sns"},
                                               {"BounceAction.TopicArn", "sns"},
                                               {"StopAction.TopicArn", "sns"},
                                               {"WorkmailAction.TopicArn", "sns"},
                                               {"ConnectAction.InstanceARN", ""}}};
    static constexpr PropertyRow ruleRows[] = {{"Name", "physical_name"},
                                               {"Enabled", "enabled", Shape::Flag},
                                               {"Recipients", "filter", Shape::List}};
    const Resolver& resolver = reading.resolver;
    const std::string id(resource.id);
    const TreeNode rule = resolver.at(resource.properties, "Rule");
    addProperties(reading, id, properties(resolver, rule, ruleRows));
    for (const Branch& action : resolver.items(resolver.at(rule, "Actions"))) {
        const bool waits =
            resolver.value(resolver.at(action.node, "LambdaAction.InvocationType")) ==
            Value("RequestResponse");
        for (const Row& row : rows)
            handOver(reading, id, resolver.at(action.node, row.path), row.service,
                     waits ? Delivery::Sync : Delivery::Async);
    }
}

// A rule whose verdict is a function's.
void relateConfigRule(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const TreeNode source = resolver.at(resource.properties, "Source");
    if (resolver.value(resolver.at(source, "Owner")) == Value("CUSTOM_LAMBDA"))
        handOver(reading, std::string(resource.id), resolver.at(source, "SourceIdentifier"),
                 "lambda", Delivery::Async);
}

// A secret starts the function that makes its successor.
void relateRotation(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const TreeNode function = resolver.at(resource.properties, "RotationLambdaARN");
    for (const Target& secret :
         targets(reading, resolver.at(resource.properties, "SecretId"), "secretsmanager"))
        handOver(reading, secret.id, function, "lambda", Delivery::Async);
    if (!function.exists())
        reading.parts.unplaced(resource.id, resource.type,
                               "the platform brings the function that it starts", resource.at);
}

} // namespace limn::sam
