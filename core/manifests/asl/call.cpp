// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/asl/call.h"

#include <algorithm>
#include <array>

namespace limn::asl {
namespace {

// Services whose name in a call is not that of their ARNs.
struct NameRow {
    std::string_view call, arn;
};
constexpr NameRow names[] = {
    {"apigateway", "execute-api"},
    {"bedrockagentruntime", "bedrock"},
    {"bedrockruntime", "bedrock"},
    {"cloudwatchlogs", "logs"},
    {"cognitoidentityprovider", "cognito-idp"},
    {"docdb", "rds"},
    {"ebs", "ec2"},
    {"efs", "elasticfilesystem"},
    {"emr", "elasticmapreduce"},
    {"eventbridge", "events"},
    {"iotdataplane", "iot"},
    {"kafka", "kafka"},
    {"rdsdata", "rds-data"},
    {"redshiftdata", "redshift-data"},
    {"sagemakerruntime", "sagemaker"},
    {"sfn", "states"},
};

// Where a call names what it is made to. What only configures a call is not here.
constexpr ParameterRow parameters[] = {
    {"athena", "WorkGroup", {}},
    {"batch", "JobDefinition", {}},
    {"batch", "JobQueue", {}},
    {"bedrock", "AgentId", {}},
    {"bedrock", "KnowledgeBaseId", {}},
    {"bedrock", "ModelId", {}},
    {"codebuild", "ProjectName", {}},
    {"cognito-idp", "UserPoolId", {}},
    {"databrew", "Name", {}},
    {"dynamodb", "RequestItems{}", {}},
    {"dynamodb", "TableName", {}},
    {"dynamodb", "TransactItems[].ConditionCheck.TableName", {}},
    {"dynamodb", "TransactItems[].Delete.TableName", {}},
    {"dynamodb", "TransactItems[].Get.TableName", {}},
    {"dynamodb", "TransactItems[].Put.TableName", {}},
    {"dynamodb", "TransactItems[].Update.TableName", {}},
    {"ecs", "Cluster", {}},
    {"ecs", "Service", {}},
    {"ecs", "TaskDefinition", {}},
    {"eks", "ClusterName", {}},
    {"eks", "Name", {}},
    {"elasticmapreduce", "ClusterId", {}},
    {"emr-containers", "VirtualClusterId", {}},
    {"emr-serverless", "ApplicationId", {}},
    {"events", "Entries[].EventBusName", {}},
    {"execute-api", "ApiEndpoint", {}},
    {"firehose", "DeliveryStreamName", {}},
    {"glue", "CrawlerName", {}},
    {"glue", "JobName", {}},
    {"glue", "Name", {}},
    {"http", "ApiEndpoint", {}},
    {"kinesis", "StreamARN", {}},
    {"kinesis", "StreamName", {}},
    {"lambda", "FunctionName", {}},
    {"logs", "LogGroupName", {}},
    {"rds-data", "ResourceArn", "rds"},
    {"redshift-data", "ClusterIdentifier", "redshift"},
    {"s3", "Bucket", {}},
    {"s3", "CopySource", {}},
    {"sagemaker", "EndpointName", {}},
    {"secretsmanager", "SecretId", {}},
    {"sns", "TargetArn", {}},
    {"sns", "TopicArn", {}},
    {"sqs", "QueueUrl", {}},
    {"ssm", "Name", {}},
    {"ssm", "Names[]", {}},
    {"states", "StateMachineArn", {}},
};
static_assert(std::ranges::is_sorted(parameters, {}, &ParameterRow::service));

bool startsWithAny(std::string_view action, std::span<const std::string_view> verbs) {
    return std::ranges::any_of(verbs,
                               [&](std::string_view verb) { return action.starts_with(verb); });
}

constexpr std::array<std::string_view, 12> readingVerbs{
    "get",      "list",        "describe", "head",    "query",  "scan",
    "batchGet", "transactGet", "select",   "receive", "filter", "check"};
constexpr std::array<std::string_view, 6> startingVerbs{"start",  "submit", "run",
                                                        "create", "call",   "invokeAsync"};

bool isOneOf(std::string_view word, std::initializer_list<std::string_view> words) {
    return std::ranges::find(words, word) != words.end();
}

} // namespace

std::string_view word(Waits waits) {
    constexpr std::array<std::string_view, 3> words{"response", "completion", "callback"};
    return words[static_cast<std::size_t>(waits)];
}

std::optional<Call> callOf(std::string_view resource) {
    constexpr std::string_view mark = ":states:::";
    const std::size_t begin = resource.find(mark);
    if (!resource.starts_with("arn:") || begin == std::string_view::npos)
        return std::nullopt;
    std::string_view rest = resource.substr(begin + mark.size());
    if (rest.starts_with("aws-sdk:"))
        rest.remove_prefix(8);
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    Call call;
    call.service = rest.substr(0, colon);
    for (const NameRow& row : names)
        if (row.call == call.service)
            call.service = row.arn;
    const std::string_view action = rest.substr(colon + 1);
    const std::size_t dot = action.find('.');
    call.action = action.substr(0, dot);
    call.text = rest.substr(0, dot == std::string_view::npos ? dot : colon + 1 + dot);
    if (dot != std::string_view::npos)
        call.waits =
            action.substr(dot + 1).starts_with("wait") ? Waits::Callback : Waits::Completion;
    return call;
}

bool isActivity(std::string_view resource) {
    return resource.starts_with("arn:") && resource.find(":states:") != std::string_view::npos &&
           resource.find(":activity:") != std::string_view::npos;
}

std::span<const ParameterRow> parameterTable() { return parameters; }

bool isKnownService(std::string_view service) {
    return std::ranges::binary_search(parameters, service, {}, &ParameterRow::service);
}

EdgeKind kindOf(const Call& call) {
    using enum EdgeKind;
    const std::string_view action = call.action;
    const bool reads = startsWithAny(action, readingVerbs);
    if (isOneOf(call.service, {"sqs", "sns", "events", "kinesis", "firehose", "iot"}))
        return reads || action.starts_with("delete") ? Reads : Publishes;
    if (isOneOf(call.service, {"execute-api", "http", "bedrock", "appsync"}))
        return Invokes;
    if (isOneOf(call.service, {"dynamodb", "s3", "ssm", "secretsmanager", "rds-data", "cognito-idp",
                               "redshift-data", "logs"}))
        return reads ? Reads : Writes;
    if (call.service == "athena")
        return action.starts_with("start") ? Invokes : Reads;
    if (reads)
        return Reads;
    const bool starts = startsWithAny(action, startingVerbs) || action.starts_with("invoke");
    return starts ? Invokes : Writes;
}

Delivery deliveryOf(const Call& call) {
    const bool starts =
        startsWithAny(call.action, startingVerbs) && call.action != "startSyncExecution";
    return call.waits == Waits::Response && starts ? Delivery::Async : Delivery::Sync;
}

} // namespace limn::asl
