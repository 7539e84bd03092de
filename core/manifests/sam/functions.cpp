// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// `auth` and `public` of a function's own URL.
void addUrl(Reading& reading, const std::string& id, const std::string& function, TreeNode config,
            Span at) {
    FragmentNode* node = reading.parts.node(id);
    if (!node) {
        node = &reading.parts.add(id, NodeKind::EntryPoint, at);
        node->subtype = "http";
        node->platformType = "AWS::Lambda::Url"; // what the template would have called it
    }
    node->name = "URL of " + function;
    const TreeEntry auth = reading.resolver.entry(config, "AuthType");
    const std::optional<Expression> type = reading.resolver.expression(auth.value);
    const std::optional<std::string> word = type ? type->text() : std::nullopt;
    FragmentProperty made;
    made.key = "auth";
    made.at = auth.value.exists() ? valueSpan(auth.value) : at;
    made.keyAt = auth.key.span();
    if (word)
        made.value = *word == "NONE" ? "none" : "iam";
    else
        made.value = reading.resolver.unknown(auth.value);
    node->properties.push_back(made);
    if (word)
        node->properties.push_back(derived("public", *word == "NONE", made.at));
    if (TreeNode cors = reading.resolver.at(config, "Cors"); cors.exists())
        node->properties.push_back(derived("cors", true, valueSpan(cors)));
    if (const TreeEntry mode = reading.resolver.entry(config, "InvokeMode"); mode.value.exists())
        addProperties(reading, id,
                      {{"response_streaming", mode.value.scalar() == "RESPONSE_STREAM",
                        valueSpan(mode.value), mode.key.span(), Origin::Written}});
    FragmentEdge& edge =
        reading.parts.connect(id, function, EdgeKind::Triggers, {How::Declared, at});
    edge.delivery = Delivery::Sync;
}

// The queue or topic that the transform makes where only the type of a destination is said.
std::string generatedDestination(Reading& reading, const std::string& function,
                                 std::string_view when, const TreeEntry& side) {
    const std::string_view type = side.value["Type"].scalar();
    const bool isQueue = type == "SQS";
    if ((!isQueue && type != "SNS") || side.value["Destination"].exists())
        return {};
    const std::string id =
        fmt::format("{}EventInvokeConfig{}{}", function, when, isQueue ? "Queue" : "Topic");
    if (!reading.parts.has(id)) {
        FragmentNode& node =
            reading.parts.add(id, isQueue ? NodeKind::Queue : NodeKind::Topic, side.span);
        node.platformType = isQueue ? "AWS::SQS::Queue" : "AWS::SNS::Topic";
        node.properties.push_back(derived("generated", true, side.span));
    }
    return id;
}

void handOver(Reading& reading, const std::string& function, const Target& target) {
    const FragmentNode* node = reading.parts.node(target.id);
    if (!node)
        return;
    const EdgeKind kind = natureOf(*node);
    FragmentEdge& edge =
        reading.parts.relate(function, target.id, kind, {How::Declared, target.at});
    if (kind == EdgeKind::Invokes)
        edge.delivery = Delivery::Async;
    markCondition(edge, target);
}

// Where the outcome of a function's asynchronous runs goes.
void relateDestinations(Reading& reading, const std::string& function, TreeNode config) {
    const Resolver& resolver = reading.resolver;
    for (const Branch& branch : resolver.branches(config)) {
        const TreeEntry failure = resolver.entry(branch.node, "OnFailure");
        if (const std::string made = generatedDestination(reading, function, "OnFailure", failure);
            !made.empty())
            reading.parts.relate(function, made, EdgeKind::FailsTo, {How::Declared, failure.span});
        else
            relateFailure(reading, function, failure.value);
        const TreeEntry success = resolver.entry(branch.node, "OnSuccess");
        if (const std::string made = generatedDestination(reading, function, "OnSuccess", success);
            !made.empty())
            handOver(reading, function, {made, {}, success.span, {}});
        else
            for (const Target& target : targets(reading, resolver.at(success.value, "Destination")))
                handOver(reading, function, target);
    }
}

} // namespace

void relateFailure(Reading& reading, const std::string& from, TreeNode destination,
                   std::span<const FragmentProperty> properties) {
    for (const Branch& branch : reading.resolver.branches(destination)) {
        TreeNode place = branch.node;
        if (place.isMap() && !intrinsic(place)) {
            for (const std::string_view key :
                 {"TargetArn", "Destination", "Arn", "deadLetterTargetArn"})
                if (place[key].exists()) {
                    place = place[key];
                    break;
                }
            if (place == branch.node)
                continue;
        }
        for (const Target& target : targets(reading, place, "sqs")) {
            const bool isNew = !reading.parts.between(from, target.id, EdgeKind::FailsTo);
            FragmentEdge& edge = reading.parts.relate(from, target.id, EdgeKind::FailsTo,
                                                      {How::Declared, target.at});
            if (!isNew)
                continue;
            edge.properties.assign(properties.begin(), properties.end());
            markCondition(edge, target);
        }
    }
}

