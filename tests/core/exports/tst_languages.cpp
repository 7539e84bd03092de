// SPDX-License-Identifier: GPL-3.0-or-later
// What is written for other programs to draw is theirs to read, whatever the manifest's names hold.
#include <QCryptographicHash>
#include <QProcess>
#include <QRegularExpression>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>
#include <QXmlStreamReader>

#include "core/checks/check.h"
#include "core/exports/exporter.h"
#include "core/exports/html_page.h"
#include "core/manifests/spelling.h"
#include "layouts/graph.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

// Each could end a text, begin markup or a directive, or be a word of some language.
const QStringList hostileNames{
    QStringLiteral("say \"hello\""),
    QStringLiteral("back\\slash\\"),
    QStringLiteral("</text><script>alert(1)</script>"),
    QStringLiteral("]]> <!-- --> <b onmouseover=alert(1)>"),
    QStringLiteral("`code` ```"),
    QStringLiteral("%%{init: {\"theme\": \"dark\"}}%%"),
    QStringLiteral("${HOME} $x$ #quot; &amp; &#60;"),
    QStringLiteral("a | b || c"),
    QStringLiteral("end"),
    QStringLiteral("[x](javascript:alert(1)) **bold** _it_"),
    QStringLiteral("it's; a --> b"),
    QStringLiteral("{ } ( ) [ ] < >"),
    QStringLiteral("漢字 🙂 שלום"),
};

std::string manifestOf(const QStringList& names) {
    std::string text = "limn: 1\nfunctions:\n", groups = "groups:\n";
    for (int i = 0; i < names.size(); ++i) {
        const std::string name = spellText(names[i].toStdString());
        text += fmt::format(
            "  {0}: {{name: {0}, group: g{1}, invokes: {{to: f, events: [{0}]}}}}\n", name, i);
        groups += fmt::format("  g{}: {{name: {}}}\n", i, name);
    }
    return text + "  f: {}\nqueues:\n  q: {triggers: f}\n" + groups;
}

std::string exported(const Snapshot& snapshot, std::string_view extension) {
    const Placement placement = *findLayout("columns")->run(graphOf(snapshot), {});
    Report report = check(*snapshot.model, {});
    // A claim that names every part, however it is called.
    if (!report.findings.empty())
        for (const Node& node : snapshot.model->nodes())
            report.findings.front().message +=
                fmt::format(" `{}`", snapshot.model->text(node.name));
    DrawOptions options;
    options.page = true;
    const Drawing drawing = draw(snapshot, placement, report, options);
    return findExporter(extension)->run(
        {snapshot, placement, report, drawing, "2026-01-10 <b>", "part | of"});
}

std::string hostile(std::string_view extension) {
    return exported(snapshotOf("<a>|`.yaml", manifestOf(hostileNames)), extension);
}

struct Ran {
    bool good = false;
    QByteArray out, errors;
};
Ran ran(const QString& program, const QStringList& arguments, const QByteArray& input = {}) {
    QProcess process;
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    const bool ended = process.waitForFinished(120'000);
    return {ended && process.exitStatus() == QProcess::NormalExit && process.exitCode() == 0,
            process.readAllStandardOutput(), process.readAllStandardError()};
}

// Every text of an XML document, one a line.
QString wordsOf(const QByteArray& xml, QString& fault) {
    QXmlStreamReader reader(xml);
    QString words;
    while (!reader.atEnd()) {
        reader.readNext();
        if (reader.isCharacters())
            words += reader.text().toString() + QLatin1Char('\n');
        for (const QXmlStreamAttribute& attribute : reader.attributes())
            words += attribute.value().toString() + QLatin1Char('\n');
    }
    fault = reader.hasError() ? reader.errorString() : QString();
    return words.replace(QChar(0xA0), QLatin1Char(' '));
}

} // namespace

class LanguagesTest : public QObject {
    Q_OBJECT

private slots:
    void dotReadsIt() {
        const std::string text = hostile("dot");
        const Ran dot =
            ran(QStringLiteral("dot"), {QStringLiteral("-Tsvg")}, QByteArray::fromStdString(text));
        QVERIFY2(dot.good && dot.errors.isEmpty(), dot.errors.constData());
        QString fault;
        const QString words = wordsOf(dot.out, fault);
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
        for (const QString& name : hostileNames)
            QVERIFY2(words.contains(name), qPrintable(name + QLatin1Char('\n') + words));
    }

