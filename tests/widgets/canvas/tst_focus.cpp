// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/widgets/desk.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/notices.h"
#include "widgets/canvas/view.h"

using namespace limn;

namespace {

using Mood = DrawnItem::Mood;

// A canvas of 1000 by 700 on a document, with a mouse.
struct Table : Desk {
    Canvas canvas{document, selection};

    Table() {
        canvas.resize(1000, 700);
        canvas.show();
        open(ordersText);
    }
    void click(const std::string& id, Qt::KeyboardModifiers modifiers = {}) {
        const Point center = document.derived().placement.nodes.at(id).center();
        QTest::mouseClick(canvas.view().viewport(), Qt::LeftButton, modifiers,
                          canvas.view().mapFromScene(QPointF(center.x, center.y)));
        // Nothing is hovered while moods are looked at.
        QTest::mouseMove(canvas.view().viewport(), QPoint(2, 2));
    }
    void escape() { QTest::keyClick(&canvas.view(), Qt::Key_Escape); }
    Mood mood(const char* id) { return canvas.scene().bodyOf(id)->mood(); }
    QString focus() { return canvas.notices().textOf(QStringLiteral("focus")); }
};

} // namespace

class TestFocus : public QObject {
    Q_OBJECT

private slots:
    void aSelectedPartBringsItsLinesForward() {
        Table table;
        table.click("jobs");
        QCOMPARE(table.mood("jobs"), Mood::Selected);
        QCOMPARE(table.mood("Place publishes jobs"), Mood::Hovered);
        QCOMPARE(table.mood("jobs triggers Ship"), Mood::Hovered);
        QCOMPARE(table.mood("Ship"), Mood::Plain);
        QCOMPARE(table.mood("place-order"), Mood::Muted);
        QVERIFY(table.canvas.scene().bodyOf("orders-table")->opacity() < 1);
        table.escape();
        QCOMPARE(table.mood("orders-table"), Mood::Plain);
        QCOMPARE(table.canvas.scene().bodyOf("orders-table")->opacity(), 1.0);
    }

    void neighboursStayInSightUntilEscape() {
        Table table;
        table.click("Ship");
        table.canvas.focusNeighbours();
        QCOMPARE(table.focus(), QStringLiteral("Neighbours of Ship"));
        QCOMPARE(table.mood("Place"), Mood::Faded);
        QCOMPARE(table.mood("Place publishes jobs"), Mood::Faded);
        QCOMPARE(table.mood("jobs"), Mood::Plain);
        table.escape(); // the selection goes first
        QVERIFY(table.selection.elements().empty());
        QCOMPARE(table.mood("Place"), Mood::Faded);
        table.escape();
        QCOMPARE(table.mood("Place"), Mood::Plain);
        QVERIFY(table.focus().isEmpty());
    }

    void theStoryOfAnEntryPointIsAllItLeadsTo() {
        Table table;
        table.click("place-order");
        table.canvas.focusReached();
        for (const char* id : {"Place", "Ship", "jobs"})
            QVERIFY2(table.mood(id) != Mood::Faded, id);
        for (const char* id : {"failed", "orders-table"})
            QCOMPARE(table.mood(id), Mood::Faded);
        table.click("Ship"); // from here nothing goes on
        table.canvas.focusReached();
        QCOMPARE(table.mood("jobs"), Mood::Faded);
    }

    void theFocusFollowsTheText() {
        Table table;
        table.click("place-order");
        table.canvas.focusReached();
        table.document.intend(QStringLiteral("Connect"),
                              {Connect{"Ship", "orders-table", EdgeKind::Writes, {}}});
        table.settle();
        QVERIFY(table.mood("orders-table") != Mood::Faded);
        table.document.undoStack().undo();
        table.settle();
        QCOMPARE(table.mood("orders-table"), Mood::Faded);
    }

    void theWayBetweenTwoParts() {
        Table table;
        table.click("Ship");
        table.click("Place", Qt::ShiftModifier);
        table.canvas.focusBetween();
        table.escape();
        for (const char* id : {"Place", "Place publishes jobs", "jobs", "jobs triggers Ship"})
            QCOMPARE(table.mood(id), Mood::Plain);
        QCOMPARE(table.mood("place-order"), Mood::Faded);
    }

    void whereNoWayLeadsItSaysSo() {
        Table table;
        table.click("failed");
        table.click("Place", Qt::ShiftModifier);
        table.canvas.focusBetween();
        QVERIFY(table.focus().isEmpty());
        const QString said = table.canvas.notices().textOf(QStringLiteral("refused"));
        QVERIFY2(said.contains(QStringLiteral("No line leads from")), qPrintable(said));
    }

    void sameKindAndZoomToIt() {
        Table table;
        table.click("jobs");
        table.canvas.selectSameKind();
        QCOMPARE(table.selection.elements(), (Selection::Elements{"failed", "jobs"}));
        table.canvas.view().zoomTo(0.2);
        table.canvas.zoomToSelection();
        QVERIFY(table.canvas.view().zoom() > 0.2);
        const QRectF seen =
            table.canvas.view().mapToScene(table.canvas.view().viewport()->rect()).boundingRect();
        for (const char* id : {"jobs", "failed"})
            QVERIFY(seen.contains(table.canvas.scene().bodyOf(id)->sceneBoundingRect()));
    }
};

QTEST_MAIN(TestFocus)
#include "tst_focus.moc"
