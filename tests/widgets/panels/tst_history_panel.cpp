// SPDX-License-Identifier: GPL-3.0-or-later
#include <QStyledItemDelegate>

#include "tests/widgets/desk.h"
#include "widgets/panels/history_panel.h"

using namespace limn;

namespace {

// What the delegate paints, without its protection.
struct Painted : QStyledItemDelegate {
    using QStyledItemDelegate::initStyleOption;
};

struct Room : Desk {
    HistoryPanel panel{document, nullptr};

    Room() {
        panel.resize(290, 300);
        panel.show();
    }
    // Two steps with names.
    void work() {
        open(ordersText);
        document.intend(QStringLiteral("Rename Ship to Send"), {Rename{"Ship", "Send"}});
        settle();
        document.arrange(QStringLiteral("Note"),
                         [](Diagram& diagram) { diagram.notes["Place"] = "takes orders"; });
        settle();
    }
    QStyleOptionViewItem painted(int row) {
        QStyleOptionViewItem option;
        option.initFrom(&panel);
        const auto method = &Painted::initStyleOption;
        (static_cast<QStyledItemDelegate*>(panel.itemDelegate())->*method)(
            &option, panel.model()->index(row, 0));
        return option;
    }
    void click(int row) {
        QTest::mouseClick(panel.viewport(), Qt::LeftButton, {},
                          panel.visualRect(panel.model()->index(row, 0)).center());
    }
};

} // namespace

class TestHistoryPanel : public QObject {
    Q_OBJECT

private slots:
    void withoutAFileItSaysSo() {
        Room room;
        QVERIFY(!room.panel.isEnabled());
        QCOMPARE(room.painted(0).text, QStringLiteral("Nothing is open."));
    }

    void aNewDiagramIsNotCalledSaved() {
        Room room;
        room.document.startNew();
        room.settle();
        QCOMPARE(room.painted(0).text, QStringLiteral("New diagram"));
        QVERIFY(room.painted(0).icon.isNull());
    }

    void stepsHaveTheirNames() {
        Room room;
        room.work();
        QCOMPARE(room.painted(0).text, QStringLiteral("As opened (saved)"));
        QCOMPARE(room.painted(1).text, QStringLiteral("Rename Ship to Send"));
        QCOMPARE(room.painted(2).text, QStringLiteral("Note"));
        QCOMPARE(room.panel.currentIndex().row(), 2);
    }

    void clickGoesThereAndBack() {
        Room room;
        room.work();
        const std::string renamed = room.text();
        room.click(0);
        room.settle();
        QCOMPARE(room.text(), ordersText);
        QCOMPARE(room.document.undoStack().index(), 0);
        room.click(1);
        room.settle();
        QCOMPARE(room.text(), renamed);
        QVERIFY(!room.document.snapshot().diagram->notes.contains("Place"));
        room.click(2);
        QVERIFY(room.document.snapshot().diagram->notes.contains("Place"));
    }

    void arrowKeysStepThrough() {
        Room room;
        room.work();
        room.panel.activateWindow();
        room.panel.setFocus();
        QTest::keyClick(&room.panel, Qt::Key_Up);
        QCOMPARE(room.document.undoStack().index(), 1);
        QTest::keyClick(&room.panel, Qt::Key_Home);
        room.settle();
        QCOMPARE(room.text(), ordersText);
        QTest::keyClick(&room.panel, Qt::Key_End);
        QCOMPARE(room.document.undoStack().index(), 2);
    }

    void undoElsewhereIsFollowed() {
        Room room;
        room.work();
        room.document.undoStack().undo();
        QCOMPARE(room.panel.currentIndex().row(), 1);
        const QColor undone = room.painted(2).palette.color(QPalette::Text);
        QCOMPARE(undone, room.panel.palette().color(QPalette::PlaceholderText));
        QVERIFY(undone != room.painted(1).palette.color(QPalette::Text));
    }

    void theMarkFollowsSaving() {
        Room room;
        room.work();
        QVERIFY(!room.painted(0).icon.isNull());
        QVERIFY(room.painted(2).icon.isNull());
        QVERIFY(room.document.save());
        QVERIFY(room.painted(0).icon.isNull());
        QVERIFY(!room.painted(2).icon.isNull());
        QCOMPARE(room.painted(2).text, QStringLiteral("Note (saved)"));
    }
};

QTEST_MAIN(TestHistoryPanel)
#include "tst_history_panel.moc"
