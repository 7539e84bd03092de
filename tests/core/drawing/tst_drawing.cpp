// SPDX-License-Identifier: GPL-3.0-or-later
// What is drawn of a model: words, colours, and where annotations find room.
#include <cmath>

#include <QTest>
#include <fmt/format.h>

#include "core/checks/check.h"
#include "core/drawing/draw.h"
#include "core/drawing/shapes.h"
#include "core/drawing/text_width.h"
#include "layouts/graph.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

constexpr const char* orders = R"(limn: 1
entry_points:
  place: {route: POST /orders, auth: required, triggers: Place}
  open: {route: GET /health, auth: none, triggers: Place}
  tick: {schedule: rate(5 minutes), triggers: {to: Reconcile, delivery: async}}
functions:
  Place: {timeout_seconds: 10, memory_mb: 512, writes: orders-table, publishes: jobs}
  Reconcile: {timeout_seconds: 900, reads: orders-table}
  Fulfil: {memory_mb: {unknown: "${Memory}"}, fails_to: fulfil-dead}
  Plain:
queues:
  jobs: {visibility_timeout_seconds: 30, triggers: {to: Fulfil, batch_size: 10, batch_window_seconds: 30}}
  retried: {visibility_timeout_seconds: 180, max_receive_count: 3, fails_to: retried-dead}
  retried-dead: {retention_seconds: 1209600}
  fulfil-dead: {}
stores:
  orders-table: {type: table, billing: on_demand, point_in_time_recovery: true}
  files: {type: object}
streams:
  clicks: {shards: 2, retention_seconds: 86400}
identities:
  place-role: {type: role, grants: orders-table}
other:
  watch: {type: alarm, observes: Place}
  extra: {type: layer}
)";

Placement arranged(const Snapshot& snapshot) {
    return *findLayout("columns")->run(graphOf(snapshot), {});
}

// Findings on everything, so that callouts have to look for room.
Report crowded(const Snapshot& snapshot) {
    Report report;
    int number = 0;
    for (const Node& node : snapshot.model->nodes()) {
        Finding finding;
        finding.check = checks().front();
        finding.severity = static_cast<Severity>(number % 3);
        finding.message = "visibility timeout 30 s is shorter than 6 × the 60 s timeout of the "
                          "handler that takes its messages";
        finding.elements = {std::string(snapshot.model->id(node))};
        finding.fingerprint = "finding-" + std::to_string(++number);
        finding.at = node.at;
        report.findings.push_back(std::move(finding));
    }
    return report;
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

double luminance(Color c) {
    const auto channel = [](std::uint8_t v) {
        const double s = v / 255.0;
        return s <= 0.03928 ? s / 12.92 : std::pow((s + 0.055) / 1.055, 2.4);
    };
    return 0.2126 * channel(c.r) + 0.7152 * channel(c.g) + 0.0722 * channel(c.b);
}
double contrast(Color a, Color b) {
    const double x = luminance(a), y = luminance(b);
    return (std::max(x, y) + 0.05) / (std::min(x, y) + 0.05);
}

} // namespace

