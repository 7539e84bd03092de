// SPDX-License-Identifier: GPL-3.0-or-later
// Search over everything, in the real window and by keys alone.
#include <QLineEdit>
#include <QScrollBar>
#include <QTreeWidget>

#include "app/desktop/fuzzy.h"
#include "app/desktop/main_window.h"
#include "core/checks/check.h"
#include "tests/widgets/desk.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/view.h"

using namespace limn;

namespace {

// The window on a file of its own, with the search to type into.
struct Room {
    QTemporaryDir folder;
    MainWindow window;

    Room() {
        const std::string path = toUtf8(folder.filePath(QStringLiteral("system.yaml")));
        Desk::writeText(path, ordersText);
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        window.openPaths({path});
        QTRY_VERIFY(window.document().isOpen() && window.document().isIdle());
        window.canvas().setFocus();
    }
    QWidget* box() { return window.findChild<QWidget*>(QStringLiteral("search")); }
    QLineEdit* line() { return box()->findChild<QLineEdit*>(); }
    QTreeWidget* rows() { return box()->findChild<QTreeWidget*>(); }
    void search(const char* words) {
        QTest::keyClick(window.focusWidget(), Qt::Key_K, Qt::ControlModifier);
        QVERIFY(box() && box()->isVisible());
        QVERIFY(line()->hasFocus());
        QTest::keyClicks(line(), QString::fromUtf8(words));
    }
    void press(Qt::Key key) { QTest::keyClick(line(), key); }
    QString row(int column = 0) {
        return rows()->currentItem() ? rows()->currentItem()->text(column) : QString();
    }
    Selection::Elements selected() { return window.selection().elements(); }
    // The zoom and the spot of the picture at the corner of the view.
    std::pair<double, QPointF> camera() {
        const View& view = window.canvas().view();
        return {view.zoom(), view.mapToScene(QPoint())};
    }
};

} // namespace

class TestSearch : public QObject {
    Q_OBJECT

private slots:
    void wordsMatchInPiecesAndTheBeginningsOfWordsCountMore() {
        const auto score = [](const char* wanted, const char* text) {
            return fuzzyScore(QString::fromUtf8(wanted), QString::fromUtf8(text));
        };
        QVERIFY(score("ord", "place-order"));
        QVERIFY(score("plord", "place-order"));
        QVERIFY(score("order place", "place-order"));
        QVERIFY(!score("orderz", "place-order"));
        QVERIFY(!score("po", "place-order")); // two letters are in nearly everything
        QVERIFY(*score("ord", "place-order") > *score("ord", "record"));
        QVERIFY(*score("jobs", "jobs") > *score("jobs", "jobs-that-failed"));
        QVERIFY(*score("jobs", "the jobs of today") > *score("jobs", "jxoxbxs"));
    }

    void goingThroughPartsShowsThemAndEscapeBringsAllBack() {
        Room room;
        room.window.canvas().view().zoomTo(3); // most of the picture is out of sight
        room.window.selection().select({"Place"});
        const auto camera = room.camera();
        const int steps = room.window.document().undoStack().count();

        room.search("order");
        QCOMPARE(room.row(), QStringLiteral("orders-table"));
        QCOMPARE(room.selected(), Selection::Elements{"orders-table"});
        QVERIFY(room.camera() != camera);
        room.press(Qt::Key_Down);
        QCOMPARE(room.row(), QStringLiteral("place-order"));
        QCOMPARE(room.selected(), Selection::Elements{"place-order"});

        room.press(Qt::Key_Escape);
        QVERIFY(!room.box()->isVisible());
        QCOMPARE(room.selected(), Selection::Elements{"Place"});
        QCOMPARE(room.camera(), camera);
        QCOMPARE(room.window.document().undoStack().count(), steps);
        QVERIFY(!room.window.isWindowModified());
        QVERIFY(room.window.canvas().hasFocus() || room.window.canvas().view().hasFocus());
    }

    void enterGoesToThePartAndStays() {
        Room room;
        room.search("orders-table");
        room.press(Qt::Key_Return);
        QVERIFY(!room.box()->isVisible());
        QCOMPARE(room.selected(), Selection::Elements{"orders-table"});
    }

    void propertiesAreFoundByNameAndValue() {
        Room room;
        QSignalSpy places(&room.window.selection(), &Selection::placeAsked);
        room.search("src/ship.handle");
        QCOMPARE(room.row(), QStringLiteral("Ship: handler"));
        room.press(Qt::Key_Return);
        QCOMPARE(room.selected(), Selection::Elements{"Ship"});
        QVERIFY(!places.isEmpty());
        const Span place = places.last().first().value<Span>();
        const std::string& text = (*room.window.document().snapshot().sources)[0].text();
        QVERIFY(text.substr(place.begin, place.end - place.begin).find("src/ship.handle") !=
                std::string::npos);
    }

    void aCheckLeadsToWhatItFound() {
        Room room;
        const auto& findings = room.window.document().derived().report.findings;
        QVERIFY(!findings.empty());
        const Finding& finding = findings.front();
        room.search(std::string(finding.check->id).c_str());
        QCOMPARE(room.row(), toQt(finding.check->id) + u' ' + toQt(finding.check->name));
        QVERIFY(room.row(2).contains(QStringLiteral("finding")));
        room.press(Qt::Key_Return);
        QCOMPARE(room.window.selection().finding(), finding.fingerprint);
    }

    void aFindingIsFoundByItsWords() {
        Room room;
        const Finding& finding = room.window.document().derived().report.findings.front();
        room.search(toUtf8(plainWords(finding.message)).c_str());
        QCOMPARE(room.row(), plainWords(finding.message));
        QVERIFY(room.window.selection().finding().empty()); // a look opens no callout
        room.press(Qt::Key_Return);
        QCOMPARE(room.window.selection().finding(), finding.fingerprint);
    }

    void aCommandIsDoneToWhatWasSelectedBefore() {
        Room room;
        room.window.selection().select({"Ship"});
        room.search("Pin in Place");
        QCOMPARE(room.row(), QStringLiteral("Pin in Place"));
        room.press(Qt::Key_Return);
        QCOMPARE(room.selected(), Selection::Elements{"Ship"});
        QVERIFY(room.window.document().snapshot().diagram->spots.at("Ship").pinned);
    }

    void withoutAFileThereAreCommandsOnly() {
        MainWindow window;
        window.show();
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        QTest::keyClick(window.focusWidget(), Qt::Key_K, Qt::ControlModifier);
        auto* box = window.findChild<QWidget*>(QStringLiteral("search"));
        QVERIFY(box);
        auto* line = box->findChild<QLineEdit*>();
        QTest::keyClicks(line, QStringLiteral("new diagram"));
        QTest::keyClick(line, Qt::Key_Return);
        QTRY_VERIFY(window.document().isOpen());
        QVERIFY(window.document().isUntitled());
    }

    void whatNothingAnswersSaysSoAndEnterStays() {
        Room room;
        room.window.selection().select({"Ship"});
        room.search("zzqqxxyy");
        QCOMPARE(room.rows()->topLevelItemCount(), 1);
        QCOMPARE(room.rows()->topLevelItem(0)->text(0), QStringLiteral("Nothing answers this"));
        room.press(Qt::Key_Return);
        QVERIFY(room.box()->isVisible());
        QCOMPARE(room.selected(), Selection::Elements{"Ship"});
    }
};

QTEST_MAIN(TestSearch)
#include "tst_search.moc"
