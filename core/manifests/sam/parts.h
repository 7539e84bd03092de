// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/model/fragment.h"

namespace limn::sam {

// The Fragment while it grows: parts by id, and lines that several facts of the template speak of
// joined into one. A reference it returns is good until the next part or line is added.
class Parts {
public:
    // What so many resources usually come to fits in without growing.
    void makeRoom(std::size_t resources);
    FragmentNode& add(std::string id, NodeKind kind, Span at);
    FragmentGroup& addGroup(std::string id, Span at);
    FragmentNode* node(std::string_view id);
    const FragmentNode* node(std::string_view id) const {
        const auto found = m_nodes.find(id);
        return found == m_nodes.end() ? nullptr : &m_fragment.nodes[found->second];
    }
    FragmentGroup* group(std::string_view id);
    bool has(std::string_view id) const { return m_nodes.contains(id) || m_groups.contains(id); }
    // The properties of a node or group, null where there is none.
    std::vector<FragmentProperty>* properties(std::string_view id);

    // A line of its own, even when one like it exists: two subscriptions with different filters are
    // two.
    FragmentEdge& connect(const std::string& from, const std::string& to, EdgeKind kind,
                          Evidence evidence);
    // The line of that kind between the two, with this evidence added; made, with this delivery,
    // where there is none.
    FragmentEdge& relate(const std::string& from, const std::string& to, EdgeKind kind,
                         Evidence evidence, Delivery delivery = Delivery::None);
    FragmentEdge* between(const std::string& from, const std::string& to, EdgeKind kind);
    // Whether any line leads from the one to the other, and the first of them.
    FragmentEdge* anyBetween(const std::string& from, const std::string& to);

    void unplaced(std::string_view id, std::string_view type, std::string reason, Span at);
    void problem(Severity severity, std::string code, std::string message, Span at);

    Fragment take() { return std::move(m_fragment); }
    Fragment& fragment() { return m_fragment; }

private:
    // Lets a view be looked up without a copy.
    struct TextHash {
        using is_transparent = void;
        std::size_t operator()(std::string_view text) const {
            return std::hash<std::string_view>()(text);
        }
    };
    using Index = std::uint32_t;
    using ByText = std::unordered_map<std::string, Index, TextHash, std::equal_to<>>;
    static constexpr Index none = 0xFFFFFFFF;

    struct Lines {
        Index first = none, last = none;
    };

    Index endIndex(std::string_view id);
    Index firstBetween(std::string_view from, std::string_view to) const;

    Fragment m_fragment;
    ByText m_nodes;
    ByText m_groups;
    ByText m_ends;                                      // numbers the ids that lines have
    std::unordered_map<std::uint64_t, Lines> m_between; // by the numbers of their ends
    std::vector<Index> m_nextBetween;                   // by line: the next between the same ends
};

} // namespace limn::sam
