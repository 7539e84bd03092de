// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/facts.h"

#include <algorithm>
#include <array>
#include <cstdint>
#include <unordered_map>
#include <utility>

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
    {"AWS::Cognito::UserPool", "aws.cognito"},
    {"AWS::DynamoDB::GlobalTable", "aws.dynamodb"},
    {"AWS::DynamoDB::Table", "aws.dynamodb"},
    {"AWS::ElasticLoadBalancingV2::Listener", "aws.alb"},
    {"AWS::ElasticLoadBalancingV2::ListenerRule", "aws.alb"},
    {"AWS::Events::EventBus", "aws.eventbridge"},
    {"AWS::Events::Rule", "aws.eventbridge.target"},
    {"AWS::Kinesis::Stream", "aws.kinesis"},
    {"AWS::Lambda::Function", "aws.lambda"},
    {"AWS::Lambda::Url", "aws.lambda.url"},
    {"AWS::Logs::LogGroup", "aws.logs"},
    {"AWS::MSK::Cluster", "aws.msk"},
    {"AWS::MSK::ServerlessCluster", "aws.msk"},
    {"AWS::Pipes::Pipe", "aws.pipes"},
    {"AWS::RDS::DBCluster", "aws.rds"},
    {"AWS::RDS::DBInstance", "aws.rds"},
    {"AWS::S3::Bucket", "aws.s3"},
    {"AWS::SNS::Topic", "aws.sns"},
    {"AWS::SQS::Queue", "aws.sqs"},
    {"AWS::Scheduler::Schedule", "aws.scheduler.target"},
    {"AWS::Serverless::Api", "aws.apigateway.rest"},
    {"AWS::Serverless::Function", "aws.lambda"},
    {"AWS::Serverless::GraphQLApi", "aws.appsync"},
    {"AWS::Serverless::HttpApi", "aws.apigateway.http"},
    {"AWS::Serverless::SimpleTable", "aws.dynamodb"},
    {"AWS::Serverless::StateMachine", "aws.sfn"},
    {"AWS::Serverless::WebSocketApi", "aws.apigateway.websocket"},
    {"AWS::StepFunctions::StateMachine", "aws.sfn"},
    {"Microsoft.DocumentDB/databaseAccounts", "azure.cosmos_db"},
    {"Microsoft.EventHub/namespaces/eventhubs", "azure.event_hubs"},
    {"Microsoft.ServiceBus/namespaces/queues", "azure.service_bus"},
    {"Microsoft.Storage/storageAccounts/queueServices/queues", "azure.queue_storage"},
    {"Microsoft.Web/sites", "azure.functions"},
    {"azurerm_cosmosdb_account", "azure.cosmos_db"},
    {"azurerm_eventhub", "azure.event_hubs"},
    {"azurerm_function_app", "azure.functions"},
    {"azurerm_linux_function_app", "azure.functions"},
    {"azurerm_servicebus_queue", "azure.service_bus"},
    {"azurerm_storage_queue", "azure.queue_storage"},
    {"azurerm_windows_function_app", "azure.functions"},
    {"google_cloud_run_v2_service", "google.run.service"},
    {"google_cloud_scheduler_job", "google.scheduler"},
    {"google_cloudfunctions2_function", "google.functions.gen2"},
    {"google_cloudfunctions_function", "google.functions.gen1"},
    {"messaging.knative.dev/Subscription", "knative.subscription"},
    {"serving.knative.dev/Service", "knative.serving"},
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
    {"aws.alb", "timeout_seconds", "aws.alb.idle_timeout_default_s"},
    {"aws.apigateway.http", "auth", "aws.apigateway.http.auth_default"},
    {"aws.apigateway.http", "timeout_seconds", "aws.apigateway.http.timeout_default_ms",
     perMillisecond},
    {"aws.apigateway.rest", "auth", "aws.apigateway.rest.auth_default"},
    {"aws.apigateway.rest", "timeout_seconds", "aws.apigateway.rest.timeout_default_ms",
     perMillisecond},
    {"aws.apigateway.rest", "tracing", "aws.apigateway.rest.tracing_default"},
    {"aws.apigateway.websocket", "auth", "aws.apigateway.websocket.auth_default"},
    {"aws.apigateway.websocket", "timeout_seconds", "aws.apigateway.websocket.timeout_default_ms",
     perMillisecond},
    {"aws.appsync", "timeout_seconds", "aws.appsync.timeout_s"},
    {"aws.appsync", "tracing", "aws.appsync.tracing_default"},
    {"aws.cognito", "timeout_seconds", "aws.cognito.trigger.timeout_s"},
    {"aws.dynamodb", "deletion_policy", "aws.cloudformation.deletion_default"},
    {"aws.dynamodb", "point_in_time_recovery", "aws.dynamodb.point_in_time_recovery_default"},
    {"aws.dynamodb", "replacement_policy", "aws.cloudformation.replacement_default"},
    {"aws.eventbridge.target", "retry_attempts", "aws.eventbridge.target.retry.retries_default"},
    {"aws.kinesis", "retention_seconds", "aws.kinesis.retention_default_s"},
    {"aws.lambda", "max_event_age_seconds", "aws.lambda.async.retry.max_event_age_default_s"},
    {"aws.lambda", "memory_mb", "aws.lambda.memory_default_mb"},
    {"aws.lambda", "retry_attempts", "aws.lambda.async.retry.retries_default"},
    {"aws.lambda", "timeout_seconds", "aws.lambda.timeout_default_s"},
    {"aws.lambda", "tracing", "aws.lambda.tracing_default"},
    {"aws.lambda.dynamodb_stream", "batch_size", "aws.lambda.dynamodb_stream.batch.default"},
    {"aws.lambda.dynamodb_stream", "bisect_on_error", "aws.lambda.dynamodb_stream.bisect_default"},
    {"aws.lambda.dynamodb_stream", "max_event_age_seconds",
     "aws.lambda.dynamodb_stream.retry.MaximumRecordAgeInSeconds_default"},
    {"aws.lambda.dynamodb_stream", "retry_attempts",
     "aws.lambda.dynamodb_stream.retry.MaximumRetryAttempts_default"},
    {"aws.lambda.kinesis", "batch_size", "aws.lambda.kinesis.batch.default"},
    {"aws.lambda.kinesis", "bisect_on_error", "aws.lambda.kinesis.bisect_default"},
    {"aws.lambda.kinesis", "max_event_age_seconds",
     "aws.lambda.kinesis.retry.MaximumRecordAgeInSeconds_default"},
    {"aws.lambda.kinesis", "retry_attempts",
     "aws.lambda.kinesis.retry.MaximumRetryAttempts_default"},
    {"aws.lambda.mq", "batch_size", "aws.lambda.mq.batch.default"},
    {"aws.lambda.msk", "batch_size", "aws.lambda.msk.batch.default"},
    {"aws.lambda.msk", "retry_attempts", "aws.lambda.msk.retry.MaximumRetryAttempts_default"},
    {"aws.lambda.sqs", "batch_size", "aws.lambda.sqs.batch.default"},
    {"aws.lambda.sqs", "batch_window_seconds", "aws.lambda.sqs.batch.window_default_s"},
    {"aws.logs", "log_retention_seconds", "aws.logs.retention_default"},
    {"aws.pipes.stream", "max_event_age_seconds",
     "aws.pipes.stream.retry.MaximumRecordAge_default"},
    {"aws.pipes.stream", "retry_attempts", "aws.pipes.stream.retry.MaximumRetryAttempts_default"},
    {"aws.rds", "backup_retention_seconds", "aws.rds.backup_retention_default_s"},
    {"aws.rds", "deletion_policy", "aws.cloudformation.deletion_default_rds"},
    {"aws.s3", "deletion_policy", "aws.cloudformation.deletion_default"},
    {"aws.s3", "replacement_policy", "aws.cloudformation.replacement_default"},
    {"aws.s3", "versioned", "aws.s3.versioning_default"},
    {"aws.scheduler.target", "retry_attempts", "aws.scheduler.target.retry.retries_default"},
    {"aws.sfn", "log_level", "aws.sfn.log_level_default"},
    {"aws.sfn", "tracing", "aws.sfn.tracing_default"},
    {"aws.sfn", "workflow_type", "aws.sfn.type_default"},
    {"aws.sqs", "retention_seconds", "aws.sqs.retention_default_s"},
    {"aws.sqs", "visibility_timeout_seconds", "aws.sqs.visibility_default_s"},
    {"azure.service_bus", "visibility_timeout_seconds", "azure.service_bus.lease.default_s"},
};

