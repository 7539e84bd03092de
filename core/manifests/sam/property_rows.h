// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifests/sam/properties.h"

// The properties of each kind of resource under their neutral names: a table of facts, long because
// there are many. Where a name stands twice, the first that the template says is taken.
namespace limn::sam {

inline constexpr PropertyRow functionRows[] = {
    {"Handler", "handler"},
    {"Runtime", "runtime"},
    {"Timeout", "timeout_seconds", Shape::Number},
    {"MemorySize", "memory_mb", Shape::Number},
    {"ReservedConcurrentExecutions", "reserved_concurrency", Shape::Number},
    {"ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions", "provisioned_concurrency",
     Shape::Number},
    {"Tracing", "tracing", Shape::IsOn},
    {"TracingConfig.Mode", "tracing", Shape::IsOn},
    {"EphemeralStorage.Size", "ephemeral_storage_mb", Shape::Number},
    {"Architectures", "architecture", Shape::FirstWord},
    {"PackageType", "package_type", Shape::Word},
    {"CodeUri.Key", "code"}, // in a bucket
    {"CodeUri", "code"},
    {"Code.S3Key", "code"},
    {"ImageUri", "image"},
    {"Code.ImageUri", "image"},
    {"Layers", "layers", Shape::List},
    {"VpcConfig", "vpc", Shape::IsThere},
    {"VpcConfig.SubnetIds", "subnets", Shape::List},
    {"VpcConfig.SecurityGroupIds", "security_groups", Shape::List},
    {"LoggingConfig.LogFormat", "log_format", Shape::Word},
    {"LoggingConfig.LogGroup", "log_group"},
    {"LoggingConfig.ApplicationLogLevel", "log_level", Shape::Word},
    {"DurableConfig.ExecutionTimeout", "durable_timeout_seconds", Shape::Number},
    {"DurableConfig.RetentionPeriodInDays", "durable_retention_seconds", Shape::Days},
    {"CapacityProviderConfig.LambdaManagedInstancesCapacityProviderConfig.CapacityProviderArn",
     "capacity_provider"},
    {"CapacityProviderConfig.Arn", "capacity_provider"},
    {"FunctionScalingConfig.MinExecutionEnvironments", "min_instances", Shape::Number},
    {"FunctionScalingConfig.MaxExecutionEnvironments", "max_instances", Shape::Number},
    {"CodeSigningConfigArn", "code_signing"},
    {"RecursiveLoop", "recursive_loop", Shape::Word},
    {"Description", "description"},
    {"FunctionName", "physical_name"},
    {"KmsKeyArn", "kms_key"},
    {"AutoPublishAlias", "alias"},
    {"DeploymentPreference.Type", "deployment"},
    {"SnapStart.ApplyOn", "snap_start", Shape::IsOn},
    {"EventInvokeConfig.MaximumRetryAttempts", "retry_attempts", Shape::Number},
    {"EventInvokeConfig.MaximumEventAgeInSeconds", "max_event_age_seconds", Shape::Number},
    {"DeadLetterQueue", "keeps_failures", Shape::IsThere},
    {"DeadLetterConfig", "keeps_failures", Shape::IsThere},
    {"EventInvokeConfig.DestinationConfig.OnFailure", "keeps_failures", Shape::IsThere},
    {"Tags", "tags", Shape::Map},
};
// Of a function that is its own web server: its endpoint's settings stand with it.
inline constexpr PropertyRow webFunctionRows[] = {
    {"Runtime", "runtime"},
    {"EntryPoint", "handler"},
    {"Timeout", "timeout_seconds", Shape::Number},
    {"CodeUri", "code"},
    {"FunctionName", "physical_name"},
    {"KmsKeyArn", "kms_key"},
    {"LoggingConfig.LogFormat", "log_format", Shape::Word},
    {"LoggingConfig.LogGroup", "log_group"},
    {"LoggingConfig.ApplicationLogLevel", "log_level", Shape::Word},
    {"ScalingConfig.MaximumConcurrency", "max_concurrency", Shape::Number},
    {"AutoDeploymentMode", "deployment", Shape::Word},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow edgeFunctionRows[] = {
    {"Name", "physical_name"},
    {"FunctionConfig.Runtime", "runtime"},
    {"FunctionConfig.Comment", "description"},
};
inline constexpr PropertyRow layerRows[] = {
    {"LayerName", "physical_name"}, {"ContentUri.Key", "code"},     {"ContentUri", "code"},
    {"Content.S3Key", "code"},      {"Description", "description"},
};
inline constexpr PropertyRow balancerRows[] = {
    {"Name", "physical_name"},
    {"Subnets", "subnets", Shape::List},
    {"SecurityGroups", "security_groups", Shape::List},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow distributionRows[] = {
    {"DistributionConfig.Comment", "description"},
    {"DistributionConfig.Enabled", "enabled", Shape::Flag},
    {"DistributionConfig.Aliases", "domains", Shape::List},
    {"DistributionConfig.Logging.Bucket", "access_log"},
    {"DistributionConfig.WebACLId", "waf"},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow queueRows[] = {
    {"QueueName", "physical_name"},
    {"VisibilityTimeout", "visibility_timeout_seconds", Shape::Number},
    {"MessageRetentionPeriod", "retention_seconds", Shape::Number},
    {"FifoQueue", "fifo", Shape::Flag},
    {"DelaySeconds", "delay_seconds", Shape::Number},
    {"ReceiveMessageWaitTimeSeconds", "receive_wait_seconds", Shape::Number},
    {"MaximumMessageSize", "max_message_bytes", Shape::Number},
    {"ContentBasedDeduplication", "content_based_deduplication", Shape::Flag},
    {"RedrivePolicy.maxReceiveCount", "max_receive_count", Shape::Number},
    {"KmsMasterKeyId", "kms_key"},
    {"SqsManagedSseEnabled", "encrypted", Shape::Flag},
    {"KmsMasterKeyId", "encrypted", Shape::IsThere},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow topicRows[] = {
    {"TopicName", "physical_name"},
    {"FifoTopic", "fifo", Shape::Flag},
    {"ContentBasedDeduplication", "content_based_deduplication", Shape::Flag},
    {"KmsMasterKeyId", "kms_key"},
    {"KmsMasterKeyId", "encrypted", Shape::IsThere},
    {"TracingConfig", "tracing", Shape::IsOn},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow tableRows[] = {
    {"TableName", "physical_name"},
    {"BillingMode", "billing", Shape::Word},
    {"ProvisionedThroughput.ReadCapacityUnits", "read_capacity", Shape::Number},
    {"ProvisionedThroughput.WriteCapacityUnits", "write_capacity", Shape::Number},
    {"PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", "point_in_time_recovery",
     Shape::Flag},
    {"StreamSpecification.StreamViewType", "stream", Shape::Word},
    {"SSESpecification.SSEEnabled", "encrypted", Shape::Flag},
    {"SSESpecification.KMSMasterKeyId", "kms_key"},
    {"TimeToLiveSpecification.AttributeName", "ttl_attribute"},
    {"DeletionProtectionEnabled", "deletion_protection", Shape::Flag},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow simpleTableRows[] = {
    {"TableName", "physical_name"},
    {"PrimaryKey.Name", "partition_key"},
    {"ProvisionedThroughput.ReadCapacityUnits", "read_capacity", Shape::Number},
    {"ProvisionedThroughput.WriteCapacityUnits", "write_capacity", Shape::Number},
    {"PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", "point_in_time_recovery",
     Shape::Flag},
    {"SSESpecification.SSEEnabled", "encrypted", Shape::Flag},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow bucketRows[] = {
    {"BucketName", "physical_name"},
    {"VersioningConfiguration.Status", "versioned", Shape::IsOn},
    {"BucketEncryption", "encrypted", Shape::IsThere},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow streamRows[] = {
    {"Name", "physical_name"},
    {"ShardCount", "shards", Shape::Number},
    {"RetentionPeriodHours", "retention_seconds", Shape::Hours},
    {"StreamModeDetails.StreamMode", "billing", Shape::Word},
    {"StreamEncryption", "encrypted", Shape::IsThere},
    {"StreamEncryption.KeyId", "kms_key"},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow ruleRows[] = {
    {"Name", "physical_name"},
    {"ScheduleExpression", "schedule"},
    {"EventPattern", "pattern", Shape::Map},
    {"State", "enabled", Shape::IsOn},
    {"Description", "description"},
};
inline constexpr PropertyRow scheduleRows[] = {
    {"Name", "physical_name"},
    {"ScheduleExpression", "schedule"},
    {"ScheduleExpressionTimezone", "timezone"},
    {"State", "enabled", Shape::IsOn},
    {"Description", "description"},
};
inline constexpr PropertyRow workflowRows[] = {
    {"Name", "physical_name"},
    {"StateMachineName", "physical_name"},
    {"Type", "workflow_type", Shape::Word},
    {"StateMachineType", "workflow_type", Shape::Word},
    {"Tracing.Enabled", "tracing", Shape::Flag},
    {"TracingConfiguration.Enabled", "tracing", Shape::Flag},
    {"Logging.Level", "log_level", Shape::Word},
    {"LoggingConfiguration.Level", "log_level", Shape::Word},
    {"DefinitionUri.Key", "definition"}, // in a bucket
    {"DefinitionUri", "definition"},
    {"DefinitionS3Location.Key", "definition"},
    {"DefinitionS3Location", "definition"},
    {"AutoPublishAlias", "alias"},
    {"DeploymentPreference.Type", "deployment"},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow apiRows[] = {
    {"Name", "physical_name"},
    {"StageName", "stage"},
    {"Description", "description"},
    {"TracingEnabled", "tracing", Shape::Flag},
    {"XrayEnabled", "tracing", Shape::Flag},
    {"Cors", "cors", Shape::IsThere},
    {"CorsConfiguration", "cors", Shape::IsThere},
    {"DefaultRouteSettings.ThrottlingBurstLimit", "throttle_burst", Shape::Number},
    {"DefaultRouteSettings.ThrottlingRateLimit", "throttle_rate", Shape::Number},
    {"Auth.UsagePlan.Throttle.BurstLimit", "throttle_burst", Shape::Number},
    {"Auth.UsagePlan.Throttle.RateLimit", "throttle_rate", Shape::Number},
    {"DefaultRouteSettings.LoggingLevel", "log_level", Shape::Word},
    {"Logging.FieldLogLevel", "log_level", Shape::Word},
    {"LogConfig.FieldLogLevel", "log_level", Shape::Word},
    {"AccessLogSetting.DestinationArn", "access_log"},
    {"AccessLogSettings.DestinationArn", "access_log"},
    {"AccessLogSetting.Format", "access_log_format"},
    {"AccessLogSettings.Format", "access_log_format"},
    {"CacheClusterEnabled", "cached", Shape::Flag},
    {"EndpointConfiguration.Types", "endpoint_type", Shape::FirstWord},
    {"EndpointConfiguration.Type", "endpoint_type", Shape::FirstWord},
    {"Domain.DomainName", "domains", Shape::List},
    {"DomainName.DomainName", "domains", Shape::List},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow clusterRows[] = {
    {"BrokerNodeGroupInfo.InstanceType", "instance_type"},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow databaseRows[] = {
    {"Engine", "engine"},
    {"EngineType", "engine"},
    {"EngineVersion", "version"},
    {"MultiAZ", "multi_zone", Shape::Flag},
    {"StorageEncrypted", "encrypted", Shape::Flag},
    {"AtRestEncryptionEnabled", "encrypted", Shape::Flag},
    {"EncryptionAtRestOptions.Enabled", "encrypted", Shape::Flag},
    {"Encrypted", "encrypted", Shape::Flag},
    {"KmsKeyId", "kms_key"},
    {"EncryptionOptions.KmsKeyId", "kms_key"},
    {"BackupRetentionPeriod", "backup_retention_seconds", Shape::Days},
    {"PubliclyAccessible", "public", Shape::Flag},
    {"DeletionProtection", "deletion_protection", Shape::Flag},
    {"NumCacheNodes", "instances", Shape::Number},
    {"DBInstanceClass", "instance_type"},
    {"CacheNodeType", "instance_type"},
    {"NodeType", "instance_type"},
    {"HostInstanceType", "instance_type"},
    {"ClusterConfig.InstanceType", "instance_type"},
    {"ElasticsearchClusterConfig.InstanceType", "instance_type"},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow logGroupRows[] = {
    {"LogGroupName", "physical_name"},
    {"RetentionInDays", "log_retention_seconds", Shape::Days},
    {"KmsKeyId", "kms_key"},
};
inline constexpr PropertyRow roleRows[] = {
    {"RoleName", "physical_name"},
    {"ManagedPolicyArns", "managed_policies", Shape::List},
    {"PermissionsBoundary", "permissions_boundary"},
    {"Description", "description"},
};
inline constexpr PropertyRow hostRows[] = {
    {"ServiceName", "physical_name"},
    {"ClusterName", "physical_name"},
    {"DesiredCount", "instances", Shape::Number},
    {"MinSize", "min_instances", Shape::Number},
    {"MaxSize", "max_instances", Shape::Number},
    {"ScalingConfig.MinSize", "min_instances", Shape::Number},
    {"ScalingConfig.MaxSize", "max_instances", Shape::Number},
    {"ScalingConfig.DesiredSize", "instances", Shape::Number},
    {"InstanceType", "instance_type"},
    {"ContainerProperties.Image", "image"},
    {"SourceConfiguration.ImageRepository.ImageIdentifier", "image"},
    {"NetworkConfiguration.AwsvpcConfiguration.Subnets", "subnets", Shape::List},
    {"ResourcesVpcConfig.SubnetIds", "subnets", Shape::List},
    {"SubnetId", "subnets", Shape::List},
    {"VPCZoneIdentifier", "subnets", Shape::List},
    {"PubliclyAccessible", "public", Shape::Flag},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow busRows[] = {
    {"KmsKeyIdentifier", "kms_key"},
    {"Description", "description"},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow deliveryRows[] = {
    {"DeliveryStreamEncryptionConfigurationInput", "encrypted", Shape::IsThere},
    {"DeliveryStreamEncryptionConfigurationInput.KeyARN", "kms_key"},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow secretRows[] = {
    {"KmsKeyId", "kms_key"},
    {"Description", "description"},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow glueTriggerRows[] = {
    {"Schedule", "schedule"},
    {"StartOnCreation", "enabled", Shape::Flag},
    {"Description", "description"},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow taskRows[] = {
    {"Memory", "memory_mb", Shape::Number},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow destinationRows[] = {
    {"InvocationEndpoint", "url"},
    {"Description", "description"},
};
inline constexpr PropertyRow alarmRows[] = {
    {"MetricName", "metric"},
    {"AlarmDescription", "description"},
    {"Tags", "tags", Shape::Map},
};
// Of every type that has no table of its own.
inline constexpr PropertyRow resourceRows[] = {
    {"Description", "description"},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow stackRows[] = {
    {"TemplateURL", "template"},
    {"Tags", "tags", Shape::Map},
};
inline constexpr PropertyRow applicationRows[] = {
    {"Location.ApplicationId", "template"},
    {"Location", "template"},
    {"Tags", "tags", Shape::Map},
};
// Of the whole resource, beside `Properties`.
inline constexpr PropertyRow attributeRows[] = {
    {"Condition", "condition"},
    {"DeletionPolicy", "deletion_policy", Shape::Word},
    {"UpdateReplacePolicy", "replacement_policy", Shape::Word},
};

} // namespace limn::sam
