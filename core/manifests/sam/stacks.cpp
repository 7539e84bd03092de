// SPDX-License-Identifier: GPL-3.0-or-later
// How the parts of one template are known to others, and templates inside templates.
#include <algorithm>

#include <fmt/format.h>

#include "core/manifests/sam/loose.h"
#include "core/model/property_table.h"

namespace limn::sam {
namespace {

void offer(Reading& reading, std::string name, const std::string& target) {
    if (reading.parts.has(target))
        reading.parts.fragment().offers.push_back({std::move(name), target});
}

// What a value is of, where it is of one part alone.
std::string partOf(Reading& reading, TreeNode value) {
    std::string found;
    for (const Expression& expression : reading.resolver.alternatives(value))
        for (const Target& target : usedTargets(reading, expression, {})) {
            if (!found.empty() && found != target.id)
                return {};
            found = target.id;
        }
    return found;
}

void offerOutputs(Reading& reading) {
    for (const TreeEntry& output : reading.sections.root()["Outputs"].entries()) {
        if (!reading.resolver.spend())
            return;
        const std::string part = partOf(reading, output.value["Value"]);
        if (part.empty())
            continue;
        offer(reading, fmt::format("output {}", output.name()), part);
        markExported(reading, part, output.span);
        for (const Expression& name : reading.resolver.alternatives(output.value["Export"]["Name"]))
            if (!name.pattern().empty())
                offer(reading, fmt::format("export {}", name.pattern()), part);
    }
}

void offerParameterValues(Reading& reading) {
    for (const Resource& resource : reading.sections.resources()) {
        if (resource.type != "AWS::SSM::Parameter")
            continue;
        const std::string part = partOf(reading, resource.properties["Value"]);
        if (part.empty())
            continue;
        markExported(reading, part, resource.at);
        for (const Expression& name : reading.resolver.alternatives(resource.properties["Name"]))
            if (const std::optional<std::string> text = name.text())
                offer(reading, fmt::format("ssm-value {}", *text), part);
    }
}

// Names that deployments make different do not tell that two stacks mean the same.
void offerNames(Reading& reading) {
    std::vector<std::pair<std::string, std::string>> all(reading.named.begin(),
                                                         reading.named.end());
    std::ranges::sort(all);
    for (const auto& [name, id] : all) {
        const FragmentNode* node = reading.parts.node(id);
        const bool isRule =
            node && node->kind == NodeKind::EntryPoint; // nobody sends to it by name
        if (!isRule && name.find("${AWS::Stack") == std::string::npos)
            offer(reading, name, id);
    }
}

} // namespace

void markExported(Reading& reading, const std::string& part, Span at) {
    const FragmentNode* node = reading.parts.node(part);
    const PropertyInfo* info = findProperty("exported");
    if (node && info && belongsTo(*info, node->kind))
        addProperties(reading, part, {derived("exported", true, at)});
}

void relateStack(Reading& reading, const Resource& resource) {
    const TreeNode place = reading.resolver.at(
        resource.properties,
        resource.type == "AWS::Serverless::Application" ? "Location" : "TemplateURL");
    const std::optional<Expression> text = reading.resolver.expression(place);
    const std::optional<std::string> path = text ? text->text() : std::nullopt;
    const NamedFile file =
        path && place.exists() ? reading.input.manifest(*path, valueSpan(place)) : NamedFile{};
    if (!file) {
        if (FragmentNode* node = reading.parts.node(resource.id);
            node && place.isMap() && !intrinsic(place))
            node->kind = NodeKind::External; // an application that somebody published
        reading.parts.unplaced(fmt::format("{} parts", resource.id), resource.type,
                               "its parts stand in a template that is not at hand",
                               place.exists() ? place.fullSpan() : resource.at);
        return;
    }
    FragmentStack stack;
    stack.id = resource.id;
    stack.source = file.index;
    for (const TreeEntry& argument :
         reading.resolver.at(resource.properties, "Parameters").entries())
        if (std::string part = partOf(reading, argument.value); !part.empty())
            stack.arguments.push_back({std::string(argument.name()), std::move(part)});
    reading.parts.fragment().stacks.push_back(std::move(stack));
}

void offerParts(Reading& reading) {
    offerNames(reading);
    offerOutputs(reading);
    offerParameterValues(reading);
}

} // namespace limn::sam
