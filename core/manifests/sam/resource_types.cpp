// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/resource_types.h"

#include <string>
#include <unordered_map>
#include <vector>

#include "core/manifests/sam/property_rows.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

using enum NodeKind;
constexpr Place node = Place::Node;
constexpr Place api = Place::Api;
constexpr Place facet = Place::Facet;
constexpr auto hostCentric = NodeClass::HostCentric;

// A table of facts. Types that end with `*` are prefixes and stand after what they would hide.
constexpr ResourceType rows[] = {
    // compute
    {"AWS::Serverless::Function", node, Function, "", "lambda", "FunctionName", functionRows,
     relateFunction},
    {"AWS::Lambda::Function", node, Function, "", "lambda", "FunctionName", functionRows,
     relateFunction},
    {"AWS::Serverless::StateMachine", node, Workflow, "", "states", "Name", workflowRows,
     relateWorkflow},
    {"AWS::StepFunctions::StateMachine", node, Workflow, "", "states", "StateMachineName",
     workflowRows, relateWorkflow},
    // channels
    {"AWS::SQS::Queue", node, Queue, "", "sqs", "QueueName", queueRows, relateQueue},
    {"AWS::AmazonMQ::Broker", node, Queue, "broker", "mq", "BrokerName", resourceRows, nullptr,
     hostCentric},
    {"AWS::SNS::Topic", node, Topic, "", "sns", "TopicName", topicRows, relateTopic},
    {"AWS::Events::EventBus", node, EventBus, "", "events", "Name", resourceRows},
    {"AWS::Kinesis::Stream", node, Stream, "", "kinesis", "Name", streamRows},
    {"AWS::KinesisFirehose::DeliveryStream", node, Stream, "delivery", "firehose",
     "DeliveryStreamName", resourceRows},
    {"AWS::MSK::Cluster", node, Stream, "kafka", "kafka", "ClusterName", resourceRows, nullptr,
     hostCentric},
    {"AWS::MSK::ServerlessCluster", node, Stream, "kafka", "kafka", "ClusterName", resourceRows},
    // entry points that are resources of their own
    {"AWS::Events::Rule", node, EntryPoint, "bus_rule", "events", "Name", ruleRows, relateRule},
    {"AWS::Scheduler::Schedule", node, EntryPoint, "schedule", "scheduler", "Name", scheduleRows,
     relateSchedule},
    {"AWS::IoT::TopicRule", node, EntryPoint, "message", "iot", "RuleName", resourceRows,
     relateRule},
    {"AWS::Pipes::Pipe", node, Resource, "pipe", "pipes", "Name", resourceRows, relatePipe},
    {"AWS::Lambda::Url", node, EntryPoint, "http", "lambda", "", {}, relateFunctionUrl},
    {"AWS::ApiGateway::Method", node, EntryPoint, "http", "execute-api", "", {}, relateMethod},
    {"AWS::ApiGatewayV2::Route", node, EntryPoint, "http", "execute-api", "", {}, relateRoute},
    {"AWS::AppSync::Resolver", node, EntryPoint, "graphql", "appsync", "", {}, relateResolver},
    {"AWS::Serverless::Api", api, Resource, "rest", "execute-api", "Name", apiRows, relateApi},
    {"AWS::Serverless::HttpApi", api, Resource, "http", "execute-api", "Name", apiRows, relateApi},
    {"AWS::Serverless::WebSocketApi", api, Resource, "websocket", "execute-api", "Name", apiRows,
     relateApi},
    {"AWS::ApiGateway::RestApi", api, Resource, "rest", "execute-api", "Name", apiRows, relateApi},
    {"AWS::ApiGatewayV2::Api", api, Resource, "http", "execute-api", "Name", apiRows, relateApi},
    {"AWS::AppSync::GraphQLApi", api, Resource, "graphql", "appsync", "Name", apiRows},
    {"AWS::Serverless::GraphQLApi", api, Resource, "graphql", "appsync", "Name", apiRows},
    // stores
    {"AWS::DynamoDB::Table", node, Store, "table", "dynamodb", "TableName", tableRows, relateTable},
    {"AWS::DynamoDB::GlobalTable", node, Store, "table", "dynamodb", "TableName", tableRows,
     relateTable},
    {"AWS::Serverless::SimpleTable", node, Store, "table", "dynamodb", "TableName",
     simpleTableRows},
    {"AWS::S3::Bucket", node, Store, "object", "s3", "BucketName", bucketRows, relateBucket},
    {"AWS::RDS::DBInstance", node, Store, "relational", "rds", "DBInstanceIdentifier", databaseRows,
     nullptr, hostCentric},
    {"AWS::RDS::DBCluster", node, Store, "relational", "rds", "DBClusterIdentifier", databaseRows,
     nullptr, hostCentric},
    {"AWS::RDS::DBProxy", node, Store, "relational", "rds", "DBProxyName", databaseRows},
    {"AWS::DocDB::DBCluster", node, Store, "document", "docdb", "DBClusterIdentifier", databaseRows,
     nullptr, hostCentric},
    {"AWS::Neptune::DBCluster", node, Store, "graph", "neptune-db", "DBClusterIdentifier",
     databaseRows, nullptr, hostCentric},
    {"AWS::Redshift::Cluster", node, Store, "relational", "redshift", "ClusterIdentifier",
     databaseRows, nullptr, hostCentric},
    {"AWS::ElastiCache::CacheCluster", node, Store, "cache", "elasticache", "ClusterName",
     databaseRows, nullptr, hostCentric},
    {"AWS::ElastiCache::ReplicationGroup", node, Store, "cache", "elasticache",
     "ReplicationGroupId", databaseRows, nullptr, hostCentric},
    {"AWS::ElastiCache::ServerlessCache", node, Store, "cache", "elasticache",
     "ServerlessCacheName", databaseRows},
    {"AWS::OpenSearchService::Domain", node, Store, "search", "es", "DomainName", databaseRows,
     nullptr, hostCentric},
    {"AWS::Elasticsearch::Domain", node, Store, "search", "es", "DomainName", databaseRows, nullptr,
     hostCentric},
    {"AWS::OpenSearchServerless::Collection", node, Store, "search", "aoss", "Name", databaseRows},
    {"AWS::EFS::FileSystem", node, Store, "file", "elasticfilesystem", "", databaseRows},
    {"AWS::FSx::FileSystem", node, Store, "file", "fsx", "", databaseRows},
    {"AWS::SecretsManager::Secret", node, Store, "secret", "secretsmanager", "Name", resourceRows},
    {"AWS::SSM::Parameter", node, Store, "config", "ssm", "Name", resourceRows},
    {"AWS::Timestream::Database", node, Store, "table", "timestream", "DatabaseName", resourceRows},
    // identities
    {"AWS::IAM::Role", node, Identity, "role", "iam", "RoleName", roleRows, relateRole},
    {"AWS::IAM::User", node, Identity, "user", "iam", "UserName", roleRows, relateRole},
    {"AWS::IAM::Group", node, Identity, "group", "iam", "GroupName", roleRows, relateRole},
    {"AWS::Cognito::UserPool", node, Identity, "user_pool", "cognito-idp", "UserPoolName",
     resourceRows, relateUserPool},
    {"AWS::Cognito::IdentityPool", node, Identity, "identity_pool", "cognito-identity",
     "IdentityPoolName", resourceRows},
    {"AWS::ApiGateway::Authorizer",
     node,
     Identity,
     "authorizer",
     "execute-api",
     "Name",
     {},
     relateAuthorizer},
    {"AWS::ApiGatewayV2::Authorizer",
     node,
     Identity,
     "authorizer",
     "execute-api",
     "Name",
     {},
     relateAuthorizer},
    {"AWS::IAM::ManagedPolicy", facet, Identity, "policy", "iam", "ManagedPolicyName", roleRows,
     relateManagedPolicy},
    {"AWS::IAM::Policy", facet, Identity, "policy", "iam", "PolicyName", {}, relatePolicy},
    {"AWS::IAM::RolePolicy", facet, Identity, "policy", "iam", "PolicyName", {}, relatePolicy},
    {"AWS::IAM::UserPolicy", facet, Identity, "policy", "iam", "PolicyName", {}, relatePolicy},
    {"AWS::IAM::GroupPolicy", facet, Identity, "policy", "iam", "PolicyName", {}, relatePolicy},
    // facets of other parts
    {"AWS::Lambda::EventSourceMapping",
     facet,
     Resource,
     "",
     "lambda",
     "",
     {},
     relateEventSourceMapping},
    {"AWS::Lambda::EventInvokeConfig",
     facet,
     Resource,
     "",
     "lambda",
     "",
     {},
     relateEventInvokeConfig},
    {"AWS::Lambda::Permission", facet, Resource, "", "lambda", "", {}, relatePermission},
    {"AWS::Lambda::Version", facet, Resource, "", "lambda", "", {}, relateVersion},
    {"AWS::Lambda::Alias", facet, Resource, "", "lambda", "Name", {}, relateVersion},
    {"AWS::SNS::Subscription", facet, Resource, "", "sns", "", {}, relateSubscription},
    {"AWS::SNS::TopicPolicy", facet, Resource, "", "sns", "", {}, relateResourcePolicy},
    {"AWS::SQS::QueuePolicy", facet, Resource, "", "sqs", "", {}, relateResourcePolicy},
    {"AWS::S3::BucketPolicy", facet, Resource, "", "s3", "", {}, relateResourcePolicy},
    {"AWS::Logs::SubscriptionFilter",
     facet,
     Resource,
     "",
     "logs",
     "",
     {},
     relateSubscriptionFilter},
    {"AWS::ApiGateway::Resource", facet},
    {"AWS::AppSync::DataSource", facet},
    {"AWS::ApiGatewayV2::Integration", facet},
    {"AWS::Serverless::Connector", facet, Resource, "", "serverless", "", {}, relateConnector},
    // hosts
    {"AWS::ECS::Service", node, Host, "container_service", "ecs", "ServiceName", hostRows},
    {"AWS::ECS::Cluster", node, Host, "cluster", "ecs", "ClusterName", hostRows},
    {"AWS::ECS::TaskDefinition", node, Host, "task", "ecs", "Family", hostRows},
    {"AWS::EKS::Cluster", node, Host, "cluster", "eks", "Name", hostRows},
    {"AWS::EKS::Nodegroup", node, Host, "vm", "eks", "NodegroupName", hostRows},
    {"AWS::EC2::Instance", node, Host, "vm", "ec2", "", hostRows},
    {"AWS::AutoScaling::AutoScalingGroup", node, Host, "vm", "autoscaling", "AutoScalingGroupName",
     hostRows},
    {"AWS::ElasticBeanstalk::Environment", node, Host, "platform", "elasticbeanstalk",
     "EnvironmentName", hostRows},
    {"AWS::AppRunner::Service", node, Host, "container_service", "apprunner", "ServiceName",
     hostRows},
    {"AWS::Batch::ComputeEnvironment", node, Host, "cluster", "batch", "ComputeEnvironmentName",
     hostRows},
    {"AWS::EMR::Cluster", node, Host, "cluster", "elasticmapreduce", "Name", hostRows},
    // automation
    {"AWS::CloudFormation::CustomResource",
     node,
     Automation,
     "custom_resource",
     "cloudformation",
     "",
     {}},
    {"Custom::*",
     node,
     Automation,
     "custom_resource",
     "cloudformation",
     "",
     {},
     relateCustomResource},
    {"AWS::CloudFormation::Macro", node, Automation, "macro", "cloudformation", "Name",
     resourceRows},
    {"AWS::CodePipeline::Pipeline", node, Automation, "pipeline", "codepipeline", "Name",
     resourceRows},
    {"AWS::CodeBuild::Project", node, Automation, "build", "codebuild", "Name", resourceRows},
    {"AWS::CodeDeploy::*", node, Automation, "deployment", "codedeploy", "", resourceRows},
    {"AWS::Config::ConfigRule", node, Automation, "config_rule", "config", "ConfigRuleName",
     resourceRows},
    // drawn only when asked for
    {"AWS::Logs::LogGroup", node, Resource, "log_group", "logs", "LogGroupName", logGroupRows,
     relateLogGroup},
    {"AWS::CloudWatch::Alarm", node, Resource, "alarm", "cloudwatch", "AlarmName", resourceRows,
     relateAlarm},
    {"AWS::CloudWatch::CompositeAlarm", node, Resource, "alarm", "cloudwatch", "AlarmName",
     resourceRows},
};

constexpr ResourceType anything{"", node, Resource, "", "", "", resourceRows};

} // namespace

const ResourceType& resourceType(std::string_view type) {
    static const std::unordered_map<std::string_view, const ResourceType*> exact = [] {
        std::unordered_map<std::string_view, const ResourceType*> map;
        for (const ResourceType& row : rows)
            map.emplace(row.type, &row);
        return map;
    }();
    if (const auto found = exact.find(type); found != exact.end())
        return *found->second;
    for (const ResourceType& row : rows)
        if (row.type.ends_with('*') && type.starts_with(row.type.substr(0, row.type.size() - 1)))
            return row;
    return anything;
}

} // namespace limn::sam
