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

// What a value names: by reference, by name alone, or only as another file knows it.
std::vector<Target> namedBy(Reading& reading, const Expression& expression) {
    std::vector<Target> found = knownTargets(reading, expression, {});
    if (found.empty())
        found = plainTargets(reading, expression);
    return found.empty() ? usedTargets(reading, expression, {}) : found;
}

// What a value is of, where it is of one part alone.
std::string partOf(Reading& reading, TreeNode value) {
    std::string found;
    for (const Expression& expression : reading.resolver.alternatives(value))
        for (const Target& target : namedBy(reading, expression)) {
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

// The text that a parameter is given, where it means the same in the stack below: what only this
// stack knows, its own name among it, does not.
std::optional<std::string> passed(const std::optional<Expression>& expression) {
    if (!expression)
        return std::nullopt;
    for (const Expression::Part& part : expression->parts) {
        const bool isText = part.kind == Expression::Part::Kind::Text &&
                            part.text.find("${") == std::string::npos &&
                            part.text.find("{{resolve:") == std::string::npos;
        const bool isEverywhere = part.kind == Expression::Part::Kind::Pseudo &&
                                  (part.text == "AWS::Region" || part.text == "AWS::AccountId" ||
                                   part.text == "AWS::Partition" || part.text == "AWS::URLSuffix");
        if (!isText && !isEverywhere)
            return std::nullopt;
    }
    return expression->pattern();
}

FragmentValue valueOf(Reading& reading, const TreeEntry& argument) {
    FragmentValue out;
    out.name = argument.name();
    const std::optional<std::string> text = passed(reading.resolver.expression(argument.value));
    if (!text)
        return out;
    out.text = *text;
    out.isKnown = true;
    out.isConstant = passed(reading.resolver.constant(argument.value)) == text;
    return out;
}

// What a stack whose parts are not at hand is told of may be used there.
void relatePassed(Reading& reading, const std::string& stack, const FragmentOffer& argument,
                  TreeNode value) {
    const FragmentNode* part = reading.parts.node(argument.target);
    const bool isUsed = part && part->id != stack &&
                        (part->kind == NodeKind::Function || part->kind == NodeKind::Workflow ||
                         part->kind == NodeKind::Queue || part->kind == NodeKind::Topic ||
                         part->kind == NodeKind::EventBus || part->kind == NodeKind::Stream ||
                         part->kind == NodeKind::Store);
    if (!isUsed)
        return;
    FragmentEdge& edge = reading.parts.relate(stack, argument.target, natureOf(*part),
                                              {How::Declared, value.fullSpan()});
    if (edge.properties.empty())
        edge.properties.push_back(
            derived("access", Unknown{"only the stack's template tells"}, value.fullSpan()));
}

} // namespace

void markExported(Reading& reading, const std::string& part, Span at) {
    const FragmentNode* node = reading.parts.node(part);
    const PropertyInfo* info = findProperty("exported");
    if (node && info && belongsTo(*info, node->kind))
        addProperties(reading, part, {derived("exported", true, at)});
}

// Where the template is not at hand, the stack is a part outside.
void relateStack(Reading& reading, const Resource& resource) {
    const TreeNode place = reading.resolver.at(
        resource.properties,
        resource.type == "AWS::Serverless::Application" ? "Location" : "TemplateURL");
    const std::optional<Expression> text = reading.resolver.expression(place);
    const std::optional<std::string> path = text ? text->text() : std::nullopt;
    const NamedFile file =
        path && place.exists() ? reading.input.manifest(*path, valueSpan(place)) : NamedFile{};
    FragmentStack stack;
    stack.id = resource.id;
    for (const TreeEntry& argument :
         reading.resolver.at(resource.properties, "Parameters").entries()) {
        if (!reading.resolver.spend())
            break;
        if (reading.resolver.alternatives(argument.value).empty()) // AWS::NoValue
            continue;
        if (std::string part = partOf(reading, argument.value); !part.empty())
            stack.arguments.push_back({std::string(argument.name()), std::move(part)});
        stack.values.push_back(valueOf(reading, argument));
        if (!file && !stack.arguments.empty() && stack.arguments.back().name == argument.name())
            relatePassed(reading, stack.id, stack.arguments.back(), argument.value);
    }
    if (!file) {
        if (FragmentNode* node = reading.parts.node(resource.id))
            node->kind = NodeKind::External;
        return;
    }
    std::ranges::sort(stack.values, {}, &FragmentValue::name);
    stack.source = file.index;
    reading.parts.fragment().stacks.push_back(std::move(stack));
}

void offerParts(Reading& reading) {
    offerNames(reading);
    offerOutputs(reading);
    offerParameterValues(reading);
}

} // namespace limn::sam
