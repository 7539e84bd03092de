// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

void addNew(std::vector<FragmentProperty>& all, std::vector<FragmentProperty> more) {
    for (FragmentProperty& made : more)
        if (std::none_of(all.begin(), all.end(), [&](const auto& p) { return p.key == made.key; }))
            all.push_back(std::move(made));
}

// Whose source a pipe has, where only its settings tell.
std::string_view serviceOfSettings(TreeNode settings) {
    struct Row {
        std::string_view settings, service;
    };
    static constexpr Row rows[] = {
        {"SqsQueueParameters", "sqs"},
        {"KinesisStreamParameters", "kinesis"},
        {"DynamoDBStreamParameters", "dynamodb"},
        {"ManagedStreamingKafkaParameters", "kafka"},
        {"SelfManagedKafkaParameters", "kafka"},
        {"ActiveMQBrokerParameters", "mq"},
        {"RabbitMQBrokerParameters", "mq"},
    };
    for (const Row& row : rows)
        if (settings[row.settings].exists())
            return row.service;
    return {};
}

void relatePipeSource(Reading& reading, const std::string& id, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    static constexpr PropertyRow rows[] = {{"DesiredState", "enabled", Shape::IsOn}};
    const TreeNode settings = resolver.at(resource.properties, "SourceParameters");
    for (const Target& source : targets(reading, resolver.at(resource.properties, "Source"),
                                        serviceOfSettings(settings))) {
        const Delivery delivery = deliveryFrom(reading, source.id);
        FragmentEdge& edge =
            reading.parts.connect(source.id, id, EdgeKind::Triggers, {How::Declared, source.at});
        edge.delivery = delivery;
        edge.properties = mappingProperties(reading, settings);
        for (const TreeEntry& entry : settings.entries())
            if (entry.value.isMap() && entry.name() != "FilterCriteria")
                addNew(edge.properties, mappingProperties(reading, entry.value));
        addNew(edge.properties, properties(resolver, resource.properties, rows));
        markCondition(edge, source);
    }
    for (const TreeEntry& entry : settings.entries())
        relateFailure(reading, id, resolver.at(entry.value, "DeadLetterConfig"));
}

} // namespace

void relatePipe(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    const Resolver& resolver = reading.resolver;
    relatePipeSource(reading, id, resource);
    for (const Target& step : targets(reading, resolver.at(resource.properties, "Enrichment")))
        reading.parts.relate(id, step.id, EdgeKind::Invokes, {How::Declared, step.at}).delivery =
            Delivery::Sync;
    static constexpr PropertyRow rows[] = {{"InputTemplate", "input"}};
    const TreeNode settings = resolver.at(resource.properties, "TargetParameters");
    const TreeNode task = resolver.at(settings, "EcsTaskParameters.TaskDefinitionArn");
    const std::size_t before = reading.parts.fragment().edges.size();
    relateTarget(reading, id, task.exists() ? task : resolver.at(resource.properties, "Target"),
                 properties(resolver, settings, rows));
    const bool waits =
        resolver.at(settings, "StepFunctionStateMachineParameters.InvocationType").scalar() ==
            "REQUEST_RESPONSE" ||
        resolver.at(settings, "LambdaFunctionParameters.InvocationType").scalar() ==
            "REQUEST_RESPONSE";
    for (std::size_t i = before; i < reading.parts.fragment().edges.size(); ++i)
        if (FragmentEdge& edge = reading.parts.fragment().edges[i];
            waits && edge.delivery == Delivery::Async)
            edge.delivery = Delivery::Sync;
    relateDeliverer(reading, id, resolver.at(resource.properties, "RoleArn"));
}

// The body of an ingestion pipeline is a text of its own: what it names before `sink:` it reads,
// what it names behind it it fills.
void relateIngestion(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    const TreeNode body = reading.resolver.at(resource.properties, "PipelineConfigurationBody");
    for (const Expression& text : reading.resolver.alternatives(body)) {
        bool isSink = false;
        for (const Expression::Part& part : text.parts) {
            if (part.kind == Expression::Part::Kind::Text)
                isSink = isSink || part.text.find("sink:") != std::string::npos;
            const std::string named = reading.owner(part.text);
            const FragmentNode* node =
                part.kind == Expression::Part::Kind::Resource ? reading.parts.node(named) : nullptr;
            if (!node || named == id)
                continue;
            const Evidence evidence{How::Declared, part.at};
            const bool isIdentity = node->kind == NodeKind::Identity;
            if (isIdentity)
                reading.parts.relate(id, named, EdgeKind::Assumes, evidence);
            else if (!isSink && node->subtype != "object") {
                const Delivery delivery = deliveryFrom(reading, named);
                reading.parts.relate(named, id, EdgeKind::Triggers, evidence).delivery = delivery;
            } else
                reading.parts.relate(id, named, EdgeKind::Writes, evidence);
        }
    }
}

} // namespace limn::sam
