// SPDX-License-Identifier: GPL-3.0-or-later
// A workflow's own picture, and closed groups, in the languages that name parts.
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTest>

#include "core/drawing/states.h"
#include "core/exports/exporter.h"
#include "layouts/graph.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

constexpr const char* flow = R"({
  "StartAt": "Check",
  "States": {
    "Check": {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:Approve",
      "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Rest"}], "Next": "Fan"},
    "Fan": {"Type": "Parallel", "Next": "Rest", "Branches": [
      {"StartAt": "Left", "States": {"Left": {"Type": "Pass", "End": true}}},
      {"StartAt": "Right", "States": {"Right": {"Type": "Pass", "Next": "Last"},
                                      "Last": {"Type": "Pass", "End": true}}}]},
    "Rest": {"Type": "Wait", "Seconds": 900, "End": true}
  }
})";

QString statesAs(std::string_view extension) {
    const Snapshot snapshot = snapshotOf("flow.asl.json", flow);
    const Node& workflow = *snapshot.model->node("flow");
    const Placement placement = arrangeStates(*snapshot.model, workflow)->placement;
    const Drawing drawing = drawStates(snapshot, workflow, placement, {});
    return QString::fromStdString(findExporter(extension)->run({snapshot, placement, {}, drawing}));
}

QStringList edgesOf(const QString& json) {
    QStringList edges;
    const QJsonObject whole = QJsonDocument::fromJson(json.toUtf8()).object();
    for (const QJsonValue& edge : whole[QStringLiteral("edges")].toArray()) {
        const auto word = [&](const char* key) {
            return edge.toObject()[QLatin1String(key)].toString();
        };
        edges << QStringLiteral("%1 %2 %3").arg(word("from"), word("kind"), word("to"));
        if (edge.toObject()[QStringLiteral("points")].toArray().size() < 2)
            edges << QStringLiteral("no points");
    }
    edges.sort();
    return edges;
}

} // namespace

class WorkflowExportsTest : public QObject {
    Q_OBJECT

private slots:
    void jsonHasTheWaysBetweenStates() {
        const QStringList wanted{QStringLiteral("flow#start next flow/Check"),
                                 QStringLiteral("flow/Check error flow/Rest"),
                                 QStringLiteral("flow/Check next flow/Fan"),
                                 QStringLiteral("flow/Fan next flow/Rest"),
                                 QStringLiteral("flow/Right next flow/Last")};
        QCOMPARE(edgesOf(statesAs("json")), wanted);
    }

    void everyLanguageHasStatesAndWays_data() {
        QTest::addColumn<QString>("extension");
        QTest::addColumn<QStringList>("wanted");
        const auto row = [](const char* extension, const QStringList& wanted) {
            QTest::newRow(extension) << QString::fromLatin1(extension) << wanted;
        };
        row("dot",
            {QStringLiteral("subgraph cluster_parallel_flow_Fan {"),
             QStringLiteral("subgraph cluster_branch_flow_Fan_branch_2 {"),
             QStringLiteral("  task_flow_Check -> wait_flow_Rest [tooltip=\"on an error\"")});
        row("mmd", {QStringLiteral("  start_flow_start --> task_flow_Check\n"),
                    QStringLiteral("  pass_flow_Right --> pass_flow_Last\n"),
                    QStringLiteral("  task_flow_Check -.-x|\"Timeout\"| wait_flow_Rest\n")});
        row("d2", {QStringLiteral("parallel_flow_Fan.branch_flow_Fan_branch_2.pass_flow_Right -> "
                                  "parallel_flow_Fan.branch_flow_Fan_branch_2.pass_flow_Last")});
        row("drawio", {QStringLiteral("source=\"task_flow_Check\" target=\"wait_flow_Rest\"")});
        row("md", {QStringLiteral("| **Rest** | wait | waits 15 min |"),
                   QStringLiteral("task_flow_Check")});
    }
    void everyLanguageHasStatesAndWays() {
        QFETCH(QString, extension);
        QFETCH(QStringList, wanted);
        const QString text = statesAs(extension.toStdString());
        for (const QString& piece : wanted)
            QVERIFY2(text.contains(piece), qPrintable(piece + QLatin1Char('\n') + text));
    }

    void jsonNamesTheClosedGroup() {
        Snapshot snapshot = snapshotOf("shop.yaml", R"(limn: 1
groups: {billing: {}, shop: {}}
functions:
  place: {group: shop, invokes: [pay, refund]}
  pay: {group: billing, invokes: refund}
  refund: {group: billing}
)");
        Diagram diagram;
        diagram.collapsed.insert("billing");
        snapshot.diagram = std::make_shared<const Diagram>(std::move(diagram));
        const Placement placement = *findLayout("columns")->run(graphOf(snapshot), {});
        const Drawing drawing = draw(snapshot, placement, {}, {});
        const QString json =
            QString::fromStdString(findExporter("json")->run({snapshot, placement, {}, drawing}));
        QCOMPARE(edgesOf(json), QStringList{QStringLiteral("place invokes billing")});
    }
};

QTEST_APPLESS_MAIN(WorkflowExportsTest)
#include "tst_workflow_exports.moc"
