// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/parts.h"

namespace limn::sam {
namespace {

std::uint64_t pairOf(std::uint32_t from, std::uint32_t to) {
    return std::uint64_t{from} << 32U | to;
}

} // namespace

void Parts::makeRoom(std::size_t resources) {
    m_fragment.nodes.reserve(2 * resources); // an entry point or a role of its own beside it
    m_fragment.edges.reserve(4 * resources);
    m_nodes.reserve(m_fragment.nodes.capacity());
    m_ends.reserve(m_fragment.nodes.capacity());
    m_between.reserve(m_fragment.edges.capacity());
}

FragmentNode& Parts::add(std::string id, NodeKind kind, Span at) {
    m_nodes.try_emplace(id, static_cast<Index>(m_fragment.nodes.size()));
    return m_fragment.node(std::move(id), kind, at);
}

FragmentGroup& Parts::addGroup(std::string id, Span at) {
    m_groups.try_emplace(id, static_cast<Index>(m_fragment.groups.size()));
    FragmentGroup& group = m_fragment.groups.emplace_back();
    group.id = std::move(id);
    group.kind = GroupKind::Api;
    group.at = at;
    return group;
}

FragmentNode* Parts::node(std::string_view id) {
    const auto found = m_nodes.find(id);
    return found == m_nodes.end() ? nullptr : &m_fragment.nodes[found->second];
}

FragmentGroup* Parts::group(std::string_view id) {
    const auto found = m_groups.find(id);
    return found == m_groups.end() ? nullptr : &m_fragment.groups[found->second];
}

std::vector<FragmentProperty>* Parts::properties(std::string_view id) {
    if (FragmentNode* found = node(id))
        return &found->properties;
    FragmentGroup* found = group(id);
    return found ? &found->properties : nullptr;
}

Parts::Index Parts::endIndex(std::string_view id) {
    const auto known = m_ends.find(id);
    if (known != m_ends.end())
        return known->second;
    return m_ends.emplace(id, static_cast<Index>(m_ends.size())).first->second;
}

Parts::Index Parts::firstBetween(std::string_view from, std::string_view to) const {
    const auto start = m_ends.find(from), end = m_ends.find(to);
    if (start == m_ends.end() || end == m_ends.end())
        return none;
    const auto found = m_between.find(pairOf(start->second, end->second));
    return found == m_between.end() ? none : found->second.first;
}

FragmentEdge& Parts::connect(const std::string& from, const std::string& to, EdgeKind kind,
                             Evidence evidence) {
    const auto made = static_cast<Index>(m_fragment.edges.size());
    m_nextBetween.push_back(none);
    Lines& lines = m_between[pairOf(endIndex(from), endIndex(to))];
    (lines.first == none ? lines.first : m_nextBetween[lines.last]) = made;
    lines.last = made;
    return m_fragment.edge(from, to, kind, evidence);
}

FragmentEdge* Parts::between(const std::string& from, const std::string& to, EdgeKind kind) {
    for (Index i = firstBetween(from, to); i != none; i = m_nextBetween[i])
        if (m_fragment.edges[i].kind == kind)
            return &m_fragment.edges[i];
    return nullptr;
}

FragmentEdge* Parts::anyBetween(const std::string& from, const std::string& to) {
    const Index first = firstBetween(from, to);
    return first == none ? nullptr : &m_fragment.edges[first];
}

FragmentEdge& Parts::relate(const std::string& from, const std::string& to, EdgeKind kind,
                            Evidence evidence, Delivery delivery) {
    FragmentEdge* known = between(from, to, kind);
    if (!known) {
        FragmentEdge& made = connect(from, to, kind, evidence);
        made.delivery = delivery;
        return made;
    }
    for (const Evidence& seen : known->evidence)
        if (seen.how == evidence.how && seen.at == evidence.at)
            return *known;
    known->evidence.push_back(evidence);
    return *known;
}

void Parts::unplaced(std::string_view id, std::string_view type, std::string reason, Span at) {
    m_fragment.unplaced.push_back({std::string(id), std::string(type), std::move(reason), at});
}

void Parts::problem(Severity severity, std::string code, std::string message, Span at) {
    m_fragment.problem(severity, std::move(code), std::move(message), at);
}

} // namespace limn::sam
