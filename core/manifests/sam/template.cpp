// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/template.h"

#include <fmt/format.h>

namespace limn::sam {
namespace {

// `Function` of `AWS::Serverless::Function`: the section of Globals for that type.
std::string_view globalsSection(std::string_view type) {
    constexpr std::string_view prefix = "AWS::Serverless::";
    return type.starts_with(prefix) ? type.substr(prefix.size()) : std::string_view();
}

} // namespace

Template::Template(TreeNode root, std::vector<Problem>& problems,
                   const std::vector<FragmentValue>* given)
    : m_root(root) {
    for (const TreeEntry& entry : root["Parameters"].entries())
        m_parameters.try_emplace(entry.name(), entry);
    if (given)
        for (const FragmentValue& value : *given)
            m_given.try_emplace(value.name, &value);
    const TreeNode resources = root["Resources"];
    if (resources.isNull()) {
        problems.push_back({Severity::Error, "no-resources",
                            "The template has no `Resources`, so it declares nothing.",
                            root.span()});
        return;
    }
    if (!resources.isMap()) {
        problems.push_back({Severity::Error, "wrong-type",
                            "`Resources` must be a map from logical ids to resources.",
                            resources.span()});
        return;
    }
    for (const TreeEntry& entry : resources.entries())
        add(entry, problems);
}

void Template::add(const TreeEntry& entry, std::vector<Problem>& problems) {
    const TreeNode body = entry.value;
    const TreeNode type = body["Type"];
    if (entry.name().starts_with("Fn::")) {
        m_others.push_back(entry);
        return;
    }
    if (!body.isMap() || !type.isScalar() || type.scalar().empty()) {
        m_others.push_back(entry);
        problems.push_back({Severity::Error, "no-type",
                            fmt::format("The resource `{}` needs a `Type`, such as "
                                        "AWS::Serverless::Function.",
                                        entry.name()),
                            entry.key.span()});
        return;
    }
    if (m_byId.contains(entry.name()))
        return; // reported with the duplicate key
    Resource resource;
    resource.id = entry.name();
    resource.type = type.scalar();
    resource.condition = body["Condition"].scalar();
    resource.at = entry.span;
    resource.keyAt = entry.key.span();
    resource.typeAt = type.span();
    resource.body = body;
    resource.properties = body["Properties"];
    if (const std::string_view section = globalsSection(resource.type); !section.empty())
        resource.globals = m_root["Globals"][section];
    if (resource.properties.exists() && !resource.properties.isMap() &&
        !resource.properties.isNull())
        problems.push_back({Severity::Error, "wrong-type",
                            fmt::format("`Properties` of `{}` must be a map.", resource.id),
                            resource.properties.span()});
    m_byId.emplace(resource.id, m_resources.size());
    m_resources.push_back(resource);
}

const Resource* Template::resource(std::string_view id) const {
    const auto found = m_byId.find(id);
    return found == m_byId.end() ? nullptr : &m_resources[found->second];
}

const FragmentValue* Template::given(std::string_view parameter) const {
    if (m_given.empty())
        return nullptr;
    const auto found = m_given.find(parameter);
    return found == m_given.end() ? nullptr : found->second;
}

std::string_view Template::parameterText(std::string_view name) const {
    if (const FragmentValue* value = given(name))
        return value->isKnown ? std::string_view(value->text) : std::string_view();
    return parameter(name).value["Default"].scalar();
}

bool Template::isListParameter(std::string_view name) const {
    const std::string_view type = parameter(name).value["Type"].scalar();
    return type == "CommaDelimitedList" || type.starts_with("List<");
}

TreeEntry Template::parameter(std::string_view name) const {
    const auto found = m_parameters.find(name);
    return found == m_parameters.end() ? TreeEntry{} : found->second;
}

} // namespace limn::sam
