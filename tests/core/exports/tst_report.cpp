// SPDX-License-Identifier: GPL-3.0-or-later
// A report as a person and as a program reads it. Each case of tests/core/exports/report/ is a
// folder of manifests with the texts that are expected of them.
#include <QDir>
#include <QTest>

#include <fstream>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "core/checks/check.h"
#include "core/exports/exporter.h"
#include "core/exports/terminal_text.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

// The first two findings of every case are accepted, one for good and one until a day; a third
// acceptance is stale.
Diagram acceptedDiagram(const Model& model) {
    const Report report = check(model, {});
    Diagram diagram;
    diagram.accepted["RTY002:gone"] = {"It was there once.", "Ada", "2026-01-10", ""};
    if (report.findings.size() > 1) {
        diagram.accepted[report.findings[0].fingerprint] = {"A demonstration.", "Ada", "2026-01-10",
                                                            ""};
        diagram.accepted[report.findings[1].fingerprint] = {"Until the move.", "", "2026-01-10",
                                                            "2026-12-31"};
    }
    return diagram;
}

std::string schemaFaults(const std::string& text) {
    std::ifstream file(LIMN_SOURCE_DIR "/resources/schema/check.schema.json");
    const nlohmann::json definition = nlohmann::json::parse(file, nullptr, false);
    if (definition.is_discarded())
        return "resources/schema/check.schema.json is missing or no JSON";
    const nlohmann::json document = nlohmann::json::parse(text);
    valijson::Schema schema;
    valijson::SchemaParser().populateSchema(valijson::adapters::NlohmannJsonAdapter(definition),
                                            schema);
    valijson::ValidationResults results;
    if (valijson::Validator().validate(schema, valijson::adapters::NlohmannJsonAdapter(document),
                                       &results))
        return {};
    std::string faults;
    for (valijson::ValidationResults::Error error; results.popError(error);) {
        for (const std::string& step : error.context)
            faults += step;
        faults += ": " + error.description + '\n';
    }
    return faults;
}

} // namespace

class TestReport : public QObject {
    Q_OBJECT

private slots:
    void texts_data();
    void texts();
    void jsonFollowsTheSchema_data() { texts_data(); }
    void jsonFollowsTheSchema();
    void emptyReportIsKind();
    void colourChangesNoWord();
    void neverWiderThanAsked();
    void anyBytesArePrinted();
    void columnsCountWhatATerminalShows();
};

void TestReport::texts_data() {
    QTest::addColumn<QString>("folder");
    const QString root = testsFolder("core/exports/report/");
    for (const QString& name : caseFolders(root))
        QTest::newRow(qPrintable(name)) << root + name;
}

void TestReport::texts() {
    QFETCH(QString, folder);
    const Snapshot snapshot = readCase(folder);
    const Report report = check(*snapshot.model, {});
    compareWithFile(reportText(snapshot, report, false, 100),
                    folder + QStringLiteral("/text.expected"));
    compareWithFile(reportText(snapshot, report, true, 0),
                    folder + QStringLiteral("/colour.expected"));
    compareWithFile(reportJson(snapshot, report), folder + QStringLiteral("/json.expected"));
    const Report accepted = check(*snapshot.model, acceptedDiagram(*snapshot.model));
    compareWithFile(reportText(snapshot, accepted, false, 100),
                    folder + QStringLiteral("/accepted.expected"));
}

void TestReport::jsonFollowsTheSchema() {
    QFETCH(QString, folder);
    const Snapshot snapshot = readCase(folder);
    for (const Diagram& diagram : {Diagram{}, acceptedDiagram(*snapshot.model)}) {
        const std::string faults =
            schemaFaults(reportJson(snapshot, check(*snapshot.model, diagram)));
        QVERIFY2(faults.empty(), faults.c_str());
    }
    // The schema can tell: a report without its verdict is none.
    nlohmann::json broken = nlohmann::json::parse(reportJson(snapshot, check(*snapshot.model, {})));
    broken.erase("verdict");
    QVERIFY(!schemaFaults(broken.dump()).empty());
}

