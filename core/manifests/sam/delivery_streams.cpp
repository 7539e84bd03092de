// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

struct Row {
    std::string_view path, service;
};

void relateFeed(Reading& reading, const std::string& id, TreeNode config) {
    static constexpr Row rows[] = {{"KinesisStreamARN", "kinesis"}, {"MSKClusterARN", "kafka"}};
    for (const Row& row : rows)
        for (const Target& from :
             targets(reading, reading.resolver.at(config, row.path), row.service)) {
            FragmentEdge& edge =
                reading.parts.relate(from.id, id, EdgeKind::Triggers, {How::Declared, from.at});
            edge.delivery = Delivery::PollStream;
            markCondition(edge, from);
        }
}

// Where the records go, and where the copies of them that a destination keeps.
void relateDestination(Reading& reading, const std::string& id, TreeNode config) {
    static constexpr Row rows[] = {
        {"BucketARN", "s3"},
        {"S3Configuration.BucketARN", "s3"},
        {"S3BackupConfiguration.BucketARN", "s3"},
        {"DomainARN", "es"},
        {"ClusterEndpoint", "es"},
        {"CollectionEndpoint", "aoss"},
        {"ClusterJDBCURL", "redshift"},
        {"HECEndpoint", "http"},
        {"AccountUrl", "http"},
        {"EndpointConfiguration.Url", "http"},
        {"CatalogConfiguration.CatalogArn", "glue"},
    };
    for (const Row& row : rows)
        for (const Target& to :
             targets(reading, reading.resolver.at(config, row.path), row.service)) {
            const FragmentNode* node = reading.parts.node(to.id);
            const EdgeKind kind = node ? natureOf(*node) : EdgeKind::Invokes;
            FragmentEdge& edge =
                reading.parts.relate(id, to.id, kind == EdgeKind::Reads ? EdgeKind::Writes : kind,
                                     {How::Declared, to.at});
            if (kind == EdgeKind::Invokes)
                edge.delivery = Delivery::Sync;
            markCondition(edge, to);
        }
}

// The function that each record goes through on its way.
void relateProcessing(Reading& reading, const std::string& id, TreeNode config) {
    for (const Branch& parameter :
         placesAt(reading.resolver, config, "ProcessingConfiguration.Processors.Parameters"))
        if (parameter.node["ParameterName"].scalar() == "LambdaArn")
            for (const Target& to : targets(reading, parameter.node["ParameterValue"], "lambda"))
                reading.parts.relate(id, to.id, EdgeKind::Invokes, {How::Declared, to.at})
                    .delivery = Delivery::Sync;
}

} // namespace

void relateDeliveryStream(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    for (const TreeEntry& entry : resource.properties.entries())
        for (const Branch& config : reading.resolver.branches(entry.value)) {
            if (entry.name().ends_with("SourceConfiguration"))
                relateFeed(reading, id, config.node);
            else if (entry.name().ends_with("DestinationConfiguration")) {
                relateDestination(reading, id, config.node);
                relateProcessing(reading, id, config.node);
            } else
                continue;
            for (const std::string_view path :
                 {"RoleARN", "S3Configuration.RoleARN", "S3BackupConfiguration.RoleARN",
                  "AuthenticationConfiguration.RoleARN"})
                relateDeliverer(reading, id, reading.resolver.at(config.node, path));
        }
}

} // namespace limn::sam
