// SPDX-License-Identifier: GPL-3.0-or-later
// The inner graph of a workflow as a picture.
#include <QTest>

#include "core/drawing/states.h"
#include "layouts/graph.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

constexpr const char* flow = R"({
  "StartAt": "Check",
  "States": {
    "Check": {"Type": "Task", "Resource": "arn:aws:lambda:eu-west-1:123456789012:function:Approve",
      "TimeoutSeconds": 20,
      "Retry": [{"ErrorEquals": ["States.Timeout"], "MaxAttempts": 6}],
      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Refuse"},
                {"ErrorEquals": ["States.Timeout"], "Next": "Rest"}],
      "Next": "Choose"},
    "Choose": {"Type": "Choice", "Default": "Rest",
      "Choices": [{"Variable": "$.total", "NumericGreaterThan": 100, "Next": "Fan"}]},
    "Fan": {"Type": "Parallel", "Next": "Rest", "Branches": [
      {"StartAt": "Left", "States": {"Left": {"Type": "Pass", "End": true}}},
      {"StartAt": "Right", "States": {"Right": {"Type": "Pass", "Next": "Last"},
                                      "Last": {"Type": "Pass", "End": true}}}]},
    "Rest": {"Type": "Wait", "Seconds": 900, "Next": "Done"},
    "Done": {"Type": "Succeed"},
    "Refuse": {"Type": "Fail", "Error": "Refused"}
  }
})";

struct Picture {
    Snapshot snapshot;
    const Node* workflow = nullptr;
    Placement placement;
    Drawing drawing;

    explicit Picture(std::string text = flow, const Report& report = {})
        : snapshot(snapshotOf("flow.asl.json", text)), workflow(snapshot.model->node("flow")) {
        placement = arrangeStates(*snapshot.model, *workflow)->placement;
        drawing = drawStates(snapshot, *workflow, placement, report);
    }
    const DrawingItem* item(std::string_view id) const {
        const auto found = std::ranges::find(drawing.items, id, &DrawingItem::id);
        return found == drawing.items.end() ? nullptr : &*found;
    }
    const DrawingItem* line(std::string_view title) const {
        const auto found = std::ranges::find_if(drawing.items, [&](const DrawingItem& item) {
            return item.layer == Layer::Edge && item.title == title;
        });
        return found == drawing.items.end() ? nullptr : &*found;
    }
    std::string words(std::string_view id) const {
        std::string all;
        if (const DrawingItem* named = item(id))
            for (const Mark& mark : named->marks)
                if (const auto* text = std::get_if<TextMark>(&mark))
                    all += (all.empty() ? "" : " | ") + text->text;
        return all;
    }
};

} // namespace

class StatesTest : public QObject {
    Q_OBJECT

private slots:
    void everyStateSaysWhatOneAsksFirst() {
        const Picture picture;
        QCOMPARE(picture.words("node flow/Check"),
                 std::string("Check | Approve · 20 s · retries 6"));
        QCOMPARE(picture.words("node flow/Choose"), std::string("Choose | choice"));
        QCOMPARE(picture.words("node flow/Rest"), std::string("Rest | waits 15 min"));
        QCOMPARE(picture.words("node flow/Refuse"), std::string("Refuse | Refused"));
        QCOMPARE(picture.words("group flow/Fan"), std::string("Fan | 2 branches"));
        QCOMPARE(picture.words("group flow/Fan#branch 2"), std::string("branch 2"));
        QVERIFY(picture.item("node flow#start"));
    }

    void waysSayWhenTheyAreTaken() {
        const Picture picture;
        QCOMPARE(picture.line("Choose → Fan")->description, std::string("next: $.total > 100"));
        QCOMPARE(picture.line("Choose → Rest")->description, std::string("next: otherwise"));
        QCOMPARE(picture.line("Check → Refuse")->description, std::string("on an error"));
        QCOMPARE(picture.line("Check → Rest")->description, std::string("on an error: Timeout"));
        QVERIFY(picture.line("Start → Check"));
        QVERIFY(picture.line("Right → Last"));
        // A catch is drawn as any failure path: dotted, with a cross.
        const auto& caught = std::get<PathMark>(picture.line("Check → Refuse")->marks.front());
        QVERIFY(!caught.stroke.dashes.empty());
        const auto& plain = std::get<PathMark>(picture.line("Check → Choose")->marks.front());
        QVERIFY(plain.stroke.dashes.empty());
    }

    void branchesHoldTheirStatesAndNothingElse() {
        const Picture picture;
        const Box fan = picture.placement.groups.at("flow/Fan");
        const Box left = picture.placement.groups.at("flow/Fan#branch 1");
        const Box right = picture.placement.groups.at("flow/Fan#branch 2");
        QVERIFY(fan.contains(left) && fan.contains(right) && !left.intersects(right));
        QVERIFY(left.contains(picture.placement.nodes.at("flow/Left")));
        QVERIFY(right.contains(picture.placement.nodes.at("flow/Right")));
        QVERIFY(right.contains(picture.placement.nodes.at("flow/Last")));
        for (const char* id : {"flow/Check", "flow/Choose", "flow/Rest", "flow/Done"})
            QVERIFY2(!fan.intersects(picture.placement.nodes.at(id)), id);
    }

    void noTwoStatesOverlap() {
        const Picture picture;
        for (const auto& [id, box] : picture.placement.nodes)
            for (const auto& [other, otherBox] : picture.placement.nodes)
                QVERIFY2(id == other || !box.intersects(otherBox),
                         (id + " covers " + other).c_str());
    }

    // From top to bottom, as one reads.
    void goesDown() {
        const Picture picture;
        const auto top = [&](const char* id) { return picture.placement.nodes.at(id).y; };
        QVERIFY(top("flow#start") < top("flow/Check"));
        QVERIFY(top("flow/Check") < top("flow/Choose"));
        QVERIFY(top("flow/Rest") < top("flow/Done"));
    }

    void findingsOfOtherPartsStayAway() {
        Report report;
        Finding other;
        other.elements = {"elsewhere"};
        report.findings = {other};
        const Picture picture(flow, report);
        QVERIFY(std::ranges::none_of(picture.drawing.items, [](const DrawingItem& item) {
            return item.layer == Layer::Badge;
        }));
    }

    void brokenFlowsAreDrawnAsFarAsTheyGo_data() {
        QTest::addColumn<QByteArray>("text");
        const std::pair<const char*, const char*> rows[] = {
            {"no states", "{'StartAt': 'A', 'States': {}}"},
            {"nowhere", "{'StartAt': 'A', 'States': {'A': {'Type': 'Pass', 'Next': 'B'}}}"},
            {"itself", "{'StartAt': 'A', 'States': {'A': {'Type': 'Pass', 'Next': 'A'}}}"},
            {"no start", "{'StartAt': 'Z', 'States': {'A': {'Type': 'Pass', 'End': true}}}"},
            {"empty branches", "{'StartAt': 'A', 'States': {'A': {'Type': 'Parallel', 'Branches': "
                               "[], 'End': true}}}"},
        };
        for (const auto& [name, text] : rows)
            QTest::newRow(name) << QByteArray(text).replace('\'', '"');
    }
    void brokenFlowsAreDrawnAsFarAsTheyGo() {
        QFETCH(QByteArray, text);
        const Picture picture(text.toStdString());
        QVERIFY(!picture.drawing.bounds.empty());
        for (const State& state : picture.snapshot.model->states(*picture.workflow))
            QVERIFY(picture.item("node " + picture.snapshot.model->id(state)));
    }
};

QTEST_APPLESS_MAIN(StatesTest)
#include "tst_states.moc"
