// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDropEvent>
#include <QLineEdit>
#include <QMenu>
#include <QMimeData>

#include "core/checks/check.h"
#include "tests/widgets/desk.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/notices.h"
#include "widgets/canvas/view.h"
#include "widgets/paint/palette.h"
#include "widgets/session/parts.h"

using namespace limn;

namespace {

// A canvas of 1000 by 700 on a document, with a mouse.
struct Table : Desk {
    Canvas canvas{document, selection};

    Table() {
        canvas.resize(1000, 700);
        canvas.show();
    }
    QWidget* ground() { return canvas.view().viewport(); }
    QPoint inView(QPointF scenePoint) { return canvas.view().mapFromScene(scenePoint); }
    QPoint middle(const std::string& id) {
        const Point center = document.derived().placement.nodes.at(id).center();
        return inView({center.x, center.y});
    }
    QPoint handleOf(const std::string& id) {
        const Box box = canvas.scene().bodyOf(id)->drawn().bounds;
        return inView({box.right(), box.center().y});
    }
    // Empty ground.
    QPoint nowhere() { return QPoint(4, ground()->height() - 4); }
    void click(QPoint at, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseClick(ground(), Qt::LeftButton, modifiers, at);
    }
    void drag(QPoint from, QPoint to) {
        QTest::mouseMove(ground(), from);
        QTest::mousePress(ground(), Qt::LeftButton, {}, from);
        for (int step = 1; step <= 8; ++step)
            QTest::mouseMove(ground(), from + (to - from) * step / 8);
        QTest::mouseRelease(ground(), Qt::LeftButton, {}, to);
    }
    void key(int key, Qt::KeyboardModifiers modifiers = {}) {
        QTest::keyClick(&canvas.view(), static_cast<Qt::Key>(key), modifiers);
    }
    void dropPart(int choice, QPoint at) {
        QMimeData data;
        data.setData(QString::fromLatin1(partMimeType), QByteArray::number(choice));
        QDragEnterEvent enter(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(ground(), &enter);
        QVERIFY(enter.isAccepted());
        QDropEvent drop(at, Qt::CopyAction, &data, Qt::LeftButton, {});
        QCoreApplication::sendEvent(ground(), &drop);
    }
    QLineEdit* nameEditor() { return canvas.findChild<QLineEdit*>(QStringLiteral("nameEditor")); }
};

int choiceOf(NodeKind kind) {
    const auto choices = partChoices();
    const auto found = std::find_if(choices.begin(), choices.end(),
                                    [&](const PartChoice& choice) { return choice.kind == kind; });
    return static_cast<int>(found - choices.begin());
}

} // namespace

class TestCanvas : public QObject {
    Q_OBJECT

private slots:
    void showsEveryPartAndLine() {
        Table table;
        table.open(ordersText);
        for (const char* id : {"place-order", "Place", "Ship", "jobs", "failed", "orders-table",
                               "Place publishes jobs", "jobs triggers Ship"})
            QVERIFY2(table.canvas.scene().bodyOf(id), id);
    }

    void clickSelectsAndGroundClears() {
        Table table;
        table.open(ordersText);
        table.click(table.middle("Place"));
        QCOMPARE(table.selection.single(), std::string("Place"));
        table.click(table.middle("Ship"), Qt::ShiftModifier);
        QVERIFY(table.selection.contains("Place") && table.selection.contains("Ship"));
        table.click(table.middle("Place"), Qt::ControlModifier);
        QCOMPARE(table.selection.single(), std::string("Ship"));
        table.click(table.nowhere());
        QVERIFY(table.selection.elements().empty());
    }

    // A hub's lines are plates at the parts that use it, and lines while one of the ends is
    // selected.
    void selectingAPartUnfoldsItsReferences() {
        std::string text = "limn: 1\nfunctions:\n";
        for (int i = 0; i < 25; ++i)
            text += "  Work" + std::to_string(i) + ": {handler: a.b, writes: ledger}\n";
        text += "stores:\n  ledger: {type: table}\n";
        Table table;
        table.open(text);
        const auto heightOf = [&](const char* line) {
            return table.canvas.scene().bodyOf(line)->drawn().bounds.h;
        };
        const double plate = heightOf("Work3 writes ledger");
        QVERIFY2(plate < 20, qPrintable(QString::number(plate)));
        table.selection.select({"Work3"});
        QVERIFY(heightOf("Work3 writes ledger") != plate);
        QCOMPARE(heightOf("Work4 writes ledger"), plate);
        table.selection.select({"ledger"});
        QVERIFY(heightOf("Work4 writes ledger") != plate);
        table.selection.clear();
        QCOMPARE(heightOf("Work3 writes ledger"), plate);
        QCOMPARE(heightOf("Work4 writes ledger"), plate);
    }

