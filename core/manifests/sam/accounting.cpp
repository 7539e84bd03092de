// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// Where anything of the Fragment stands, sorted.
std::vector<std::uint32_t> places(const Fragment& fragment) {
    std::vector<std::uint32_t> out;
    const auto add = [&](Span span) {
        if (span.valid())
            out.push_back(span.begin);
    };
    const auto addAll = [&](const std::vector<FragmentProperty>& properties) {
        for (const FragmentProperty& property : properties)
            add(property.at);
    };
    for (const FragmentEdge& edge : fragment.edges) {
        for (const Evidence& evidence : edge.evidence)
            add(evidence.at);
        addAll(edge.properties);
    }
    for (const FragmentNode& node : fragment.nodes) {
        add(node.at);
        addAll(node.properties);
    }
    for (const FragmentGroup& group : fragment.groups)
        addAll(group.properties);
    for (const FragmentStatement& statement : fragment.statements)
        add(statement.statement.at);
    for (const Unplaced& unplaced : fragment.unplaced)
        add(unplaced.at);
    std::sort(out.begin(), out.end());
    return out;
}

} // namespace

void accountForFacets(Reading& reading) {
    std::vector<std::uint32_t> known; // found when the first facet asks
    for (const Resource& resource : reading.sections.resources()) {
        if (reading.parts.has(resource.id))
            continue;
        if (known.empty())
            known = places(reading.parts.fragment());
        const auto first = std::lower_bound(known.begin(), known.end(), resource.at.begin);
        if (first == known.end() || *first >= resource.at.end)
            reading.parts.unplaced(
                resource.id, resource.type,
                resource.type == "AWS::ApiGateway::Resource"
                    ? "a piece of a path; the methods below it are the entry points"
                    : "no part of the diagram uses it",
                resource.at);
    }
}

} // namespace limn::sam
