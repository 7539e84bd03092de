// SPDX-License-Identifier: GPL-3.0-or-later
#include <QGraphicsItem>
#include <QLineEdit>
#include <QTreeWidget>

#include "tests/widgets/desk.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/drawn_item.h"
#include "widgets/canvas/scene.h"
#include "widgets/canvas/view.h"
#include "widgets/panels/outline_panel.h"

using namespace limn;

namespace {

struct Room : Desk {
    OutlinePanel panel{document, selection, nullptr};
    QTreeWidget* tree = panel.findChild<QTreeWidget*>(QStringLiteral("outline"));
    QLineEdit* filter = panel.findChild<QLineEdit*>(QStringLiteral("outlineFilter"));

    Room() {
        panel.resize(220, 500);
        panel.show();
    }
    QTreeWidgetItem* row(const char* text) {
        const auto found =
            tree->findItems(QString::fromUtf8(text), Qt::MatchExactly | Qt::MatchRecursive, 0);
        return found.isEmpty() ? nullptr : found.first();
    }
    QPoint middleOf(const char* text) { return tree->visualItemRect(row(text)).center(); }
    void click(const char* text, Qt::KeyboardModifiers modifiers = {}) {
        QTest::mouseClick(tree->viewport(), Qt::LeftButton, modifiers, middleOf(text));
    }
};

std::string groupedText() {
    std::string text = ordersText + "groups:\n  shipping: {name: Shipping}\n";
    text.insert(text.find("    handler: src/ship"), "    group: shipping\n");
    return text;
}

bool isSeen(Canvas& canvas, const DrawnItem& body) {
    const QRectF seen = canvas.view().mapToScene(canvas.view().viewport()->rect()).boundingRect();
    return seen.contains(body.sceneBoundingRect());
}

} // namespace

class TestOutlinePanel : public QObject {
    Q_OBJECT

private slots:
    void partsStandUnderTheirKindWithAnIcon() {
        Room room;
        QCOMPARE(room.tree->topLevelItemCount(), 0);
        room.open(ordersText);
        for (const auto& [part, kind] : {std::pair{"POST /orders", "Entry points"},
                                         {"Place", "Functions"},
                                         {"Ship", "Functions"},
                                         {"jobs", "Queues"},
                                         {"orders-table", "Stores"}}) {
            QTreeWidgetItem* row = room.row(part);
            QVERIFY2(row && row->parent(), part);
            QCOMPARE(row->parent()->text(0), QString::fromUtf8(kind));
            QVERIFY2(!row->icon(0).isNull(), part);
            QVERIFY2(row->parent()->isExpanded(), kind);
        }
    }

    void groupsHoldTheirParts() {
        Room room;
        room.open(groupedText());
        QTreeWidgetItem* ship = room.row("Ship");
        QVERIFY(ship && ship->parent());
        QCOMPARE(ship->parent()->text(0), QStringLiteral("Shipping"));
        QCOMPARE(room.row("Place")->parent()->text(0), QStringLiteral("Functions"));
        room.click("Shipping");
        QCOMPARE(room.selection.single(), std::string("shipping"));
    }

    void clickSelectsEverywhere() {
        Room room;
        room.open(ordersText);
        room.click("jobs");
        QCOMPARE(room.selection.single(), std::string("jobs"));
        room.click("Ship", Qt::ControlModifier);
        QCOMPARE(room.selection.elements(), (Selection::Elements{"Ship", "jobs"}));
    }

    void whatIsSelectedElsewhereIsSelectedHere() {
        Room room;
        room.open(ordersText);
        room.tree->setFocus();
        room.click("Functions");
        room.row("Functions")->setExpanded(false);
        room.selection.select({"Place", "jobs"});
        QVERIFY(room.row("Place")->isSelected());
        QVERIFY(room.row("jobs")->isSelected());
        QVERIFY(!room.row("Ship")->isSelected());
        QVERIFY(room.row("Functions")->isExpanded());
        QCOMPARE(room.selection.elements(), (Selection::Elements{"Place", "jobs"}));
        room.selection.clear();
        QVERIFY(room.tree->selectedItems().isEmpty());
    }

