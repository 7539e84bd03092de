// SPDX-License-Identifier: GPL-3.0-or-later
// What every layout keeps, on random graphs and on unkind ones.
#include <cmath>
#include <thread>

#include <QTest>
#include <fmt/format.h>

#include "core/drawing/path.h"
#include "layouts/layout.h"
#include "tests/layouts/graphs.h"

using namespace limn;
using namespace limn::test;

namespace {

std::string spelled(const Box& b) { return fmt::format("({} {} {}x{})", b.x, b.y, b.w, b.h); }

bool isMember(const Graph& graph, int group, int ancestor) {
    while (group != -1 && group != ancestor)
        group = graph.groups[static_cast<std::size_t>(group)].parent;
    return group == ancestor;
}

// The first promise that a placement breaks; empty when it keeps all.
std::string broken(const Graph& graph, const Placement& placement) {
    for (const GraphNode& node : graph.nodes) {
        const auto found = placement.nodes.find(node.id);
        if (found == placement.nodes.end())
            return node.id + " has no place";
        const Box& box = found->second;
        if (!(box.size() == node.size))
            return node.id + " changed its size to " + spelled(box);
        if (node.fixed && !(Point{box.x, box.y} == *node.fixed))
            return node.id + " was moved to " + spelled(box);
        if (!node.fixed && (std::fmod(box.x, 8) != 0 || std::fmod(box.y, 8) != 0))
            return node.id + " is off the grid at " + spelled(box);
    }
    const auto boxOf = [&](std::size_t n) { return placement.nodes.at(graph.nodes[n].id); };
    for (std::size_t a = 0; a < graph.nodes.size(); ++a)
        for (std::size_t b = a + 1; b < graph.nodes.size(); ++b)
            if (boxOf(a).intersects(boxOf(b)))
                return graph.nodes[a].id + " overlaps " + graph.nodes[b].id;
    for (std::size_t g = 0; g < graph.groups.size(); ++g) {
        const auto frame = placement.groups.find(graph.groups[g].id);
        if (frame == placement.groups.end())
            continue;
        for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
            const bool member = isMember(graph, graph.nodes[n].group, static_cast<int>(g));
            if (member && !frame->second.contains(boxOf(n)))
                return graph.nodes[n].id + " is outside of its group " + graph.groups[g].id;
            if (!member && frame->second.intersects(boxOf(n)))
                return graph.nodes[n].id + " is inside of the foreign group " + graph.groups[g].id;
        }
        for (std::size_t other = 0; other < graph.groups.size(); ++other) {
            const auto second = placement.groups.find(graph.groups[other].id);
            if (second == placement.groups.end() ||
                isMember(graph, static_cast<int>(other), static_cast<int>(g)) ||
                isMember(graph, static_cast<int>(g), static_cast<int>(other)))
                continue;
            if (frame->second.intersects(second->second))
                return graph.groups[g].id + " overlaps " + graph.groups[other].id;
        }
    }
    return {};
}

const Layout& layoutNamed(const QString& id) { return *findLayout(id.toStdString()); }

void addLayouts() {
    QTest::addColumn<QString>("layout");
    for (const Layout* layout : layouts())
        QTest::newRow(std::string(layout->id).c_str())
            << QString::fromUtf8(layout->id.data(), static_cast<qsizetype>(layout->id.size()));
}

} // namespace

class LayoutsTest : public QObject {
    Q_OBJECT

private slots:
    void keepsItsPromises_data() { addLayouts(); }
    void keepsItsPromises() {
        QFETCH(QString, layout);
        for (std::uint64_t seed = 1; seed <= 60; ++seed) {
            Graph graph = randomGraph(seed, static_cast<int>(seed % 37));
            graph.down = seed % 3 == 0;
            for (std::size_t g = 0; g < graph.groups.size(); ++g)
                graph.groups[g].style = static_cast<GroupStyle>((seed + g) % 4);
            const auto placement = layoutNamed(layout).run(graph, {});
            QVERIFY2(placement, placement ? "" : placement.error().message.c_str());
            const std::string fault = broken(graph, *placement);
            QVERIFY2(fault.empty(), fmt::format("seed {}: {}", seed, fault).c_str());
        }
    }

    void keepsWhatIsFixed_data() { addLayouts(); }
    void keepsWhatIsFixed() {
        QFETCH(QString, layout);
        for (std::uint64_t seed = 1; seed <= 30; ++seed) {
            Graph graph = randomGraph(seed, 24);
            graph.down = seed % 3 == 0;
            const auto first = layoutNamed(layout).run(graph, {});
            QVERIFY(first);
            // Once few of them and once most of them stay: two ways lead to the new picture.
            Dice dice(seed);
            for (GraphNode& node : graph.nodes) {
                const Box& box = first->nodes.at(node.id);
                if (dice.chance(seed % 2 ? 20 : 80))
                    node.fixed = Point{box.x + 3, box.y};
            }
            for (GraphGroup& group : graph.groups)
                if (group.closed.w > 0)
                    group.fixed = Point{first->groups.at(group.id).x, first->groups.at(group.id).y};
            const auto second = layoutNamed(layout).run(graph, {});
            QVERIFY(second);
            const std::string fault = broken(graph, *second);
            QVERIFY2(fault.empty(), fmt::format("seed {}: {}", seed, fault).c_str());
        }
    }

