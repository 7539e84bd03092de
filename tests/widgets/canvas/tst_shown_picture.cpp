// SPDX-License-Identifier: GPL-3.0-or-later
// Which picture the canvas shows: lenses, closed groups, a workflow's states, and the view from
// afar.
#include "tests/widgets/desk.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/notices.h"
#include "widgets/canvas/view.h"
#include "widgets/paint/painter.h"

using namespace limn;

namespace {

const std::string wired = R"(limn: 1
groups:
  billing: {kind: service}
functions:
  Place: {invokes: Charge, timeout_seconds: 10}
  Charge: {group: billing, invokes: Refund, assumes: charge-role}
  Refund: {group: billing}
queues:
  jobs: {triggers: Place}
identities:
  charge-role: {type: role}
workflows:
  Order:
    states:
      Check: {type: task, start: true, next: Done}
      Done: {type: succeed}
)";

struct Table : Desk {
    Canvas canvas{document, selection};

    Table() {
        canvas.resize(1000, 700);
        canvas.show();
        open(wired);
    }
    const DrawnItem* body(const char* element) { return canvas.scene().bodyOf(element); }
    QPoint middle(const char* element) {
        return canvas.view().mapFromScene(toQt(body(element)->drawn().bounds).center());
    }
    // The caption of an open group, the middle of any other part.
    void doubleClick(const char* element) {
        QPoint at = middle(element);
        if (body(element)->drawn().layer == Layer::Group)
            at.setY(
                canvas.view().mapFromScene(QPointF(0, body(element)->drawn().bounds.y + 16)).y());
        QTest::mouseDClick(canvas.view().viewport(), Qt::LeftButton, {}, at);
    }
    void key(Qt::Key key) { QTest::keyClick(&canvas.view(), key); }
    Color fillOf(const char* element) {
        return std::get<PathMark>(body(element)->drawn().marks.front()).fill;
    }
    QWidget* legend() { return canvas.findChild<QWidget*>(QStringLiteral("legend")); }
};

} // namespace

class ShownPictureTest : public QObject {
    Q_OBJECT

private slots:
    void aLensRecoloursAndBringsItsLegend() {
        Table table;
        const Theme& light = theme(ThemeName::Light);
        QVERIFY(table.fillOf("jobs") == light.backend.fill);
        QVERIFY(!table.legend()->isVisible());
        QSignalSpy changed(&table.canvas, &Canvas::lensChanged);
        table.canvas.setLens("failures");
        QVERIFY(table.fillOf("jobs") == light.resource.fill);
        QVERIFY(table.legend()->isVisible());
        QCOMPARE(table.legend()->accessibleName(), QStringLiteral("Legend: Failure paths"));
        QCOMPARE(changed.size(), 1);
        table.canvas.setLens("no such lens");
        QCOMPARE(table.canvas.lens(), std::string("failures"));
        table.canvas.setLens({});
        QVERIFY(table.fillOf("jobs") == light.backend.fill);
        QVERIFY(!table.legend()->isVisible());
        QVERIFY(!table.document.isModified()); // a way of looking, no edit
    }

    void thePermissionsLensShowsIdentitiesAndMovesNothing() {
        Table table;
        QVERIFY(!table.body("charge-role"));
        const Box before = table.body("Place")->drawn().bounds;
        table.canvas.setLens("permissions");
        QTRY_VERIFY(table.body("charge-role"));
        QVERIFY(table.body("Place")->drawn().bounds == before);
        table.canvas.setLens("class");
        QVERIFY(!table.body("charge-role"));
    }

    void doubleClickClosesAGroupAsOneUndoableStep() {
        Table table;
        const Box before = table.body("billing")->drawn().bounds;
        table.doubleClick("billing");
        table.settle();
        QVERIFY(!table.body("Charge"));
        QCOMPARE(table.body("billing")->drawn().layer, Layer::Node);
        QCOMPARE(table.body("billing")->drawn().bounds.x, before.x); // it stays where it was
        QCOMPARE(table.document.undoStack().undoText(), QStringLiteral("Collapse billing"));
        QCOMPARE(table.text(), wired);
        table.doubleClick("billing");
        table.settle();
        QVERIFY(table.body("Charge"));
        table.document.undoStack().undo();
        table.settle();
        QVERIFY(!table.body("Charge"));
        table.document.undoStack().undo();
        table.settle();
        QVERIFY(table.body("Charge"));
        QVERIFY(table.body("billing")->drawn().bounds == before);
    }

