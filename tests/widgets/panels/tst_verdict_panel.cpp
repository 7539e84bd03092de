// SPDX-License-Identifier: GPL-3.0-or-later
#include <QLabel>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>

#include "core/checks/check.h"
#include "tests/widgets/desk.h"
#include "widgets/panels/verdict_panel.h"

using namespace limn;

namespace {

enum Column { Question, Part, Message };

struct Room : Desk {
    VerdictPanel panel{document, selection, nullptr};
    QTreeWidget* rows = panel.findChild<QTreeWidget*>(QStringLiteral("pillars"));
    QLabel* overall = panel.findChild<QLabel*>(QStringLiteral("overall"));

    Room() {
        panel.resize(740, 400);
        panel.show();
    }
    QTreeWidgetItem* pillar(const QString& title) {
        const auto found = rows->findItems(title, Qt::MatchExactly, Question);
        return found.isEmpty() ? nullptr : found.first();
    }
    QTreeWidgetItem* rowOf(const QString& check) {
        const auto found = rows->findItems(check, Qt::MatchExactly | Qt::MatchRecursive, Question);
        return found.isEmpty() ? nullptr : found.first();
    }
    void click(QTreeWidgetItem* row) {
        QTest::mouseClick(rows->viewport(), Qt::LeftButton, {}, rows->visualItemRect(row).center());
    }
    const Finding* finding(std::string_view check) {
        for (const Finding& finding : document.derived().report.findings)
            if (finding.check->id == check)
                return &finding;
        return nullptr;
    }
};

} // namespace

class TestVerdictPanel : public QObject {
    Q_OBJECT

private slots:
    void withoutAFileItSaysSo() {
        Room room;
        QCOMPARE(room.overall->text(), QStringLiteral("Nothing is open."));
        QVERIFY(!room.pillar(QStringLiteral("Trigger-aware design")));
    }

    void everyPillarSaysItsStateInWordsAndColour() {
        Room room;
        room.open(ordersText);
        QVERIFY(room.overall->text().contains(QStringLiteral("Not yet")));
        QTreeWidgetItem* faulty = room.pillar(QStringLiteral("Trigger-aware design"));
        QTreeWidgetItem* unknown = room.pillar(QStringLiteral("Tight permissions"));
        QVERIFY(faulty && unknown);
        QVERIFY(room.pillar(QStringLiteral("Short-lived execution")));
        QVERIFY(room.pillar(QStringLiteral("Explicit external state")));
        QCOMPARE(faulty->text(Part), QStringLiteral("Not yet"));
        QVERIFY(faulty->text(Message).contains(QStringLiteral("error")));
        QVERIFY(faulty->foreground(Part).color() != unknown->foreground(Part).color());
    }

    void whatIsNotJudgedIsSaidPlainly() {
        Room room;
        room.open("limn: 1\nfunctions:\n  Alone: {handler: a.b}\n");
        const Report& report = room.document.derived().report;
        QCOMPARE(report.verdict.permissions, Grade::NotJudged);
        QTreeWidgetItem* row = room.pillar(QStringLiteral("Tight permissions"));
        QVERIFY(row);
        QCOMPARE(row->text(Part), QStringLiteral("Not judged"));
        QVERIFY(!row->text(Message).isEmpty());
    }

    void evidenceStandsBelowItsPillar() {
        Room room;
        room.open(ordersText);
        for (const Finding& finding : room.document.derived().report.findings) {
            if (finding.check->pillar == Pillar::None)
                continue;
            QTreeWidgetItem* row = room.rowOf(toQt(finding.check->id));
            QVERIFY2(row && row->parent(), finding.fingerprint.c_str());
            QCOMPARE(row->parent()->text(Question).toLower(),
                     toQt(title(finding.check->pillar)).toLower());
        }
        QTreeWidgetItem* row = room.rowOf(QStringLiteral("RTY006"));
        QVERIFY(row);
        QCOMPARE(row->text(Part), toQt(room.finding("RTY006")->elements.front()));
        QCOMPARE(row->text(Message).toLower(),
                 plainWords(room.finding("RTY006")->message).toLower());
    }

    void aNameThatLeadsKeepsItsCase() {
        Room room;
        room.open(ordersText);
        const auto& findings = room.document.derived().report.findings;
        const auto named = std::ranges::find_if(findings, [](const Finding& finding) {
            return finding.message.starts_with('`') && finding.check->pillar != Pillar::None;
        });
        QVERIFY(named != findings.end());
        const auto rows = room.rows->findItems(
            plainWords(named->message),
            Qt::MatchFixedString | Qt::MatchCaseSensitive | Qt::MatchRecursive, Message);
        QVERIFY2(!rows.isEmpty(), named->message.c_str());
    }

    void clickSelectsThePartsAndShowsTheLine() {
        Room room;
        room.open(ordersText);
        std::vector<Span> shown;
        connect(&room.selection, &Selection::placeAsked, this,
                [&](Span span) { shown.push_back(span); });
        room.click(room.rowOf(QStringLiteral("RTY006")));
        QVERIFY(room.selection.contains("jobs"));
        QCOMPARE(room.selection.finding(), room.finding("RTY006")->fingerprint);
        QVERIFY(!shown.empty() && shown.back() == room.finding("RTY006")->at);
    }

    void enterOnAQuestionWithoutAnswerShowsItsLine() {
        Room room;
        room.open(ordersText);
        const auto& open = room.document.derived().report.notJudged;
        const auto asked = std::ranges::find_if(open, [](const NotJudged& question) {
            return question.check->pillar != Pillar::None && !question.elements.empty();
        });
        QVERIFY(asked != open.end());
        QTreeWidgetItem* row = nullptr;
        for (QTreeWidgetItemIterator at(room.rows); *at && !row; ++at)
            if ((*at)->text(Question) == toQt(asked->check->id) &&
                (*at)->text(Message).startsWith(QStringLiteral("Not judged: ")))
                row = *at;
        QVERIFY(row && row->parent());
        room.rows->setCurrentItem(row->parent());
        room.panel.activateWindow();
        room.rows->setFocus();
        QTest::keyClick(room.rows, Qt::Key_Right);
        QVERIFY(row->parent()->isExpanded());
        while (room.rows->currentItem() != row && room.rows->itemBelow(room.rows->currentItem()))
            QTest::keyClick(room.rows, Qt::Key_Down);
        QCOMPARE(room.rows->currentItem(), row);
        room.selection.clear();
        QTest::keyClick(room.rows, Qt::Key_Return);
        QVERIFY(room.selection.contains(asked->elements.front()));
    }

    void whatTheUserClosesStaysClosed() {
        Room room;
        room.open(ordersText);
        const QString title = QStringLiteral("Trigger-aware design");
        room.rows->setFocus();
        room.rows->setCurrentItem(room.pillar(title));
        QTest::keyClick(room.rows, Qt::Key_Left);
        QVERIFY(!room.pillar(title)->isExpanded());
        room.document.intend(QStringLiteral("Rename"), {Rename{"Ship", "Send"}});
        room.settle();
        QVERIFY(!room.pillar(title)->isExpanded());
    }

    void aFindingPickedElsewhereIsTheCurrentRow() {
        Room room;
        room.open(ordersText);
        const Finding* finding = room.finding("RTY006");
        QVERIFY(finding);
        room.selection.selectFinding(finding->fingerprint, {"jobs"});
        QCOMPARE(room.rows->currentItem(), room.rowOf(QStringLiteral("RTY006")));
    }
};

QTEST_MAIN(TestVerdictPanel)
#include "tst_verdict_panel.moc"
