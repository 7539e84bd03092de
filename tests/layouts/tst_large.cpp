// SPDX-License-Identifier: GPL-3.0-or-later
// Large pictures: communities, levels and references to hubs.
#include <QFile>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "layouts/communities.h"
#include "layouts/layout.h"
#include "layouts/references.h"
#include "tests/layouts/graphs.h"

using namespace limn;
using namespace limn::test;

namespace {

// A part that `lines` others write to.
Graph star(int lines) {
    Graph graph;
    graph.nodes.push_back({"hub", {184, 56}, -1, std::nullopt});
    for (int i = 0; i < lines; ++i) {
        graph.nodes.push_back({"part " + std::to_string(i), {184, 56}, -1, std::nullopt});
        GraphEdge edge;
        edge.id = "line " + std::to_string(i);
        edge.from = i + 1;
        edge.to = 0;
        graph.edges.push_back(edge);
    }
    return graph;
}

// Services of eight parts in a ring, each with one line to the next service.
Graph services(int count) {
    Graph graph;
    const auto connect = [&](int from, int to) {
        GraphEdge edge;
        edge.id = "line " + std::to_string(graph.edges.size());
        edge.from = from;
        edge.to = to;
        graph.edges.push_back(edge);
    };
    for (int s = 0; s < count; ++s)
        for (int i = 0; i < 8; ++i) {
            graph.nodes.push_back(
                {"part " + std::to_string(s * 8 + i), {184, 56}, -1, std::nullopt});
            if (i > 0)
                connect(s * 8 + i / 2, s * 8 + i);
        }
    for (int s = 0; s + 1 < count; ++s)
        connect(s * 8 + 7, (s + 1) * 8);
    return graph;
}

// Another program by the name of dot, first in PATH while this lives.
class FakeDot {
public:
    explicit FakeDot(const QString& script) : m_path(qgetenv("PATH")) {
        QFile file(m_folder.filePath(QStringLiteral("dot")));
        if (!file.open(QIODevice::WriteOnly))
            qFatal("no dot could be written");
        file.write("#!/bin/sh\n" + script.toUtf8());
        file.setPermissions(QFile::ReadOwner | QFile::ExeOwner);
        qputenv("PATH", m_folder.path().toUtf8() + ":" + m_path);
    }
    ~FakeDot() { qputenv("PATH", m_path); }
    FakeDot(const FakeDot&) = delete;
    FakeDot& operator=(const FakeDot&) = delete;

private:
    QTemporaryDir m_folder;
    QByteArray m_path;
};

} // namespace

class LargeTest : public QObject {
    Q_OBJECT

private slots:
    void findsCommunities() {
        // Two triangles with one tie between them, in mixed order.
        const std::vector<Tie> ties{{0, 2, 1}, {2, 4, 1}, {4, 0, 1}, {1, 3, 1},
                                    {3, 5, 1}, {5, 1, 1}, {4, 1, 1}};
        const std::vector<int> found = communitiesOf({1, 1, 1, 1, 1, 1}, ties, 10);
        QCOMPARE(found, (std::vector<int>{0, 1, 0, 1, 0, 1}));
    }

    void keepsCommunitiesSmall() {
        std::vector<Tie> ties;
        for (int i = 1; i < 100; ++i)
            ties.push_back({0, i, 1}); // everything wants to stand with the first
        const std::vector<int> found = communitiesOf(std::vector<int>(100, 1), ties, 10);
        std::map<int, int> sizes;
        for (const int c : found)
            ++sizes[c];
        for (const auto& [community, size] : sizes)
            QVERIFY2(size <= 10, qPrintable(QString::number(size)));
        QVERIFY2(sizes.size() <= 20, "what found no room stands alone");
    }