using RuleKey = std::pair<std::string_view, std::string_view>;
constexpr RuleKey keyOf(const DefaultRule& rule) { return {rule.platform, rule.property}; }
static_assert(std::ranges::is_sorted(defaultRules, {}, keyOf));

// A stream or queue that is polled for a function has the defaults of its mapping. Of a source
// outside the model what is listened to tells brokers from queues.
std::string_view mappingOf(const Model& model, const Node& source, const Edge& edge) {
    const std::string_view platform = platformOf(model, source);
    if (edge.delivery == Delivery::PollStream) {
        if (platform == "aws.dynamodb")
            return "aws.lambda.dynamodb_stream";
        if (platform == "aws.msk" || model.property(edge, "topics"))
            return "aws.lambda.msk";
        return platform == "aws.kinesis" || source.kind == NodeKind::External ? "aws.lambda.kinesis"
                                                                              : "";
    }
    if (platform == "aws.sqs")
        return "aws.lambda.sqs";
    if (edge.delivery != Delivery::PollQueue)
        return {};
    if (model.property(edge, "topics"))
        return "aws.lambda.mq";
    return source.kind == NodeKind::External ? "aws.lambda.sqs" : "";
}

std::string_view websocketOr(std::string_view platform, std::string_view subtype) {
    return platform == "aws.apigateway.http" && subtype == "websocket" ? "aws.apigateway.websocket"
                                                                       : platform;
}

} // namespace

