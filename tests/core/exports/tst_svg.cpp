// SPDX-License-Identifier: GPL-3.0-or-later
// Each folder beside this file's `svg/` holds a manifest and its picture in columns.
#include <clocale>

#include <QTest>
#include <QXmlStreamReader>

#include "core/checks/check.h"
#include "core/exports/exporter.h"
#include "layouts/graph.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

// What is wrong with the queues, in words of our own: the approved pictures do not change with a
// check's wording.
Report reportOn(const Snapshot& snapshot) {
    Report report;
    for (const Node& node : snapshot.model->nodes()) {
        if (node.kind != NodeKind::Queue)
            continue;
        Finding finding;
        finding.check = findCheck("RTY006");
        finding.severity = static_cast<Severity>(2 - report.findings.size() % 3);
        finding.message =
            "visibility timeout 30 s is shorter than 6 × the 60 s timeout of `Fulfil`";
        finding.elements = {std::string(snapshot.model->id(node))};
        finding.at = node.at;
        finding.fingerprint = "RTY006:" + finding.elements.front();
        finding.fix = Fix{"Set visibility_timeout_seconds to 360", {}};
        report.findings.push_back(std::move(finding));
    }
    report.verdict.execution = Grade::Strong;
    report.verdict.state = Grade::Partial;
    report.verdict.triggers = report.verdict.overall = Grade::NotYet;
    return report;
}

std::string exported(const Snapshot& snapshot, std::string_view extension,
                     DrawOptions options = {}) {
    const Placement placement = *findLayout("columns")->run(graphOf(snapshot), {});
    const Report report = reportOn(snapshot);
    for (const Finding& finding : report.findings)
        options.callouts.insert(finding.fingerprint);
    const Drawing drawing = draw(snapshot, placement, report, options);
    return findExporter(extension)->run({snapshot, placement, report, drawing});
}

DrawOptions everything() {
    DrawOptions options;
    options.page = true;
    return options;
}

} // namespace

class SvgTest : public QObject {
    Q_OBJECT

private slots:
    void looksAsApproved_data() {
        QTest::addColumn<QString>("folder");
        const QString root = testsFolder("core/exports/svg/");
        for (const QString& name : caseFolders(root))
            QTest::newRow(qPrintable(name)) << root + name;
    }
    void looksAsApproved() {
        QFETCH(QString, folder);
        compareWithFile(exported(readCase(folder), "svg", everything()),
                        folder + QStringLiteral("/expected.svg"));
    }

    void isWellFormedAndRunsNothing_data() { looksAsApproved_data(); }
    void isWellFormedAndRunsNothing() {
        QFETCH(QString, folder);
        const std::string svg = exported(readCase(folder), "svg", everything());
        QXmlStreamReader reader(QByteArray::fromStdString(svg));
        QSet<QString> ids;
        QStringList targets;
        int described = 0;
        while (!reader.atEnd()) {
            if (reader.readNext() != QXmlStreamReader::StartElement)
                continue;
            const QString element = reader.name().toString();
            static const QStringList known =
                QStringLiteral("svg g a path text title rect style defs use")
                    .split(QLatin1Char(' '));
            QVERIFY2(known.contains(element), qPrintable(element));
            for (const QXmlStreamAttribute& attribute : reader.attributes()) {
                QVERIFY2(!attribute.name().startsWith(QLatin1String("on")),
                         qPrintable(attribute.name().toString()));
                if (attribute.name() == QLatin1String("href"))
                    targets << attribute.value().toString();
                else
                    QVERIFY2(!attribute.name().contains(QLatin1String("href")),
                             qPrintable(attribute.name().toString()));
            }
            if (const QString id = reader.attributes().value(QLatin1String("id")).toString();
                !id.isEmpty()) {
                QVERIFY2(!ids.contains(id), qPrintable(id));
                ids.insert(id);
            }
            described += element == QLatin1String("title");
        }
        QVERIFY2(!reader.hasError(), qPrintable(reader.errorString()));
        QVERIFY(described > 1);
        // Nothing leads out of the picture, or nowhere.
        for (const QString& target : targets)
            QVERIFY2(target.startsWith(QLatin1Char('#')) && ids.contains(target.mid(1)),
                     qPrintable(target));
    }

