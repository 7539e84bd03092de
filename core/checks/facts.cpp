// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/facts.h"

#include <algorithm>

#include <fmt/format.h>

namespace limn {
namespace {

struct TypePlatform {
    std::string_view type;
    std::string_view platform;
};

constexpr TypePlatform typePlatforms[] = {
    {"AWS::ApiGateway::Method", "aws.apigateway.rest"},
    {"AWS::ApiGateway::RestApi", "aws.apigateway.rest"},
    {"AWS::ApiGatewayV2::Api", "aws.apigateway.http"},
    {"AWS::ApiGatewayV2::Route", "aws.apigateway.http"},
    {"AWS::AppSync::GraphQLApi", "aws.appsync"},
    {"AWS::AppSync::Resolver", "aws.appsync"},
    {"AWS::Lambda::Function", "aws.lambda"},
    {"AWS::Lambda::Url", "aws.lambda.url"},
    {"AWS::SQS::Queue", "aws.sqs"},
    {"AWS::Serverless::Api", "aws.apigateway.rest"},
    {"AWS::Serverless::Function", "aws.lambda"},
    {"AWS::Serverless::GraphQLApi", "aws.appsync"},
    {"AWS::Serverless::HttpApi", "aws.apigateway.http"},
    {"AWS::Serverless::WebSocketApi", "aws.apigateway.websocket"},
    {"Microsoft.ServiceBus/namespaces/queues", "azure.service_bus"},
    {"Microsoft.Storage/storageAccounts/queueServices/queues", "azure.queue_storage"},
    {"azurerm_servicebus_queue", "azure.service_bus"},
    {"azurerm_storage_queue", "azure.queue_storage"},
};
static_assert(std::ranges::is_sorted(typePlatforms, {}, &TypePlatform::type));

// Which fact speaks for which property, and what makes its unit the property's.
struct DefaultRule {
    std::string_view platform;
    std::string_view property;
    std::string_view fact;
    double factor = 1;
};

constexpr double perMillisecond = 0.001;
constexpr DefaultRule defaultRules[] = {
    {"aws.apigateway.http", "auth", "aws.apigateway.http.auth_default"},
    {"aws.apigateway.http", "timeout_seconds", "aws.apigateway.http.timeout_default_ms",
     perMillisecond},
    {"aws.apigateway.rest", "auth", "aws.apigateway.rest.auth_default"},
    {"aws.apigateway.rest", "timeout_seconds", "aws.apigateway.rest.timeout_default_ms",
     perMillisecond},
    {"aws.apigateway.websocket", "auth", "aws.apigateway.websocket.auth_default"},
    {"aws.apigateway.websocket", "timeout_seconds", "aws.apigateway.websocket.timeout_default_ms",
     perMillisecond},
    {"aws.appsync", "timeout_seconds", "aws.appsync.timeout_s"},
    {"aws.lambda", "memory_mb", "aws.lambda.memory_default_mb"},
    {"aws.lambda", "timeout_seconds", "aws.lambda.timeout_default_s"},
    {"aws.lambda.sqs", "batch_size", "aws.lambda.sqs.batch.default"},
    {"aws.lambda.sqs", "batch_window_seconds", "aws.lambda.sqs.batch.window_default_s"},
    {"aws.sqs", "retention_seconds", "aws.sqs.retention_default_s"},
    {"aws.sqs", "visibility_timeout_seconds", "aws.sqs.visibility_default_s"},
    {"azure.service_bus", "visibility_timeout_seconds", "azure.service_bus.lease.default_s"},
};

std::string_view websocketOr(std::string_view platform, std::string_view subtype) {
    return platform == "aws.apigateway.http" && subtype == "websocket" ? "aws.apigateway.websocket"
                                                                       : platform;
}

} // namespace

std::string_view platformOfType(std::string_view platformType) {
    const auto* const found =
        std::ranges::lower_bound(typePlatforms, platformType, {}, &TypePlatform::type);
    const bool known = found != std::end(typePlatforms) && found->type == platformType;
    return known ? found->platform : std::string_view();
}

std::string_view platformOf(const Model& model, const Group& group) {
    return platformOfType(model.text(group.platformType));
}

std::string_view platformOf(const Model& model, const Node& node) {
    const std::string_view own = platformOfType(model.text(node.platformType));
    if (node.kind != NodeKind::EntryPoint)
        return own;
    // A SAM event is written at its function but lives on its API.
    if (own != "aws.lambda" && !own.empty())
        return websocketOr(own, model.text(node.subtype));
    for (GroupIndex at = node.group; at != GroupIndex::None; at = model[at].parent)
        if (const std::string_view platform = platformOf(model, model[at]); !platform.empty())
            return websocketOr(platform, model.text(node.subtype));
    return {};
}

std::string_view platformOf(const Model& model, const Edge& edge) {
    if (edge.kind != EdgeKind::Triggers || edge.from.node == NodeIndex::None ||
        edge.to.node == NodeIndex::None)
        return {};
    const bool sqsToLambda = platformOf(model, model[edge.from.node]) == "aws.sqs" &&
                             platformOf(model, model[edge.to.node]) == "aws.lambda";
    return sqsToLambda ? "aws.lambda.sqs" : "";
}

std::optional<PlatformDefault> platformDefault(std::string_view platform,
                                               std::string_view property) {
    for (const DefaultRule& rule : defaultRules) {
        if (rule.platform != platform || rule.property != property)
            continue;
        const Fact* fact = findFact(rule.fact);
        if (!fact)
            return std::nullopt;
        return PlatformDefault{fact, fact->isNumber() ? Value(fact->number * rule.factor)
                                                      : Value(fact->text)};
    }
    return std::nullopt;
}

std::optional<double> factNumber(std::string_view key) {
    const Fact* fact = findFact(key);
    return fact && fact->isNumber() ? std::optional(fact->number) : std::nullopt;
}

std::string_view sourceTitle(const Fact& fact) {
    // "boto, awskit; rules lambda23": the first id stands for the value itself.
    const std::string_view id = fact.source.substr(0, fact.source.find_first_of(" ,;"));
    for (const FactSource& source : factSources())
        if (source.id == id)
            return source.what;
    return "platform documentation";
}

std::string defaultNote(const Fact& fact) {
    if (fact.confidence == Confidence::Recalled)
        return "default, not verified";
    return fmt::format("default, from {}", sourceTitle(fact));
}

} // namespace limn
