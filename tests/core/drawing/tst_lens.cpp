// SPDX-License-Identifier: GPL-3.0-or-later
// What lenses say of a system's parts, and how a picture shows it.
#include <cmath>
#include <set>

#include <QTest>
#include <fmt/format.h>

#include "core/checks/check.h"
#include "core/drawing/draw.h"
#include "core/drawing/lens.h"
#include "layouts/graph.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

constexpr const char* wired = R"(limn: 1
groups:
  billing: {kind: service}
entry_points:
  place: {route: POST /orders, auth: required, triggers: Place}
  tick: {schedule: rate(5 minutes), triggers: {to: Sweep, delivery: async}}
functions:
  Place: {writes: orders, publishes: jobs}
  Sweep: {reads: orders}
  Work: {group: billing, writes: orders, invokes: Second}
  Second: {group: billing, writes: orders}
queues:
  jobs: {triggers: Work, fails_to: dead}
  dead: {}
stores:
  orders: {type: table}
hosts:
  server: {}
)";

constexpr const char* policies = R"(AWSTemplateFormatVersion: "2010-09-09"
Transform: AWS::Serverless-2016-10-31
Parameters:
  Actions: {Type: CommaDelimitedList}
Resources:
  Everything:
    Type: AWS::Serverless::Function
    Properties:
      Policies: [{Statement: [{Effect: Allow, Action: "s3:*", Resource: "*"}]}]
  Wide:
    Type: AWS::Serverless::Function
    Properties:
      Policies: [{Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: "*"}]}]
  Narrow:
    Type: AWS::Serverless::Function
    Properties:
      Policies: [{Statement: [{Effect: Allow, Action: "s3:GetObject", Resource: !GetAtt Files.Arn}]}]
  Unclear:
    Type: AWS::Serverless::Function
    Properties:
      Policies: [{Statement: [{Effect: Allow, Action: !Ref Actions, Resource: !GetAtt Files.Arn}]}]
  Files: {Type: AWS::S3::Bucket}
)";

Placement arranged(const Snapshot& snapshot) {
    return *findLayout("columns")->run(graphOf(snapshot), {});
}

const DrawingItem* itemNamed(const Drawing& drawing, std::string_view id) {
    const auto found = std::ranges::find(drawing.items, id, &DrawingItem::id);
    return found == drawing.items.end() ? nullptr : &*found;
}

std::string wordsOf(const DrawingItem& item) {
    std::string words;
    for (const Mark& mark : item.marks)
        if (const auto* text = std::get_if<TextMark>(&mark))
            words += (words.empty() ? "" : " | ") + text->text;
    return words;
}

Finding finding(const char* element, Severity severity) {
    Finding made;
    made.check = checks().front();
    made.severity = severity;
    made.message = "something";
    made.elements = {element};
    made.fingerprint = std::string("finding:") + element;
    return made;
}

// The row that a lens has a part or line in; empty for none.
std::string rowOf(const char* lensId, const Model& model, const Report& report,
                  std::string_view element) {
    const Lens& lens = *findLens(lensId);
    const LensFacts facts(model, report);
    const Node* node = model.node(element);
    const int row = node ? lens.ofNode(facts, *node) : lens.ofEdge(facts, *model.edge(element));
    return row == noRow ? std::string()
                        : std::string(lens.rows[static_cast<std::size_t>(row)].words);
}

double luminance(Color c) {
    const auto channel = [](std::uint8_t v) {
        const double s = v / 255.0;
        return s <= 0.03928 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(c.r) + 0.7152 * channel(c.g) + 0.0722 * channel(c.b);
}

const PathMark& body(const Drawing& drawing, const std::string& id) {
    return std::get<PathMark>(itemNamed(drawing, "node " + id)->marks.front());
}

} // namespace

