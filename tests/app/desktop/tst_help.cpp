// SPDX-License-Identifier: GPL-3.0-or-later
// What the window says of itself, opened by keys.
#include <QDialog>
#include <QLabel>
#include <QLineEdit>
#include <QMenu>
#include <QTreeWidget>

#include "app/desktop/actions.h"
#include "app/desktop/main_window.h"
#include "tests/widgets/desk.h"

using namespace limn;

namespace {

struct Room {
    MainWindow window;

    Room() {
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
    }
    QDialog* dialog(const char* name) {
        return window.findChild<QDialog*>(QString::fromUtf8(name));
    }
    QDialog* shortcuts() {
        QTest::keyClick(window.focusWidget(), Qt::Key_Slash, Qt::ControlModifier);
        return dialog("shortcuts");
    }
};

QTreeWidgetItem* rowOf(const QDialog& dialog, const char* what) {
    const auto found = dialog.findChild<QTreeWidget*>()->findItems(
        QString::fromUtf8(what), Qt::MatchExactly | Qt::MatchRecursive);
    return found.isEmpty() ? nullptr : found.first();
}
bool isShown(const QTreeWidgetItem& row) {
    return !row.isHidden() && !(row.parent() && row.parent()->isHidden());
}

} // namespace

class TestHelp : public QObject {
    Q_OBJECT

private slots:
    void everyActionStandsUnderItsMenuWithItsKeys() {
        Room room;
        const QDialog* dialog = room.shortcuts();
        QVERIFY(dialog && dialog->isVisible());
        for (const ActionEntry& entry : actionTable()) {
            const QString what = QString::fromUtf8(entry.text).remove(u'&');
            const QTreeWidgetItem* row = rowOf(*dialog, toUtf8(what).c_str());
            QVERIFY2(row, entry.text);
            QVERIFY(row->parent());
            QCOMPARE(row->parent()->text(0), QString::fromUtf8(entry.menu).remove(u'&'));
            QVERIFY2(row->text(1).startsWith(QKeySequence(QString::fromUtf8(entry.shortcut))
                                                 .toString(QKeySequence::NativeText)),
                     qPrintable(row->text(1)));
        }
        QCOMPARE(rowOf(*dialog, "Redo")->text(1), QStringLiteral("Ctrl+Shift+Z or Ctrl+Y"));
        QCOMPARE(rowOf(*dialog, "Rename")->text(2), QStringLiteral("on the canvas"));
    }

    void typingLeavesTheRowsThatHaveIt() {
        Room room;
        QDialog* dialog = room.shortcuts();
        QVERIFY(dialog);
        QVERIFY(QTest::qWaitForWindowActive(dialog));
        auto* words = dialog->findChild<QLineEdit*>();
        QCOMPARE(dialog->focusWidget(), words);
        QTest::keyClicks(words, QStringLiteral("tidy"));
        QVERIFY(isShown(*rowOf(*dialog, "Tidy")));
        QVERIFY(isShown(*rowOf(*dialog, "Tidy Selection")));
        QVERIFY(!isShown(*rowOf(*dialog, "Save")));
        QVERIFY(!isShown(*rowOf(*dialog, "File")));
        words->selectAll();
        QTest::keyClicks(words, QStringLiteral("ctrl+s"));
        QVERIFY(isShown(*rowOf(*dialog, "Save")));
        QVERIFY(!isShown(*rowOf(*dialog, "Tidy")));
    }

    void askedAgainItIsTheSameAndEscapeClosesIt() {
        Room room;
        QPointer<QDialog> dialog = room.shortcuts();
        QVERIFY(dialog);
        QCOMPARE(room.shortcuts(), dialog.data());
        QTest::keyClick(dialog->focusWidget(), Qt::Key_Escape);
        QTRY_VERIFY(!dialog);
    }

    void aboutSaysTheVersionAndTheLicences() {
        Room room;
        QTest::keyClick(room.window.focusWidget(), Qt::Key_H, Qt::AltModifier);
        auto* menu = qobject_cast<QMenu*>(QApplication::activePopupWidget());
        QVERIFY(menu);
        QTest::keyClick(menu, Qt::Key_A);
        QPointer<QDialog> dialog = room.dialog("about");
        QVERIFY(dialog && dialog->isVisible());
        QString words;
        for (const QLabel* label : dialog->findChildren<QLabel*>())
            words += label->text();
        for (const char* part : {"Limn 0.", "GPL-3.0-or-later", "QScintilla", "OFL-1.1"})
            QVERIFY2(words.contains(QString::fromUtf8(part)), part);
        QTest::keyClick(dialog, Qt::Key_Escape);
        QTRY_VERIFY(!dialog);
    }
};

QTEST_MAIN(TestHelp)
#include "tst_help.moc"