std::string_view platformOfType(std::string_view platformType) {
    static const std::unordered_map<std::string_view, const TypePlatform*> byType = [] {
        std::unordered_map<std::string_view, const TypePlatform*> rows;
        for (const TypePlatform& row : typePlatforms)
            rows.emplace(row.type, &row);
        return rows;
    }();
    // Asked of every part by nearly every check, and a Model has each text once: the row that was
    // found for a text at this place last time is nearly always the one, and comparing is cheaper
    // than a hash.
    constexpr std::size_t remembered = 64;
    thread_local std::array<const TypePlatform*, remembered> last{};
    const TypePlatform*& known =
        last[(reinterpret_cast<std::uintptr_t>(platformType.data()) >> 4) % remembered];
    if (known && known->type == platformType)
        return known->platform;
    const auto found = byType.find(platformType);
    if (found == byType.end())
        return {};
    known = found->second;
    return known->platform;
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
    const Node& to = model[edge.to.node];
    if (platformOf(model, to) == "aws.lambda")
        return mappingOf(model, model[edge.from.node], edge);
    const bool isPipe = platformOf(model, to) == "aws.pipes";
    return isPipe && edge.delivery == Delivery::PollStream ? "aws.pipes.stream" : "";
}

std::optional<PlatformDefault> platformDefault(std::string_view platform,
                                               std::string_view property) {
    const DefaultRule* const rule =
        std::ranges::lower_bound(defaultRules, RuleKey(platform, property), {}, keyOf);
    const bool isThere =
        rule != std::end(defaultRules) && keyOf(*rule) == RuleKey(platform, property);
    const Fact* fact = isThere ? findFact(rule->fact) : nullptr;
    if (!fact)
        return std::nullopt;
    if (fact->isNumber())
        return PlatformDefault{fact, Value(fact->number * rule->factor)};
    if (fact->text == "true" || fact->text == "false")
        return PlatformDefault{fact, Value(fact->text == "true")};
    return PlatformDefault{fact, Value(fact->text)};
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