    void aClosedGroupIsDraggedAndItsPartsComeAlong() {
        Table table;
        const Point before = table.at("Charge");
        table.selection.select({"billing"});
        table.canvas.toggleSelectedGroup();
        table.settle();
        const QPoint from = table.middle("billing"), to = from + QPoint(120, 160);
        QWidget* ground = table.canvas.view().viewport();
        QTest::mousePress(ground, Qt::LeftButton, {}, from);
        for (int step = 1; step <= 8; ++step)
            QTest::mouseMove(ground, from + (to - from) * step / 8);
        QTest::mouseRelease(ground, Qt::LeftButton, {}, to);
        table.settle();
        QCOMPARE(table.document.undoStack().undoText(), QStringLiteral("Move billing"));
        table.canvas.toggleSelectedGroup();
        table.settle();
        QVERIFY(table.at("Charge").x > before.x && table.at("Charge").y > before.y);
        QVERIFY(
            !table.body("Charge")->drawn().bounds.intersects(table.body("Refund")->drawn().bounds));
    }

    void doubleClickOpensAWorkflowAndEscapeLeavesIt() {
        Table table;
        table.canvas.view().zoomTo(0.8);
        table.doubleClick("Order");
        QTRY_VERIFY(table.canvas.showsStates());
        QVERIFY(table.body("Order/Check"));
        QVERIFY(!table.body("Place"));
        QCOMPARE(table.canvas.notices().textOf(QStringLiteral("states")),
                 QStringLiteral("States of Order"));
        table.doubleClick("Order/Done");
        QCOMPARE(table.selection.single(), std::string("Order/Done"));
        table.key(Qt::Key_Escape); // first the selection …
        QVERIFY(table.canvas.showsStates());
        table.key(Qt::Key_Escape); // … then the picture
        QVERIFY(!table.canvas.showsStates());
        QVERIFY(table.body("Place") && !table.body("Order/Check"));
        QCOMPARE(table.canvas.view().zoom(), 0.8);
        QVERIFY(table.canvas.notices().textOf(QStringLiteral("states")).isEmpty());
    }

    void aWorkflowThatIsGoneGivesWay() {
        Table table;
        table.doubleClick("Order");
        QTRY_VERIFY(table.canvas.showsStates());
        table.document.intend(QStringLiteral("Remove"), {Remove{"Order"}});
        table.settle();
        QTRY_VERIFY(!table.canvas.showsStates());
        QVERIFY(table.body("Place"));
    }

    void anotherDocumentBeginsWithItsSystem() {
        Table table;
        table.canvas.setLens("permissions");
        table.doubleClick("Order");
        QTRY_VERIFY(table.canvas.showsStates());
        table.open(ordersText);
        QVERIFY(!table.canvas.showsStates());
        QTRY_VERIFY(table.body("Ship"));
        QCOMPARE(table.canvas.lens(), std::string("permissions"));
    }

    // Whatever does not open is inspected, as ever.
    void doubleClickOnAPartInspectsIt() {
        Table table;
        QSignalSpy inspected(&table.canvas, &Canvas::inspectAsked);
        table.doubleClick("Place");
        QCOMPARE(inspected.size(), 1);
    }

    void groupsSayTheirNamesFromAfar() {
        Table table;
        const Overview& overview = table.canvas.scene().overview();
        QVERIFY(overview.shownAt(1).empty());
        QCOMPARE(overview.shownAt(0.3), std::vector<std::string>{"billing"});
        table.canvas.view().zoomTo(0.3);
        QVERIFY(!table.canvas.view().grab().toImage().isNull());
    }
};

QTEST_MAIN(ShownPictureTest)
#include "tst_shown_picture.moc"
