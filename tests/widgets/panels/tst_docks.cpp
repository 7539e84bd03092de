// SPDX-License-Identifier: GPL-3.0-or-later
#include <QDockWidget>
#include <QMainWindow>
#include <QMenu>
#include <QMenuBar>

#include "tests/widgets/desk.h"
#include "widgets/panels/docks.h"
#include "widgets/panels/panel.h"

using namespace limn;

namespace {

struct Room : Desk {
    QMainWindow window;
    QMenu* view = window.menuBar()->addMenu(QStringLiteral("&View"));

    Room() {
        window.setCentralWidget(new QWidget(&window));
        makeDocks(window, document, selection);
        listDocks(window, *view);
        window.resize(1280, 800);
        window.show();
        window.activateWindow();
    }
    QDockWidget* dock(const char* id) {
        return window.findChild<QDockWidget*>(QStringLiteral("dock-") + QString::fromUtf8(id));
    }
    QMenu* list() { return view->findChild<QMenu*>(QStringLiteral("panels")); }
    void reset() { view->findChild<QAction*>(QStringLiteral("resetLayout"))->trigger(); }
    // As a hand does it: Alt+V, then letters.
    void typeInMenu(const char* keys) {
        view->popup(window.mapToGlobal(QPoint(20, 20)));
        QTest::keyClick(view, keys[0]);
        if (keys[1])
            QTest::keyClick(list(), keys[1]);
    }
};

} // namespace

class TestDocks : public QObject {
    Q_OBJECT

private slots:
    void theMenuListsEveryDockWithItsMark() {
        Room room;
        QStringList titles, wanted;
        for (const QAction* action : room.list()->actions()) {
            QVERIFY(action->isCheckable() && action->isChecked());
            titles << action->text().remove(u'&');
        }
        for (const Panel* panel : panels())
            wanted << QString::fromUtf8(panel->title);
        QCOMPARE(titles, wanted);
        room.dock("inspector")->close();
        QVERIFY(!room.dock("inspector")->toggleViewAction()->isChecked());
    }

    void everyLetterOfTheMenuIsThatOfOneDock() {
        Room room;
        std::set<QChar> letters;
        for (const QAction* action : room.list()->actions())
            QVERIFY2(letters.insert(action->text().at(1)).second, qPrintable(action->text()));
    }

    void aClosedDockComesBackByTheKeyboard() {
        Room room;
        room.dock("inspector")->close();
        QVERIFY(!room.dock("inspector")->isVisible());
        room.typeInMenu("pi");
        QVERIFY(room.dock("inspector")->isVisible());
        room.typeInMenu("pi");
        QVERIFY(!room.dock("inspector")->isVisible());
    }

    void theLettersOfTheMenuAreNotThoseOfTheCanvas() {
        Room room;
        QWidget* canvas = room.window.centralWidget();
        canvas->setFocusPolicy(Qt::StrongFocus);
        canvas->setFocus();
        QStringList run;
        for (const char* key : {"P", "F"}) {
            auto* action = new QAction(canvas);
            action->setShortcut(QKeySequence(QString::fromLatin1(key)));
            action->setShortcutContext(Qt::WidgetWithChildrenShortcut);
            connect(action, &QAction::triggered, canvas,
                    [&run, key] { run << QString::fromLatin1(key); });
            canvas->addAction(action);
        }
        QVERIFY(QTest::qWaitForWindowActive(&room.window));
        QTest::keyClick(canvas, 'f');
        QCOMPARE(run, QStringList{QStringLiteral("F")});
        room.typeInMenu("pf");
        QCOMPARE(run, QStringList{QStringLiteral("F")});
        QVERIFY(!room.dock("findings")->isVisible());
    }

    void aClosedDockComesBackByTheMouseBeforeTheOthers() {
        Room room;
        room.dock("history")->close();
        room.view->popup(room.window.mapToGlobal(QPoint(20, 20)));
        room.list()->popup(room.window.mapToGlobal(QPoint(200, 20)));
        const QRect at = room.list()->actionGeometry(room.dock("history")->toggleViewAction());
        QTest::mouseClick(room.list(), Qt::LeftButton, {}, at.center());
        QVERIFY(room.dock("history")->isVisible());
        QTRY_VERIFY2(!room.dock("history")->visibleRegion().isEmpty(), "it is the tab in front");
    }

    void resetPutsEveryDockBack() {
        Room room;
        const int wide = room.dock("inspector")->width();
        room.window.addDockWidget(Qt::LeftDockWidgetArea, room.dock("inspector"));
        room.window.addDockWidget(Qt::RightDockWidgetArea, room.dock("verdict"));
        room.dock("parts")->setFloating(true);
        room.dock("findings")->close();
        room.typeInMenu("y");
        for (const Panel* panel : panels()) {
            QDockWidget* dock = room.dock(std::string(panel->id).c_str());
            QVERIFY2(!dock->isHidden(), dock->windowTitle().toUtf8());
            QVERIFY2(!dock->isFloating(), dock->windowTitle().toUtf8());
        }
        QCOMPARE(room.window.dockWidgetArea(room.dock("parts")), Qt::LeftDockWidgetArea);
        QCOMPARE(room.window.dockWidgetArea(room.dock("inspector")), Qt::RightDockWidgetArea);
        QCOMPARE(room.window.dockWidgetArea(room.dock("findings")), Qt::BottomDockWidgetArea);
        QVERIFY(
            room.window.tabifiedDockWidgets(room.dock("findings")).contains(room.dock("verdict")));
        QTRY_COMPARE(room.dock("inspector")->width(), wide);
        QTRY_VERIFY(!room.dock("findings")->visibleRegion().isEmpty());
    }
};

QTEST_MAIN(TestDocks)
#include "tst_docks.moc"
