// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drawing/font_table.h"
#include "core/drawing/icon_table.h"

#include <QTest>

#include <algorithm>
#include <string>

using namespace limn;

class TestTables : public QObject {
    Q_OBJECT

private slots:
    void widthsOfTheFont();
    void heavierIsNotNarrower();
    void everyKindHasItsIcon_data();
    void everyKindHasItsIcon();
    void iconsStayOnTheirField();
    void shapesBecomeCubics();
    void unknownIconsAreNotFound();
};

namespace {

int width(FontWeight weight, char32_t code) {
    const auto table = glyphWidths(weight);
    const auto at = std::ranges::lower_bound(table, code, {}, &GlyphWidth::codepoint);
    return at != table.end() && at->codepoint == code ? at->width : -1;
}

constexpr FontWeight weights[] = {FontWeight::Regular, FontWeight::Medium, FontWeight::SemiBold,
                                  FontWeight::Bold};

} // namespace

void TestTables::widthsOfTheFont() {
    QCOMPARE(fontUnitsPerEm(), 2816);
    QCOMPARE(width(FontWeight::Regular, U' '), 792);
    QCOMPARE(width(FontWeight::Regular, U'0'), 1760);
    QCOMPARE(width(FontWeight::Regular, U'1'), 1308);
    QVERIFY(width(FontWeight::Regular, U'…') > 0);
    QVERIFY(width(FontWeight::Regular, U'×') > 0);
    QVERIFY(width(FontWeight::Regular, U'·') > 0);
    QCOMPARE(width(FontWeight::Regular, U'\n'), -1);
    QCOMPARE(width(FontWeight::Regular, U'漢'), -1);
}

void TestTables::heavierIsNotNarrower() {
    for (const FontWeight weight : weights)
        QVERIFY(std::ranges::is_sorted(glyphWidths(weight), {}, &GlyphWidth::codepoint));
    for (std::size_t i = 1; i < std::size(weights); ++i)
        QVERIFY(width(weights[i], U'n') > width(weights[i - 1], U'n'));
}

void TestTables::everyKindHasItsIcon_data() {
    QTest::addColumn<QByteArray>("id");
    for (const char* id :
         {"http",     "websocket",  "graphql",   "schedule",     "object-event", "message",
          "stream",   "bus-rule",   "manual",    "function",     "workflow",     "queue",
          "topic",    "event-bus",  "table",     "object-store", "relational",   "cache",
          "search",   "file",       "secret",    "config",       "identity",     "host",
          "external", "automation", "resource",  "open",         "save",         "undo",
          "redo",     "tidy",       "zoom-fit",  "zoom-in",      "zoom-out",     "export",
          "warning",  "error",      "info",      "pin",          "group",        "connect",
          "delete",   "palette",    "add",       "theme",        "choice",       "parallel",
          "map",      "pass",       "alarm",     "log-group",    "dashboard",    "network",
          "layer",    "stack",      "container", "user-pool",    "authorizer",   "pipeline",
          "build",    "firewall"})
        QTest::newRow(id) << QByteArray(id);
}

void TestTables::everyKindHasItsIcon() {
    QFETCH(QByteArray, id);
    const Icon* icon = findIcon(id.toStdString());
    QVERIFY(icon);
    QVERIFY(icon->id == id.toStdString());
    QCOMPARE(icon->steps.front().verb, PathStep::Verb::Move);
}

void TestTables::iconsStayOnTheirField() {
    // Half the stroke stands outside the outline and must not be cut off either.
    const Box field{0.75, 0.75, 14.5, 14.5};
    for (const Icon& icon : icons())
        for (const PathStep& step : icon.steps)
            QVERIFY2(field.contains(step.end), std::string(icon.id).c_str());
}

void TestTables::shapesBecomeCubics() {
    const auto cubics = [](const char* id) {
        return std::ranges::count(findIcon(id)->steps, PathStep::Verb::Cubic, &PathStep::verb);
    };
    QCOMPARE(cubics("error"), 4);    // one circle
    QCOMPARE(cubics("resource"), 4); // four round corners
    QCOMPARE(cubics("add"), 0);
    const auto& circle = findIcon("error")->steps;
    QCOMPARE(circle[0].end, (Point{14.25, 8}));
    QCOMPARE(circle[1].end, (Point{8, 14.25}));
    // The corner of the square: a quarter turn from one edge to the next.
    const auto& corner = findIcon("resource")->steps[2];
    QCOMPARE(corner.end, (Point{13, 4}));
    QVERIFY(corner.control1.x > 12.5 && corner.control1.y < 3.01);
}

void TestTables::unknownIconsAreNotFound() {
    QVERIFY(!findIcon(""));
    QVERIFY(!findIcon("limn"));
    QVERIFY(!findIcon("zzz"));
}

QTEST_GUILESS_MAIN(TestTables)
#include "tst_tables.moc"
