// SPDX-License-Identifier: GPL-3.0-or-later
#include <QComboBox>
#include <QLabel>
#include <QLineEdit>
#include <QListWidget>
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
};

} // namespace

class TestPanels : public QObject {
    Q_OBJECT

private slots:
    void everyPanelHasATitleAndAPlaceToBeKeptUnder() {
        std::set<std::string_view> ids;
        for (const Panel* panel : panels()) {
            QVERIFY(panel->title && *panel->title);
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
};

QTEST_MAIN(TestPanels)
#include "tst_panels.moc"
