// SPDX-License-Identifier: GPL-3.0-or-later
// Lines go from border to border and around what is not theirs.
#include <cmath>
#include <set>

#include <QTest>
#include <fmt/format.h>

#include "core/drawing/path.h"
#include "layouts/layout.h"
#include "tests/layouts/graphs.h"

using namespace limn;
using namespace limn::test;

namespace {

bool onBorder(Point p, const Box& box) {
    const bool across = p.x >= box.x - 0.01 && p.x <= box.right() + 0.01;
    const bool down = p.y >= box.y - 0.01 && p.y <= box.bottom() + 0.01;
    const auto near = [](double a, double b) { return std::abs(a - b) < 0.01; };
    return (down && (near(p.x, box.x) || near(p.x, box.right()))) ||
           (across && (near(p.y, box.y) || near(p.y, box.bottom())));
}

// The first line that is not as it should be; empty when all are.
std::string wrongLine(const Graph& graph, const Placement& placement) {
    for (const GraphEdge& edge : graph.edges) {
        const auto line = placement.edges.find(edge.id);
        if (line == placement.edges.end())
            return edge.id + " has no line";
        const std::vector<Point> points = flattened(line->second);
        const auto boxOf = [&](int index, bool group) {
            return group ? placement.groups.at(graph.groups[static_cast<std::size_t>(index)].id)
                         : placement.nodes.at(graph.nodes[static_cast<std::size_t>(index)].id);
        };
        const Box from = boxOf(edge.from, edge.fromGroup), to = boxOf(edge.to, edge.toGroup);
        if (!onBorder(points.front(), from))
            return edge.id + " does not start at its part";
        if (!onBorder(points.back(), to))
            return edge.id + " does not end at its part";
        for (const auto& [id, box] : placement.nodes) {
            if (box == from || box == to)
                continue;
            for (std::size_t i = 1; i < points.size(); ++i)
                if (crosses(points[i - 1], points[i], box))
                    return edge.id + " runs through " + id;
        }
    }
    return {};
}

Graph row(std::initializer_list<const char*> ids) {
    Graph graph;
    for (const char* id : ids)
        graph.nodes.push_back({id, {160, 56}, -1, std::nullopt, -1});
    return graph;
}

GraphEdge line(std::string id, int from, int to) {
    GraphEdge edge;
    edge.id = std::move(id);
    edge.from = from;
    edge.to = to;
    return edge;
}

} // namespace

class RoutesTest : public QObject {
    Q_OBJECT

private slots:
    // Boxes of a layout stand far enough apart that there always is a way.
    void goesAroundForeignBoxes() {
        for (std::uint64_t seed = 1; seed <= 60; ++seed) {
            Graph graph = randomGraph(seed, 6 + static_cast<int>(seed % 25));
            // Between a group and its own member there is no outside.
            std::erase_if(graph.edges, [](const GraphEdge& edge) { return edge.toGroup; });
            const auto placement = findLayout("columns")->run(graph, {});
            QVERIFY(placement);
            const std::string fault = wrongLine(graph, *placement);
            QVERIFY2(fault.empty(), fmt::format("seed {}: {}", seed, fault).c_str());
        }
    }

    void goesStraightWhereItCan() {
        Graph graph = row({"a", "b"});
        graph.edges = {line("ab", 0, 1)};
        Placement placement;
        placement.nodes = {{"a", {0, 0, 160, 56}}, {"b", {320, 8, 160, 56}}};
        route(graph, placement);
        const std::vector<Point> points = flattened(placement.edges.at("ab"));
        QCOMPARE(points.size(), std::size_t{2});
        QCOMPARE(points[0].y, points[1].y);
        QCOMPARE(points[0].x, 160.0);
        QCOMPARE(points[1].x, 320.0);
    }

    void leavesBoxesInBetweenAlone() {
        Graph graph = row({"a", "between", "b"});
        graph.edges = {line("ab", 0, 2)};
        Placement placement;
        placement.nodes = {
            {"a", {0, 0, 160, 56}}, {"between", {240, 0, 160, 56}}, {"b", {480, 0, 160, 56}}};
        route(graph, placement);
        QCOMPARE(wrongLine(graph, placement), std::string());
    }

    void keepsParallelLinesApart() {
        Graph graph = row({"a", "b"});
        graph.edges = {line("first", 0, 1), line("second", 0, 1), line("back", 1, 0)};
        Placement placement;
        placement.nodes = {{"a", {0, 0, 160, 56}}, {"b", {320, 0, 160, 56}}};
        route(graph, placement);
        std::set<double> levels;
        for (const auto& [id, path] : placement.edges)
            levels.insert(flattened(path).front().y);
        QCOMPARE(levels.size(), std::size_t{3});
    }

    void letsAReadAndAWriteShareALine() {
        Graph graph = row({"function", "store"});
        graph.edges = {line("reads", 1, 0), line("writes", 0, 1)};
        graph.edges[0].backward = true;
        graph.edges[1].sharesWith = 0;
        Placement placement;
        placement.nodes = {{"function", {0, 0, 160, 56}}, {"store", {320, 120, 160, 56}}};
        route(graph, placement);
        QVERIFY(turned(placement.edges.at("reads")) == placement.edges.at("writes"));
        QCOMPARE(wrongLine(graph, placement), std::string());
    }

    void drawsALoop() {
        Graph graph = row({"a"});
        graph.edges = {line("again", 0, 0)};
        Placement placement;
        placement.nodes = {{"a", {0, 0, 160, 56}}};
        route(graph, placement);
        QCOMPARE(wrongLine(graph, placement), std::string());
        QVERIFY(boundsOf(placement.edges.at("again")).h > 16);
    }

    // Everything on one spot, and far away: there is no good line, but there is one.
    void takesHopelessPlacements() {
        Graph graph = row({"a", "b", "c"});
        graph.edges = {line("ab", 0, 1), line("bc", 1, 2), line("ca", 2, 0)};
        Placement placement;
        placement.nodes = {
            {"a", {0, 0, 160, 56}}, {"b", {4, 4, 160, 56}}, {"c", {1e6, -1e6, 160, 56}}};
        route(graph, placement);
        QCOMPARE(placement.edges.size(), std::size_t{3});
    }

    void findsGroupFramesAgain() {
        Graph graph = row({"a", "b"});
        graph.groups.push_back({"g", -1, {80, 24}, {}, std::nullopt});
        graph.nodes[0].group = 0;
        Placement placement;
        placement.nodes = {{"a", {400, 200, 160, 56}}, {"b", {0, 0, 160, 56}}};
        placement.groups = {{"g", {0, 0, 10, 10}}};
        route(graph, placement);
        QVERIFY(placement.groups.at("g").contains(placement.nodes.at("a")));
        QVERIFY(!placement.groups.at("g").intersects(placement.nodes.at("b")));
    }
};

QTEST_APPLESS_MAIN(RoutesTest)
#include "tst_routes.moc"