    void rubberBandSelectsWhatIsInside() {
        Table table;
        table.open(ordersText);
        const QRectF all = toQt(table.document.derived().placement.bounds.grown(30));
        table.drag(table.inView(all.topLeft()), table.inView(all.bottomRight()));
        QVERIFY(table.selection.contains("Place") && table.selection.contains("orders-table"));
        table.key(Qt::Key_Escape);
        QVERIFY(table.selection.elements().empty());
    }

    void dragMovesOnTheGridAndIsOneStep() {
        Table table;
        table.open(ordersText);
        const Point before = table.at("Ship");
        const QPoint from = table.middle("Ship");
        table.drag(from, from + QPoint(0, 133));
        table.settle();
        const Point after = table.at("Ship");
        QVERIFY(after.y > before.y + 60);
        QCOMPARE(std::fmod(after.y, 8), 0.0);
        QCOMPARE(table.document.undoStack().count(), 1);
        QVERIFY(table.document.snapshot().diagram->spots.at("Ship").pinned);
        const DrawnItem* body = table.canvas.scene().bodyOf("Ship");
        QVERIFY2(std::abs(body->drawn().bounds.y - after.y) < 4 && body->pos().isNull(),
                 "the picture does not show it there");
        table.document.undoStack().undo();
        table.settle();
        QCOMPARE(table.at("Ship"), before);
    }

    void escapeBreaksADragOff() {
        Table table;
        table.open(ordersText);
        const QPoint from = table.middle("Ship");
        QTest::mousePress(table.ground(), Qt::LeftButton, {}, from);
        QTest::mouseMove(table.ground(), from + QPoint(0, 60));
        QTest::mouseMove(table.ground(), from + QPoint(0, 120));
        table.key(Qt::Key_Escape);
        QTest::mouseRelease(table.ground(), Qt::LeftButton, {}, from + QPoint(0, 120));
        QCOMPARE(table.document.undoStack().count(), 0);
        QVERIFY(table.canvas.scene().bodyOf("Ship")->pos().isNull());
    }

    void arrowsNudgeAndMergeIntoOneStep() {
        Table table;
        table.open(ordersText);
        table.selection.select({"Ship"});
        const Point before = table.at("Ship");
        table.key(Qt::Key_Right);
        table.key(Qt::Key_Right);
        table.key(Qt::Key_Down, Qt::ShiftModifier);
        table.settle();
        QCOMPARE(table.at("Ship"), (Point{before.x + 16, before.y + 40}));
        QCOMPARE(table.document.undoStack().count(), 1);
    }

    void arrowsWalkFromPartToPart() {
        Table table;
        table.open(ordersText);
        table.key(Qt::Key_Right);
        QVERIFY(!table.selection.single().empty());
        table.selection.select({"place-order"});
        table.key(Qt::Key_Right, Qt::AltModifier);
        QVERIFY(table.selection.single() != "place-order");
        QVERIFY(table.at(table.selection.single()).x > table.at("place-order").x);
    }

    void draggingFromTheHandleConnectsInTheText() {
        Table table;
        table.open(ordersText);
        QTest::mouseMove(table.ground(), table.middle("failed"));
        table.drag(table.handleOf("failed"), table.middle("Ship"));
        table.settle();
        QVERIFY(table.model().edge("failed triggers Ship"));
        QVERIFY2(table.text().find("  failed: {retention_seconds: 1209600, triggers: Ship}") !=
                     std::string::npos,
                 table.text().c_str());
        QVERIFY(table.canvas.scene().bodyOf("failed triggers Ship"));
    }

