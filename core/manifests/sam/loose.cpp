// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/loose.h"

#include <algorithm>

#include <fmt/format.h>

namespace limn::sam {
namespace {

using Kind = Expression::Part::Kind;
using Otherwise = FragmentLoose::Otherwise;

// `/orders/table` of `{{resolve:ssm:/orders/table:1}}`, under the kind of name that answers to it.
std::string dynamicName(std::string_view text) {
    constexpr std::string_view opening = "{{resolve:";
    if (!text.starts_with(opening) || text.find("}}") == std::string_view::npos)
        return {};
    text = text.substr(opening.size(), text.find("}}") - opening.size());
    const std::size_t colon = text.find(':');
    if (colon == std::string_view::npos)
        return {};
    const std::string_view service = text.substr(0, colon);
    const std::string_view rest = text.substr(colon + 1);
    if (service == "ssm" || service == "ssm-secure")
        return fmt::format("ssm-value {}", rest.substr(0, rest.find(':')));
    if (service != "secretsmanager")
        return {};
    return fmt::format("secretsmanager {}", rest.starts_with("arn:")
                                                ? resourceName(rest).name
                                                : std::string(rest.substr(0, rest.find(':'))));
}

// A name that is the same in two stacks: with text of its own, and without what each stack has of
// its own.
bool isShared(std::string_view name) {
    if (name.find("${AWS::Stack") != std::string_view::npos ||
        name.find('*') != std::string_view::npos)
        return false;
    int depth = 0;
    for (const char c : name) {
        depth += c == '{' ? 1 : c == '}' ? -1 : 0;
        const bool isWord =
            (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z');
        if (depth == 0 && isWord)
            return true;
    }
    return false;
}

// As offers have it: the name of a parameter without the slash that its ARN does not have.
std::string physicalName(std::string_view service, std::string_view name) {
    return fmt::format("{} {}", service, name.substr(service == "ssm" && name.starts_with('/')));
}

bool isPlain(const Expression& expression) {
    return std::ranges::all_of(expression.parts, [](const Expression::Part& part) {
        return part.kind == Kind::Text || part.kind == Kind::Pseudo || part.kind == Kind::Parameter;
    });
}

void add(std::vector<std::string>& names, std::string name) {
    if (!name.empty() && std::ranges::find(names, name) == names.end())
        names.push_back(std::move(name));
}

// Of the import or parameter that is all of a name: `${Table}`, `arn:…:table/${Table}`,
// `${Bucket}/*`.
void addReference(const Reading& reading, const Expression& expression,
                  std::vector<std::string>& names) {
    const std::string name = resourceName(expression.pattern()).name;
    for (const Expression::Part& part : expression.parts) {
        if (part.kind != Kind::Import && part.kind != Kind::Parameter)
            continue;
        const std::string whole = "${" + part.text + '}';
        const bool isAll =
            name.starts_with(whole) &&
            (name.size() == whole.size() || name[whole.size()] == '/' || name[whole.size()] == ':');
        if (!isAll)
            continue;
        if (part.kind == Kind::Import) {
            add(names, "export " + part.text);
            continue;
        }
        add(names, "parameter " + part.text);
        const TreeNode parameter = reading.sections.parameter(part.text).value;
        if (parameter["Type"].scalar().starts_with("AWS::SSM::Parameter::Value"))
            add(names, fmt::format("ssm-value {}", reading.sections.parameterText(part.text)));
    }
}

// The surest first: what is passed on, then what only has the same name.
std::vector<std::string> namesOf(const Reading& reading, const Expression& expression,
                                 std::string_view service) {
    std::vector<std::string> names;
    addReference(reading, expression, names);
    if (!expression.parameter.empty())
        add(names, "parameter " + expression.parameter);
    for (const Expression::Part& part : expression.parts)
        if (part.kind == Kind::Unknown || part.kind == Kind::Text)
            add(names, dynamicName(part.text));
    const ResourceName name = resourceName(expression.pattern());
    const std::string_view of = name.service.empty() ? service : std::string_view(name.service);
    if (!of.empty() && of != "-" && isPlain(expression) && isShared(name.name))
        add(names, physicalName(of, name.name));
    return names;
}

} // namespace

void loosen(Reading& reading, const std::string& id, const Expression& expression,
            std::string_view service, Otherwise otherwise) {
    std::vector<std::string> names = namesOf(reading, expression, service);
    std::vector<FragmentLoose>& all = reading.parts.fragment().loose;
    const auto [known, isNew] = reading.looseParts.try_emplace(id, all.size());
    if (isNew) {
        all.push_back({id, std::move(names), otherwise, {}});
        return;
    }
    // Two places may mean different things by what is one outside part here.
    std::erase_if(all[known->second].names, [&](const std::string& name) {
        return std::ranges::find(names, name) == names.end();
    });
}

bool isVanishing(Reading& reading, const std::string& id) {
    const auto known = reading.looseParts.find(id);
    return known != reading.looseParts.end() &&
           reading.parts.fragment().loose[known->second].otherwise == Otherwise::Vanishes;
}

std::vector<Target> usedTargets(Reading& reading, const Expression& expression,
                                std::string_view service) {
    std::vector<Target> known = knownTargets(reading, expression, service);
    if (!known.empty() || expression.first(Kind::Resource))
        return known;
    const std::vector<std::string> names = namesOf(reading, expression, service);
    if (names.empty())
        return known;
    const std::string& id = names.front(); // no other part is called like this
    if (!reading.parts.has(id))
        reading.parts.add(id, NodeKind::External, expression.at);
    loosen(reading, id, expression, service, Otherwise::Vanishes);
    return {{id, {}, expression.at, expression.condition}};
}

// A policy may speak of the parameter itself, which is another thing than what is kept there.
Target keptIn(Reading& reading, const Expression& reference, const ResourceName& place) {
    const FragmentNode* known = reading.parts.node(place.name);
    const auto loose = reading.looseParts.find(place.name);
    std::vector<FragmentLoose>& all = reading.parts.fragment().loose;
    const std::vector<std::string> names = namesOf(reading, reference, place.service);
    const bool isItself = known && known->kind == NodeKind::External && place.service == "ssm" &&
                          loose != reading.looseParts.end() && !names.empty() &&
                          std::ranges::find(all[loose->second].names, names.front()) ==
                              all[loose->second].names.end();
    if (!isItself)
        return outsidePart(reading, reference, place.service);
    std::string id = fmt::format("value of {}", place.name);
    if (reading.looseParts.try_emplace(id, all.size()).second) {
        reading.parts.add(id, NodeKind::External, reference.at).subtype = "config";
        all.push_back({id, names, Otherwise::IsInstead, place.name});
    }
    return {id, {}, reference.at, reference.condition};
}

std::string outputOfStack(Reading& reading, const Expression::Part& part) {
    constexpr std::string_view outputs = "Outputs.";
    if (!part.attribute.starts_with(outputs) || !reading.parts.node(part.text))
        return {};
    const Resource* resource = reading.sections.resource(part.text);
    if (!resource || (resource->type != "AWS::CloudFormation::Stack" &&
                      resource->type != "AWS::Serverless::Application"))
        return {};
    std::string id = fmt::format("{}.{}", part.text, part.attribute);
    std::vector<FragmentLoose>& all = reading.parts.fragment().loose;
    if (reading.looseParts.try_emplace(id, all.size()).second) {
        reading.parts.add(id, NodeKind::External, part.at);
        all.push_back({id,
                       {fmt::format("output {}/{}", part.text,
                                    std::string_view(part.attribute).substr(outputs.size()))},
                       Otherwise::IsInstead,
                       part.text});
    }
    return id;
}

} // namespace limn::sam