class LensTest : public QObject {
    Q_OBJECT

private slots:
    void sayingOfParts_data() {
        QTest::addColumn<QString>("lens");
        QTest::addColumn<QString>("element");
        QTest::addColumn<QString>("words");
        const char* const rows[][3] = {
            {"class", "server", "Host-centric"},
            {"class", "jobs", "Managed backend service"},
            {"kind", "tick", "Entry point"},
            {"failures", "jobs", "Hands on what fails"},
            {"failures", "dead", "Takes what failed elsewhere"},
            {"failures", "Sweep", "Nobody waits, and what fails has no way on"},
            {"failures", "Work", ""},  // its queue hands on what it fails at
            {"failures", "Place", ""}, // its caller waits
            {"failures", "jobs fails_to dead", "Failure path"},
            {"failures", "tick triggers Sweep", "Nobody waits for the answer"},
            {"failures", "place triggers Place", ""},
            {"findings", "Place", "Loses data, fails, or opens the system"},
            {"findings", "Sweep", "Goes wrong under failure, load or growth"},
            {"findings", "Work", "Accepted findings only"},
            {"findings", "orders", ""},
            {"findings", "Place publishes jobs", "A hint"},
            {"verdict", "Place", "Not yet: an error stands on it"},
            {"verdict", "Sweep", "Partial: a warning stands on it"},
            {"verdict", "orders", ""},
        };
        for (const auto& [lens, element, words] : rows)
            QTest::addRow("%s %s", lens, element)
                << QString(lens) << QString(element) << QString(words);
    }
    void sayingOfParts() {
        QFETCH(QString, lens);
        QFETCH(QString, element);
        QFETCH(QString, words);
        const Snapshot snapshot = snapshotOf("system.yaml", wired);
        Report report;
        report.findings = {finding("Place", Severity::Warning), finding("Place", Severity::Error),
                           finding("Sweep", Severity::Warning), finding("Work", Severity::Error),
                           finding("Place publishes jobs", Severity::Info)};
        report.findings[3].accepted = Acceptance{"known", "ann", "2024-01-01", {}};
        QCOMPARE(QString::fromStdString(
                     rowOf(lens.toUtf8(), *snapshot.model, report, element.toStdString())),
                 words);
    }

    void sayingOfPolicies() {
        const Snapshot snapshot = snapshotOf("template.yaml", policies);
        const auto row = [&](const char* id) {
            return rowOf("permissions", *snapshot.model, {}, id);
        };
        QCOMPARE(row("Everything"), std::string("May do anything to anything of a service"));
        QCOMPARE(row("Wide"), std::string("Any action, or any resource"));
        QCOMPARE(row("Narrow"), std::string("Named actions on named resources"));
        QCOMPARE(row("Unclear"), std::string("Cannot be told from the text"));
        QCOMPARE(row("Files"), std::string());
    }

    void permissionsShowIdentities() {
        const Snapshot plain = snapshotOf("template.yaml", policies);
        const Snapshot seen = seenThrough(plain, *findLens("permissions"));
        const auto identity =
            std::ranges::find(plain.model->nodes(), NodeKind::Identity, &Node::kind);
        QVERIFY(identity != plain.model->nodes().end());
        const std::string id(plain.model->id(*identity));
        QVERIFY(!arranged(plain).nodes.contains(id));
        QVERIFY(arranged(seen).nodes.contains(id));
    }

    // What one of the rows colours has the row's colour and pattern; all else steps back.
    void coloursAndPatterns() {
        const Snapshot snapshot = snapshotOf("system.yaml", wired);
        DrawOptions options;
        options.lens = "failures";
        const Placement placement = arranged(snapshot);
        const Drawing drawing = draw(snapshot, placement, {}, options);
        const Theme& light = theme(ThemeName::Light);
        QVERIFY(body(drawing, "jobs").fill == light.of(Tone::Blue).fill);
        QVERIFY(body(drawing, "Sweep").fill == light.of(Tone::Red).fill);
        QVERIFY(body(drawing, "orders").fill == light.resource.fill);
        const auto marks = [&](const char* id) {
            return itemNamed(drawing, std::string("node ") + id)->marks.size();
        };
        const Drawing plain = draw(snapshot, placement, {});
        QCOMPARE(itemNamed(plain, "node Sweep")->marks.size() + 2, marks("Sweep")); // and a plate
        QCOMPARE(itemNamed(plain, "node Place")->marks.size(), marks("Place"));
    }

    void legendHasARowForWhatIsThere() {
        const Snapshot snapshot = snapshotOf("system.yaml", wired);
        DrawOptions options;
        options.lens = "failures";
        options.legend = true;
        const Drawing drawing = draw(snapshot, arranged(snapshot), {}, options);
        QCOMPARE(itemNamed(drawing, "legend")->title, std::string("Legend: Failure paths"));
        QCOMPARE(wordsOf(*itemNamed(drawing, "legend row 01")),
                 std::string("Hands on what fails · 1"));
        QCOMPARE(wordsOf(*itemNamed(drawing, "legend row 03")), std::string("Failure path · 1"));
        for (const DrawingItem& item : drawing.items)
            QVERIFY2(drawing.bounds.contains(item.bounds), item.id.c_str());
        for (const DrawingItem& item : drawing.items)
            for (const DrawingItem& other : drawing.items)
                if (item.id.starts_with("legend") && item.id != other.id)
                    QVERIFY2(!item.bounds.intersects(other.bounds),
                             (item.id + " covers " + other.id).c_str());
        options.lens = "class";
        const Drawing classes = draw(snapshot, arranged(snapshot), {}, options);
        QCOMPARE(wordsOf(*itemNamed(classes, "legend row 03")), std::string("Host-centric · 1"));
        QVERIFY(!itemNamed(classes, "legend row 05")); // nothing automates here
        QVERIFY(!itemNamed(draw(snapshot, arranged(snapshot), {}), "legend"));
    }

