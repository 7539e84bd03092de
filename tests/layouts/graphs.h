// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "layouts/layout.h"

namespace limn::test {

// Numbers that are the same on every machine.
class Dice {
public:
    explicit Dice(std::uint64_t seed) : m_state(seed * 0x9E3779B97F4A7C15ULL + 1) {}
    int below(int limit) {
        m_state ^= m_state << 13U;
        m_state ^= m_state >> 7U;
        m_state ^= m_state << 17U;
        return static_cast<int>(m_state % static_cast<std::uint64_t>(limit));
    }
    bool chance(int percent) { return below(100) < percent; }

private:
    std::uint64_t m_state;
};

// A graph as systems have them: nested groups, closed ones, circles, loops, dead letters, parts
// without lines, lines to whole groups.
inline Graph randomGraph(std::uint64_t seed, int nodes) {
    Dice dice(seed);
    Graph graph;
    const int groups = dice.below(5);
    for (int g = 0; g < groups; ++g) {
        GraphGroup group;
        group.id = "g" + std::to_string(g);
        group.parent = g > 0 && dice.chance(40) ? dice.below(g) : -1;
        while (group.parent >= 0 &&
               graph.groups[static_cast<std::size_t>(group.parent)].closed.w > 0)
            group.parent = -1;
        group.title = {60.0 + dice.below(200), 24};
        if (dice.chance(15))
            group.closed = {152, 56};
        graph.groups.push_back(group);
    }
    for (int n = 0; n < nodes; ++n) {
        GraphNode node;
        node.id = "node " + std::to_string(n);
        node.size = {120.0 + 8 * dice.below(16), dice.chance(20) ? 40.0 : 56.0};
        if (groups > 0 && dice.chance(70)) {
            node.group = dice.below(groups);
            if (graph.groups[static_cast<std::size_t>(node.group)].closed.w > 0)
                node.group = -1;
        }
        node.column = dice.chance(15) ? 0 : -1;
        graph.nodes.push_back(node);
    }
    const int edges = nodes == 0 ? 0 : dice.below(nodes * 2);
    for (int e = 0; e < edges; ++e) {
        GraphEdge edge;
        edge.id = "edge " + std::to_string(e);
        edge.from = dice.below(nodes);
        edge.to = dice.below(nodes);
        if (groups > 0 && dice.chance(5)) {
            edge.toGroup = true;
            edge.to = dice.below(groups);
        }
        edge.failure = dice.chance(15);
        edge.backward = !edge.failure && dice.chance(20);
        if (dice.chance(30))
            edge.label = {40.0 + dice.below(160), 18};
        graph.edges.push_back(edge);
    }
    return graph;
}

} // namespace limn::test
