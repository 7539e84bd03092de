// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/checks/check.h"
#include "core/exports/sheet_of_paper.h"
#include "layouts/graph.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

Drawing sheet(const Snapshot& snapshot, const SheetLook& look, DrawOptions options = {}) {
    const Placement placement = *findLayout("columns")->run(graphOf(snapshot), {});
    return drawSheet(snapshot, placement, check(*snapshot.model, {}), options, look);
}

const DrawingItem* find(const Drawing& drawing, std::string_view id) {
    const auto found = std::ranges::find(drawing.items, id, &DrawingItem::id);
    return found == drawing.items.end() ? nullptr : &*found;
}

} // namespace

class SheetOfPaperTest : public QObject {
    Q_OBJECT

private slots:
    void theFootSaysWhatTheSheetIs() {
        const Snapshot snapshot = readCase(testsFolder("core/exports/svg/orders"));
        const Drawing drawing = sheet(snapshot, {{"2026-03-01", "group orders"}, false});
        const DrawingItem* foot = find(drawing, "page foot");
        QVERIFY(foot);
        QCOMPARE(foot->title, std::string("orders · group orders · orders.yaml · 2026-03-01 · "
                                          "verdict: ") +
                                  std::string(word(check(*snapshot.model, {}).verdict.overall)));
        QVERIFY(drawing.bounds.contains(foot->bounds));
        for (const DrawingItem& item : drawing.items) // nothing runs into it
            QVERIFY2(&item == foot || !item.bounds.intersects(foot->bounds), item.id.c_str());
        QVERIFY(std::ranges::is_sorted(drawing.items, {},
                                       [](const DrawingItem& item) { return item.layer; }));
    }

    void aLongFootIsCut() {
        const Snapshot snapshot =
            snapshotOf(std::string(4000, 'x') + ".yaml", "limn: 1\nfunctions: {f: {}}\n");
        const Drawing drawing = sheet(snapshot, {});
        const DrawingItem* foot = find(drawing, "page foot");
        QVERIFY(foot);
        for (const Mark& mark : foot->marks)
            if (const auto* words = std::get_if<TextMark>(&mark))
                QVERIFY(words->text.size() < 300);
    }

    void greyHasNoColour() {
        const Snapshot snapshot = readCase(testsFolder("core/exports/svg/kinds"));
        for (const ThemeName theme : {ThemeName::Light, ThemeName::Dark}) {
            DrawOptions options;
            options.theme = theme;
            const Drawing colour = sheet(snapshot, {}, options),
                          grey = sheet(snapshot, {{}, true}, options);
            QVERIFY(colour != grey);
            const auto isGrey = [](Color c) { return c.r == c.g && c.g == c.b; };
            QVERIFY(isGrey(grey.background));
            for (const DrawingItem& item : grey.items)
                for (const Mark& mark : item.marks)
                    if (const auto* words = std::get_if<TextMark>(&mark))
                        QVERIFY(isGrey(words->color));
                    else
                        QVERIFY(isGrey(std::get<PathMark>(mark).fill) &&
                                isGrey(std::get<PathMark>(mark).stroke.color));
        }
        // As light as before: white and black stay, yellow stays light, red is dark.
        Drawing drawing;
        drawing.background = {255, 255, 255, 255};
        PathMark yellow, red;
        yellow.fill = {255, 209, 102, 255};
        red.fill = {179, 38, 30, 128};
        DrawingItem item;
        item.marks = {yellow, red};
        drawing.items = {item};
        const Drawing made = inGrey(drawing);
        QCOMPARE(int(made.background.r), 255);
        QVERIFY(std::get<PathMark>(made.items[0].marks[0]).fill.r > 200);
        QVERIFY(std::get<PathMark>(made.items[0].marks[1]).fill.r < 100);
        QCOMPARE(int(std::get<PathMark>(made.items[0].marks[1]).fill.a), 128);
    }

    void theDayIsTheReviewsNewest() {
        Diagram diagram;
        QCOMPARE(reviewDay(diagram), std::string());
        diagram.accepted["a"] = {"why", "Ada", "2026-01-10", ""};
        diagram.accepted["b"] = {"why", "Ada", "2026-02-03", ""};
        diagram.accepted["c"] = {"why", "Ada", "", ""};
        QCOMPARE(reviewDay(diagram), std::string("2026-02-03"));
    }
};

QTEST_APPLESS_MAIN(SheetOfPaperTest)
#include "tst_sheet_of_paper.moc"
