// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <string>
#include <vector>

#include "core/drawing/box_index.h"
#include "core/drawing/drawing.h"
#include "core/drawing/path.h"
#include "layouts/layout.h"

namespace limn::bench {

// How good a picture is to read, in figures that need no eye.
struct Quality {
    int overlaps = 0;          // pairs of parts, or of frames that are not inside each other
    double crossings = 0;      // places where two lines cross, per line
    double aspect = 1;         // width by height
    double area = 0;           // of the picture, by that of its parts
    double forward = 1;        // share of lines that run to the right or straight down
    double throughForeign = 0; // share of lines that pass through a part they do not end at
    int labelsOnLabels = 0;
};

// Whether two straight pieces cross at an inner place of both.
inline bool piecesCross(Point a, Point b, Point c, Point d) {
    const auto side = [](Point o, Point p, Point q) {
        return (p.x - o.x) * (q.y - o.y) - (p.y - o.y) * (q.x - o.x);
    };
    constexpr double least = 1e-6;
    const double s1 = side(a, b, c), s2 = side(a, b, d), s3 = side(c, d, a), s4 = side(c, d, b);
    return ((s1 > least && s2 < -least) || (s1 < -least && s2 > least)) &&
           ((s3 > least && s4 < -least) || (s3 < -least && s4 > least));
}

class Measure {
public:
    Measure(const Graph& graph, const Placement& placement, const Drawing& drawing)
        : m_graph(graph), m_placement(placement), m_drawing(drawing) {}

    Quality run() {
        boxes();
        lines();
        labels();
        const Box& all = m_placement.bounds;
        m_quality.aspect = all.h > 0 ? all.w / all.h : 1;
        double parts = 0;
        for (const auto& [id, box] : m_placement.nodes)
            parts += box.w * box.h;
        m_quality.area = parts > 0 ? all.w * all.h / parts : 0;
        return m_quality;
    }

private:
    void boxes() {
        for (const GraphNode& node : m_graph.nodes)
            if (const auto found = m_placement.nodes.find(node.id);
                found != m_placement.nodes.end()) {
                m_nodes.any(found->second, [&](int) {
                    ++m_quality.overlaps;
                    return false;
                });
                m_nodes.add(found->second);
            }
        const auto inside = [&](int inner, int outer) {
            while (inner != -1 && inner != outer)
                inner = m_graph.groups[static_cast<std::size_t>(inner)].parent;
            return inner == outer;
        };
        for (std::size_t a = 0; a < m_graph.groups.size(); ++a)
            for (std::size_t b = a + 1; b < m_graph.groups.size(); ++b) {
                const auto one = m_placement.groups.find(m_graph.groups[a].id),
                           other = m_placement.groups.find(m_graph.groups[b].id);
                if (one != m_placement.groups.end() && other != m_placement.groups.end() &&
                    !inside(static_cast<int>(a), static_cast<int>(b)) &&
                    !inside(static_cast<int>(b), static_cast<int>(a)) &&
                    one->second.intersects(other->second))
                    ++m_quality.overlaps;
            }
    }

    const Box* boxOf(int index, bool isGroup) const {
        const auto& all = isGroup ? m_placement.groups : m_placement.nodes;
        const auto found = all.find(isGroup ? m_graph.groups[static_cast<std::size_t>(index)].id
                                            : m_graph.nodes[static_cast<std::size_t>(index)].id);
        return found == all.end() ? nullptr : &found->second;
    }

    void lines() {
        int count = 0, forward = 0, through = 0;
        std::int64_t crossings = 0;
        BoxIndex pieces;
        struct Piece {
            Point a, b;
            int line = 0;
        };
        std::vector<Piece> drawn;
        for (const GraphEdge& edge : m_graph.edges) {
            const auto path = m_placement.edges.find(edge.id);
            const Box *from = boxOf(edge.from, edge.fromGroup), *to = boxOf(edge.to, edge.toGroup);
            if (path == m_placement.edges.end() || !from || !to || edge.sharesWith >= 0 ||
                edge.referrer >= 0)
                continue;
            const std::vector<Point> points = flattened(path->second);
            const Box &start = edge.backward ? *to : *from, &end = edge.backward ? *from : *to;
            forward +=
                end.center().x >= start.center().x - 1 || (edge.failure && end.y >= start.bottom());
            bool foreign = false;
            for (std::size_t i = 1; i < points.size(); ++i) {
                const Point a = points[i - 1], b = points[i];
                const Point ends[] = {a, b};
                const Box box = boundsOf(ends).grown(0.1);
                foreign = foreign || m_nodes.any(box, [&](int n) {
                    const Box& part = m_nodes[n];
                    return !(part == *from) && !(part == *to) && crosses(a, b, part.grown(-1));
                });
                pieces.any(box, [&](int p) {
                    const Piece& other = drawn[static_cast<std::size_t>(p)];
                    m_seen.resize(drawn.size(), -1);
                    if (other.line != count && m_seen[static_cast<std::size_t>(p)] != m_stamp) {
                        m_seen[static_cast<std::size_t>(p)] = m_stamp;
                        crossings += piecesCross(a, b, other.a, other.b);
                    }
                    return false;
                });
                ++m_stamp;
            }
            for (std::size_t i = 1; i < points.size(); ++i) {
                const Point ends[] = {points[i - 1], points[i]};
                pieces.add(boundsOf(ends).grown(0.1));
                drawn.push_back({points[i - 1], points[i], count});
            }
            through += foreign;
            ++count;
        }
        if (count == 0)
            return;
        m_quality.crossings = static_cast<double>(crossings) / count;
        m_quality.forward = static_cast<double>(forward) / count;
        m_quality.throughForeign = static_cast<double>(through) / count;
    }

    void labels() {
        BoxIndex seen;
        for (const DrawingItem& item : m_drawing.items)
            if (item.layer == Layer::Label) {
                m_quality.labelsOnLabels += seen.anyOverlap(item.bounds);
                seen.add(item.bounds);
            }
    }

    const Graph& m_graph;
    const Placement& m_placement;
    const Drawing& m_drawing;
    BoxIndex m_nodes;
    std::vector<int> m_seen; // by piece: the last piece it was compared with
    int m_stamp = 0;
    Quality m_quality;
};

} // namespace limn::bench