    // A name that Graphviz cannot take in one piece is cut, as it is on the picture.
    void longNamesAreCut_data() {
        QTest::addColumn<QString>("extension");
        for (const char* extension : {"dot", "mmd", "d2", "drawio"})
            QTest::newRow(extension) << QString::fromLatin1(extension);
    }
    void longNamesAreCut() {
        QFETCH(QString, extension);
        const QString name = QString(10'000, QLatin1Char('W')) + QStringLiteral("\"end");
        const std::string text =
            exported(snapshotOf("a.yaml", manifestOf({name})), extension.toStdString());
        QVERIFY(text.find(std::string(200, 'W')) == std::string::npos);
        QVERIFY(text.find("WWWWWWWW") != std::string::npos);
    }

    void mermaidRendersIt() {
        const QString mmdc = QStandardPaths::findExecutable(QStringLiteral("mmdc"));
        QString browser;
        for (const char* name : {"chromium", "chromium-browser", "google-chrome"})
            if (browser.isEmpty())
                browser = QStandardPaths::findExecutable(QString::fromLatin1(name));
        if (mmdc.isEmpty() || browser.isEmpty())
            QSKIP("mermaid-cli (mmdc, for node) and chromium are not both installed");
        const QTemporaryDir work;
        const auto write = [&](const char* name, const std::string& text) {
            QFile file(work.filePath(QString::fromLatin1(name)));
            return file.open(QIODevice::WriteOnly) &&
                   file.write(QByteArray::fromStdString(text)) > 0;
        };
        QVERIFY(write("in.mmd", hostile("mmd")));
        QVERIFY(write("browser.json", fmt::format("{{\"executablePath\": \"{}\", \"args\": "
                                                  "[\"--no-sandbox\"]}}",
                                                  browser.toStdString())));
        const QString out = work.filePath(QStringLiteral("out.svg"));
        const Ran mermaid =
            ran(mmdc, {QStringLiteral("-q"), QStringLiteral("-p"),
                       work.filePath(QStringLiteral("browser.json")), QStringLiteral("-i"),
                       work.filePath(QStringLiteral("in.mmd")), QStringLiteral("-o"), out});
        QVERIFY2(mermaid.good, mermaid.errors.constData());
        QString fault;
        const QString words = wordsOf(contents(out), fault);
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
        for (const QString& name : hostileNames)
            QVERIFY2(words.contains(name), qPrintable(name + QLatin1Char('\n') + words));
    }

    // Where no browser is at hand: a text stands between quotes and holds nothing but what Mermaid
    // takes as it is.
    void mermaidTextsHoldNothingSpecial() {
        const QString text = QString::fromStdString(hostile("mmd"));
        QVERIFY(text.startsWith(QStringLiteral("flowchart LR\n")));
        QVERIFY(!text.contains(QStringLiteral("%%")));
        QVERIFY(!text.contains(QLatin1Char('`')));
        const QRegularExpression quoted(QStringLiteral("\"([^\"\n]*)\""));
        int count = 0;
        for (auto it = quoted.globalMatch(text); it.hasNext(); ++count) {
            QString inside = it.next().captured(1);
            inside.replace(QStringLiteral("<br/>"), QString());
            QVERIFY2(!inside.contains(QRegularExpression(QStringLiteral("[<>&\\\\{}\\[\\]|`%$]"))),
                     qPrintable(inside));
        }
        QVERIFY(count > hostileNames.size());
    }

    void mermaidSaysWhenItIsTooLarge() {
        std::string manifest = "limn: 1\nfunctions:\n";
        for (int i = 0; i < 501; ++i)
            manifest += fmt::format("  f{}: {{invokes: f{}}}\n", i, i + 1);
        manifest += "  f501: {}\n";
        const std::string text = exported(snapshotOf("a.yaml", manifest), "mmd");
        QVERIFY(text.find("%% Larger than what Mermaid renders") != std::string::npos);
        QVERIFY(hostile("mmd").find("%%") == std::string::npos);
    }

    void d2TextsAreClosed() {
        const QString text = QString::fromStdString(hostile("d2"));
        const QRegularExpression quoted(QStringLiteral("\"(?:[^\"\\\\]|\\\\.)*\""));
        QString bare = text;
        bare.remove(quoted);
        QVERIFY2(!bare.contains(QRegularExpression(QStringLiteral("[\"\\\\$|`']"))),
                 qPrintable(bare));
        QCOMPARE(bare.count(QLatin1Char('{')), bare.count(QLatin1Char('}')));
        for (auto it = quoted.globalMatch(text); it.hasNext();) {
            const QString inside = it.next().captured();
            QVERIFY2(!inside.contains(QRegularExpression(QStringLiteral("(?<!\\\\)\\$"))),
                     qPrintable(inside));
        }
        QVERIFY(text.contains(QStringLiteral("\\${HOME}")));
    }

    void drawioKeepsEveryName() {
        QString fault;
        const QString words = wordsOf(QByteArray::fromStdString(hostile("drawio")), fault);
        QVERIFY2(fault.isEmpty(), qPrintable(fault));
        for (const QString& name : hostileNames)
            QVERIFY2(words.contains(name), qPrintable(name + QLatin1Char('\n') + words));
    }

    void htmlRunsOnlyItsOwnScript() {
        const QString text = QString::fromStdString(hostile("html"));
        QCOMPARE(text.count(QStringLiteral("<script")), 1);
        QCOMPARE(text.count(QStringLiteral("</script")), 1);
        const QByteArray hash =
            QCryptographicHash::hash(QByteArray(htmlScript.data(), qsizetype(htmlScript.size())),
                                     QCryptographicHash::Sha256)
                .toBase64();
        QCOMPARE(QByteArray(htmlScriptHash.data(), qsizetype(htmlScriptHash.size())), hash);
        QVERIFY(text.contains(QStringLiteral("default-src 'none'")));
        QVERIFY(text.contains(QStringLiteral("'sha256-%1'").arg(QString::fromLatin1(hash))));
        // No tag is of the manifest's making, and none asks for anything from elsewhere.
        static const QStringList known =
            QStringLiteral("html head meta title style body header h1 h2 span main div svg g a "
                           "path text rect defs use "
                           "button aside table tr td ol ul li p b code script !DOCTYPE")
                .split(QLatin1Char(' '));
        const QRegularExpression tag(QStringLiteral("<([A-Za-z!][A-Za-z0-9]*)([^>]*)>"));
        QString page = text;
        page.remove(QString::fromUtf8(htmlScript.data(), qsizetype(htmlScript.size())));
        for (auto it = tag.globalMatch(page); it.hasNext();) {
            const QRegularExpressionMatch match = it.next();
            QVERIFY2(known.contains(match.captured(1)), qPrintable(match.captured()));
            QString attributes = match.captured(2);
            attributes.remove(QRegularExpression(QStringLiteral("\"[^\"]*\"")));
            QVERIFY2(!attributes.contains(QRegularExpression(QStringLiteral("\\b(on\\w+|src)="))),
                     qPrintable(match.captured()));
        }
        QVERIFY(text.contains(QStringLiteral("&lt;script&gt;alert(1)&lt;/script&gt;")));
        QVERIFY(text.contains(QStringLiteral("2026-01-10 &lt;b&gt;")));
    }

    void htmlFindingsLeadToTheirParts() {
        const QString text = QString::fromStdString(exported(
            snapshotOf("a.yaml", "limn: 1\nqueues:\n  jobs: {triggers: w}\nfunctions: {w: {}}\n"),
            "html"));
        QVERIFY(text.contains(QStringLiteral("<li id=\"finding-1\"><a href=\"#node_jobs\">")));
        QVERIFY(text.contains(QStringLiteral("<g id=\"node_jobs\"")));
        QVERIFY(text.contains(QStringLiteral("<a id=\"badge_jobs\" href=\"#finding-1\"")));
    }

    void markdownKeepsItsTables() {
        const QStringList lines = QString::fromStdString(hostile("md")).split(QLatin1Char('\n'));
        int fences = 0, rows = 0;
        for (const QString& line : lines) {
            fences += line.startsWith(QStringLiteral("```"));
            if (fences == 1) // the diagram's own test is above
                continue;
            QString words = line; // what is code is no markup
            words.remove(QRegularExpression(QStringLiteral("\\\\`")));
            words.remove(QRegularExpression(QStringLiteral("(?<!`)(`+)(?!`).+?(?<!`)\\1(?!`)")));
            QVERIFY2(!words.contains(QStringLiteral("<script")), qPrintable(line));
            if (!line.startsWith(QStringLiteral("| **")))
                continue;
            ++rows;
            QString bare = line;
            bare.remove(QRegularExpression(QStringLiteral("\\\\.")));
            QVERIFY2(bare.count(QLatin1Char('|')) == 6, qPrintable(line));
            bare.remove(QRegularExpression(QStringLiteral("(`+)(?!`).*?(?<!`)\\1(?!`)")));
            bare.replace(QStringLiteral("**"), QString());
            QVERIFY2(!bare.contains(QRegularExpression(QStringLiteral("[<>*_`\\[\\]]"))),
                     qPrintable(line));
        }
        QCOMPARE(fences, 2);
        QCOMPARE(rows, int(hostileNames.size()) + 2);
    }

    // Equal ids in other kinds, and ids that differ in what no language takes, stay apart.
    void namesStayApart() {
        const std::string text =
            exported(snapshotOf("a.yaml",
                                "limn: 1\nfunctions: {\"a b\": {}, \"a-b\": {}, \"\u00e9\": {}}\n"),
                     "dot");
        for (const char* name : {"  function_a_b [", "  function_a_b_2 [", "  function___ ["})
            QVERIFY2(text.find(name) != std::string::npos, text.c_str());
    }

    void listsItsExporters() {
        std::string all;
        for (const Exporter* exporter : exporters())
            all += std::string(exporter->extension) + ' ';
        QCOMPARE(all, std::string("d2 dot drawio html md mmd json svg "));
        QVERIFY(!findExporter("exe"));
    }
};

QTEST_APPLESS_MAIN(LanguagesTest)
#include "tst_languages.moc"
