// SPDX-License-Identifier: GPL-3.0-or-later
#include "layouts/flow.h"

namespace limn {

namespace {

Point turned(Point p) { return {p.y, p.x}; }
Size turned(Size s) { return {s.h, s.w}; }
Box turned(const Box& b) { return {b.y, b.x, b.h, b.w}; }

Path turned(Path path) {
    for (PathStep& step : path) {
        step.control1 = turned(step.control1);
        step.control2 = turned(step.control2);
        step.end = turned(step.end);
    }
    return path;
}

} // namespace

Graph mirrored(const Graph& graph) {
    Graph made = graph;
    made.down = false;
    for (GraphNode& node : made.nodes) {
        node.size = turned(node.size);
        if (node.fixed)
            node.fixed = turned(*node.fixed);
    }
    for (GraphGroup& group : made.groups) {
        group.closed = turned(group.closed);
        if (group.fixed)
            group.fixed = turned(*group.fixed);
        group.captionAside = true;
    }
    for (GraphEdge& edge : made.edges)
        edge.label = turned(edge.label);
    return made;
}

Placement mirrored(const Placement& placement) {
    Placement made;
    for (const auto& [id, box] : placement.nodes)
        made.nodes.emplace(id, turned(box));
    for (const auto& [id, box] : placement.groups)
        made.groups.emplace(id, turned(box));
    for (const auto& [id, path] : placement.edges)
        made.edges.emplace(id, turned(path));
    made.bounds = turned(placement.bounds);
    return made;
}

} // namespace limn
