// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QPushButton>
#include <QSettings>
#include <QToolButton>
#include <QTreeWidget>

#include "core/checks/check.h"
#include "tests/widgets/desk.h"
#include "widgets/panels/findings_panel.h"
#include "widgets/panels/findings_rows.h"

using namespace limn;

namespace {

struct Room : Desk {
    FindingsPanel panel{document, selection, nullptr};
    QTreeWidget* rows = panel.findChild<QTreeWidget*>();
    QComboBox* severity = panel.findChild<QComboBox*>(QStringLiteral("findingsSeverity"));
    QLineEdit* filter = panel.findChild<QLineEdit*>(QStringLiteral("findingsFilter"));
    QToolButton* button = panel.findChild<QToolButton*>(QStringLiteral("acceptButton"));

    Room() {
        panel.resize(740, 230);
        panel.show();
        panel.activateWindow();
    }
    QString summary() { return panel.findChild<QLabel*>()->text(); }
    QTreeWidgetItem* rowOf(const char* check) {
        const auto found = rows->findItems(QString::fromUtf8(check), Qt::MatchExactly, CheckColumn);
        return found.isEmpty() ? nullptr : found.first();
    }
    void click(const char* check) {
        rows->scrollToItem(rowOf(check));
        QTest::mouseClick(rows->viewport(), Qt::LeftButton, {},
                          rows->visualItemRect(rowOf(check)).center());
    }
    // Check and part of every row that can be seen.
    std::set<QString> shown() {
        std::set<QString> checks;
        for (int i = 0; i < rows->topLevelItemCount(); ++i) {
            if (!rows->topLevelItem(i)->isHidden())
                checks.insert(rows->topLevelItem(i)->text(CheckColumn) + u' ' +
                              rows->topLevelItem(i)->text(PartColumn));
        }
        return checks;
    }
    // What the report says should be seen.
    std::set<QString> atLeast(Severity least) {
        std::set<QString> checks;
        for (const Problem& problem : model().problems()) {
            if (problem.severity >= least)
                checks.insert(toQt(problem.code) + u' ');
        }
        for (const Finding& finding : document.derived().report.findings) {
            if (finding.severity >= least && !finding.accepted)
                checks.insert(toQt(finding.check->id) + u' ' + toQt(finding.elements.front()));
        }
        return checks;
    }
    void choose(int index) {
        severity->setFocus();
        QTest::keyClick(severity, Qt::Key_Home);
        for (int i = 0; i < index; ++i)
            QTest::keyClick(severity, Qt::Key_Down);
    }
    void acceptAs(const QString& reason) {
        QTest::mouseClick(button, Qt::LeftButton);
        auto* dialog = panel.findChild<QDialog*>(QStringLiteral("accept"));
        QVERIFY(dialog);
        auto* by = dialog->findChild<QLineEdit*>(QStringLiteral("by"));
        by->selectAll();
        QTest::keyClicks(by, QStringLiteral("Ada"));
        QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("reason")), reason);
        dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->click();
        settle();
    }
};

} // namespace

class TestFindingsPanel : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(m_settings.isValid());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    }

    void theButtonAcceptsTheFindingThatIsClicked() {
        Room room;
        room.open(ordersText);
        QVERIFY(room.button->isVisible());
        QVERIFY2(!room.button->isEnabled(), "nothing is selected");
        room.click("RTY006");
        QVERIFY(room.button->isEnabled());
        room.acceptAs(QStringLiteral("drained by hand"));
        QCOMPARE(room.rowOf("RTY006")->text(SeverityColumn), QStringLiteral("Accepted"));
        QVERIFY(room.summary().contains(QStringLiteral("1 accepted")));
        room.click("RTY006");
        QVERIFY2(!room.button->isEnabled(), "it is accepted already");
        room.document.undoStack().undo();
        room.settle();
        QVERIFY(room.rowOf("RTY006")->text(SeverityColumn) != QStringLiteral("Accepted"));
    }

    void theButtonKnowsWhatIsSelectedElsewhere() {
        Room room;
        room.open(ordersText);
        room.selection.select({"jobs"});
        QVERIFY(room.rows->currentItem());
        QVERIFY(room.button->isEnabled());
        room.selection.select({});
        QVERIFY(!room.button->isEnabled());
    }

    void theChoiceKeepsWhatWeighsEnough() {
        Room room;
        room.open(ordersText);
        const std::set<QString> all = room.shown();
        QVERIFY(all != room.atLeast(Severity::Warning));
        QVERIFY(room.atLeast(Severity::Warning) != room.atLeast(Severity::Error));
        room.choose(1);
        QCOMPARE(room.severity->currentText(), QStringLiteral("Errors"));
        QCOMPARE(room.shown(), room.atLeast(Severity::Error));
        room.choose(2);
        QCOMPARE(room.severity->currentText(), QStringLiteral("Warnings and errors"));
        QCOMPARE(room.shown(), room.atLeast(Severity::Warning));
        room.choose(0);
        QCOMPARE(room.shown(), all);
    }

    void theCountsStayThoseOfTheReport() {
        Room room;
        room.open(ordersText);
        const QString counts = room.summary();
        room.choose(1);
        QVERIFY2(room.summary().startsWith(counts), qPrintable(room.summary()));
        QVERIFY(room.summary() != counts);
        room.choose(0);
        QTest::keyClicks(room.filter, QStringLiteral("rty006"));
        QVERIFY(room.rowOf("OBS006")->isHidden() && !room.rowOf("RTY006")->isHidden());
        QVERIFY2(room.summary().startsWith(counts), qPrintable(room.summary()));
        room.filter->clear();
        QCOMPARE(room.summary(), counts);
    }

    void whatIsAcceptedIsNoWarningAnyMore() {
        Room room;
        room.open(ordersText);
        room.click("RTY006");
        room.acceptAs(QStringLiteral("known"));
        room.choose(2);
        QVERIFY(room.rowOf("RTY006")->isHidden());
        room.choose(0);
        QVERIFY(!room.rowOf("RTY006")->isHidden());
    }

private:
    QTemporaryDir m_settings; // who accepted is remembered
};

QTEST_MAIN(TestFindingsPanel)
#include "tst_findings_panel.moc"
