// SPDX-License-Identifier: GPL-3.0-or-later
#include <QSignalSpy>
#include <QTest>

#include "widgets/session/selection.h"

using namespace limn;

class TestSelection : public QObject {
    Q_OBJECT

private slots:
    void tellsOnlyWhatIsNew() {
        Selection selection;
        QSignalSpy changed(&selection, &Selection::changed);
        selection.select({"Place"});
        selection.select({"Place"});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(selection.single(), std::string("Place"));
    }

    void togglingAddsAndTakesAway() {
        Selection selection;
        selection.select({"Place"});
        selection.toggle("Ship");
        QVERIFY(selection.contains("Place") && selection.contains("Ship"));
        QVERIFY(selection.single().empty());
        selection.toggle("Place");
        QCOMPARE(selection.single(), std::string("Ship"));
    }

    void aFindingIsForgottenWhenSomethingElseIsPicked() {
        Selection selection;
        selection.selectFinding("RTY002:jobs", {"jobs"});
        QCOMPARE(selection.finding(), std::string("RTY002:jobs"));
        selection.select({"jobs"});
        QVERIFY(selection.finding().empty());
    }

    void whatIsGoneIsDropped() {
        Selection selection;
        selection.select({"Place", "Ship"});
        selection.keepOnly([](const std::string& id) { return id == "Ship"; });
        QCOMPARE(selection.single(), std::string("Ship"));
    }
};

QTEST_MAIN(TestSelection)
#include "tst_selection.moc"
