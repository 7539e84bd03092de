// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/checks/check.h"
#include "core/exports/exporter.h"
#include "core/exports/part_of_system.h"
#include "layouts/graph.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

// a → jobs → b → table → c, with b and table in a group of a group, and an API without routes.
Snapshot system() {
    return snapshotOf("a.yaml", "limn: 1\n"
                                "functions:\n"
                                "  a: {publishes: jobs}\n"
                                "  b: {group: inner, writes: table, invokes: gate}\n"
                                "  c: {reads: table}\n"
                                "queues:\n"
                                "  jobs: {triggers: b}\n"
                                "stores:\n"
                                "  table: {type: table, group: inner}\n"
                                "groups:\n"
                                "  outer: {}\n"
                                "  inner: {parent: outer}\n"
                                "  gate: {kind: api}\n");
}

QString words(const PartIds& ids) {
    QStringList all;
    for (const std::string& id : ids)
        all << QString::fromStdString(id);
    return all.join(QLatin1Char(' '));
}

} // namespace

class PartOfSystemTest : public QObject {
    Q_OBJECT

private slots:
    void aNeighbourhoodGrowsByLines_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<int>("steps");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char* id, int steps, const char* expected) {
            QTest::addRow("%s:%d", id, steps)
                << QString::fromLatin1(id) << steps << QString::fromLatin1(expected);
        };
        row("a", 0, "a");
        row("a", 1, "a jobs");
        row("a", 2, "a b inner jobs outer");
        // Against the arrows too; a box around a part does not bring the others in it.
        row("c", 1, "c inner outer table");
        row("c", 2, "b c inner outer table");
        row("b", 1, "b gate inner jobs outer table");
        row("inner", 0, "b inner outer table");
        row("gate", 1, "b gate inner outer");
        row("a", 99, "a b c gate inner jobs outer table");
    }
    void aNeighbourhoodGrowsByLines() {
        QFETCH(QString, id);
        QFETCH(int, steps);
        QFETCH(QString, expected);
        const Result<PartIds> ids = neighbourhood(system(), id.toStdString(), steps);
        QVERIFY(ids);
        QCOMPARE(words(*ids), expected);
    }

    void aGroupComesWithItsBorder() {
        const Result<PartIds> ids = groupWithBorder(system(), "outer");
        QVERIFY(ids);
        QCOMPARE(words(*ids), QStringLiteral("b c gate inner jobs outer table"));
    }

    void unknownIdsAreNamed() {
        QCOMPARE(neighbourhood(system(), "jbos", 1).error().message,
                 std::string("No part or group has the id `jbos`. Did you mean `jobs`?"));
        QCOMPARE(groupWithBorder(system(), "zzzzzz").error().message,
                 std::string("No group has the id `zzzzzz`. `limn model` lists the ids."));
        // A part is no group.
        QVERIFY(!groupWithBorder(system(), "a"));
    }

    void onlyTheseAreArranged() {
        const Snapshot snapshot = system();
        const Graph graph = graphOf(snapshot, *neighbourhood(snapshot, "c", 1));
        QStringList nodes, groups, edges;
        for (const GraphNode& node : graph.nodes)
            nodes << QString::fromStdString(node.id);
        for (const GraphGroup& group : graph.groups)
            groups << QString::fromStdString(group.id);
        for (const GraphEdge& edge : graph.edges)
            edges << QString::fromStdString(edge.id);
        QCOMPARE(nodes, QStringList({QStringLiteral("c"), QStringLiteral("table")}));
        QCOMPARE(groups, QStringList({QStringLiteral("outer"), QStringLiteral("inner")}));
        QCOMPARE(edges, QStringList({QStringLiteral("c reads table")}));
    }

    // Every export shows what is placed, and so does its list.
    void everyExportIsOfThePart() {
        const Snapshot snapshot = system();
        const PartIds ids = *neighbourhood(snapshot, "c", 1);
        const Placement placement = *findLayout("columns")->run(graphOf(snapshot, ids), {});
        const Report whole = check(*snapshot.model, {});
        QVERIFY(std::ranges::any_of(whole.findings, [](const Finding& finding) {
            return finding.fingerprint == "RTY002:jobs";
        }));
        const Report report = reportOn(*snapshot.model, whole, ids);
        QCOMPARE(report.verdict.overall, whole.verdict.overall);
        DrawOptions options;
        options.page = true;
        const Drawing drawing = draw(snapshot, placement, report, options);
        for (const Exporter* exporter : exporters()) {
            const std::string text =
                exporter->run({snapshot, placement, report, drawing, {}, "c and 1 step around"});
            QVERIFY2(text.find("table") != std::string::npos, exporter->extension.data());
            QVERIFY2(text.find("jobs") == std::string::npos, text.c_str());
        }
    }

    void linesWithFindingsNeedBothEnds() {
        const Snapshot snapshot = system();
        Report report;
        Finding finding;
        finding.check = findCheck("RTY006");
        finding.elements = {"jobs triggers b"};
        report.findings = {finding};
        QCOMPARE(reportOn(*snapshot.model, report, {"jobs"}).findings.size(), std::size_t{0});
        QCOMPARE(reportOn(*snapshot.model, report, {"jobs", "b"}).findings.size(), std::size_t{1});
    }
};

QTEST_APPLESS_MAIN(PartOfSystemTest)
#include "tst_part_of_system.moc"
