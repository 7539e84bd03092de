// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/model.h"

#include <algorithm>

namespace limn {
namespace {

template <typename T> std::span<const T> part(const std::vector<T>& all, Range range) {
    return std::span(all).subspan(range.first, range.count);
}

// The entry of a table sorted by its text, or null.
template <typename T, typename Text>
const T* findSorted(const std::vector<T>& table, std::string_view wanted, Text text) {
    const auto found = std::lower_bound(
        table.begin(), table.end(), wanted,
        [&](const T& entry, std::string_view sought) { return text(entry) < sought; });
    return found != table.end() && text(*found) == wanted ? &*found : nullptr;
}

} // namespace

NodeIndex Model::indexOf(const Node& node) const {
    return static_cast<NodeIndex>(&node - m_nodes.data());
}
EdgeIndex Model::indexOf(const Edge& edge) const {
    return static_cast<EdgeIndex>(&edge - m_edges.data());
}
GroupIndex Model::indexOf(const Group& group) const {
    return static_cast<GroupIndex>(&group - m_groups.data());
}

std::string_view Model::id(End end) const {
    return end.node != NodeIndex::None ? text((*this)[end.node].id) : text((*this)[end.group].id);
}

const Node* Model::node(std::string_view id) const {
    return findSorted(m_nodes, id, [this](const Node& n) { return text(n.id); });
}
const Group* Model::group(std::string_view id) const {
    return findSorted(m_groups, id, [this](const Group& g) { return text(g.id); });
}
const Edge* Model::edge(std::string_view key) const {
    return findSorted(m_edges, key, [this](const Edge& e) { return text(e.key); });
}

std::span<const Evidence> Model::evidence(const Edge& edge) const {
    return part(m_evidence, edge.evidence);
}
std::span<const Property> Model::slice(Range range) const { return part(m_properties, range); }

const Property* Model::find(Range range, std::string_view key) const {
    for (const Property& property : slice(range))
        if (text(property.key) == key)
            return &property;
    return nullptr;
}
const Property* Model::property(const Node& node, std::string_view key) const {
    return find(node.properties, key);
}
const Property* Model::property(const Edge& edge, std::string_view key) const {
    return find(edge.properties, key);
}
const Property* Model::property(const Group& group, std::string_view key) const {
    return find(group.properties, key);
}

const Property* Model::property(const State& state, std::string_view key) const {
    return find(state.properties, key);
}

std::string Model::id(const State& state) const {
    return std::string(id((*this)[state.workflow])) + '/' + state.key;
}
std::span<const State> Model::states(const Node& workflow) const {
    const auto own = std::ranges::equal_range(m_states, indexOf(workflow), {}, &State::workflow);
    return {own.begin(), own.end()};
}
const State* Model::state(std::string_view id) const {
    // Both a workflow's id and a state's key may have slashes.
    for (std::size_t slash = id.rfind('/'); slash != id.npos && slash > 0;
         slash = id.rfind('/', slash - 1))
        if (const Node* workflow = node(id.substr(0, slash)))
            for (const State& state : states(*workflow))
                if (state.key == id.substr(slash + 1))
                    return &state;
    return nullptr;
}

std::span<const EdgeIndex> Model::edgesFrom(NodeIndex node) const {
    return part(m_fromEdges, m_fromRanges[static_cast<std::size_t>(node)]);
}
std::span<const EdgeIndex> Model::edgesTo(NodeIndex node) const {
    return part(m_toEdges, m_toRanges[static_cast<std::size_t>(node)]);
}

const Node* Model::nodeAt(std::uint32_t source, std::uint32_t offset) const {
    const Node* innermost = nullptr;
    for (const Node& node : m_nodes) {
        const bool holds =
            node.at.source == source && node.at.begin <= offset && offset <= node.at.end;
        if (holds && (!innermost || node.at.length() < innermost->at.length()))
            innermost = &node;
    }
    return innermost;
}

} // namespace limn
