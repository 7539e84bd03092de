// SPDX-License-Identifier: GPL-3.0-or-later
#include <QtTest>

#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <random>

#include "core/manifests/text_edit.h"

using namespace limn;

namespace {

// What `patch` makes of the text before; the diff is applied to a file of another name, so that
// only its content counts.
std::string patched(const std::string& before, const std::string& diff) {
    const QTemporaryDir folder;
    const auto write = [&](const char* name, const std::string& bytes) {
        QFile file(folder.filePath(name));
        if (file.open(QIODevice::WriteOnly))
            file.write(bytes.data(), static_cast<qint64>(bytes.size()));
    };
    write("text", before);
    write("text.diff", diff);
    QProcess patch;
    patch.setWorkingDirectory(folder.path());
    patch.start("patch", {"--binary", "-s", "text", "text.diff"});
    if (!patch.waitForFinished() || patch.exitCode() != 0)
        return "patch failed: " + patch.readAll().toStdString();
    QFile file(folder.filePath("text"));
    return file.open(QIODevice::ReadOnly) ? file.readAll().toStdString() : "no file is left";
}

// The text after, made from the diff's own lines: what patch does, for machines without it.
std::string replayed(const std::string& before, const std::string& diff) {
    std::vector<std::string> lines, marked;
    const auto split = [](const std::string& text) {
        std::vector<std::string> result;
        for (std::size_t at = 0; at < text.size();) {
            const auto end = std::min(text.find('\n', at), text.size() - 1) + 1;
            result.push_back(text.substr(at, end - at));
            at = end;
        }
        return result;
    };
    lines = split(before);
    marked = split(diff);
    std::string out;
    std::size_t at = 0;
    for (std::size_t i = 2; i < marked.size(); ++i) {
        std::string body = marked[i].substr(1);
        if (i + 1 < marked.size() && marked[i + 1].front() == '\\')
            body.pop_back();
        const char mark = marked[i].front();
        if (mark == '@') {
            const auto comma = marked[i].find(',');
            const bool empty = comma < marked[i].find(" +") && marked[i][comma + 1] == '0';
            const auto first = std::stoul(marked[i].substr(4)) - (empty ? 0 : 1);
            for (; at < first; ++at)
                out += lines[at];
        } else if (mark == ' ' || mark == '-') {
            if (at >= lines.size() || lines[at] != body)
                return "the diff names a line that is not there: " + body;
            out += mark == ' ' ? body : std::string();
            ++at;
        } else if (mark == '+') {
            out += body;
        }
    }
    for (; at < lines.size(); ++at)
        out += lines[at];
    return out;
}

} // namespace

class TestTextEdit : public QObject {
    Q_OBJECT
private slots:
    void editsAreDoneAtOnce() {
        const auto text =
            applied("abcdef", {{0, 5, 6, "F"}, {0, 0, 1, ""}, {0, 3, 3, "-"}, {0, 3, 4, "D"}});
        QVERIFY(bool(text));
        QCOMPARE(QString::fromStdString(*text), QStringLiteral("bc-DeF"));
        QCOMPARE(QString::fromStdString(*applied("", {{0, 0, 0, "x"}})), QStringLiteral("x"));
    }

    void insertionsAtOnePlaceKeepTheirOrder() {
        QCOMPARE(QString::fromStdString(*applied("ab", {{0, 1, 1, "1"}, {0, 1, 1, "2"}})),
                 QStringLiteral("a12b"));
    }

    void wrongEditsAreRefused() {
        const auto overlap = applied("abcdef", {{0, 1, 4, ""}, {0, 3, 5, ""}});
        QVERIFY(!overlap);
        QCOMPARE(QString::fromStdString(overlap.error().message),
                 QStringLiteral("two edits overlap at byte 3"));
        QVERIFY(!applied("abc", {{0, 1, 3, ""}, {0, 2, 2, "x"}}));
        const auto outside = applied("abc", {{0, 2, 4, ""}});
        QVERIFY(!outside);
        QCOMPARE(QString::fromStdString(outside.error().message),
                 QStringLiteral("an edit of the bytes 2 to 4 is outside of a text of 3"));
        QVERIFY(!applied("abc", {{0, 2, 1, ""}}));
    }

