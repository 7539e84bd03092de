// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// `prefix images/`, `suffix .jpg`, as one list with the place of the rules.
FragmentProperty keyFilter(Reading& reading, TreeNode rules) {
    ValueList filter;
    for (const Branch& rule : reading.resolver.items(rules)) {
        const Value value = reading.resolver.value(rule.node["Value"]);
        const std::string name = reading.resolver.value(rule.node["Name"]).display();
        filter.push_back(value.unknown() ? value
                                         : Value(fmt::format("{} {}", name, value.display())));
    }
    return {"filter", filter, rules.span(), {}, Origin::Written};
}

} // namespace

void relateNotifications(Reading& reading, const std::string& bucket, TreeNode notifications) {
    struct Row {
        std::string_view list, target, service;
        bool starts = false;
    };
    // The names of the template, and those of the call that a custom resource makes.
    static constexpr Row rows[] = {
        {"LambdaConfigurations", "Function", "lambda", true},
        {"QueueConfigurations", "Queue", "sqs"},
        {"TopicConfigurations", "Topic", "sns"},
        {"LambdaFunctionConfigurations", "LambdaFunctionArn", "lambda", true},
        {"QueueConfigurations", "QueueArn", "sqs"},
        {"TopicConfigurations", "TopicArn", "sns"}};
    static constexpr PropertyRow lineRows[] = {{"Event", "events", Shape::List},
                                               {"Events", "events", Shape::List}};
    const Resolver& resolver = reading.resolver;
    for (const Row& row : rows)
        for (const Branch& item : placesAt(resolver, notifications, row.list))
            for (const Target& target :
                 targets(reading, resolver.at(item.node, row.target), row.service)) {
                FragmentEdge& edge = reading.parts.connect(
                    bucket, target.id, row.starts ? EdgeKind::Triggers : EdgeKind::Publishes,
                    {How::Declared, item.node.span()});
                edge.delivery = row.starts ? Delivery::Async : Delivery::None;
                edge.properties = properties(resolver, item.node, lineRows);
                for (const std::string_view path : {"Filter.S3Key.Rules", "Filter.Key.FilterRules"})
                    if (const TreeNode rules = resolver.at(item.node, path); rules.size() > 0)
                        edge.properties.push_back(keyFilter(reading, rules));
                Target marked = target;
                if (marked.condition.empty())
                    marked.condition = item.condition;
                markCondition(edge, marked);
            }
}

void relateBucket(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    for (const Branch& branch : resolver.branches(resource.properties["NotificationConfiguration"]))
        relateNotifications(reading, std::string(resource.id), branch.node);
    const TreeEntry access = resolver.entry(resource.properties, "AccessControl");
    std::vector<FragmentProperty>& own = *reading.parts.properties(resource.id);
    if (access.value.scalar().starts_with("PublicRead"))
        own.push_back(
            {"public", true, valueSpan(access.value), access.key.span(), Origin::Written});
    const TreeNode block = resolver.at(resource.properties, "PublicAccessBlockConfiguration");
    bool isClosed = block.exists();
    for (const std::string_view key :
         {"BlockPublicAcls", "BlockPublicPolicy", "IgnorePublicAcls", "RestrictPublicBuckets"}) {
        const Value value = resolver.value(resolver.at(block, key));
        isClosed = isClosed && (value == Value(true) || value == Value("true"));
    }
    if (isClosed && !access.value.scalar().starts_with("PublicRead"))
        own.push_back({"public", false, valueSpan(block), {}, Origin::Derived});
}

// A database that grows and shrinks by itself is no machine of somebody's choice.
void relateDatabase(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const TreeNode size = resolver.at(resource.properties, "DBInstanceClass");
    const bool isServerless =
        resolver.at(resource.properties, "ServerlessV2ScalingConfiguration").exists() ||
        resolver.value(resolver.at(resource.properties, "EngineMode")) == Value("serverless") ||
        resolver.value(size) == Value("db.serverless");
    if (FragmentNode* node = reading.parts.node(resource.id); node && isServerless)
        node->nodeClass = NodeClass::Backend;
}

void relateTable(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    std::vector<FragmentProperty>& own = *reading.parts.properties(resource.id);
    for (const Branch& key : resolver.items(resolver.at(resource.properties, "KeySchema"))) {
        const TreeNode name = key.node["AttributeName"];
        const bool isHash = key.node["KeyType"].scalar() == "HASH";
        const Value value = resolver.value(name);
        if (!value.isNull())
            own.push_back({isHash ? "partition_key" : "sort_key",
                           value,
                           valueSpan(name),
                           {},
                           Origin::Written});
    }
    ValueList indexes;
    Span at;
    for (const std::string_view key : {"GlobalSecondaryIndexes", "LocalSecondaryIndexes"}) {
        const TreeNode list = resolver.at(resource.properties, key);
        for (const Branch& index : resolver.items(list))
            if (const Value name = resolver.value(index.node["IndexName"]); !name.isNull()) {
                indexes.push_back(name);
                at = at.valid() ? at : list.span();
            }
    }
    if (!indexes.empty())
        own.push_back({"indexes", indexes, at, {}, Origin::Written});
    // A global table says this of each copy; what holds of the first is told.
    static constexpr PropertyRow replicaRows[] = {
        {"PointInTimeRecoverySpecification.PointInTimeRecoveryEnabled", "point_in_time_recovery",
         Shape::Flag},
        {"DeletionProtectionEnabled", "deletion_protection", Shape::Flag},
        {"Tags", "tags", Shape::Map},
    };
    const std::vector<Branch> replicas = placesAt(resolver, resource.properties, "Replicas");
    if (!replicas.empty())
        for (FragmentProperty& made : properties(resolver, replicas.front().node, replicaRows))
            own.push_back(std::move(made));
    ValueList regions;
    for (const Branch& replica : replicas)
        if (Value region = resolver.value(replica.node["Region"]); !region.isNull())
            regions.push_back(std::move(region));
    if (!regions.empty())
        own.push_back({"regions", regions, replicas.front().node.span(), {}, Origin::Derived});
}

// What a proxy hands its connections to.
void relateProxyTarget(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const std::size_t before = reading.parts.fragment().edges.size();
    for (const Target& proxy :
         targets(reading, resolver.at(resource.properties, "DBProxyName"), "rds"))
        for (const std::string_view path : {"DBClusterIdentifiers", "DBInstanceIdentifiers"})
            for (const Branch& place : placesAt(resolver, resource.properties, path))
                for (const Target& database : targets(reading, place.node, "rds"))
                    reading.parts.relate(proxy.id, database.id, EdgeKind::Writes,
                                         {How::Declared, database.at});
    if (reading.parts.fragment().edges.size() == before)
        reading.parts.unplaced(resource.id, resource.type,
                               "it does not say which databases the proxy stands before",
                               resource.at);
}

} // namespace limn::sam