class DrawingTest : public QObject {
    Q_OBJECT

private slots:
    void contrastIsEnough_data() {
        QTest::addColumn<int>("name");
        QTest::newRow("light") << static_cast<int>(ThemeName::Light);
        QTest::newRow("dark") << static_cast<int>(ThemeName::Dark);
        QTest::newRow("print") << static_cast<int>(ThemeName::Print);
        QTest::newRow("contrast") << static_cast<int>(ThemeName::Contrast);
    }
    void contrastIsEnough() {
        QFETCH(int, name);
        const Theme& t = theme(static_cast<ThemeName>(name));
        // WCAG 1.4.3 and 1.4.11; 1.4.6 for who asks for more.
        const bool more = static_cast<ThemeName>(name) == ThemeName::Contrast;
        const double forText = more ? 7 : 4.5, forShapes = more ? 7 : 3;
        const auto atLeast = [](const char* what, Color a, Color b, double least) {
            QVERIFY2(contrast(a, b) >= least,
                     fmt::format("{}: {:.2f} is below {}", what, contrast(a, b), least).c_str());
        };
        for (const Color ground : {t.background, t.groupFill, t.calloutFill, t.labelFill})
            for (const Color words : {t.text, t.mutedText, t.link, t.groupText, t.error.text,
                                      t.warning.text, t.info.text, t.backend.stroke})
                atLeast("text on a ground", words, ground, forText);
        for (std::size_t tone = 0; tone < toneCount; ++tone) {
            const ClassColors* c = &t.of(static_cast<Tone>(tone));
            atLeast("a part's name", t.text, c->fill, forText);
            atLeast("a part's facts", t.mutedText, c->fill, forText);
            atLeast("a part's border", c->stroke, t.background, forShapes);
            atLeast("a part's border in a group", c->stroke, t.groupFill, forShapes);
            atLeast("a part's icon", c->stroke, c->fill, forShapes);
        }
        for (const SeverityColors* c : {&t.error, &t.warning, &t.info})
            atLeast("a badge's count", c->mark, c->fill, forText);
        for (const Color line : {t.edge, t.failure, t.grant, t.selection})
            for (const Color ground : {t.background, t.groupFill})
                atLeast("a line", line, ground, forShapes);
        if (more) // elsewhere a frame is told by its ground and its caption, too
            for (const Color line : {t.groupBorder, t.rule})
                atLeast("a frame", line, t.background, forShapes);
    }
    void namesOfThemes() {
        for (const char* word : {"light", "dark", "print", "contrast"})
            QVERIFY2(themeName(word), word);
        QVERIFY(&theme(*themeName("contrast")) == &theme(ThemeName::Contrast));
        QVERIFY(&theme(*themeName("print")) == &theme(ThemeName::Print));
        QVERIFY(!themeName("sepia"));
    }

    void saysWhatOneAsksFirst_data() {
        QTest::addColumn<QString>("id");
        QTest::addColumn<QString>("words");
        const std::pair<const char*, const char*> rows[] = {
            {"place", "POST /orders | HTTP · auth required"},
            {"open", "GET /health | HTTP · no auth"},
            {"tick", "every 5 min | schedule"},
            {"Place", "Place | 10 s · 512 MB"},
            {"Reconcile", "Reconcile | 15 min"},
            {"Fulfil", "Fulfil | function"}, // what is unknown is left out
            {"Plain", "Plain | function"},
            {"jobs", "jobs | visible 30 s · no DLQ"},
            {"retried", "retried | visible 180 s · DLQ after 3"},
            {"retried-dead", "retried-dead | dead letters · keeps 14 days"},
            {"fulfil-dead", "fulfil-dead | dead letters"},
            {"orders-table", "orders-table | on demand · PITR"},
            {"files", "files | object store"},
            {"clicks", "clicks | 2 shards · 24 h"},
            {"extra", "extra | layer"},
        };
        for (const auto& [id, words] : rows)
            QTest::newRow(id) << QString::fromUtf8(id) << QString::fromUtf8(words);
    }
    void saysWhatOneAsksFirst() {
        QFETCH(QString, id);
        QFETCH(QString, words);
        const Snapshot snapshot = snapshotOf("orders.yaml", orders);
        const Node* node = snapshot.model->node(id.toStdString());
        QVERIFY(node);
        QCOMPARE(QString::fromStdString(nodeTitle(*snapshot.model, *node) + " | " +
                                        nodeSubtitle(*snapshot.model, *node)),
                 words);
    }

    void iconsTellSubtypes() {
        QCOMPARE(iconId(NodeKind::Store, "object"), std::string("object-store"));
        QCOMPARE(iconId(NodeKind::Store, "ledger"), std::string("table"));
        QCOMPARE(iconId(NodeKind::EntryPoint, "bus_rule"), std::string("bus-rule"));
        QCOMPARE(iconId(NodeKind::EntryPoint, "unheard_of"), std::string("manual"));
        QCOMPARE(iconId(NodeKind::Identity, "user_pool"), std::string("user-pool"));
        QCOMPARE(iconId(NodeKind::Identity, "role"), std::string("identity"));
        QCOMPARE(iconId(NodeKind::Host, "task"), std::string("container"));
        QCOMPARE(iconId(NodeKind::External, "queue"), std::string("queue"));
        QCOMPARE(iconId(NodeKind::External, ""), std::string("external"));
        QCOMPARE(iconId(NodeKind::Resource, "alarm"), std::string("alarm"));
        QCOMPARE(iconId(NodeKind::Queue, ""), std::string("queue"));
    }

