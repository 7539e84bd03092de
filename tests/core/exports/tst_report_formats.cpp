// SPDX-License-Identifier: GPL-3.0-or-later
// A report in the words of other tools: that each is what its readers take, and that no text of a
// manifest becomes more than text. The report is made by hand, so that every field of it is there.
#include <QTest>
#include <QXmlStreamReader>

#include <fstream>
#include <sstream>

#include <nlohmann/json.hpp>
#include <valijson/adapters/nlohmann_json_adapter.hpp>
#include <valijson/schema.hpp>
#include <valijson/schema_parser.hpp>
#include <valijson/validator.hpp>

#include "core/checks/rulings.h"
#include "core/exports/exporter.h"
#include "core/exports/report_formats.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

const std::string manifest = "limn: 1\n"
                             "functions:\n"
                             "  orders: {publishes: jobs}\n"
                             "  pack: {}\n"
                             "queues:\n"
                             "  jobs: {triggers: pack}\n";

Snapshot sample() { return snapshotOf("a b/100%,x:y.yaml", manifest); }

Span spanOf(std::string_view words) {
    const std::size_t begin = manifest.find(words);
    return {0, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(begin + words.size())};
}

Finding finding(const char* check, Severity severity, std::string message) {
    Finding out;
    out.check = findCheck(check);
    out.severity = severity;
    out.message = std::move(message);
    out.elements = {"jobs"};
    out.at = spanOf("jobs: {triggers: pack}");
    out.fingerprint = std::string(check) + ":jobs";
    return out;
}

// What no format may take for markup of its own.
const std::string hostile = "`jobs` is <b>\"100%\"</b> & ]]> [a](http://b) | *c*\n::error::d";

Report report() {
    Report out;
    Finding open = finding("RTY006", Severity::Error, hostile);
    open.evidence = {{"`orders` publishes to `jobs`", spanOf("publishes: jobs")},
                     {"`jobs` triggers `pack`", spanOf("triggers: pack")},
                     {"nothing stands there", {}}};
    open.fix = Fix{"Set it to 100%", {}};
    Finding info = finding("TRG003", Severity::Info, "`jobs` has one end");
    Finding accepted = finding("RTY002", Severity::Error, "`jobs` has no dead-letter queue");
    accepted.accepted = Acceptance{"A demonstration.", "Ada", "2026-01-10", "2026-12-31"};
    Finding marked = finding("RTY001", Severity::Warning, "`jobs` loses what fails");
    marked.accepted = Acceptance{"No need.", std::string(inTheManifest), "", ""};
    marked.evidence = {{"accepted in the manifest for checkov `CKV_AWS_116`", spanOf("pack: {}")}};
    out.findings = {open, info, accepted, marked};
    out.notJudged = {{findCheck("LIM001"), {"pack"}, "`${Limit}` is not known", spanOf("pack")}};
    out.held = {{findCheck("PRM001"), {"pack"}}};
    out.staleAcceptances = {"RTY002:gone"};
    return out;
}

nlohmann::json sarif() {
    return nlohmann::json::parse(reportSarif(sample(), report(), "1.2.3"), nullptr, false);
}

std::string said(const nlohmann::json& value) {
    return value.is_string() ? value.get<std::string>() : value.dump();
}

