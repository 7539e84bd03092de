// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "core/checks/judge.h"

namespace limn {

// Whether work goes along an edge, from a part to the next: it starts, calls, feeds or changes it.
// Leave and watching are no work, a read only asks.
bool movesWork(const Edge& edge);

// A part on the ways that work takes, or an API. Counts from 0, so that tables can be kept by it.
enum class Vertex : std::uint32_t {};

// One step of work. It has no edge where an API leads to one of its routes, or a route to its API.
struct Hop {
    Vertex from{};
    Vertex to{};
    EdgeIndex edge = EdgeIndex::None;
};

// The ways that work takes through a Model, in its direction: a topic leads to those who subscribe
// to it, an API to its routes, a route to what all of its API leads to. Built in one go over the
// nodes and edges; lives as long as the Model.
class Paths {
public:
    Paths(const Model& model, const std::function<bool(const Edge&)>& admits);

    std::size_t size() const { return m_starts.size() - 1; }
    Vertex vertex(NodeIndex node) const { return static_cast<Vertex>(node); }
    const Node* node(Vertex at) const;   // null for an API
    const Group* group(Vertex at) const; // null for a part
    std::span<const Hop> from(Vertex at) const;

    // A number for each vertex; those that lead to each other, along hops that pass, share theirs.
    std::vector<std::uint32_t> circles(const std::function<bool(const Hop&)>& passes = {}) const;

    // The shortest way back to where it starts, within its circle, along hops that pass and each of
    // which may follow the one before; empty where there is none. `steps` counts down what may
    // still be looked at.
    std::vector<Hop> wayBack(Vertex start, const std::vector<std::uint32_t>& circles,
                             const std::function<bool(const Hop&)>& passes,
                             const std::function<bool(const Hop&, const Hop&)>& follows,
                             int& steps) const;

    // What the starts lead to, each along one of its shortest ways.
    class Reach {
    public:
        bool has(Vertex at) const { return m_seen[static_cast<std::size_t>(at)]; }
        std::vector<Hop> wayTo(Vertex at) const; // empty for a start

    private:
        friend class Paths;
        std::vector<bool> m_seen;
        std::vector<const Hop*> m_by;
    };
    Reach reach(std::span<const Vertex> starts,
                const std::function<bool(const Hop&)>& passes = {}) const;

private:
    const Model& m_model;
    std::size_t m_nodes, m_groups;
    std::vector<std::uint32_t> m_starts; // of each vertex in m_hops
    std::vector<Hop> m_hops;
};

// The first place that shows an edge; none where the text has none.
Span placeOf(const Model& model, const Edge& edge);
// "`place-order` → `orders` → `jobs`"
std::string asText(const Judge& judge, const Paths& paths, std::span<const Hop> way);
// Every edge of a way with its place, in order: "`orders` publishes to `jobs`".
std::vector<Exhibit> asEvidence(const Judge& judge, const Paths& paths, std::span<const Hop> way);

} // namespace limn