    void labelsCarryFacts() {
        const Snapshot snapshot = snapshotOf("orders.yaml", orders);
        QCOMPARE(edgeLabel(*snapshot.model, *snapshot.model->edge("jobs triggers Fulfil")),
                 std::string("batch 10 · 30 s"));
        QCOMPARE(edgeLabel(*snapshot.model, *snapshot.model->edge("Place writes orders-table")),
                 std::string());
    }

    void leavesOutWhatALensShows() {
        const Snapshot snapshot = snapshotOf("orders.yaml", orders);
        const Model& model = *snapshot.model;
        Diagram diagram;
        QVERIFY(!isDrawn(model, diagram, *model.node("place-role")));
        QVERIFY(!isDrawn(model, diagram, *model.node("watch")));
        QVERIFY(isDrawn(model, diagram, *model.node("extra")));
        QVERIFY(isDrawn(model, diagram, *model.edge("Place writes orders-table")));
        diagram.hiddenKinds.insert("store");
        QVERIFY(!isDrawn(model, diagram, *model.node("orders-table")));
        QVERIFY(!isDrawn(model, diagram, *model.edge("Place writes orders-table")));
    }

    void cutsLongNamesInTheMiddle() {
        QCOMPARE(elided("short", 100, 13, FontWeight::SemiBold), std::string("short"));
        const std::string cut =
            elided("AccountDeletionProcessorFunction", 120, 13, FontWeight::SemiBold);
        QVERIFY2(cut.starts_with("Account") && cut.ends_with("unction"), cut.c_str());
        QVERIFY(textWidth(cut, 13, FontWeight::SemiBold) <= 120);
        for (const std::string& line : wrapped("one two averyveryverylongwordwithoutspaces four",
                                               80, 12, FontWeight::Regular))
            QVERIFY2(textWidth(line, 12, FontWeight::Regular) <= 80, line.c_str());
        QCOMPARE(wrapped("one two", 500, 12, FontWeight::Regular),
                 std::vector<std::string>{"one two"});
    }

    void keepsWholeNamesInTitles() {
        const Snapshot snapshot = snapshotOf(
            "a.yaml",
            "limn: 1\nfunctions:\n  AVeryLongNameThatDoesNotFitIntoAnyBoxOfThePicture:\n");
        const Drawing drawing = draw(snapshot, arranged(snapshot), {});
        const DrawingItem* item =
            itemNamed(drawing, "node AVeryLongNameThatDoesNotFitIntoAnyBoxOfThePicture");
        QVERIFY(item);
        QCOMPARE(item->title, std::string("AVeryLongNameThatDoesNotFitIntoAnyBoxOfThePicture"));
        QVERIFY2(wordsOf(*item).find("…") != std::string::npos, wordsOf(*item).c_str());
    }

    void calloutsCoverNothing() {
        const Snapshot snapshot = snapshotOf("orders.yaml", orders);
        const Report report = crowded(snapshot);
        DrawOptions options;
        for (const Finding& finding : report.findings)
            options.callouts.insert(finding.fingerprint);
        const Placement placement = arranged(snapshot);
        const Drawing drawing = draw(snapshot, placement, report, options);
        std::vector<const DrawingItem*> callouts;
        for (const DrawingItem& item : drawing.items)
            if (item.layer == Layer::Callout)
                callouts.push_back(&item);
        QCOMPARE(callouts.size(), placement.nodes.size());
        const auto cardOf = [](const DrawingItem& item) {
            std::vector<Point> points;
            for (const PathStep& step : item.outline)
                if (step.verb != PathStep::Verb::Close)
                    points.push_back(step.end);
            double l = points[0].x, t = points[0].y, r = l, b = t;
            for (const Point p : points) {
                l = std::min(l, p.x);
                t = std::min(t, p.y);
                r = std::max(r, p.x);
                b = std::max(b, p.y);
            }
            return Box{l, t, r - l, b - t};
        };
        for (const DrawingItem* a : callouts) {
            for (const auto& [id, box] : placement.nodes)
                QVERIFY2(!cardOf(*a).intersects(box), (a->id + " covers " + id).c_str());
            for (const DrawingItem* b : callouts)
                QVERIFY2(a == b || !cardOf(*a).intersects(cardOf(*b)),
                         (a->id + " covers " + b->id).c_str());
            QVERIFY(drawing.bounds.contains(a->bounds));
        }
    }