    void givesTheSameTwice_data() { addLayouts(); }
    void givesTheSameTwice() {
        QFETCH(QString, layout);
        for (std::uint64_t seed = 1; seed <= 8; ++seed) {
            const Graph graph = randomGraph(seed, seed == 8 ? 160 : 40);
            const auto first = layoutNamed(layout).run(graph, {}),
                       second = layoutNamed(layout).run(graph, {});
            QVERIFY(first && second);
            QVERIFY(*first == *second);
        }
    }

    void stopsWhenAsked_data() { addLayouts(); }
    void stopsWhenAsked() {
        QFETCH(QString, layout);
        std::stop_source source;
        source.request_stop();
        QVERIFY(!layoutNamed(layout).run(randomGraph(3, 30), source.get_token()));
    }

    // A dense graph keeps dot busy for many seconds; the stop comes while it works.
    void stopsGraphvizAtWork() {
        Graph graph;
        Dice dice(7);
        for (int n = 0; n < 700; ++n)
            graph.nodes.push_back({"n" + std::to_string(n), {120, 56}, -1, std::nullopt, -1});
        for (int e = 0; e < 3000; ++e) {
            GraphEdge edge;
            edge.id = "e" + std::to_string(e);
            edge.from = dice.below(700);
            edge.to = dice.below(700);
            graph.edges.push_back(edge);
        }
        std::stop_source source;
        std::jthread stopper([&](std::stop_token) { source.request_stop(); });
        const auto result = findLayout("graphviz")->run(graph, source.get_token());
        QVERIFY(!result);
        QCOMPARE(result.error().message, std::string("The layout was stopped."));
    }

    void arrangesInColumnsWithoutGraphviz() {
        const QByteArray path = qgetenv("PATH");
        qputenv("PATH", "/nonexistent");
        const Graph graph = randomGraph(5, 12);
        const auto arranged = arrange(graph);
        qputenv("PATH", path);
        QVERIFY(arranged);
        QVERIFY2(arranged->note.find("`dot` was not found") != std::string::npos,
                 arranged->note.c_str());
        const std::string fault = broken(graph, arranged->placement);
        QVERIFY2(fault.empty(), fault.c_str());
        const auto columns = findLayout("columns")->run(graph, {});
        QVERIFY(arranged->placement == *columns);
    }

    void flowsDown_data() { addLayouts(); }
    void flowsDown() {
        QFETCH(QString, layout);
        Graph graph;
        graph.down = true;
        graph.groups.emplace_back();
        graph.groups.back().id = "service";
        graph.groups.back().title = {400, 24};
        for (const char* id : {"route", "function", "table"})
            graph.nodes.push_back({id, {152, 56}, 0, std::nullopt, -1});
        for (int e = 0; e < 2; ++e) {
            GraphEdge edge;
            edge.id = "e" + std::to_string(e);
            edge.from = e;
            edge.to = e + 1;
            graph.edges.push_back(edge);
        }
        const auto placement = layoutNamed(layout).run(graph, {});
        QVERIFY(placement);
        const Box route = placement->nodes.at("route"), function = placement->nodes.at("function"),
                  table = placement->nodes.at("table"), frame = placement->groups.at("service");
        QCOMPARE(route.size(), (Size{152, 56}));
        QVERIFY(route.bottom() < function.y && function.bottom() < table.y);
        QVERIFY2(frame.y + 24 <= route.y, "the caption stands along the top");
        QVERIFY2(frame.w >= 400, "the caption has room");
        const Path& line = placement->edges.at("e0");
        QCOMPARE(line.front().end, (Point{route.center().x, route.bottom()}));
        QCOMPARE(line.back().end, (Point{function.center().x, function.y}));
    }

    void apiThatIsCalledStaysAtTheLeft_data() { addLayouts(); }
    void apiThatIsCalledStaysAtTheLeft() {
        QFETCH(QString, layout);
        Graph graph;
        graph.groups.emplace_back();
        graph.groups.back().id = "api";
        graph.nodes.push_back({"function", {152, 56}, -1, std::nullopt, -1});
        graph.nodes.push_back({"route", {152, 56}, 0, std::nullopt, 0});
        GraphEdge calls, starts;
        calls.id = "calls";
        calls.toGroup = true;
        starts.id = "starts";
        starts.from = 1;
        graph.edges = {calls, starts};
        const auto placement = layoutNamed(layout).run(graph, {});
        QVERIFY(placement);
        QVERIFY(placement->nodes.at("route").right() < placement->nodes.at("function").x);
    }

