// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/parts.h"

namespace limn::sam {
namespace {

std::string pairOf(const std::string& from, const std::string& to) { return from + '\n' + to; }

} // namespace

FragmentNode& Parts::add(std::string id, NodeKind kind, Span at) {
    m_nodes.try_emplace(id, m_fragment.nodes.size());
    return m_fragment.node(std::move(id), kind, at);
}

FragmentGroup& Parts::addGroup(std::string id, Span at) {
    m_groups.try_emplace(id, m_fragment.groups.size());
    FragmentGroup& group = m_fragment.groups.emplace_back();
    group.id = std::move(id);
    group.kind = GroupKind::Api;
    group.at = at;
    return group;
}

FragmentNode* Parts::node(std::string_view id) {
    const auto found = m_nodes.find(std::string(id));
    return found == m_nodes.end() ? nullptr : &m_fragment.nodes[found->second];
}

FragmentGroup* Parts::group(std::string_view id) {
    const auto found = m_groups.find(std::string(id));
    return found == m_groups.end() ? nullptr : &m_fragment.groups[found->second];
}

std::vector<FragmentProperty>* Parts::properties(std::string_view id) {
    if (FragmentNode* found = node(id))
        return &found->properties;
    FragmentGroup* found = group(id);
    return found ? &found->properties : nullptr;
}

FragmentEdge& Parts::connect(const std::string& from, const std::string& to, EdgeKind kind,
                             Evidence evidence) {
    m_between[pairOf(from, to)].push_back(m_fragment.edges.size());
    return m_fragment.edge(from, to, kind, evidence);
}

FragmentEdge* Parts::between(const std::string& from, const std::string& to, EdgeKind kind) {
    const auto found = m_between.find(pairOf(from, to));
    if (found == m_between.end())
        return nullptr;
    for (const std::size_t index : found->second)
        if (m_fragment.edges[index].kind == kind)
            return &m_fragment.edges[index];
    return nullptr;
}

FragmentEdge* Parts::anyBetween(const std::string& from, const std::string& to) {
    const auto found = m_between.find(pairOf(from, to));
    return found == m_between.end() ? nullptr : &m_fragment.edges[found->second.front()];
}

FragmentEdge& Parts::relate(const std::string& from, const std::string& to, EdgeKind kind,
                            Evidence evidence) {
    FragmentEdge* known = between(from, to, kind);
    if (!known)
        return connect(from, to, kind, evidence);
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