    void whereALineCanMeanTwoThingsAMenuAsks() {
        Table table;
        table.open(ordersText);
        QTest::mouseMove(table.ground(), table.middle("Ship"));
        table.drag(table.handleOf("Ship"), table.middle("orders-table"));
        auto* menu = table.canvas.findChild<QMenu*>(QStringLiteral("connectMenu"));
        QVERIFY(menu);
        QCOMPARE(menu->actions().size(), 2);
        QCOMPARE(menu->actions().last()->text(), QStringLiteral("Ship reads orders-table"));
        menu->actions().last()->trigger();
        table.settle();
        QVERIFY(table.model().edge("Ship reads orders-table"));
    }

    void aLineToNowhereConnectsNothing() {
        Table table;
        table.open(ordersText);
        QTest::mouseMove(table.ground(), table.middle("failed"));
        table.drag(table.handleOf("failed"), table.nowhere());
        QVERIFY(table.document.isIdle());
        QCOMPARE(table.text(), ordersText);
    }

    void connectByKeyboardAndClick() {
        Table table;
        table.open(ordersText);
        table.selection.select({"failed"});
        table.canvas.connectSelected();
        table.click(table.middle("Ship"));
        table.settle();
        QVERIFY(table.model().edge("failed triggers Ship"));
    }

    void renameOnThePart() {
        Table table;
        table.open(ordersText);
        table.selection.select({"failed"});
        table.canvas.renameSelected();
        QVERIFY(table.nameEditor());
        QCOMPARE(table.nameEditor()->text(), QStringLiteral("failed"));
        QTest::keyClicks(table.nameEditor(), QStringLiteral("dead-jobs"));
        const Point before = table.at("failed");
        QTest::keyClick(table.nameEditor(), Qt::Key_Return);
        table.settle();
        QVERIFY(table.model().node("dead-jobs") && !table.model().node("failed"));
        QCOMPARE(table.at("dead-jobs"), before);
        QCOMPARE(table.selection.single(), std::string("dead-jobs"));
    }

    void escapeLeavesTheName() {
        Table table;
        table.open(ordersText);
        table.selection.select({"failed"});
        table.canvas.renameSelected();
        QTest::keyClicks(table.nameEditor(), QStringLiteral("other"));
        QTest::keyClick(table.nameEditor(), Qt::Key_Escape);
        QVERIFY(table.document.isIdle());
        QCOMPARE(table.text(), ordersText);
    }

    void deleteTakesPartsAndTheirLines() {
        Table table;
        table.open(ordersText);
        table.selection.select({"jobs", "jobs triggers Ship"});
        table.canvas.removeSelected();
        table.settle();
        QVERIFY(!table.model().node("jobs"));
        QVERIFY(!table.model().edge("Place publishes jobs"));
        QVERIFY(table.selection.elements().empty());
        QCOMPARE(table.document.undoStack().count(), 1);
        table.document.undoStack().undo();
        QCOMPARE(table.text(), ordersText);
    }

    void badgeOpensTheCalloutAndItsFixMends() {
        Table table;
        table.open(ordersText);
        const auto& findings = table.document.derived().report.findings;
        const auto lease =
            std::find_if(findings.begin(), findings.end(), [](const Finding& finding) {
                return finding.check->id == "RTY006" && finding.fix;
            });
        QVERIFY2(lease != findings.end(),
                 "the lease of jobs is too short for Ship and that can be mended");
        const std::string fingerprint = lease->fingerprint, element = lease->elements.front();
        const DrawnItem* badge = nullptr;
        for (QGraphicsItem* item : table.canvas.scene().items()) {
            const auto* drawn = dynamic_cast<const DrawnItem*>(item);
            if (drawn && drawn->drawn().layer == Layer::Badge && drawn->element() == element)
                badge = drawn;
        }
        QVERIFY(badge);
        table.click(table.inView(badge->sceneBoundingRect().center()));
        const auto callout = [&]() -> const DrawnItem* {
            for (QGraphicsItem* item : table.canvas.scene().items()) {
                const auto* drawn = dynamic_cast<const DrawnItem*>(item);
                if (drawn && drawn->drawn().finding == fingerprint &&
                    drawn->drawn().layer == Layer::Callout)
                    return drawn;
            }
            return nullptr;
        };
        QVERIFY2(callout(), "no callout");
        QPointF fix;
        for (const Mark& mark : callout()->drawn().marks) {
            const auto* text = std::get_if<TextMark>(&mark);
            if (text && text->link == "fix")
                fix = QPointF(text->at.x + 4, text->at.y - 4);
        }
        QVERIFY2(!fix.isNull(), "no link to mend it");
        table.canvas.view().reveal(QRectF(fix, QSizeF(10, 10)));
        table.click(table.inView(fix));
        table.settle();
        const auto& after = table.document.derived().report.findings;
        QVERIFY(std::none_of(after.begin(), after.end(), [&](const Finding& finding) {
            return finding.fingerprint == fingerprint;
        }));
        QVERIFY(table.text() != ordersText);
        QVERIFY(!callout());
    }