    void labelsCoverNoPart() {
        const Snapshot snapshot = snapshotOf("orders.yaml", orders);
        const Placement placement = arranged(snapshot);
        const Drawing drawing = draw(snapshot, placement, {});
        const DrawingItem* label = itemNamed(drawing, "label jobs triggers Fulfil");
        QVERIFY(label);
        for (const auto& [id, box] : placement.nodes)
            QVERIFY2(!label->bounds.intersects(box), id.c_str());
    }

    void badgesCountAndPagesNumber() {
        const Snapshot snapshot = snapshotOf("orders.yaml", orders);
        Report report = crowded(snapshot);
        for (Finding& finding : report.findings)
            finding.elements = {"jobs"};
        report.findings.resize(3);
        const Placement placement = arranged(snapshot);
        const DrawingItem* badge = nullptr;
        const Drawing canvas = draw(snapshot, placement, report);
        QVERIFY((badge = itemNamed(canvas, "badge jobs")));
        QCOMPARE(wordsOf(*badge), std::string("3"));
        QCOMPARE(badge->title, std::string("3 findings on jobs"));

        DrawOptions options;
        options.page = true;
        const Drawing page = draw(snapshot, placement, report, options);
        QVERIFY((badge = itemNamed(page, "badge jobs")));
        QCOMPARE(wordsOf(*badge), std::string("1–3"));
        QVERIFY(itemNamed(page, "page finding 00003"));
        QVERIFY(wordsOf(*itemNamed(page, "page finding 00003")).find("orders.yaml:") !=
                std::string::npos);
        QVERIFY(itemNamed(page, "page verdict"));
        QCOMPARE(wordsOf(*itemNamed(page, "page title")), std::string("orders | orders.yaml"));

        options = {};
        options.annotations = false;
        QVERIFY(!itemNamed(draw(snapshot, placement, report, options), "badge jobs"));
    }

    void acceptedFindingsStayMuted() {
        const Snapshot snapshot = snapshotOf("orders.yaml", orders);
        Report report = crowded(snapshot);
        report.findings.resize(1);
        report.findings[0].accepted = Acceptance{"known and planned", "ann", "2024-01-01", {}};
        DrawOptions options;
        options.callouts.insert(report.findings[0].fingerprint);
        const Drawing drawing = draw(snapshot, arranged(snapshot), report, options);
        const std::string& element = report.findings[0].elements[0];
        const std::string name = nodeTitle(*snapshot.model, *snapshot.model->node(element));
        QCOMPARE(itemNamed(drawing, "badge " + element)->title, "1 accepted finding on " + name);
        const DrawingItem* callout =
            itemNamed(drawing, "callout " + report.findings[0].fingerprint);
        QVERIFY2(wordsOf(*callout).find("Accepted: known and planned (ann)") != std::string::npos,
                 wordsOf(*callout).c_str());
    }

    void drawsTheSameTwice() {
        const Snapshot snapshot = snapshotOf("orders.yaml", orders);
        const Report report = crowded(snapshot);
        QVERIFY(draw(snapshot, arranged(snapshot), report) ==
                draw(snapshot, arranged(snapshot), report));
    }

    void drawsNothingToo() {
        const Drawing drawing = draw({}, {}, {});
        QVERIFY(drawing.items.empty());
        QVERIFY(!drawing.bounds.empty());
    }

    void collapsedGroupsAreOnePart() {
        Snapshot snapshot =
            snapshotOf("a.yaml", "limn: 1\ngroups:\n  billing: {kind: service}\nfunctions:\n  A: "
                                 "{group: billing, invokes: B}\n"
                                 "  B: {group: billing, invokes: C}\n  C:\n");
        Diagram diagram;
        diagram.collapsed.insert("billing");
        snapshot.diagram = std::make_shared<const Diagram>(diagram);
        const Placement placement = arranged(snapshot);
        QVERIFY(!placement.nodes.contains("A"));
        QCOMPARE(placement.edges.size(), std::size_t{1});
        const Drawing drawing = draw(snapshot, placement, {});
        QCOMPARE(wordsOf(*itemNamed(drawing, "group billing")),
                 std::string("billing | 2 functions"));
    }
};

QTEST_APPLESS_MAIN(DrawingTest)
#include "tst_drawing.moc"