    void badgesAndFindingsLeadToEachOther() {
        const std::string svg =
            exported(readCase(testsFolder("core/exports/svg/orders")), "svg", everything());
        for (const char* link : {"<a id=\"badge_fulfil-orders\" href=\"#page_finding_00002\"",
                                 "<a id=\"page_finding_00002\" href=\"#node_fulfil-orders\""})
            QVERIFY2(svg.find(link) != std::string::npos, link);
    }

    // One part more is one part more in the file: nothing else is named or placed anew.
    void oneMorePartChangesNoOtherLine() {
        const auto linesOf = [](std::initializer_list<const char*> names) {
            std::string text = "limn: 1\nfunctions:\n";
            for (const char* name : names)
                text += fmt::format("  {}: {{timeout_seconds: 3}}\n", name);
            Snapshot snapshot = snapshotOf("a.yaml", text);
            Diagram diagram;
            for (const Node& node : snapshot.model->nodes()) {
                const std::string id(snapshot.model->id(node));
                diagram.spots[id] = {{id[0] * 304.0, 0}, true, {}};
            }
            snapshot.diagram = std::make_shared<const Diagram>(std::move(diagram));
            return QString::fromStdString(exported(snapshot, "svg")).split(QLatin1Char('\n'));
        };
        const QStringList before = linesOf({"a", "c", "d", "f"}),
                          after = linesOf({"a", "b", "c", "d", "f"});
        for (const QString& line : after)
            QVERIFY2(before.contains(line) || line.contains(QStringLiteral(">b<")) ||
                         line.contains(QStringLiteral("\"node_b\"")) ||
                         line.contains(QStringLiteral("x=\"29")), // of 98 * 304 and a little more
                     qPrintable(line));
        QVERIFY(after.size() > before.size());
    }

    void saysOftenUsedShapesOnce() {
        const std::string svg = exported(
            snapshotOf("a.yaml", "limn: 1\nfunctions: {a: {}, b: {}, c: {}, d: {}}\n"), "svg");
        std::size_t uses = 0;
        for (std::size_t at = 0; (at = svg.find("<use ", at)) != std::string::npos; ++at)
            ++uses;
        QCOMPARE(uses, std::size_t{4});
        const std::size_t nodes = svg.find("<g id=\"node_a\"");
        QVERIFY(nodes != std::string::npos);
        QVERIFY2(svg.find("<path", nodes) == std::string::npos, svg.c_str());
    }

    void escapesWhatManifestsSay() {
        const Snapshot snapshot = snapshotOf(
            "<a>&\"b\".yaml",
            "limn: 1\nfunctions:\n  F: {name: \"</text><script>alert(1)</script>\\u0007\\n&\"}\n");
        const std::string svg = exported(snapshot, "svg", everything());
        QVERIFY(svg.find("<script") == std::string::npos);
        QVERIFY2(svg.find("&lt;/text&gt;&lt;script&gt;") != std::string::npos, svg.c_str());
        QVERIFY(svg.find('\a') == std::string::npos);
    }

    void isTheSameInEveryLocale() {
        const Snapshot snapshot = readCase(testsFolder("core/exports/svg/kinds"));
        const std::string plain = exported(snapshot, "svg");
        const std::string before = std::setlocale(LC_ALL, nullptr);
        std::setlocale(LC_ALL, "de_DE.UTF-8");
        const std::string german = exported(snapshot, "svg");
        std::setlocale(LC_ALL, before.c_str());
        QVERIFY(plain == german);
    }

    void pictureJsonSaysWhereThingsStand() {
        const Snapshot snapshot = readCase(testsFolder("core/exports/svg/orders"));
        compareWithFile(exported(snapshot, "json"),
                        testsFolder("core/exports/svg/orders/expected.picture"));
    }
};

QTEST_APPLESS_MAIN(SvgTest)
#include "tst_svg.moc"