    void standsAsTheGroupIsSet_data() { addLayouts(); }
    void standsAsTheGroupIsSet() {
        QFETCH(QString, layout);
        Graph graph;
        graph.groups.emplace_back();
        graph.groups.back().id = "service";
        for (int n = 0; n < 9; ++n) {
            graph.nodes.push_back({"n" + std::to_string(n), {152, 56}, 0, std::nullopt, -1});
            GraphEdge edge;
            edge.id = "e" + std::to_string(n);
            edge.to = n;
            if (n > 0)
                graph.edges.push_back(edge);
        }
        const auto boxes = [&](GroupStyle style) {
            graph.groups.back().style = style;
            return layoutNamed(layout).run(graph, {})->nodes;
        };
        auto nodes = boxes(GroupStyle::Rows);
        QCOMPARE(nodes.at("n0").y, nodes.at("n1").y);
        QVERIFY(nodes.at("n0").right() < nodes.at("n1").x);
        nodes = boxes(GroupStyle::Columns);
        QCOMPARE(nodes.at("n0").x, nodes.at("n1").x);
        QVERIFY(nodes.at("n0").bottom() < nodes.at("n1").y);
        nodes = boxes(GroupStyle::Radial);
        const Point middle = nodes.at("n0").center();
        const auto far = [&](const char* id) {
            const Point p = nodes.at(id).center() - middle;
            return std::hypot(p.x, p.y);
        };
        for (const char* id : {"n2", "n3", "n4", "n5", "n6", "n7", "n8"})
            QVERIFY2(std::abs(far(id) - far("n1")) < 8, id);
    }

    void takesUnkindGraphs_data() { addLayouts(); }
    void takesUnkindGraphs() {
        QFETCH(QString, layout);
        QVERIFY(layoutNamed(layout).run({}, {})->nodes.empty());

        Graph chain;
        for (int n = 0; n < 400; ++n) {
            chain.nodes.push_back({"n" + std::to_string(n),
                                   {n % 50 ? 96.0 : 3992.0, n % 70 ? 40.0 : 2000.0},
                                   -1,
                                   std::nullopt,
                                   -1});
            if (n > 0) {
                GraphEdge edge;
                edge.id = "e" + std::to_string(n);
                edge.from = n - 1;
                edge.to = n;
                chain.edges.push_back(edge);
            }
        }
        const auto placement = layoutNamed(layout).run(chain, {});
        QVERIFY(placement);
        const std::string fault = broken(chain, *placement);
        QVERIFY2(fault.empty(), fault.c_str());

        Graph nested; // groups in groups in groups
        for (int g = 0; g < 60; ++g)
            nested.groups.push_back({"g" + std::to_string(g),
                                     g - 1,
                                     {80, 24},
                                     {},
                                     std::nullopt,
                                     GroupStyle::Flow,
                                     false});
        for (int n = 0; n < 120; ++n)
            nested.nodes.push_back({"n" + std::to_string(n), {120, 56}, n / 2, std::nullopt, -1});
        const auto deep = layoutNamed(layout).run(nested, {});
        QVERIFY(deep);
        const std::string deepFault = broken(nested, *deep);
        QVERIFY2(deepFault.empty(), deepFault.c_str());
    }

    void putsEntryPointsLeft_data() { addLayouts(); }
    void putsEntryPointsLeft() {
        QFETCH(QString, layout);
        Graph graph;
        for (const char* id : {"first", "second", "a", "b", "c"})
            graph.nodes.push_back({id, {152, 56}, -1, std::nullopt, id[1] ? 0 : -1});
        const std::pair<int, int> lines[] = {{0, 2}, {2, 3}, {3, 4}, {1, 4}};
        for (const auto& [from, to] : lines) {
            GraphEdge edge;
            edge.id = std::to_string(from) + ">" + std::to_string(to);
            edge.from = from;
            edge.to = to;
            graph.edges.push_back(edge);
        }
        const auto placement = layoutNamed(layout).run(graph, {});
        QVERIFY(placement);
        const auto& at = placement->nodes;
        QCOMPARE(at.at("first").x, at.at("second").x);
        QVERIFY(at.at("first").right() < at.at("a").x);
        QVERIFY(at.at("a").right() < at.at("b").x);
        QVERIFY(at.at("b").right() < at.at("c").x);
    }

    void putsDeadLettersBelow_data() { addLayouts(); }
    void putsDeadLettersBelow() {
        QFETCH(QString, layout);
        Graph graph;
        for (const char* id : {"jobs", "worker", "dead"})
            graph.nodes.push_back({id, {184, 56}, -1, std::nullopt, -1});
        GraphEdge work, failure;
        work.id = "work";
        work.to = 1;
        failure.id = "failure";
        failure.to = 2;
        failure.failure = true;
        graph.edges = {work, failure};
        const auto placement = layoutNamed(layout).run(graph, {});
        QVERIFY(placement);
        const Box jobs = placement->nodes.at("jobs"), dead = placement->nodes.at("dead");
        QCOMPARE(dead.x, jobs.x);
        QVERIFY(dead.y > jobs.bottom());
        const std::vector<Point> line = flattened(placement->edges.at("failure"));
        QCOMPARE(line.front().y, jobs.bottom());
        QCOMPARE(line.back().y, dead.y);
        QCOMPARE(line.front().x, line.back().x);
    }
};

QTEST_APPLESS_MAIN(LayoutsTest)
#include "tst_layouts.moc"
