// SPDX-License-Identifier: GPL-3.0-or-later
#include "layouts/references.h"

#include <algorithm>

namespace limn {

namespace {

constexpr double plateHeight = 16;
constexpr double plateGap = 4;
constexpr double arrowRoom = 30; // an arrow and the space around the words

std::size_t at(int i) { return static_cast<std::size_t>(i); }

std::vector<int> lineCounts(const Graph& graph) {
    std::vector<int> counts(graph.nodes.size(), 0);
    for (const GraphEdge& edge : graph.edges) {
        if (edge.sharesWith >= 0)
            continue;
        if (!edge.fromGroup)
            ++counts[at(edge.from)];
        if (!edge.toGroup)
            ++counts[at(edge.to)];
    }
    return counts;
}

} // namespace

void referToHubs(Graph& graph, const std::vector<double>& nameWidths,
                 const std::vector<bool>& subdued) {
    const std::vector<int> counts = lineCounts(graph);
    const int most = graph.nodes.size() > largeFrom ? mostLinesInLarge : mostLines;
    std::vector<bool> isHub;
    for (std::size_t n = 0; n < counts.size(); ++n)
        isHub.push_back(counts[n] > (!subdued.empty() && subdued[n] ? mostLinesOfSubdued : most));
    if (std::ranges::find(isHub, true) == isHub.end())
        return;
    std::vector<Point> next(graph.nodes.size()); // where the next plate of a part goes
    for (GraphEdge& edge : graph.edges) {
        if (edge.sharesWith >= 0) {
            const GraphEdge& first = graph.edges[at(edge.sharesWith)];
            edge.referrer = first.referrer;
            edge.plate = first.plate;
            continue;
        }
        if (edge.fromGroup || edge.toGroup || edge.from == edge.to)
            continue;
        const int from = counts[at(edge.from)], to = counts[at(edge.to)];
        const bool fromHub = isHub[at(edge.from)], toHub = isHub[at(edge.to)];
        if (!fromHub && !toHub)
            continue;
        const bool refersToStart = fromHub && (!toHub || from > to);
        edge.referrer = refersToStart ? edge.to : edge.from;
        const int hub = refersToStart ? edge.from : edge.to;
        GraphNode& node = graph.nodes[at(edge.referrer)];
        Point& place = next[at(edge.referrer)];
        const double width = std::min(node.size.w, nameWidths[at(hub)] + arrowRoom);
        if (place.x > 0 && place.x + width > node.size.w)
            place = {0, place.y + plateHeight + plateGap};
        edge.plate = {place.x, node.size.h + plateGap + place.y, width, plateHeight};
        place.x += width + plateGap;
        node.foot = place.y + plateHeight + plateGap;
    }
}

} // namespace limn
