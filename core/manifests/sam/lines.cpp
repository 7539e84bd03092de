// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <unordered_map>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

using enum EdgeKind;

enum class End { Target, Source, Runs };
// `Target`: the line leads to what the property names. `Source`: it comes from there. `Runs`: the
// part runs as the role, so that what the role may do is what the part does.
constexpr End target = End::Target;
constexpr End source = End::Source;
constexpr End runs = End::Runs;

struct LineRow {
    std::string_view type;
    std::string_view path;
    EdgeKind kind = Reads;
    std::string_view service;
    End end = target;
    Delivery delivery = Delivery::None;
};

// What one property of a resource alone tells: a table of facts. Lists on the way are gone through.
constexpr LineRow rows[] = {
    // watchers and trails
    {"AWS::Logs::MetricFilter", "LogGroupName", Observes, "logs"},
    {"AWS::Logs::LogStream", "LogGroupName", Observes, "logs"},
    {"AWS::CloudWatch::AnomalyDetector", "Dimensions.Value", Observes, "-"},
    {"AWS::CloudWatch::AnomalyDetector", "SingleMetricAnomalyDetector.Dimensions.Value", Observes,
     "-"},
    {"AWS::CloudTrail::Trail", "S3BucketName", Writes, "s3"},
    {"AWS::CloudTrail::Trail", "EventSelectors.DataResources.Values", Observes, "-"},
    {"AWS::CloudTrail::Trail", "SnsTopicName", Publishes, "sns"},
    {"AWS::CloudTrail::Trail", "CloudWatchLogsLogGroupArn", Writes, "logs"},
    {"AWS::CloudTrail::Trail", "CloudWatchLogsRoleArn", Assumes, "iam"},
    {"AWS::Config::DeliveryChannel", "S3BucketName", Writes, "s3"},
    {"AWS::Config::DeliveryChannel", "SnsTopicARN", Publishes, "sns"},
    {"AWS::Config::ConfigurationRecorder", "RoleARN", Assumes, "iam"},
    {"AWS::EC2::FlowLog", "DeliverLogsPermissionArn", Assumes, "iam"},
    {"AWS::EC2::FlowLog", "LogDestination", Writes, {}},
    {"AWS::EC2::FlowLog", "LogGroupName", Writes, "logs"},
    {"AWS::RDS::EventSubscription", "SnsTopicArn", Publishes, "sns"},
    {"AWS::Budgets::Budget", "NotificationsWithSubscribers.Subscribers.Address", Publishes, "-"},
    {"AWS::Synthetics::Canary", "ExecutionRoleArn", Assumes, "iam", runs},
    {"AWS::Synthetics::Canary", "ArtifactS3Location", Writes, "s3"},
    {"AWS::ApiGateway::Account", "CloudWatchRoleArn", Assumes, "iam"},
    {"AWS::CloudFront::Distribution", "DistributionConfig.Logging.Bucket", Writes, "s3"},
    // buses and streams
    {"AWS::Events::Archive", "SourceArn", Observes, "events"},
    {"AWS::Events::ApiDestination", "ConnectionArn", Reads, "events"},
    {"AWS::Events::Endpoint", "RoleArn", Assumes, "iam"},
    {"AWS::Events::Endpoint", "EventBuses.EventBusArn", Publishes, "events"},
    {"AWS::QLDB::Stream", "KinesisConfiguration.StreamArn", Publishes, "kinesis"},
    {"AWS::QLDB::Stream", "LedgerName", Triggers, "qldb", source, Delivery::PollStream},
    {"AWS::QLDB::Stream", "RoleArn", Assumes, "iam"},
    {"AWS::KinesisAnalyticsV2::Application", "ServiceExecutionRole", Assumes, "iam", runs},
    {"AWS::KinesisAnalyticsV2::Application",
     "ApplicationConfiguration.SqlApplicationConfiguration.Inputs.KinesisStreamsInput.ResourceARN",
     Triggers, "kinesis", source, Delivery::PollStream},
    {"AWS::KinesisAnalytics::Application", "Inputs.KinesisStreamsInput.ResourceARN", Triggers,
     "kinesis", source, Delivery::PollStream},
    {"AWS::KinesisAnalytics::Application", "Inputs.KinesisFirehoseInput.ResourceARN", Triggers,
     "firehose", source, Delivery::PollStream},
    {"AWS::KinesisAnalytics::Application",
     "Inputs.InputProcessingConfiguration.InputLambdaProcessor.ResourceARN", Invokes, "lambda",
     target, Delivery::Sync},
    {"AWS::KinesisAnalytics::ApplicationOutput", "Output.KinesisStreamsOutput.ResourceARN",
     Publishes, "kinesis"},
    {"AWS::KinesisAnalytics::ApplicationOutput", "Output.KinesisFirehoseOutput.ResourceARN",
     Publishes, "firehose"},
    {"AWS::KinesisAnalytics::ApplicationOutput", "Output.LambdaOutput.ResourceARN", Invokes,
     "lambda", target, Delivery::Sync},
    // stores
    {"AWS::S3::Bucket", "ReplicationConfiguration.Rules.Destination.Bucket", Writes, "s3"},
    {"AWS::S3::Bucket", "ReplicationConfiguration.Role", Assumes, "iam"},
    {"AWS::S3::Bucket", "LoggingConfiguration.DestinationBucketName", Writes, "s3"},
    {"AWS::S3::Bucket", "InventoryConfigurations.Destination.BucketArn", Writes, "s3"},
    {"AWS::S3::Bucket",
     "AnalyticsConfigurations.StorageClassAnalysis.DataExport.Destination.BucketArn", Writes, "s3"},
    {"AWS::S3ObjectLambda::AccessPoint",
     "ObjectLambdaConfiguration.TransformationConfigurations.ContentTransformation.AwsLambda."
     "FunctionArn",
     Triggers, "lambda", target, Delivery::Sync},
    {"AWS::S3ObjectLambda::AccessPoint", "ObjectLambdaConfiguration.SupportingAccessPoint", Reads,
     "s3"},
    {"AWS::DynamoDB::Table", "KinesisStreamSpecification.StreamArn", Publishes, "kinesis"},
    {"AWS::DynamoDB::Table", "ImportSourceSpecification.S3BucketSource.S3Bucket", Reads, "s3"},
    {"AWS::DynamoDB::GlobalTable", "Replicas.KinesisStreamSpecification.StreamArn", Publishes,
     "kinesis"},
    {"AWS::RDS::DBProxy", "RoleArn", Assumes, "iam"},
    {"AWS::RDS::DBProxy", "Auth.SecretArn", Reads, "secretsmanager"},
    {"AWS::RDS::DBInstance", "MonitoringRoleArn", Assumes, "iam"},
    {"AWS::RDS::DBInstance", "AssociatedRoles.RoleArn", Assumes, "iam"},
    {"AWS::RDS::DBCluster", "MonitoringRoleArn", Assumes, "iam"},
    {"AWS::RDS::DBCluster", "AssociatedRoles.RoleArn", Assumes, "iam"},
    {"AWS::Neptune::DBCluster", "AssociatedRoles.RoleArn", Assumes, "iam"},
    {"AWS::Redshift::Cluster", "IamRoles", Assumes, "iam"},
    {"AWS::Redshift::Cluster", "LoggingProperties.BucketName", Writes, "s3"},
    {"AWS::RedshiftServerless::Namespace", "IamRoles", Assumes, "iam"},
    {"AWS::DAX::Cluster", "IAMRoleARN", Assumes, "iam"},
    {"AWS::Elasticsearch::Domain", "CognitoOptions.RoleArn", Assumes, "iam"},
    {"AWS::OpenSearchService::Domain", "CognitoOptions.RoleArn", Assumes, "iam"},
    {"AWS::Backup::BackupSelection", "BackupSelection.IamRoleArn", Assumes, "iam"},
    {"AWS::Backup::BackupSelection", "BackupSelection.Resources", Reads, "-"},
    // identities
    {"AWS::Cognito::UserPool", "SmsConfiguration.SnsCallerArn", Assumes, "iam"},
    {"AWS::Cognito::UserPoolGroup", "RoleArn", Assumes, "iam"},
    {"AWS::IoT::ProvisioningTemplate", "ProvisioningRoleArn", Assumes, "iam"},
    {"AWS::IoT::ProvisioningTemplate", "PreProvisioningHook.TargetArn", Triggers, "lambda", target,
     Delivery::Sync},
    {"AWS::Transfer::Server", "IdentityProviderDetails.Function", Triggers, "lambda", target,
     Delivery::Sync},
    {"AWS::Transfer::Server", "LoggingRole", Assumes, "iam"},
    {"AWS::Transfer::User", "Role", Assumes, "iam"},
    // hosts
    {"AWS::ECS::TaskDefinition", "TaskRoleArn", Assumes, "iam", runs},
    {"AWS::ECS::TaskDefinition", "ExecutionRoleArn", Assumes, "iam"},
    {"AWS::ECS::TaskDefinition", "ContainerDefinitions.Image", Reads, "-"},
    {"AWS::Batch::JobDefinition", "ContainerProperties.Image", Reads, "-"},
    {"AWS::AppRunner::Service", "SourceConfiguration.ImageRepository.ImageIdentifier", Reads, "-"},
    {"AWS::ECS::TaskDefinition", "Volumes.EFSVolumeConfiguration.FilesystemId", Writes,
     "elasticfilesystem"},
    {"AWS::ECS::Service", "TaskDefinition", Invokes, "ecs", target, Delivery::Async},
    {"AWS::ECS::Service", "Role", Assumes, "iam"},
    {"AWS::EKS::Cluster", "RoleArn", Assumes, "iam"},
    {"AWS::EKS::Nodegroup", "NodeRole", Assumes, "iam", runs},
    {"AWS::EKS::FargateProfile", "PodExecutionRoleArn", Assumes, "iam"},
    {"AWS::EC2::Instance", "IamInstanceProfile", Assumes, "iam", runs},
    {"AWS::EC2::LaunchTemplate", "LaunchTemplateData.IamInstanceProfile.Arn", Assumes, "iam"},
    {"AWS::EC2::LaunchTemplate", "LaunchTemplateData.IamInstanceProfile.Name", Assumes, "iam"},
    {"AWS::AutoScaling::LaunchConfiguration", "IamInstanceProfile", Assumes, "iam"},
    {"AWS::AutoScaling::AutoScalingGroup", "NotificationConfigurations.TopicARN", Publishes, "sns"},
    {"AWS::AutoScaling::LifecycleHook", "NotificationTargetARN", Publishes, {}},
    {"AWS::AutoScaling::LifecycleHook", "RoleARN", Assumes, "iam"},
    {"AWS::AutoScaling::ScalingPolicy", "AutoScalingGroupName", Observes, "autoscaling"},
    {"AWS::ApplicationAutoScaling::ScalingPolicy", "ScalingTargetId", Observes, "-"},
    {"AWS::ApplicationAutoScaling::ScalingPolicy", "ResourceId", Observes, "-"},
    {"AWS::AppRunner::Service", "InstanceConfiguration.InstanceRoleArn", Assumes, "iam", runs},
    {"AWS::AppRunner::Service", "SourceConfiguration.AuthenticationConfiguration.AccessRoleArn",
     Assumes, "iam"},
    {"AWS::Batch::JobDefinition", "ContainerProperties.JobRoleArn", Assumes, "iam", runs},
    {"AWS::Batch::JobDefinition", "ContainerProperties.ExecutionRoleArn", Assumes, "iam"},
    {"AWS::Batch::JobQueue", "ComputeEnvironmentOrder.ComputeEnvironment", Invokes, "batch", target,
     Delivery::Async},
    {"AWS::Batch::ComputeEnvironment", "ServiceRole", Assumes, "iam"},
    {"AWS::Batch::ComputeEnvironment", "ComputeResources.InstanceRole", Assumes, "iam", runs},
    {"AWS::EMR::Cluster", "ServiceRole", Assumes, "iam"},
    {"AWS::EMR::Cluster", "JobFlowRole", Assumes, "iam", runs},
    {"AWS::EMR::Cluster", "LogUri", Writes, "s3"},
    {"AWS::SageMaker::NotebookInstance", "RoleArn", Assumes, "iam", runs},
    {"AWS::SageMaker::Model", "ExecutionRoleArn", Assumes, "iam", runs},
    {"AWS::MWAA::Environment", "ExecutionRoleArn", Assumes, "iam", runs},
    {"AWS::MWAA::Environment", "SourceBucketArn", Reads, "s3"},
    // jobs over data
    {"AWS::Glue::Job", "Role", Assumes, "iam", runs},
    {"AWS::Glue::Job", "Command.ScriptLocation", Reads, "s3"},
    {"AWS::Glue::Crawler", "Role", Assumes, "iam", runs},
    {"AWS::Glue::Crawler", "Targets.S3Targets.Path", Reads, "s3"},
    {"AWS::Glue::Crawler", "Targets.DynamoDBTargets.Path", Reads, "dynamodb"},
    {"AWS::Glue::Crawler", "DatabaseName", Writes, "glue"},
    {"AWS::Glue::Trigger", "Actions.JobName", Triggers, "glue", target, Delivery::Async},
    {"AWS::Glue::Trigger", "Actions.CrawlerName", Triggers, "glue", target, Delivery::Async},
    {"AWS::Glue::Table", "TableInput.StorageDescriptor.Location", Reads, "s3"},
    {"AWS::Athena::WorkGroup", "WorkGroupConfiguration.ResultConfiguration.OutputLocation", Writes,
     "s3"},
    {"AWS::OSIS::Pipeline", "PipelineRoleArn", Assumes, "iam"},
    {"AWS::Bedrock::Agent", "AgentResourceRoleArn", Assumes, "iam", runs},
    {"AWS::Bedrock::Agent", "ActionGroups.ActionGroupExecutor.Lambda", Triggers, "lambda", target,
     Delivery::Sync},
    {"AWS::Bedrock::KnowledgeBase", "RoleArn", Assumes, "iam", runs},
    {"AWS::Bedrock::DataSource", "DataSourceConfiguration.S3Configuration.BucketArn", Reads, "s3"},
    // automation
    {"AWS::CodeBuild::Project", "ServiceRole", Assumes, "iam", runs},
    {"AWS::CodeBuild::Project", "Artifacts.Location", Writes, "s3"},
    {"AWS::CodePipeline::Pipeline", "RoleArn", Assumes, "iam"},
    {"AWS::CodePipeline::Pipeline", "ArtifactStore.Location", Writes, "s3"},
    {"AWS::CodePipeline::Pipeline", "ArtifactStores.ArtifactStore.Location", Writes, "s3"},
    {"AWS::CodePipeline::Pipeline", "Stages.Actions.Configuration.FunctionName", Invokes, "lambda",
     target, Delivery::Async},
    {"AWS::CodePipeline::Pipeline", "Stages.Actions.Configuration.ProjectName", Invokes,
     "codebuild", target, Delivery::Async},
    {"AWS::CodePipeline::Pipeline", "Stages.Actions.Configuration.NotificationArn", Publishes,
     "sns"},
    {"AWS::CodePipeline::Pipeline", "Stages.Actions.RoleArn", Assumes, "iam"},
    {"AWS::CodeDeploy::DeploymentGroup", "ServiceRoleArn", Assumes, "iam"},
    {"AWS::CodeStarNotifications::NotificationRule", "Targets.TargetAddress", Publishes, "sns"},
    {"AWS::CloudFormation::Macro", "FunctionName", Invokes, "lambda", target, Delivery::Sync},
    {"AWS::SSM::MaintenanceWindowTask", "TaskArn", Triggers, {}, target, Delivery::Async},
    {"AWS::DLM::LifecyclePolicy", "ExecutionRoleArn", Assumes, "iam"},
    {"AWS::DMS::Endpoint", "S3Settings.ServiceAccessRoleArn", Assumes, "iam"},
    {"AWS::WAFv2::LoggingConfiguration", "LogDestinationConfigs", Writes, {}},
};