    // On paper every two rows of a lens differ by something that is no colour.
    void paperTellsRowsApart() {
        const Theme& paper = theme(ThemeName::Print);
        for (const Lens* lens : lenses()) {
            for (std::size_t a = 0; a < lens->rows.size(); ++a)
                for (std::size_t b = 0; b < a; ++b) {
                    const LensRow &one = lens->rows[a], &other = lens->rows[b];
                    const double grey = luminance(paper.of(one.tone).fill),
                                 otherGrey = luminance(paper.of(other.tone).fill);
                    const bool differ = one.pattern != other.pattern || one.shape != other.shape ||
                                        one.line != other.line || std::abs(grey - otherGrey) > 0.05;
                    QVERIFY2(
                        differ,
                        fmt::format("{}: {} and {}", lens->id, one.words, other.words).c_str());
                }
        }
        for (std::size_t tone = 0; tone < toneCount; ++tone) {
            const ClassColors& colors = paper.of(static_cast<Tone>(tone));
            for (const Color c : {colors.fill, colors.stroke})
                QVERIFY(c.r == c.g && c.g == c.b);
        }
    }

    void closedGroupsSumTheirBadges() {
        Snapshot snapshot = snapshotOf("system.yaml", wired);
        Diagram diagram;
        diagram.collapsed.insert("billing");
        snapshot.diagram = std::make_shared<const Diagram>(diagram);
        Report report;
        report.findings = {finding("Work", Severity::Warning), finding("Second", Severity::Error),
                           finding("Work invokes Second", Severity::Info)};
        DrawOptions options;
        options.callouts = {"finding:Second"};
        const Drawing drawing = draw(snapshot, arranged(snapshot), report, options);
        QCOMPARE(wordsOf(*itemNamed(drawing, "badge billing")), std::string("3"));
        QCOMPARE(itemNamed(drawing, "callout finding:Second")->element, std::string("billing"));
        QCOMPARE(wordsOf(*itemNamed(drawing, "group billing")),
                 std::string("billing | 2 functions"));
    }

    void aClosedGroupHasTheWorstOfItsParts() {
        Snapshot snapshot = snapshotOf("system.yaml", wired);
        Diagram diagram;
        diagram.collapsed.insert("billing");
        snapshot.diagram = std::make_shared<const Diagram>(diagram);
        Report report;
        report.findings = {finding("Work", Severity::Warning), finding("Second", Severity::Error)};
        DrawOptions options;
        options.lens = "findings";
        options.legend = true;
        const Drawing drawing = draw(snapshot, arranged(snapshot), report, options);
        const auto& box = std::get<PathMark>(itemNamed(drawing, "group billing")->marks.front());
        QVERIFY(box.fill == theme(ThemeName::Light).of(Tone::Red).fill);
        // The legend counts what is in it.
        QVERIFY(itemNamed(drawing, "legend row 00") && itemNamed(drawing, "legend row 01"));
        options.lens = "class";
        const Drawing classes = draw(snapshot, arranged(snapshot), report, options);
        const auto& plain = std::get<PathMark>(itemNamed(classes, "group billing")->marks.front());
        QVERIFY(plain.fill == theme(ThemeName::Light).groupFill);
    }

    void linesAtAClosedGroupAreOne() {
        Snapshot snapshot = snapshotOf("system.yaml", wired);
        Diagram diagram;
        diagram.collapsed.insert("billing");
        snapshot.diagram = std::make_shared<const Diagram>(diagram);
        const Drawing drawing = draw(snapshot, arranged(snapshot), {});
        const auto line =
            std::ranges::find(drawing.items, std::string("billing → orders"), &DrawingItem::title);
        QVERIFY(line != drawing.items.end());
        QCOMPARE(line->description, std::string("writes, 2 lines in one"));
        QCOMPARE(wordsOf(*itemNamed(drawing, "label " + line->element)), std::string("2 lines"));
    }

    void openGroupsSayTheirSumFromAfar() {
        const Snapshot snapshot = snapshotOf("system.yaml", wired);
        Report report;
        report.findings = {finding("Work", Severity::Warning), finding("Second", Severity::Error),
                           finding("Place", Severity::Error)};
        const Drawing drawing = draw(snapshot, arranged(snapshot), report);
        const auto plate =
            std::ranges::find(drawing.overview, std::string("billing"), &DrawingItem::element);
        QVERIFY(plate != drawing.overview.end());
        QCOMPARE(wordsOf(*plate), std::string("billing | 2"));
    }
};

QTEST_APPLESS_MAIN(LensTest)
#include "tst_lens.moc"
