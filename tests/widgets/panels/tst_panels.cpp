// SPDX-License-Identifier: GPL-3.0-or-later
#include <QCheckBox>
#include <QComboBox>
#include <QDateEdit>
#include <QDialog>
#include <QDialogButtonBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
#include <QPushButton>
#include <QSettings>
#include <QToolButton>
#include <QTreeWidget>

#include "core/checks/check.h"
#include "tests/widgets/desk.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/property_editor.h"
#include "widgets/panels/source_panel.h"
#include "widgets/panels/source_view.h"
#include "widgets/session/parts.h"

using namespace limn;

namespace {

const std::string templateText = R"(Transform: AWS::Serverless-2016-10-31
Resources:
  Ship:
    Type: AWS::Serverless::Function
    Properties:
      Handler: index.handler
      Runtime: nodejs20.x
      Timeout:  30 # seconds
      Events:
        Take: {Type: SQS, Properties: {Queue: !GetAtt Jobs.Arn}}
  Jobs: {Type: AWS::SQS::Queue, Properties: {VisibilityTimeout: 60}}
)";

// Every panel of the table on one document.
struct Room : Desk {
    QWidget window;
    std::map<std::string, QWidget*, std::less<>> panel;

    Room() {
        for (const Panel* entry : panels())
            panel.emplace(entry->id, entry->make(document, selection, &window));
        window.resize(900, 700);
        window.show();
        panel.at("source")->resize(500, 300);
    }
    QTreeWidget* rows() { return panel.at("findings")->findChild<QTreeWidget*>(); }
    SourceView* source() { return static_cast<SourcePanel*>(panel.at("source"))->view(0); }
    template <typename T> T* editor(const char* property) {
        return panel.at("inspector")->findChild<T*>(QString::fromUtf8(property));
    }
    QTreeWidgetItem* rowOf(const char* check) {
        const auto found = rows()->findItems(QString::fromUtf8(check), Qt::MatchExactly, 3);
        return found.isEmpty() ? nullptr : found.first();
    }
    const Finding* finding(std::string_view check) {
        for (const Finding& finding : document.derived().report.findings)
            if (finding.check->id == check)
                return &finding;
        return nullptr;
    }
    void press(const char* check, Qt::Key key, Qt::KeyboardModifiers modifiers = {}) {
        window.activateWindow();
        QVERIFY(QTest::qWaitForWindowActive(&window));
        rows()->setCurrentItem(rowOf(check));
        rows()->setFocus();
        QTest::keyClick(rows(), key, modifiers);
    }
    QDialog* acceptDialog(const char* check) {
        press(check, Qt::Key_Return, Qt::ControlModifier);
        return panel.at("findings")->findChild<QDialog*>(QStringLiteral("accept"));
    }
    void acceptRow(const char* check, const QString& reason, bool ends) {
        QDialog* dialog = acceptDialog(check);
        QVERIFY(dialog);
        auto* by = dialog->findChild<QLineEdit*>(QStringLiteral("by"));
        by->selectAll();
        QTest::keyClicks(by, QStringLiteral("Ada"));
        QTest::keyClicks(dialog->findChild<QLineEdit*>(QStringLiteral("reason")), reason);
        if (ends) {
            dialog->findChild<QCheckBox*>(QStringLiteral("ends"))->click();
            dialog->findChild<QDateEdit*>(QStringLiteral("until"))->setDate(QDate(2999, 12, 31));
        }
        dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok)->click();
        settle();
    }
};

} // namespace