void TestReport::emptyReportIsKind() {
    const Snapshot nothing;
    QCOMPARE(reportText(nothing, check(*nothing.model, {}), false, 80),
             std::string("Nothing here that a check speaks of · verdict: not judged\n"));
    // What holds is told in one line, beside what could not be judged.
    const Snapshot fine = snapshotOf("fine.yaml", std::string(findCheck("TRG010")->good));
    const std::string told = reportText(fine, check(*fine.model, {}), false, 80);
    QVERIFY2(told.starts_with("No findings: what could be judged holds · "), told.c_str());
    QVERIFY2(told.ends_with(" not judged · verdict: not judged\n"), told.c_str());
}

void TestReport::colourChangesNoWord() {
    const Snapshot snapshot = readCase(testsFolder("core/exports/report/orders"));
    const Report report = check(*snapshot.model, acceptedDiagram(*snapshot.model));
    const std::string plain = reportText(snapshot, report, false, 90);
    QVERIFY(plain.find('\x1b') == std::string::npos);
    std::string stripped;
    const std::string coloured = reportText(snapshot, report, true, 90);
    for (std::size_t i = 0; i < coloured.size(); ++i) {
        if (coloured[i] == '\x1b')
            i = coloured.find('m', i);
        else
            stripped += coloured[i];
    }
    QCOMPARE(stripped, plain);
}

void TestReport::neverWiderThanAsked() {
    const Snapshot snapshot = readCase(testsFolder("core/exports/report/orders"));
    const Report report = check(*snapshot.model, acceptedDiagram(*snapshot.model));
    constexpr int longestWord = 48; // a path, a fingerprint: these are not cut
    for (const int width : {50, 60, 80, 120}) {
        const std::string text = reportText(snapshot, report, false, width);
        for (std::size_t begin = 0; begin < text.size();) {
            const std::size_t end = text.find('\n', begin);
            const std::string line = text.substr(begin, end - begin);
            QVERIFY2(columns(line) <= std::max(width, longestWord), line.c_str());
            begin = end + 1;
        }
    }
}

void TestReport::anyBytesArePrinted() {
    // A finding may stand anywhere in a text that is no text at all.
    const std::string bytes = "queue\xff\xfe\x1b[31m\tx\r\n\xe2\x82";
    Sources sources;
    sources.add(std::make_shared<const Source>("odd", bytes));
    Snapshot snapshot;
    snapshot.sources = std::make_shared<const Sources>(std::move(sources));
    for (std::uint32_t begin = 0; begin <= bytes.size(); ++begin)
        for (std::uint32_t end = begin; end <= bytes.size() + 3; ++end) {
            Report report;
            Finding finding;
            finding.check = findCheck("RTY002");
            finding.message = "message";
            finding.at = {0, begin, end};
            report.findings.push_back(finding);
            const std::string text = reportText(snapshot, report, false, 40);
            QVERIFY(text.find('\x1b') == std::string::npos);
            QVERIFY(text.find('^') != std::string::npos);
            QVERIFY(!reportJson(snapshot, report).empty());
        }
}

void TestReport::columnsCountWhatATerminalShows() {
    QCOMPARE(columns("für"), 3);
    QCOMPARE(columns("注文"), 4);
    QCOMPARE(columns("e\xcc\x81"), 1);
    QCOMPARE(columns("\tx"), 5);
    QCOMPARE(columns("\tx", 3), 2);
    QCOMPARE(printable("a\tb\x07"), std::string("a   b?"));
    QCOMPARE(wrapped("one two three four five", 0, 20),
             std::string("one two three four\n    five"));
    QCOMPARE(fitted("0123456789012345678901234567890123456789", 35, 20).cut, 29);
}

QTEST_APPLESS_MAIN(TestReport)
#include "tst_report.moc"
