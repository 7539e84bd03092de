// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// A stretch of the text that is there under a condition only.
struct Stretch {
    Span at;
    std::string condition;
    Span conditionAt;
};

// The conditional resources in the order of the text.
std::vector<Stretch> conditionalResources(const Reading& reading) {
    std::vector<Stretch> out;
    for (const Resource& resource : reading.sections.resources())
        if (!resource.condition.empty())
            out.push_back(
                {resource.at, std::string(resource.condition), resource.body["Condition"].span()});
    std::sort(out.begin(), out.end(),
              [](const Stretch& a, const Stretch& b) { return a.at.begin < b.at.begin; });
    return out;
}

const Stretch* around(const std::vector<Stretch>& stretches, Span at) {
    auto next =
        std::upper_bound(stretches.begin(), stretches.end(), at.begin,
                         [](std::uint32_t begin, const Stretch& s) { return begin < s.at.begin; });
    if (next == stretches.begin())
        return nullptr;
    --next;
    return next->at.end >= at.end ? &*next : nullptr;
}

FragmentProperty* conditionOf(std::vector<FragmentProperty>& properties) {
    for (FragmentProperty& property : properties)
        if (property.key == "condition")
            return &property;
    return nullptr;
}

// Under which condition any of the evidence stands; empty where some always does.
std::string conditionOfEvidence(const Reading& reading, const std::vector<Stretch>& resources,
                                const std::vector<Evidence>& evidence) {
    std::vector<std::string> each;
    // What is declared makes the line; a permission for it, or a variable, does not.
    How strongest = How::Source;
    for (const Evidence& seen : evidence)
        strongest = std::min(strongest, seen.how);
    for (const Evidence& seen : evidence) {
        if (seen.how != strongest)
            continue;
        const Stretch* resource = around(resources, seen.at);
        const std::string branch = reading.resolver.conditionAt(seen.at);
        std::string all = together(resource ? resource->condition : "", branch).value_or(branch);
        if (all.empty() || std::find(each.begin(), each.end(), "not " + all) != each.end() ||
            (all.starts_with("not ") &&
             std::find(each.begin(), each.end(), all.substr(4)) != each.end()))
            return {};
        const auto implies = [](const std::string& narrow, const std::string& wide) {
            return together(narrow, wide) == narrow;
        };
        if (std::any_of(each.begin(), each.end(),
                        [&](const std::string& known) { return implies(all, known); }))
            continue;
        std::erase_if(each, [&](const std::string& known) { return implies(known, all); });
        each.push_back(std::move(all));
    }
    std::string out;
    for (const std::string& one : each)
        out += out.empty() ? one : " or " + one;
    return out;
}

} // namespace

void markConditional(Reading& reading) {
    const std::vector<Stretch> resources = conditionalResources(reading);
    if (resources.empty() && !reading.resolver.hasBranches())
        return;
    Fragment& fragment = reading.parts.fragment();
    for (FragmentNode& node : fragment.nodes) {
        if (node.kind == NodeKind::External || conditionOf(node.properties))
            continue;
        const Stretch* resource = around(resources, node.at);
        const std::string branch = reading.resolver.conditionAt(node.at);
        const std::string all =
            together(resource ? resource->condition : "", branch).value_or(branch);
        if (!all.empty())
            node.properties.push_back(
                derived("condition", all, resource ? resource->conditionAt : node.at));
    }
    for (FragmentEdge& edge : fragment.edges) {
        if (edge.evidence.empty())
            continue;
        const Span at = edge.evidence.front().at;
        const Stretch* resource = around(resources, at);
        if (FragmentProperty* known = conditionOf(edge.properties)) {
            if (const std::string* text = known->value.string(); text && resource)
                known->value = together(resource->condition, *text).value_or(*text);
            continue;
        }
        const std::string all = conditionOfEvidence(reading, resources, edge.evidence);
        if (!all.empty())
            edge.properties.push_back(
                derived("condition", all, resource ? resource->conditionAt : at));
    }
}

} // namespace limn::sam
