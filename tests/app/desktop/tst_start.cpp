// SPDX-License-Identifier: GPL-3.0-or-later
// The window before anything is open, by keys alone.
#include <QDir>
#include <QFileDialog>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>

#include "app/desktop/main_window.h"
#include "app/desktop/recent.h"
#include "tests/widgets/desk.h"
#include "widgets/canvas/canvas.h"

using namespace limn;

namespace {

struct Room {
    MainWindow window;

    Room() {
        window.restore(); // so that it remembers
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
    }
    QWidget* page() { return window.findChild<QWidget*>(QStringLiteral("start")); }
    QListWidget* paths() { return page()->findChild<QListWidget*>(); }
    QStringList names() {
        QStringList names;
        for (int i = 0; i < paths()->count(); ++i)
            names << paths()->item(i)->text().section(QStringLiteral("  ·"), 0, 0);
        return names;
    }
    void press(Qt::Key key) { QTest::keyClick(QApplication::focusWidget(), key); }
    void open(const QString& path) {
        window.openPaths({toUtf8(path)});
        QTRY_VERIFY(window.document().isOpen() && window.document().isIdle());
    }
};

} // namespace

class TestStart : public QObject {
    Q_OBJECT

    QTemporaryDir m_folder;

    QString path(const char* name) const { return m_folder.filePath(QString::fromUtf8(name)); }

private slots:
    void initTestCase() {
        QVERIFY(QDir(m_folder.path()).mkpath(QStringLiteral("data/limn/samples/uploads")));
        qputenv("XDG_DATA_DIRS", path("data").toUtf8());
        qputenv("XDG_DATA_HOME", path("home").toUtf8());
        QCoreApplication::setOrganizationName(QStringLiteral("limn"));
        QCoreApplication::setApplicationName(QStringLiteral("tst_start"));
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, path("settings"));
        for (const char* name : {"one.yaml", "two.yaml", "data/limn/samples/uploads/limn.yaml"})
            Desk::writeText(toUtf8(path(name)), ordersText);
    }
    void init() { QSettings().clear(); }

    void enterStartsWhatHasTheFocus() {
        Room room;
        QVERIFY(room.page()->isVisible());
        QVERIFY(!room.window.canvas().isVisible());
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("start-open"));
        room.press(Qt::Key_Tab);
        room.press(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget()->objectName(), QStringLiteral("start-new"));
        room.press(Qt::Key_Return);
        QTRY_VERIFY(room.window.document().isUntitled());
        QVERIFY(!room.page()->isVisible());
        QVERIFY(room.window.canvas().isVisible());
    }

    void openAsksForFiles() {
        Room room;
        room.press(Qt::Key_Return);
        auto* dialog = room.window.findChild<QFileDialog*>();
        QVERIFY(dialog);
        dialog->reject();
        QVERIFY(room.page()->isVisible());
    }

    void whatWasOpenedLastComesFirstAndEnterOpensIt() {
        {
            Room before;
            before.open(path("one.yaml"));
            before.open(path("two.yaml"));
            QTRY_COMPARE(recentPaths(), QStringList({path("two.yaml"), path("one.yaml")}));
        }
        Room room;
        QCOMPARE(room.names(), QStringList({QStringLiteral("two.yaml"), QStringLiteral("one.yaml"),
                                            QStringLiteral("uploads")}));
        for (int i = 0; i < 3; ++i)
            room.press(Qt::Key_Tab);
        QCOMPARE(QApplication::focusWidget(), room.paths());
        room.press(Qt::Key_Home);
        room.press(Qt::Key_Down);
        room.press(Qt::Key_Return);
        QTRY_VERIFY(room.window.document().isOpen());
        QCOMPARE(room.window.document().name(), QStringLiteral("one.yaml"));
        QVERIFY(room.window.canvas().isVisible());
    }

    void installedSamplesOpen() {
        Room room;
        QCOMPARE(room.names(), QStringList{QStringLiteral("uploads")});
        room.paths()->setFocus();
        room.press(Qt::Key_Home);
        room.press(Qt::Key_Return);
        QTRY_VERIFY(room.window.document().isOpen());
        QVERIFY(room.window.document().snapshot().model->node("orders-table"));
    }

    void whatIsGoneIsNotOffered() {
        rememberRecent({path("one.yaml"), path("gone.yaml")});
        Room room;
        QCOMPARE(room.names(),
                 QStringList({QStringLiteral("one.yaml"), QStringLiteral("uploads")}));
    }

    void whatCannotBeReadIsSaidOnTheCanvas() {
        Room room;
        QSignalSpy refused(&room.window.document(), &Document::refused);
        room.window.openPaths({toUtf8(path("gone.yaml"))});
        QTRY_VERIFY(!refused.isEmpty());
        QVERIFY(room.window.canvas().isVisible());
        QVERIFY(recentPaths().isEmpty());
    }
};

QTEST_MAIN(TestStart)
#include "tst_start.moc"
