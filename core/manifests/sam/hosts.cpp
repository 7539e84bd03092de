// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// Where a host's type has the variables of its code: lists of name and value, or a map.
struct VariableRow {
    std::string_view type, path, name, value;
    bool isSecret = false;
};
constexpr VariableRow variableRows[] = {
    {"AWS::ECS::TaskDefinition", "ContainerDefinitions.Environment", "Name", "Value"},
    {"AWS::ECS::TaskDefinition", "ContainerDefinitions.Secrets", "Name", "ValueFrom", true},
    {"AWS::AppRunner::Service",
     "SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentVariables", "Name",
     "Value"},
    {"AWS::AppRunner::Service",
     "SourceConfiguration.ImageRepository.ImageConfiguration.RuntimeEnvironmentSecrets", "Name",
     "Value", true},
    {"AWS::AppRunner::Service",
     "SourceConfiguration.CodeRepository.CodeConfiguration.CodeConfigurationValues."
     "RuntimeEnvironmentVariables",
     "Name", "Value"},
    {"AWS::Batch::JobDefinition", "ContainerProperties.Environment", "Name", "Value"},
    {"AWS::Batch::JobDefinition", "ContainerProperties.Secrets", "Name", "ValueFrom", true},
    {"AWS::CodeBuild::Project", "Environment.EnvironmentVariables", "Name", "Value"},
    {"AWS::ElasticBeanstalk::Environment", "OptionSettings", "OptionName", "Value"},
};

void relateSecret(Reading& reading, const std::string& host, TreeNode place) {
    for (const Expression& expression : reading.resolver.alternatives(place))
        for (const Target& secret : knownTargets(reading, expression, "ssm"))
            reading.parts.relate(host, secret.id, EdgeKind::Reads, {How::Declared, secret.at});
}

// The one of them that a scalable target means: of a cluster and its service the service.
std::vector<Target> scaled(Reading& reading, TreeNode place) {
    std::vector<Target> out;
    for (const Expression& expression : reading.resolver.alternatives(place)) {
        std::vector<Target> known = knownTargets(reading, expression, {});
        if (!known.empty())
            out.push_back(std::move(known.back()));
    }
    return out;
}

} // namespace

void relateHost(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    const Resolver& resolver = reading.resolver;
    ValueMap all;
    Span at;
    for (const VariableRow& row : variableRows) {
        if (row.type != resource.type)
            continue;
        for (const Branch& item : placesAt(resolver, resource.properties, row.path)) {
            const Value name = resolver.value(item.node[row.name]);
            const TreeNode value = item.node[row.value];
            if (!value.exists() || !name.string())
                continue;
            if (row.isSecret)
                relateSecret(reading, id, value);
            else
                relateVariable(reading, id, *name.string(), value);
            at = at.valid() ? at : item.node.span();
            all.emplace_back(*name.string(), resolver.value(value));
        }
    }
    FragmentNode* node = reading.parts.node(id);
    if (!node || node->kind != NodeKind::Host)
        return;
    if (!all.empty())
        node->properties.push_back(derived("environment", std::move(all), at));
    for (const Branch& image :
         placesAt(resolver, resource.properties, "ContainerDefinitions.Image")) {
        node->properties.push_back(
            derived("image", resolver.value(image.node), valueSpan(image.node)));
        break;
    }
}

// How far the platform may grow and shrink a part; the part itself has its first size.
void relateScaling(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const TreeNode place = resolver.at(resource.properties, "ResourceId");
    static constexpr PropertyRow hostRows[] = {{"MinCapacity", "min_instances", Shape::Number},
                                               {"MaxCapacity", "max_instances", Shape::Number}};
    static constexpr PropertyRow functionRows[] = {
        {"MinCapacity", "provisioned_concurrency", Shape::Number}};
    for (const Target& target : scaled(reading, place)) {
        reading.parts.relate(std::string(resource.id), target.id, EdgeKind::Observes,
                             {How::Declared, target.at});
        FragmentNode* node = reading.parts.node(target.id);
        if (!node)
            continue;
        std::vector<FragmentProperty> made;
        if (node->kind == NodeKind::Host)
            made = properties(resolver, resource.properties, hostRows);
        else if (node->kind == NodeKind::Function)
            made = properties(resolver, resource.properties, functionRows);
        for (FragmentProperty& p : made)
            if (std::none_of(node->properties.begin(), node->properties.end(),
                             [&](const auto& known) { return known.key == p.key; }))
                node->properties.push_back(std::move(p));
    }
}

} // namespace limn::sam