    void aPartDroppedOnANewDiagramStandsThereAndAsksForItsName() {
        Table table;
        table.document.startNew();
        table.settle();
        const QPoint at(400, 300);
        const QPointF wanted = table.canvas.view().mapToScene(at);
        table.dropPart(choiceOf(NodeKind::Function), at);
        table.settle();
        QCOMPARE(table.model().nodes().size(), std::size_t(1));
        const std::string id(table.model().id(table.model().nodes()[0]));
        const Box box = table.document.derived().placement.nodes.at(id);
        QVERIFY(box.contains(Point{wanted.x(), wanted.y()}));
        QVERIFY(table.nameEditor());
        QTest::keyClicks(table.nameEditor(), QStringLiteral("Upload"));
        QTest::keyClick(table.nameEditor(), Qt::Key_Return);
        table.settle();
        QVERIFY(table.model().node("Upload"));
    }

    void aReadOnlyFormatSaysSoAndStillTakesPositions() {
        Table table;
        table.open("AWSTemplateFormatVersion: '2010-09-09'\nTransform: "
                   "AWS::Serverless-2016-10-31\nResources:\n  Jobs:\n    Type: AWS::SQS::Queue\n");
        QVERIFY(table.canvas.notices()
                    .textOf(QStringLiteral("readOnly"))
                    .contains(QStringLiteral("structure is read-only")));
        const QPoint from = table.middle("Jobs");
        table.drag(from, from + QPoint(0, 80));
        table.settle();
        QVERIFY(table.document.snapshot().diagram->spots.at("Jobs").pinned);
        table.selection.select({"Jobs"});
        table.canvas.removeSelected();
        table.settle();
        QVERIFY(table.model().node("Jobs"));
        QVERIFY(!table.canvas.notices().textOf(QStringLiteral("refused")).isEmpty());
    }

    void wheelZoomsAtThePointer() {
        Table table;
        table.open(ordersText);
        const QPoint at(300, 200);
        const QPointF before = table.canvas.view().mapToScene(at);
        const double zoom = table.canvas.view().zoom();
        QWheelEvent wheel(at, table.ground()->mapToGlobal(at), {}, {0, 120}, Qt::NoButton, {},
                          Qt::NoScrollPhase, false);
        QCoreApplication::sendEvent(table.ground(), &wheel);
        QVERIFY(table.canvas.view().zoom() > zoom);
        const QPointF moved = table.canvas.view().mapToScene(at) - before;
        QVERIFY2(std::hypot(moved.x(), moved.y()) < 3, "the ground slipped under the pointer");
    }

    void middleButtonPushesTheGround() {
        Table table;
        table.open(ordersText);
        const QPointF before = table.canvas.view().mapToScene(QPoint(0, 0));
        QTest::mousePress(table.ground(), Qt::MiddleButton, {}, {300, 300});
        QTest::mouseMove(table.ground(), {360, 330});
        QTest::mouseRelease(table.ground(), Qt::MiddleButton, {}, {360, 330});
        const QPointF moved = before - table.canvas.view().mapToScene(QPoint(0, 0));
        QVERIFY(std::abs(moved.x() * table.canvas.view().zoom() - 60) < 2);
        QVERIFY(std::abs(moved.y() * table.canvas.view().zoom() - 30) < 2);
    }

    void unchangedItemsAreNotTouched() {
        Table table;
        table.open(ordersText);
        const DrawnItem* before = table.canvas.scene().bodyOf("Place");
        table.document.intend(QStringLiteral("Set"),
                              {SetProperty{"Ship", "timeout_seconds", Value(50)}});
        table.settle();
        QCOMPARE(table.canvas.scene().bodyOf("Place"), before);
    }
};

QTEST_MAIN(TestCanvas)
#include "tst_canvas.moc"
