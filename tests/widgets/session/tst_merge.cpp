// SPDX-License-Identifier: GPL-3.0-or-later
#include <QTest>

#include "core/manifests/read.h"
#include "widgets/session/merge.h"
#include "widgets/session/merge_text.h"

using namespace limn;

namespace {

Snapshot systemOf(const std::string& text) {
    Sources sources;
    sources.add(std::make_shared<const Source>("a.yaml", text));
    return reread({}, std::move(sources));
}

} // namespace

class TestMerge : public QObject {
    Q_OBJECT

private slots:
    void bothSidesCount_data() {
        QTest::addColumn<QByteArray>("base");
        QTest::addColumn<QByteArray>("mine");
        QTest::addColumn<QByteArray>("theirs");
        QTest::addColumn<QByteArray>("merged");
        const auto row = [](const char* name, const char* base, const char* mine,
                            const char* theirs, const char* merged) {
            QTest::newRow(name) << QByteArray(base) << QByteArray(mine) << QByteArray(theirs)
                                << QByteArray(merged);
        };
        row("only mine", "a\nb\n", "a\nB\n", "a\nb\n", "a\nB\n");
        row("only theirs", "a\nb\n", "a\nb\n", "a\n", "a\n");
        row("far apart", "a\nb\nc\n", "A\nb\nc\n", "a\nb\nC\n", "A\nb\nC\n");
        row("removed and added", "a\nb\nc\n", "b\nc\n", "a\nb\nx\nc\n", "b\nx\nc\n");
        row("the same on both", "a\nb\n", "a\nx\nb\n", "a\nx\nb\n", "a\nx\nb\n");
        row("CR LF stays", "a\r\nb\r\nc\r\n", "A\r\nb\r\nc\r\n", "a\r\nb\r\nC\r\n",
            "A\r\nb\r\nC\r\n");
        row("one line end of each", "a\nb\nc", "a\r\nb\nc", "a\nb\nC", "a\r\nb\nC");
        row("no last line end", "a\nb\nc", "A\nb\nc", "a\nb\nc\nd", "A\nb\nc\nd");
        row("from nothing", "", "", "a\n", "a\n");
        row("repeated lines", "x\n\ny\n\nz\n", "x\n\nY\n\nz\n", "x\n\ny\n\nz\n\nw\n",
            "x\n\nY\n\nz\n\nw\n");
    }
    void bothSidesCount() {
        QFETCH(QByteArray, base);
        QFETCH(QByteArray, mine);
        QFETCH(QByteArray, theirs);
        QFETCH(QByteArray, merged);
        const auto text = mergeTexts(base.toStdString(), mine.toStdString(), theirs.toStdString());
        QVERIFY(text);
        QCOMPARE(QByteArray::fromStdString(*text), merged);
        const auto other = mergeTexts(base.toStdString(), theirs.toStdString(), mine.toStdString());
        QVERIFY(other);
        QCOMPARE(QByteArray::fromStdString(*other), merged);
    }

    void linesThatBothChangedAreLeftToTheUser() {
        QVERIFY(!mergeTexts("a\nb\nc\n", "a\nx\nc\n", "a\ny\nc\n"));
        QVERIFY2(!mergeTexts("a\nb\nc\n", "a\nc\n", "a\ny\nc\n"), "removed and changed");
        QVERIFY2(!mergeTexts("a\nb\n", "A\nb\n", "a\nB\n"), "lines that touch");
        QVERIFY2(!mergeTexts("a\n", "a\nx\n", "a\ny\n"), "both added at the end");
        QVERIFY2(!mergeTexts("a\nb\n", "A\nb\n", "a\r\nb\r\n"), "other line ends");
    }

    void diagramsMergeByEntry() {
        MergeBase base;
        base.written.notes = {{"A", "old"}, {"B", "old"}};
        base.shown = base.written;
        base.shown.spots["A"] = {{10, 10}, false, {}};
        Diagram mine = base.shown, theirs = base.written;
        mine.notes["A"] = "mine";
        mine.collapsed.insert("shop");
        theirs.notes.erase("B");
        theirs.accepted["f1"] = {"known", "Ana", "2026-01-05", {}};
        theirs.spots["A"] = {{80, 80}, true, {}};
        const auto merged = mergeDiagrams(base, mine, theirs);
        QVERIFY(merged);
        QCOMPARE(merged->notes.at("A"), std::string("mine"));
        QVERIFY(!merged->notes.contains("B"));
        QVERIFY(merged->collapsed.contains("shop"));
        QCOMPARE(merged->accepted.at("f1").by, std::string("Ana"));
        QVERIFY2(merged->spots.at("A").pinned, "a place nobody chose gives way");
        theirs.notes["A"] = "theirs";
        QVERIFY(!mergeDiagrams(base, mine, theirs));
    }

    void mergedTextMustRead() {
        const std::string text =
            "limn: 1\nfunctions:\n  A: {}\nqueues:\n  q: {}\nstores:\n  s: {}\n";
        const MergeBase base{{{"a.yaml", text}}, {}, {}};
        std::string mine = text, theirs = text;
        mine.insert(mine.find("  A:"), "  X: {}\n");
        theirs += "  t: {}\n";
        const auto merged = merge(base, systemOf(mine), systemOf(theirs));
        QVERIFY(merged);
        QVERIFY(merged->model->node("X") && merged->model->node("t"));
        theirs += "  X: {}\n";
        QVERIFY2(!merge(base, systemOf(mine), systemOf(theirs)), "one name for two parts");
    }

    void fileThatIsGoneIsLeftToTheUser() {
        const std::string text = "limn: 1\nfunctions:\n  A: {}\n";
        QVERIFY(!merge({{{"a.yaml", text}}, {}, {}}, systemOf(text), Snapshot{}));
    }
};

QTEST_GUILESS_MAIN(TestMerge)
#include "tst_merge.moc"