std::string schemaFaults(const nlohmann::json& definition, const nlohmann::json& document) {
    valijson::Schema schema;
    valijson::SchemaParser(valijson::SchemaParser::kDraft4)
        .populateSchema(valijson::adapters::NlohmannJsonAdapter(definition), schema);
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

class TestReportFormats : public QObject {
    Q_OBJECT
private slots:
    void sarifFollowsTheSchema();
    void sarifNamesRulesPlacesAndParts();
    void sarifTellsWays();
    void sarifTellsWhoAccepted();
    void sarifTellsWhatWasNotJudged();
    void junitIsXml();
    void junitFailsFromTheSeverityOn();
    void githubKeepsOneLineForEach();
    void texts();
    void anyBytesArePrinted();
};

void TestReportFormats::sarifFollowsTheSchema() {
    std::ifstream file(LIMN_SOURCE_DIR "/../shared/schemas/sarif-schema-2.1.0.json");
    if (!file)
        QSKIP("the public SARIF schema is not here");
    const nlohmann::json definition = nlohmann::json::parse(file, nullptr, false);
    QVERIFY(!definition.is_discarded());
    const std::string faults = schemaFaults(definition, sarif());
    QVERIFY2(faults.empty(), faults.c_str());
    const Snapshot orders = readCase(testsFolder("core/exports/report/orders"));
    const std::string real = schemaFaults(
        definition, nlohmann::json::parse(reportSarif(orders, check(*orders.model, {}), "1.2.3")));
    QVERIFY2(real.empty(), real.c_str());
    // The schema can tell: a result without its message is none.
    nlohmann::json broken = sarif();
    broken["runs"][0]["results"][0].erase("message");
    QVERIFY(!schemaFaults(definition, broken).empty());
}

void TestReportFormats::sarifNamesRulesPlacesAndParts() {
    const nlohmann::json run = sarif()["runs"][0];
    const nlohmann::json driver = run["tool"]["driver"];
    QCOMPARE(said(driver["version"]), std::string("1.2.3"));
    const nlohmann::json result = run["results"][0];
    QCOMPARE(said(result["ruleId"]), std::string("RTY006"));
    const nlohmann::json rule = driver["rules"][result["ruleIndex"].get<std::size_t>()];
    QCOMPARE(said(rule["id"]), std::string("RTY006"));
    QCOMPARE(said(rule["name"]), std::string("lease-shorter-than-handler"));
    const std::string help = rule["help"]["text"];
    QVERIFY(help.find(std::string(findCheck("RTY006")->fix)) != std::string::npos);
    QCOMPARE(said(result["level"]), std::string("error"));
    QCOMPARE(said(run["results"][1]["level"]), std::string("note"));
    QCOMPARE(said(result["partialFingerprints"]["limn/v1"]), std::string("RTY006:jobs"));
    const nlohmann::json place = result["locations"][0];
    QCOMPARE(said(place["logicalLocations"][0]["fullyQualifiedName"]), std::string("jobs"));
    QCOMPARE(said(place["logicalLocations"][0]["kind"]), std::string("queue"));
    const nlohmann::json physical = place["physicalLocation"];
    QCOMPARE(said(physical["artifactLocation"]["uri"]), std::string("a%20b/100%25%2Cx%3Ay.yaml"));
    QCOMPARE(said(physical["region"]["startLine"]), std::string("6"));
    QCOMPARE(said(physical["region"]["startColumn"]), std::string("3"));
    // No link out of a manifest's text.
    const std::string words = result["message"]["text"];
    QVERIFY2(words.find("\\[a\\](http") != std::string::npos, words.c_str());
}

void TestReportFormats::sarifTellsWays() {
    const nlohmann::json results = sarif()["runs"][0]["results"];
    const nlohmann::json steps = results[0]["codeFlows"][0]["threadFlows"][0]["locations"];
    QCOMPARE(steps.size(), 2U);
    QCOMPARE(said(steps[0]["location"]["message"]["text"]),
             std::string("`orders` publishes to `jobs`"));
    QCOMPARE(said(steps[1]["location"]["physicalLocation"]["region"]["startLine"]),
             std::string("6"));
    QVERIFY(!results[1].contains("codeFlows"));
}

void TestReportFormats::sarifTellsWhoAccepted() {
    const nlohmann::json results = sarif()["runs"][0]["results"];
    QVERIFY(results[0]["suppressions"].empty());
    const nlohmann::json sidecar = results[2]["suppressions"][0];
    QCOMPARE(said(sidecar["kind"]), std::string("external"));
    QCOMPARE(said(sidecar["justification"]), std::string("A demonstration."));
    QCOMPARE(said(sidecar["properties"]["until"]), std::string("2026-12-31"));
    const nlohmann::json marker = results[3]["suppressions"][0];
    QCOMPARE(said(marker["kind"]), std::string("inSource"));
    QCOMPARE(said(marker["location"]["physicalLocation"]["region"]["startLine"]), std::string("4"));
}

void TestReportFormats::sarifTellsWhatWasNotJudged() {
    const nlohmann::json notes = sarif()["runs"][0]["invocations"][0]["toolExecutionNotifications"];
    const auto named = [&](const char* id) {
        for (const nlohmann::json& note : notes)
            if (said(note["descriptor"]["id"]) == id)
                return note;
        return nlohmann::json();
    };
    QCOMPARE(said(named("not-judged")["associatedRule"]["id"]), std::string("LIM001"));
    const std::string stale = named("stale-acceptance")["message"]["text"];
    QVERIFY(stale.find("RTY002:gone") != std::string::npos);
}

void TestReportFormats::junitIsXml() {
    QXmlStreamReader xml(
        QByteArray::fromStdString(reportJunit(sample(), report(), Severity::Info)));
    QStringList failures;
    while (!xml.atEnd())
        if (xml.readNext() == QXmlStreamReader::StartElement && xml.name() == u"failure")
            failures << xml.attributes().value(QStringLiteral("message")).toString();
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    std::string words = hostile;
    std::ranges::replace(words, '\n', ' ');
    QVERIFY(failures.contains(QString::fromStdString(words)));
}

void TestReportFormats::junitFailsFromTheSeverityOn() {
    const auto failing = [](std::optional<Severity> failOn, std::string_view words) {
        const std::string text = reportJunit(sample(), report(), failOn);
        return text.find(fmt::format("<failure type=\"{}\"", words)) != std::string::npos;
    };
    QVERIFY(failing(Severity::Error, "error"));
    QVERIFY(!failing(Severity::Error, "info"));
    QVERIFY(failing(Severity::Info, "info"));
    QVERIFY(!failing(std::nullopt, "error"));
}

void TestReportFormats::githubKeepsOneLineForEach() {
    const std::string text = reportGithub(sample(), report());
    std::istringstream lines(text);
    for (std::string line; std::getline(lines, line);)
        QVERIFY2(line.starts_with("::error ") || line.starts_with("::warning ") ||
                     line.starts_with("::notice "),
                 line.c_str());
    QVERIFY(text.find("file=a b/100%25%2Cx%3Ay.yaml,line=6,") != std::string::npos);
    QVERIFY(text.find("RTY002 ") == std::string::npos); // accepted
}

void TestReportFormats::texts() {
    const QString folder = testsFolder("core/exports/report_formats/");
    compareWithFile(reportJunit(sample(), report(), Severity::Error),
                    folder + QStringLiteral("junit.expected"));
    compareWithFile(reportMarkdown(sample(), report()),
                    folder + QStringLiteral("markdown.expected"));
    compareWithFile(reportGithub(sample(), report()), folder + QStringLiteral("github.expected"));
    compareWithFile(reportText(sample(), report(), false, 100),
                    folder + QStringLiteral("text.expected"));
}

void TestReportFormats::anyBytesArePrinted() {
    std::string bytes;
    for (int i = 0; i < 256; ++i)
        bytes += static_cast<char>(i);
    Report odd = report();
    odd.findings[0].message = bytes;
    odd.findings[0].elements = {bytes, ""};
    odd.findings[0].fingerprint = bytes;
    odd.findings[0].at = {0, 3, 9999};
    odd.staleAcceptances = {bytes};
    QVERIFY(!nlohmann::json::parse(reportSarif(sample(), odd, "1"), nullptr, false).is_discarded());
    QXmlStreamReader xml(QByteArray::fromStdString(reportJunit(sample(), odd, Severity::Error)));
    while (!xml.atEnd())
        xml.readNext();
    QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
    for (const std::string& text : {reportGithub(sample(), odd), reportMarkdown(sample(), odd),
                                    reportText(sample(), odd, false, 80)})
        QVERIFY(text.find_first_of(std::string_view("\0\r\x1b", 3)) == std::string::npos);
}

QTEST_APPLESS_MAIN(TestReportFormats)
#include "tst_report_formats.moc"