class TestPanels : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() {
        QVERIFY(m_settings.isValid());
        QSettings::setPath(QSettings::NativeFormat, QSettings::UserScope, m_settings.path());
    }

    void everyPanelHasATitleAndAPlaceToBeKeptUnder() {
        std::set<std::string_view> ids;
        for (const Panel* panel : panels()) {
            QVERIFY(panel->title && *panel->title);
            QVERIFY(panel->behind.empty() || ids.contains(panel->behind));
            QVERIFY(ids.insert(panel->id).second);
        }
    }

    void findingsAreThoseOfTheReport() {
        Room room;
        room.open(ordersText);
        const auto& findings = room.document.derived().report.findings;
        QCOMPARE(static_cast<std::size_t>(room.rows()->topLevelItemCount()),
                 findings.size() + room.model().problems().size());
        for (const Finding& finding : findings)
            QVERIFY2(!room.rows()
                          ->findItems(plainWords(finding.message), Qt::MatchFixedString, 2)
                          .isEmpty(),
                     finding.message.c_str());
    }

    void clickOnAFindingSelectsItEverywhere() {
        Room room;
        room.open(ordersText);
        QTreeWidgetItem* row = room.rowOf("RTY006");
        QVERIFY(row);
        room.rows()->setCurrentItem(row);
        QVERIFY(room.selection.contains("jobs"));
        QVERIFY(room.selection.finding().find("RTY006") != std::string::npos);
        const Place place = room.document.snapshot().sources->place(
            room.document.derived().report.findings.front().at);
        int line = 0, column = 0;
        room.source()->getCursorPosition(&line, &column);
        QVERIFY(line > 0 && place.line > 0);
        QVERIFY(row->text(4).endsWith(QStringLiteral(":%1").arg(line + 1)));
    }

    void fixButtonMends() {
        Room room;
        room.open(ordersText);
        QTreeWidgetItem* row = room.rowOf("RTY006");
        QVERIFY(row);
        auto* fix = qobject_cast<QToolButton*>(room.rows()->itemWidget(row, 5));
        QVERIFY(fix);
        fix->click();
        room.settle();
        QVERIFY(!room.rowOf("RTY006"));
        QVERIFY(room.text() != ordersText);
        room.document.undoStack().undo();
        QCOMPARE(room.text(), ordersText);
    }

    void filterKeepsTheRowsWithEveryWord() {
        Room room;
        room.open(ordersText);
        auto* filter =
            room.panel.at("findings")->findChild<QLineEdit*>(QStringLiteral("findingsFilter"));
        const QString whole = room.rowOf("RTY006")->text(0);
        room.rows()->setCurrentItem(room.rowOf("RTY006"));
        QTest::keyClicks(filter, whole.toLower() + QStringLiteral(" rty006"));
        for (int i = 0; i < room.rows()->topLevelItemCount(); ++i) {
            const QTreeWidgetItem* row = room.rows()->topLevelItem(i);
            QCOMPARE(row->isHidden(), row->text(3) != QStringLiteral("RTY006"));
        }
        room.document.arrange(QStringLiteral("Note"),
                              [](Diagram& diagram) { diagram.accepted["RTY001:gone"] = {}; });
        room.settle();
        QVERIFY2(room.rowOf("RTY001")->isHidden(), "the filter outlives a new report");
        QTest::keyClicks(filter, QStringLiteral(" nowhere"));
        QVERIFY2(!room.rows()->currentItem(), "a hidden row is not the current one");
        filter->clear();
        QVERIFY(!room.rowOf("RTY001")->isHidden());
    }

    void acceptingIsAStepOfItsOwnAndIsSaved() {
        Room room;
        room.open(ordersText);
        room.acceptRow("RTY006", QStringLiteral("The queue is drained by hand"), true);
        const Finding* finding = room.finding("RTY006");
        QVERIFY(finding && finding->accepted);
        QCOMPARE(finding->accepted->reason, std::string("The queue is drained by hand"));
        QCOMPARE(finding->accepted->by, std::string("Ada"));
        QCOMPARE(finding->accepted->until, std::string("2999-12-31"));
        QCOMPARE(finding->accepted->evidence, finding->basis);
        QCOMPARE(room.rowOf("RTY006")->text(0), QStringLiteral("Accepted"));
        QCOMPARE(room.text(), ordersText);
        QVERIFY(room.document.undoStack().undoText().contains(QStringLiteral("RTY006")));

        QVERIFY(room.document.save());
        const std::string saved = room.textOf(sidecarPath(room.path()));
        QVERIFY2(saved.find("drained by hand") != std::string::npos, saved.c_str());
        room.document.undoStack().undo();
        room.settle();
        QVERIFY(!room.finding("RTY006")->accepted);
        QVERIFY(room.document.isModified());
        room.document.undoStack().redo();
        room.settle();
        QVERIFY(room.document.save());
        QCOMPARE(room.textOf(sidecarPath(room.path())), saved);
    }

    void anAcceptanceNeedsAReason() {
        Room room;
        room.open(ordersText);
        QDialog* dialog = room.acceptDialog("RTY006");
        QVERIFY(dialog);
        QPushButton* ok = dialog->findChild<QDialogButtonBox*>()->button(QDialogButtonBox::Ok);
        QVERIFY(!ok->isEnabled());
        auto* reason = dialog->findChild<QLineEdit*>(QStringLiteral("reason"));
        QTest::keyClicks(reason, QStringLiteral("  "));
        QVERIFY(!ok->isEnabled());
        QTest::keyClicks(reason, QStringLiteral("known"));
        QVERIFY(ok->isEnabled());
        QTest::keyClick(dialog, Qt::Key_Escape);
        QVERIFY(!room.finding("RTY006")->accepted);
        QCOMPARE(room.document.undoStack().count(), 0);
    }

    void anAcceptanceIsWithdrawnWithDelete() {
        Room room;
        room.open(ordersText);
        room.acceptRow("RTY006", QStringLiteral("known"), false);
        QVERIFY(room.finding("RTY006")->accepted);
        room.press("RTY006", Qt::Key_Delete);
        room.settle();
        QVERIFY(!room.finding("RTY006")->accepted);
        room.document.undoStack().undo();
        room.settle();
        QVERIFY(room.finding("RTY006")->accepted);
    }

    void staleAcceptancesAreListedAndTakenAway() {
        Room room;
        room.open(ordersText);
        room.acceptRow("RTY006", QStringLiteral("known"), false);
        room.document.intend(QStringLiteral("Set"),
                             {SetProperty{"jobs", "visibility_timeout_seconds", Value(360)}});
        room.settle();
        QVERIFY(!room.finding("RTY006"));
        QTreeWidgetItem* row = room.rowOf("RTY006");
        QVERIFY(row);
        QCOMPARE(row->text(0), QStringLiteral("Stale"));
        room.press("RTY006", Qt::Key_Delete);
        room.settle();
        QVERIFY(!room.rowOf("RTY006"));
        QVERIFY(room.document.snapshot().diagram->accepted.empty());
    }

    void theSettingsOfTheFolderCount() {
        Room room;
        Room::writeText(room.path(".limn.yaml"), "checks: {RTY006: off}\n");
        room.open(ordersText);
        QVERIFY(!room.rowOf("RTY006"));
    }

    void anAcceptanceEndsAfterItsLastDay() {
        Room room;
        room.open(ordersText);
        const std::string fingerprint = room.finding("RTY006")->fingerprint;
        room.document.arrange(QStringLiteral("Accept"), [&](Diagram& diagram) {
            diagram.accepted[fingerprint] = {"for a week", "Ada", "1999-12-24", "1999-12-31"};
        });
        room.settle();
        QVERIFY(!room.finding("RTY006")->accepted);
    }

    void selectingAPartShowsItsTextAndItsProperties() {
        Room room;
        room.open(ordersText);
        room.selection.select({"Ship"});
        int line = 0, column = 0;
        room.source()->getCursorPosition(&line, &column);
        QCOMPARE(room.source()->text(line).trimmed(), QStringLiteral("Ship:"));
        auto* timeout = room.editor<QLineEdit>("timeout_seconds");
        QVERIFY(timeout);
        QCOMPARE(timeout->text(), QStringLiteral("60"));
        auto* memory = room.editor<QLineEdit>("memory_mb");
        QVERIFY2(memory && memory->text().isEmpty(), "what is not written is offered, empty");
    }

    void clickInTheTextSelectsThePart() {
        Room room;
        room.open(ordersText);
        emit room.source()->caretMoved(
            static_cast<std::uint32_t>(ordersText.find("visibility_timeout")));
        QCOMPARE(room.selection.single(), std::string("jobs"));
    }

    void propertyIsSetAndUnsetInPlace() {
        Room room;
        room.open(ordersText);
        room.selection.select({"Ship"});
        auto* timeout = room.editor<QLineEdit>("timeout_seconds");
        timeout->setFocus();
        timeout->selectAll();
        QTest::keyClicks(timeout, QStringLiteral("45"));
        QTest::keyClick(timeout, Qt::Key_Return);
        room.settle();
        QVERIFY(room.text().find("timeout_seconds: 45") != std::string::npos);
        QCOMPARE(room.editor<QLineEdit>("timeout_seconds")->text(), QStringLiteral("45"));
        timeout = room.editor<QLineEdit>("timeout_seconds");
        timeout->clear();
        QTest::keyClick(timeout, Qt::Key_Return);
        room.settle();
        QVERIFY(!room.model().property(*room.model().node("Ship"), "timeout_seconds"));
    }

    // Structure is read-only, values are not: only what stands there has an editor, and only fixes
    // that change such values have a button.
    void aTemplateTakesValuesOnly() {
        Room room;
        room.open(templateText);
        QCOMPARE(room.document.readOnlyFormat(), QStringLiteral("AWS SAM"));
        room.selection.select({"Ship"});
        QVERIFY(!room.editor<QLineEdit>("memory_mb"));
        auto* timeout = room.editor<QLineEdit>("timeout_seconds");
        QVERIFY(timeout);
        timeout->selectAll();
        QTest::keyClicks(timeout, QStringLiteral("45"));
        QTest::keyClick(timeout, Qt::Key_Return);
        room.settle();
        std::string expected = templateText;
        expected.replace(expected.find("30 # s"), 2, "45");
        QCOMPARE(room.text(), expected);

        QVERIFY(!room.rows()->itemWidget(room.rowOf("RTY002"), 5));
        auto* fix = qobject_cast<QToolButton*>(room.rows()->itemWidget(room.rowOf("RTY006"), 5));
        QVERIFY(fix);
        fix->click();
        room.settle();
        QVERIFY(!room.finding("RTY006"));
        expected.replace(expected.find("60}"), 2, "270");
        QCOMPARE(room.text(), expected);
    }

    void aValueOutOfRangeIsNotTaken() {
        Room room;
        room.open(ordersText);
        room.selection.select({"Ship"});
        auto* timeout = room.editor<QLineEdit>("timeout_seconds");
        timeout->setText(QStringLiteral("soon"));
        QTest::keyClick(timeout, Qt::Key_Return);
        QVERIFY(room.document.isIdle());
        QCOMPARE(room.editor<QLineEdit>("timeout_seconds")->text(), QStringLiteral("60"));
        QCOMPARE(room.text(), ordersText);
    }

    void parsedValues_data() {
        QTest::addColumn<QString>("property");
        QTest::addColumn<QString>("typed");
        QTest::addColumn<QString>("value");
        QTest::newRow("whole") << "timeout_seconds" << "60" << "60";
        QTest::newRow("spaces") << "timeout_seconds" << " 60 " << "60";
        QTest::newRow("half") << "memory_mb" << "512.5" << "refused";
        QTest::newRow("word") << "timeout_seconds" << "soon" << "refused";
        QTest::newRow("endless") << "timeout_seconds" << "1e999" << "refused";
        QTest::newRow("empty") << "timeout_seconds" << "" << "none";
        QTest::newRow("text") << "handler" << "src/a.b" << "src/a.b";
    }

    void parsedValues() {
        QFETCH(QString, property);
        QFETCH(QString, typed);
        QFETCH(QString, value);
        const PropertyInfo* info = findProperty(toUtf8(property));
        QVERIFY(info);
        const Result<std::optional<Value>> result = parsedValue(*info, typed);
        QCOMPARE(!result   ? QStringLiteral("refused")
                 : *result ? toQt((**result).display())
                           : QStringLiteral("none"),
                 value);
    }

    void titlesLeaveTheUnitToItsLabel() {
        QCOMPARE(propertyTitle("visibility_timeout_seconds", "s"),
                 QStringLiteral("Visibility timeout"));
        QCOMPARE(propertyTitle("handler", ""), QStringLiteral("Handler"));
    }

    void partsAreAddedWithEnter() {
        Room room;
        room.open(ordersText);
        auto* parts = static_cast<QListWidget*>(room.panel.at("parts"));
        QVERIFY(parts->isEnabled());
        QCOMPARE(static_cast<std::size_t>(parts->count()), partChoices().size());
        parts->setCurrentRow(2);
        QTest::keyClick(parts, Qt::Key_Return);
        room.settle();
        QVERIFY(room.model().node("function"));
        QVERIFY(room.document.derived().placement.nodes.contains("function"));
    }

    void sourceShowsFindingsUnderTheirLines() {
        Room room;
        room.open(ordersText);
        bool annotated = false;
        for (int line = 0; line < room.source()->lines(); ++line)
            annotated =
                annotated || room.source()->annotation(line).contains(QStringLiteral("RTY006"));
        QVERIFY(annotated);
        QCOMPARE(toUtf8(room.source()->text()), ordersText);
        QVERIFY(room.source()->isReadOnly());
    }

private:
    QTemporaryDir m_settings; // who accepted is remembered
};

QTEST_MAIN(TestPanels)
#include "tst_panels.moc"
