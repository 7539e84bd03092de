// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/partial_names.h"

#include <algorithm>
#include <set>

#include "core/model/star_pattern.h"

namespace limn::sam {
namespace {

constexpr std::string_view stackPrefix = "${AWS::StackName}-";

// `*` and `${AWS::StackName}-*` mean whatever there is.
bool saysMuch(std::string_view pattern) {
    if (pattern.starts_with(stackPrefix))
        pattern.remove_prefix(stackPrefix.size());
    const auto isSaid = [](char c) { return c != '*' && c != '?' && c != '-' && c != '/'; };
    return std::count_if(pattern.begin(), pattern.end(), isSaid) >= 3;
}

} // namespace

std::vector<std::string> PartialNames::covered(const std::string& text) {
    const ResourceName name = resourceName(text);
    const std::size_t star = name.name.find('*');
    std::vector<std::string> out;
    if (star == std::string::npos || name.service.empty() || !saysMuch(name.name))
        return out;
    fill();
    const std::string begin = nameKey(name.service, name.name.substr(0, star));
    const std::string whole = nameKey(name.service, name.name);
    const auto isBefore = [](const auto& entry, const std::string& wanted) {
        return entry.first < wanted;
    };
    for (auto at = std::lower_bound(m_sorted.begin(), m_sorted.end(), begin, isBefore);
         at != m_sorted.end() && at->first.starts_with(begin) && m_reading.resolver.spend(); ++at)
        if (matchesPattern(whole, at->first) && m_reading.parts.has(at->second) &&
            std::find(out.begin(), out.end(), at->second) == out.end())
            out.push_back(at->second);
    return out;
}

void PartialNames::fill() {
    if (!m_sorted.empty())
        return;
    m_sorted.assign(m_reading.named.begin(), m_reading.named.end());
    std::set<std::string_view> known;
    for (const auto& [name, id] : m_reading.named)
        known.insert(id);
    for (const Resource& resource : m_reading.sections.resources()) {
        const ResourceType& type = resourceType(resource.type);
        if (type.place == Place::Node && !type.nameProperty.empty() && !known.contains(resource.id))
            m_sorted.emplace_back(
                nameKey(type.service, std::string(stackPrefix) + std::string(resource.id) + "-0"),
                resource.id);
    }
    std::sort(m_sorted.begin(), m_sorted.end());
}

} // namespace limn::sam