void relateFunction(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    for (const std::string_view path : {"DeadLetterQueue", "DeadLetterConfig"})
        if (const TreeNode node = written(reading.resolver, resource, path).entry.value;
            node.exists())
            relateFailure(reading, id, node);
    relateDestinations(
        reading, id,
        written(reading.resolver, resource, "EventInvokeConfig.DestinationConfig").entry.value);
    if (const Written url = written(reading.resolver, resource, "FunctionUrlConfig"); url.exists())
        for (const Branch& branch : reading.resolver.branches(url.entry.value))
            if (branch.node.isMap() && !reading.parts.has(id + ".Url"))
                addUrl(reading, id + ".Url", id, branch.node, url.entry.span);
    for (const Branch& file : reading.resolver.items(
             written(reading.resolver, resource, "FileSystemConfigs").entry.value))
        for (const Target& target :
             targets(reading, reading.resolver.at(file.node, "Arn"), "elasticfilesystem")) {
            FragmentEdge& edge =
                reading.parts.relate(id, target.id, EdgeKind::Writes, {How::Declared, target.at});
            if (edge.properties.empty())
                edge.properties.push_back(
                    derived("access", Unknown{"a mounted file system"}, target.at));
        }
    relateLogs(reading, id,
               written(reading.resolver, resource, "LoggingConfig.LogGroup").entry.value);
    relateEvents(reading, resource);
}

void relateEventSourceMapping(Reading& reading, const Resource& resource) {
    const TreeNode properties = resource.properties;
    const std::vector<Target> functions =
        targets(reading, reading.resolver.at(properties, "FunctionName"), "lambda");
    TreeNode source = reading.resolver.at(properties, "EventSourceArn");
    const bool isOwnCluster = !source.exists();
    if (isOwnCluster)
        source = reading.resolver.at(properties,
                                     "SelfManagedEventSource.Endpoints.KafkaBootstrapServers");
    if (functions.empty() || !source.exists()) {
        reading.parts.unplaced(resource.id, resource.type,
                               "the mapping does not say which source starts which function",
                               resource.at);
        return;
    }
    for (const Target& function : functions)
        relateSource(reading, source, function.id, properties, isOwnCluster ? "kafka" : "");
}

void relateEventInvokeConfig(Reading& reading, const Resource& resource) {
    static constexpr PropertyRow rows[] = {
        {"MaximumRetryAttempts", "retry_attempts", Shape::Number},
        {"MaximumEventAgeInSeconds", "max_event_age_seconds", Shape::Number},
        {"DestinationConfig.OnFailure", "keeps_failures", Shape::IsThere},
    };
    const TreeNode name = reading.resolver.at(resource.properties, "FunctionName");
    bool placed = false;
    for (const Target& function : targets(reading, name, "lambda")) {
        const std::vector<FragmentProperty> made =
            properties(reading.resolver, resource.properties, rows);
        if (auto* own = reading.parts.properties(function.id))
            own->insert(own->end(), made.begin(), made.end());
        const TreeNode config = reading.resolver.at(resource.properties, "DestinationConfig");
        relateDestinations(reading, function.id, config);
        placed = placed || !made.empty() || config.exists();
    }
    if (!placed)
        reading.parts.unplaced(resource.id, resource.type, "it sets nothing for any function",
                               resource.at);
}

void relateFunctionUrl(Reading& reading, const Resource& resource) {
    const TreeNode name = reading.resolver.at(resource.properties, "TargetFunctionArn");
    for (const Target& function : targets(reading, name, "lambda"))
        addUrl(reading, std::string(resource.id), function.id, resource.properties, function.at);
}

// A function that is its own web server: its endpoint is always there.
void relateWebFunction(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const std::string id(resource.id);
    addUrl(reading, id + ".Url", id, resource.properties, resource.at);
    if (const TreeEntry variables = resolver.entry(resource.properties, "EnvironmentVariables");
        variables.value.isMap())
        addProperties(reading, id,
                      {{"environment", resolver.value(variables.value), valueSpan(variables.value),
                        variables.key.span(), Origin::Written}});
}

} // namespace limn::sam