    void refersToHubs() {
        Graph few = star(mostLines), many = star(mostLines + 1);
        referToHubs(few, std::vector<double>(few.nodes.size(), 40));
        referToHubs(many, std::vector<double>(many.nodes.size(), 40));
        for (const GraphEdge& edge : few.edges)
            QCOMPARE(edge.referrer, -1);
        for (const GraphEdge& edge : many.edges)
            QCOMPARE(edge.referrer, edge.from);

        const auto arranged = arrange(many);
        QVERIFY(arranged);
        for (const GraphEdge& edge : many.edges) {
            const auto found = arranged->placement.references.find(edge.id);
            QVERIFY(found != arranged->placement.references.end());
            QCOMPARE(found->second.hub, std::string("hub"));
            const Box own =
                arranged->placement.nodes.at(many.nodes[static_cast<std::size_t>(edge.from)].id);
            QVERIFY(found->second.plate.y >= own.bottom());
            for (const auto& [id, box] : arranged->placement.nodes)
                QVERIFY2(!box.intersects(found->second.plate), id.c_str());
        }
    }

    // Where many neighbourhoods share a part, fewer lines make it a hub.
    void refersToSharedPartsOfLargeSystems() {
        for (const int lines : {mostLinesInLarge, mostLinesInLarge + 1}) {
            Graph graph = star(lines);
            while (graph.nodes.size() <= largeFrom) {
                GraphNode& other = graph.nodes.emplace_back();
                other.id = "other" + std::to_string(graph.nodes.size());
                other.size = {184, 56};
            }
            referToHubs(graph, std::vector<double>(graph.nodes.size(), 40));
            for (const GraphEdge& edge : graph.edges)
                QCOMPARE(edge.referrer, lines > mostLinesInLarge ? edge.from : -1);
        }
    }

    void refersToSubduedParts() {
        Graph graph = star(mostLinesOfSubdued + 1);
        std::vector<bool> subdued;
        for (const GraphNode& node : graph.nodes)
            subdued.push_back(node.id == "hub");
        const std::vector<double> widths(graph.nodes.size(), 40);
        referToHubs(graph, widths);
        QCOMPARE(graph.edges.front().referrer, -1);
        referToHubs(graph, widths, subdued);
        for (const GraphEdge& edge : graph.edges)
            QCOMPARE(edge.referrer, edge.from);
    }

    void arrangesInLevels() {
        const Graph graph = services(40);
        const auto arranged = arrange(graph);
        QVERIFY(arranged);
        QVERIFY2(arranged->note.empty(), arranged->note.c_str());
        const Box& all = arranged->placement.bounds;
        QVERIFY2(all.w <= 2.5 * all.h && all.h <= 2.5 * all.w, "neither a column nor a row");
        const auto& nodes = arranged->placement.nodes;
        for (auto a = nodes.begin(); a != nodes.end(); ++a)
            for (auto b = std::next(a); b != nodes.end(); ++b)
                QVERIFY2(!a->second.intersects(b->second), (a->first + b->first).c_str());
        QVERIFY(arrange(graph)->placement == arranged->placement);
    }

    // The piece that dot dies on stands in columns; the rest goes to a new dot.
    void replacesADotThatDied() {
        const FakeDot fake(QStringLiteral("mkdir \"$0.died\" && exit 7\n"
                                          "exec ") +
                           QStandardPaths::findExecutable(QStringLiteral("dot")) +
                           QStringLiteral(" -Tplain\n"));
        const Graph graph = services(40);
        const auto arranged = arrange(graph);
        QVERIFY(arranged);
        QCOMPARE(arranged->note, std::string("A part of the picture is arranged in plain columns. "
                                             "Graphviz's `dot` ended with status 7."));
        QCOMPARE(arranged->placement.nodes.size(), graph.nodes.size());
    }

    void doesWithoutADotThatAlwaysDies() {
        const FakeDot fake(QStringLiteral("exit 1\n"));
        const Graph graph = services(40);
        const auto arranged = arrange(graph);
        QVERIFY(arranged);
        QVERIFY2(arranged->note.find("parts of the picture are arranged in plain columns. "
                                     "Graphviz's `dot` ended with status 1.") != std::string::npos,
                 arranged->note.c_str());
        const auto& nodes = arranged->placement.nodes;
        QCOMPARE(nodes.size(), graph.nodes.size());
        for (auto a = nodes.begin(); a != nodes.end(); ++a)
            for (auto b = std::next(a); b != nodes.end(); ++b)
                QVERIFY2(!a->second.intersects(b->second), (a->first + b->first).c_str());
    }
};

QTEST_GUILESS_MAIN(LargeTest)
#include "tst_large.moc"
