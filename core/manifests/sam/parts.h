// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

#include "core/model/fragment.h"

namespace limn::sam {

// The Fragment while it grows: parts by id, and lines that several facts of the template speak of
// joined into one. A reference it returns is good until the next part or line is added.
class Parts {
public:
    FragmentNode& add(std::string id, NodeKind kind, Span at);
    FragmentGroup& addGroup(std::string id, Span at);
    FragmentNode* node(std::string_view id);
    FragmentGroup* group(std::string_view id);
    bool has(std::string_view id) const {
        return m_nodes.contains(std::string(id)) || m_groups.contains(std::string(id));
    }
    // The properties of a node or group, null where there is none.
    std::vector<FragmentProperty>* properties(std::string_view id);

    // A line of its own, even when one like it exists: two subscriptions with different filters are
    // two.
    FragmentEdge& connect(const std::string& from, const std::string& to, EdgeKind kind,
                          Evidence evidence);
    // The line of that kind between the two, with this evidence added; made where there is none.
    FragmentEdge& relate(const std::string& from, const std::string& to, EdgeKind kind,
                         Evidence evidence);
    FragmentEdge* between(const std::string& from, const std::string& to, EdgeKind kind);
    // Whether any line leads from the one to the other, and the first of them.
    FragmentEdge* anyBetween(const std::string& from, const std::string& to);

    void unplaced(std::string_view id, std::string_view type, std::string reason, Span at);
    void problem(Severity severity, std::string code, std::string message, Span at);

    Fragment take() { return std::move(m_fragment); }
    Fragment& fragment() { return m_fragment; }

private:
    Fragment m_fragment;
    std::unordered_map<std::string, std::size_t> m_nodes;
    std::unordered_map<std::string, std::size_t> m_groups;
    std::unordered_map<std::string, std::vector<std::size_t>> m_between; // edges by `from to`
};

} // namespace limn::sam