std::span<const LineRow> rowsOf(std::string_view type) {
    static const auto byType = [] {
        std::unordered_map<std::string_view, std::vector<LineRow>> map;
        for (const LineRow& row : rows)
            map[row.type].push_back(row);
        return map;
    }();
    const auto found = byType.find(type);
    return found == byType.end() ? std::span<const LineRow>() : found->second;
}

// Where a plain name may be of anything, or an outside part would say nothing, the line leads to a
// part of this template or nowhere.
bool isKnownOnly(const LineRow& row) {
    const bool isProfile = row.path.ends_with("Profile") || row.path.ends_with("InstanceRole") ||
                           row.path == "JobFlowRole";
    return row.service == "-" || row.kind == Observes ||
           (row.kind == Assumes && (row.end != runs || isProfile)) ||
           row.type == "AWS::CodePipeline::Pipeline";
}

std::vector<Target> ends(Reading& reading, const LineRow& row, const Branch& place) {
    if (!isKnownOnly(row))
        return targets(reading, place.node, row.service);
    std::vector<Target> out;
    for (const Expression& expression : reading.resolver.alternatives(place))
        for (Target& known : knownTargets(reading, expression, row.service))
            out.push_back(std::move(known));
    return out;
}

void relateEnd(Reading& reading, const std::string& id, const LineRow& row, const Target& end) {
    const FragmentNode* node = reading.parts.node(end.id);
    if (end.id == id)
        return;
    if (row.kind == Assumes &&
        !(node && (node->kind == NodeKind::Identity || node->kind == NodeKind::External)))
        return;
    const bool isSource = row.end == source;
    FragmentEdge& edge = reading.parts.relate(isSource ? end.id : id, isSource ? id : end.id,
                                              row.kind, {How::Declared, end.at});
    if (edge.evidence.size() == 1) {
        edge.delivery = row.delivery;
        markCondition(edge, end);
    }
    if (row.end == runs)
        noteRunner(reading, id, edge);
}

} // namespace

std::vector<Branch> placesAt(const Resolver& resolver, TreeNode node, std::string_view path) {
    std::vector<Branch> now = resolver.items(node);
    while (!path.empty()) {
        const std::size_t dot = path.find('.');
        const std::string_view key = path.substr(0, dot);
        path = dot == std::string_view::npos ? std::string_view() : path.substr(dot + 1);
        std::vector<Branch> next;
        for (const Branch& one : now) {
            if (!one.node.isMap() || intrinsic(one.node))
                continue;
            for (Branch& found : resolver.items(one.node[key])) {
                if (!one.condition.empty())
                    found.condition = one.condition;
                next.push_back(std::move(found));
            }
        }
        now = std::move(next);
    }
    return now;
}

void relateLines(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    for (const LineRow& row : rowsOf(resource.type))
        for (const Branch& place : placesAt(reading.resolver, resource.properties, row.path))
            for (Target& end : ends(reading, row, place)) {
                if (end.condition.empty())
                    end.condition = place.condition;
                relateEnd(reading, id, row, end);
            }
}

} // namespace limn::sam
