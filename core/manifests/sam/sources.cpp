// SPDX-License-Identifier: GPL-3.0-or-later
// Queues, streams and brokers that are polled for a function.
#include <algorithm>

#include <fmt/format.h>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// The secrets that the poller opens the source with: the function's role must read them.
void relateSourceAccess(Reading& reading, const std::string& function, TreeNode mapping) {
    const Resolver& resolver = reading.resolver;
    for (const Branch& item : resolver.items(resolver.at(mapping, "SourceAccessConfigurations"))) {
        const std::optional<Expression> type = resolver.expression(item.node["Type"]);
        const std::string word = type ? type->pattern() : std::string();
        if (word.starts_with("VPC_") || word == "VIRTUAL_HOST")
            continue;
        for (const Target& secret : targets(reading, item.node["URI"], "secretsmanager"))
            reading.parts.relate(function, secret.id, EdgeKind::Reads, {How::Declared, secret.at});
    }
}

// A registered consumer has a stretch of the stream's capacity to itself.
bool isConsumer(const Reading& reading, TreeNode source) {
    for (const Expression& expression : reading.resolver.alternatives(source))
        for (const Expression::Part& part : expression.parts) {
            const Resource* resource = part.kind == Expression::Part::Kind::Resource
                                           ? reading.sections.resource(part.text)
                                           : nullptr;
            if ((resource && resource->type == "AWS::Kinesis::StreamConsumer") ||
                part.text.find("/consumer/") != std::string::npos)
                return true;
        }
    return false;
}

} // namespace

std::vector<FragmentProperty> mappingProperties(Reading& reading, TreeNode mapping) {
    static constexpr PropertyRow rows[] = {
        {"BatchSize", "batch_size", Shape::Number},
        {"MaximumBatchingWindowInSeconds", "batch_window_seconds", Shape::Number},
        {"StartingPosition", "starting_position", Shape::Word},
        {"ParallelizationFactor", "parallelization_factor", Shape::Number},
        {"BisectBatchOnFunctionError", "bisect_on_error", Shape::Flag},
        {"MaximumRetryAttempts", "retry_attempts", Shape::Number},
        {"MaximumRecordAgeInSeconds", "max_event_age_seconds", Shape::Number},
        {"TumblingWindowInSeconds", "tumbling_window_seconds", Shape::Number},
        {"ScalingConfig.MaximumConcurrency", "max_concurrency", Shape::Number},
        {"ProvisionedPollerConfig.MinimumPollers", "min_pollers", Shape::Number},
        {"ProvisionedPollerConfig.MaximumPollers", "max_pollers", Shape::Number},
        {"Topics", "topics", Shape::List},
        {"Queues", "topics", Shape::List},
        {"CollectionName", "topics", Shape::List},
        {"DocumentDBEventSourceConfig.CollectionName", "topics", Shape::List},
        {"ConsumerGroupId", "consumer_group"},
        {"AmazonManagedKafkaEventSourceConfig.ConsumerGroupId", "consumer_group"},
        {"SelfManagedKafkaEventSourceConfig.ConsumerGroupId", "consumer_group"},
        {"FilterPattern", "filter", Shape::List},
        {"Enabled", "enabled", Shape::Flag},
        {"DestinationConfig.OnFailure", "keeps_failures", Shape::IsThere},
        {"DeadLetterConfig", "keeps_failures", Shape::IsThere}, // of a pipe
    };
    const Resolver& resolver = reading.resolver;
    std::vector<FragmentProperty> out = properties(resolver, mapping, rows);
    if (const TreeEntry types = resolver.entry(mapping, "FunctionResponseTypes");
        types.value.exists())
        for (const Branch& item : resolver.items(types.value)) {
            const Value type = resolver.value(item.node);
            if (type == Value("ReportBatchItemFailures") || type.unknown())
                out.push_back({"partial_batch_response", type.unknown() ? type : Value(true),
                               valueSpan(types.value), types.key.span(), Origin::Written});
        }
    if (const TreeEntry filters = resolver.entry(mapping, "FilterCriteria.Filters");
        filters.value.exists()) {
        ValueList list;
        for (const Branch& item : resolver.items(filters.value)) {
            const Value pattern = resolver.value(resolver.at(item.node, "Pattern"));
            list.push_back(pattern.string() || pattern.unknown() ? pattern
                                                                 : Value(pattern.display()));
        }
        out.push_back(
            {"filter", list, valueSpan(filters.value), filters.key.span(), Origin::Written});
    }
    return out;
}

void relateSource(Reading& reading, TreeNode source, const std::string& target, TreeNode event,
                  std::string_view service) {
    std::vector<Target> sources;
    std::vector<std::string> conditions;
    for (const Branch& item : reading.resolver.items(source)) {
        // A cluster that is nobody's resource has many addresses and is one source.
        if (std::find(conditions.begin(), conditions.end(), item.condition) != conditions.end() &&
            service == "kafka")
            continue;
        conditions.push_back(item.condition);
        for (Target& found : targets(reading, item.node, service)) {
            if (found.condition.empty())
                found.condition = item.condition;
            sources.push_back(std::move(found));
        }
    }
    for (const Target& from : sources) {
        const Delivery delivery =
            service == "logs" ? Delivery::Async : deliveryFrom(reading, from.id);
        FragmentEdge& edge =
            reading.parts.connect(from.id, target, EdgeKind::Triggers, {How::Declared, from.at});
        edge.delivery = delivery;
        edge.properties = mappingProperties(reading, event);
        if (isConsumer(reading, source))
            edge.properties.push_back(derived("dedicated_reader", true, from.at));
        markCondition(edge, from);
    }
    relateFailure(reading, target, reading.resolver.at(event, "DestinationConfig.OnFailure"));
    relateSourceAccess(reading, target, event);
}

} // namespace limn::sam