    void diffLooksAsDiffPrintsIt() {
        const std::string before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n10\n11\n12\n13\n14\n15\n";
        const std::string after = "1\n2\n3\n4\nfive\n6\n7\n8\n9\n10\n11\n12\n14\n15\n16";
        QCOMPARE(QString::fromStdString(unifiedDiff("a b.yaml", before, after)),
                 QStringLiteral("--- a b.yaml\t\n+++ a b.yaml\t\n"
                                "@@ -2,7 +2,7 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n"
                                "@@ -10,6 +10,6 @@\n 10\n 11\n 12\n-13\n 14\n 15\n+16\n"
                                "\\ No newline at end of file\n"));
        QCOMPARE(unifiedDiff("x", before, before), std::string());
        QCOMPARE(QString::fromStdString(unifiedDiff("x", "", "a\n")),
                 QStringLiteral("--- x\n+++ x\n@@ -0,0 +1 @@\n+a\n"));
        QCOMPARE(
            QString::fromStdString(unifiedDiff("x", "a", "a\n")),
            QStringLiteral("--- x\n+++ x\n@@ -1 +1 @@\n-a\n\\ No newline at end of file\n+a\n"));
    }

    void diffsApply_data() {
        QTest::addColumn<QByteArray>("before");
        QTest::addColumn<QByteArray>("after");
        const auto row = [](const char* name, const char* before, const char* after) {
            QTest::newRow(name) << QByteArray(before) << QByteArray(after);
        };
        row("nothing before", "", "a\nb\n");
        row("nothing after", "a\nb\n", "");
        row("CR LF", "a\r\nb\r\nc\r\n", "a\r\nB\r\nc\r\n");
        row("line ending alone", "a\r\nb\n", "a\nb\n");
        row("last newline gone", "a\nb\n", "a\nb");
        row("last newline came", "a\nb", "a\nb\n");
        row("none on either side", "a\nb", "a\nc");
        row("line added after none", "a\nb", "a\nb\nc");
        row("repeated lines", "x\nx\nx\nx\n", "x\nx\nx\n");
        row("moved", "a\nb\nc\nd\n", "d\na\nb\nc\n");
    }
    void diffsApply() {
        QFETCH(QByteArray, before);
        QFETCH(QByteArray, after);
        checkDiff(before.toStdString(), after.toStdString());
    }

    void randomDiffsApply() {
        std::mt19937 random(20240611);
        const auto below = [&](unsigned n) { return static_cast<unsigned>(random() % n); };
        for (int round = 0; round < 60; ++round) {
            std::string before, after;
            for (unsigned i = 0, lines = below(40); i < lines; ++i) {
                const std::string line = std::string(1, static_cast<char>('a' + below(4))) + '\n';
                before += below(5) ? line : "";
                after += below(5) ? line : "";
            }
            if (below(3) == 0 && !before.empty())
                before.pop_back();
            if (below(3) == 0 && !after.empty())
                after.pop_back();
            checkDiff(before, after);
        }
    }

    void bigTextsAreCheap() {
        std::string before, after;
        for (int i = 0; i < 200000; ++i) {
            before += "line " + std::to_string(i) + "\n";
            after += (i == 10 || i == 199990 ? "LINE " : "line ") + std::to_string(i) + "\n";
        }
        const std::string diff = unifiedDiff("x", before, after);
        QCOMPARE(std::count(diff.begin(), diff.end(), '@'), 8);
        QCOMPARE(std::count(diff.begin(), diff.end(), '\n'), 2 + 2 * 9);
        // Nothing in common: one block, and no search without end.
        std::string other;
        for (int i = 0; i < 100000; ++i)
            other += std::to_string(i) + "\n";
        const std::string all = unifiedDiff("x", before, other);
        QVERIFY(all.starts_with("--- x\n+++ x\n@@ -1,200000 +1,100000 @@\n-line 0\n"));
    }

private:
    void checkDiff(const std::string& before, const std::string& after) {
        const std::string diff = unifiedDiff("some/file.yaml", before, after);
        if (before == after) {
            QCOMPARE(diff, std::string());
            return;
        }
        QCOMPARE(replayed(before, diff), after);
        if (m_havePatch && !before.empty() && !after.empty())
            QCOMPARE(patched(before, diff), after);
    }
    const bool m_havePatch = !QStandardPaths::findExecutable("patch").isEmpty();
};

QTEST_APPLESS_MAIN(TestTextEdit)
#include "tst_text_edit.moc"