    void filterKeepsWhatHasEveryWord() {
        Room room;
        room.open(ordersText);
        room.filter->setFocus();
        QTest::keyClicks(room.filter, QStringLiteral("queue JOB"));
        QVERIFY(!room.row("jobs")->isHidden());
        QVERIFY(!room.row("Queues")->isHidden());
        QVERIFY(room.row("failed")->isHidden());
        QVERIFY(room.row("Functions")->isHidden());
        QTest::keyClick(room.filter, Qt::Key_Return);
        QCOMPARE(room.selection.single(), std::string("jobs"));
        room.filter->clear();
        QVERIFY(!room.row("failed")->isHidden());
        QVERIFY(!room.row("Functions")->isHidden());
    }

    void whatIsFoldedStaysFolded() {
        Room room;
        room.open(ordersText);
        room.tree->setCurrentItem(room.row("Queues"));
        QTest::keyClick(room.tree, Qt::Key_Left);
        QVERIFY(!room.row("Queues")->isExpanded());
        QTest::keyClicks(room.filter, QStringLiteral("jobs"));
        QVERIFY(room.row("Queues")->isExpanded());
        room.filter->clear();
        QVERIFY(!room.row("Queues")->isExpanded());
        room.document.intend(QStringLiteral("Rename"), {Rename{"Ship", "Send"}});
        room.settle();
        QVERIFY(room.row("Send") && !room.row("Ship"));
        QVERIFY(!room.row("Queues")->isExpanded());
    }

    void aPartInAClosedGroupIsRevealedByItsGroup() {
        Room room;
        Canvas canvas(room.document, room.selection);
        canvas.resize(400, 300);
        canvas.show();
        room.open(groupedText());
        room.document.arrange(QStringLiteral("Close"),
                              [](Diagram& diagram) { diagram.collapsed.insert("shipping"); });
        room.settle();
        QVERIFY(!canvas.scene().bodyOf("Ship"));
        const DrawnItem* group = canvas.scene().bodyOf("shipping");
        QVERIFY(group);
        room.click("Ship");
        canvas.view().zoomTo(1);
        canvas.view().centerOn(canvas.scene().sceneRect().topLeft());
        if (isSeen(canvas, *group))
            canvas.view().centerOn(canvas.scene().sceneRect().bottomRight());
        QVERIFY(!isSeen(canvas, *group));
        room.tree->setFocus();
        QTest::keyClick(room.tree, Qt::Key_Return);
        QVERIFY(isSeen(canvas, *group));
    }

    void enterAndDoubleClickRevealOnTheCanvas() {
        Room room;
        Canvas canvas(room.document, room.selection);
        canvas.resize(400, 300);
        canvas.show();
        room.open(ordersText);
        room.click("orders-table");
        const DrawnItem* table = canvas.scene().bodyOf("orders-table");
        QVERIFY(table);
        const auto lookAway = [&] {
            canvas.view().zoomTo(1);
            canvas.view().centerOn(canvas.scene().sceneRect().topLeft() - QPointF(4000, 4000));
            if (isSeen(canvas, *table))
                canvas.view().centerOn(canvas.scene().sceneRect().bottomRight() +
                                       QPointF(4000, 4000));
        };
        lookAway();
        QVERIFY(!isSeen(canvas, *table));
        room.tree->setFocus();
        QTest::keyClick(room.tree, Qt::Key_Return);
        QVERIFY(isSeen(canvas, *table));
        lookAway();
        QVERIFY(!isSeen(canvas, *table));
        QTest::mouseDClick(room.tree->viewport(), Qt::LeftButton, {},
                           room.middleOf("orders-table"));
        QVERIFY(isSeen(canvas, *table));
    }
};

QTEST_MAIN(TestOutlinePanel)
#include "tst_outline_panel.moc"
