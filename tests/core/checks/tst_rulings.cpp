// SPDX-License-Identifier: GPL-3.0-or-later
// What manifests and folders say of the checks, and what an earlier report knows.
#include <QTemporaryDir>
#include <QTest>

#include <algorithm>
#include <filesystem>
#include <fstream>

#include "core/checks/baseline.h"
#include "core/checks/check.h"
#include "core/checks/rulings.h"
#include "core/exports/exporter.h"
#include "core/exports/report_formats.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

// Two functions that are called without anyone to catch their failures; more of the first, and what
// stands at the top.
std::string templateWith(const std::string& inFunction, const std::string& atTop = {}) {
    return atTop +
           "AWSTemplateFormatVersion: '2010-09-09'\n"
           "Transform: AWS::Serverless-2016-10-31\n"
           "Resources:\n"
           "  Report:\n"
           "    Type: AWS::Serverless::Function\n" +
           inFunction +
           "    Properties:\n"
           "      Handler: index.handle\n"
           "      Runtime: nodejs20.x\n"
           "      Events:\n"
           "        Daily: {Type: Schedule, Properties: {Schedule: rate(1 day)}}\n"
           "  Other:\n"
           "    Type: AWS::Serverless::Function\n"
           "    Properties:\n"
           "      Handler: index.other\n"
           "      Runtime: nodejs20.x\n"
           "      Events:\n"
           "        Daily: {Type: Schedule, Properties: {Schedule: rate(1 day)}}\n";
}

struct Judged {
    Snapshot snapshot;
    Rulings rulings;
    Report report;

    const Finding* finding(std::string_view check, std::string_view element) const {
        for (const Finding& each : report.findings)
            if (each.check->id == check &&
                std::ranges::find(each.elements, element) != each.elements.end())
                return &each;
        return nullptr;
    }
    bool isAccepted(std::string_view check, std::string_view element) const {
        const Finding* found = finding(check, element);
        return found && found->accepted;
    }
};

Judged judged(const std::string& text, CheckSettings settings = {}) {
    Judged out{snapshotOf("template.yaml", text), {}, {}};
    out.rulings = {findMarkers(*out.snapshot.sources), {std::move(settings)}};
    out.report = check(*out.snapshot.model, {}, {}, {"", &out.rulings});
    return out;
}

std::string error(const std::string& settings) {
    const Result<CheckSettings> result = parseSettings(settings, ".limn.yaml");
    return result ? std::string() : result.error().message;
}

} // namespace

class TestRulings : public QObject {
    Q_OBJECT
private slots:
    void markersAccept_data();
    void markersAccept();
    void markersShowThemselves();
    void markersOfOtherRulesDoNothing();
    void markersOfOneFaultLeaveOthers();
    void anyMarkersAreRead();
    void settingsSwitchOffAndWeigh();
    void settingsCountForTheVerdict();
    void settingsNameTheirMistakes_data();
    void settingsNameTheirMistakes();
    void nearerFoldersCountFirst();
    void baselineKnowsBothForms();
    void baselineBringsLapsedOnesBack();
    void baselineRefusesForeignText();
};

void TestRulings::markersAccept_data() {
    QTest::addColumn<QString>("inFunction");
    QTest::addColumn<QString>("atTop");
    QTest::addColumn<bool>("others");
    const QString none;
    QTest::newRow("checkov metadata")
        << "    Metadata: {checkov: {skip: [{id: CKV_AWS_116, comment: why}]}}\n"
        << none << false;
    QTest::newRow("checkov comment") << "    # checkov:skip=CKV_AWS_116:why\n" << none << false;
    QTest::newRow("checkov at the line's end")
        << "    DeletionPolicy: Delete # checkov:skip=CKV_AWS_116: why\n"
        << none << false;
    QTest::newRow("cfn-lint") << "    Metadata: {cfn-lint: {config: {ignore_checks: [ES1007]}}}\n"
                              << none << false;
    QTest::newRow("cfn-lint beginning")
        << "    Metadata: {cfn-lint: {config: {ignore_checks: [ES10]}}}\n"
        << none << false;
    QTest::newRow("cfn-lint for the template")
        << none << "Metadata: {cfn-lint: {config: {ignore_checks: [ES1007]}}}\n"
        << true;
    QTest::newRow("KICS block") << "    # kics-scan ignore-block\n" << none << false;
    QTest::newRow("KICS file") << none << "# kics-scan ignore\n" << true;
}

void TestRulings::markersAccept() {
    QFETCH(QString, inFunction);
    QFETCH(QString, atTop);
    QFETCH(bool, others);
    std::string text = templateWith(inFunction.toStdString(), atTop.toStdString());
    // A block's mark stands above the block.
    if (inFunction.contains(QStringLiteral("ignore-block")))
        text = templateWith("").replace(templateWith("").find("  Report:"), 0,
                                        "  # kics-scan ignore-block\n");
    QVERIFY(judged(templateWith("")).finding("RTY001", "Report"));
    QVERIFY(!judged(templateWith("")).isAccepted("RTY001", "Report"));
    const Judged marked = judged(text);
    QVERIFY(marked.isAccepted("RTY001", "Report"));
    QCOMPARE(marked.isAccepted("RTY001", "Other"), others);
}

void TestRulings::markersShowThemselves() {
    const Judged marked = judged(templateWith("    # checkov:skip=CKV_AWS_116: it may be lost\n"));
    const Finding* finding = marked.finding("RTY001", "Report");
    QVERIFY(finding && finding->accepted);
    QCOMPARE(finding->accepted->reason, std::string("it may be lost"));
    QCOMPARE(finding->accepted->by, std::string("accepted in the manifest"));
    const Exhibit* marker = markerOf(*finding);
    QVERIFY(marker);
    QCOMPARE(marked.snapshot.sources->text(marker->at),
             std::string_view("# checkov:skip=CKV_AWS_116: it may be lost"));
    QVERIFY(marker->what.find("checkov") != std::string::npos);
}

void TestRulings::markersOfOtherRulesDoNothing() {
    for (const char* line :
         {"    # checkov:skip=CKV_AWS_999: why\n", "    # checkov:skip=\n",
          "    Metadata: {cfn_nag: {rules_to_suppress: [{id: W12, reason: why}]}}\n",
          "    Metadata: {cfn-lint: {config: {ignore_checks: ['', W]}}}\n",
          "    # kics-scan ignore\n"})
        QVERIFY2(!judged(templateWith(line)).isAccepted("RTY001", "Report"), line);
}

void TestRulings::markersOfOneFaultLeaveOthers() {
    const auto withRules = [](const std::string& rules) {
        return judged("AWSTemplateFormatVersion: '2010-09-09'\n"
                      "Transform: AWS::Serverless-2016-10-31\n"
                      "Resources:\n"
                      "  Report:\n"
                      "    Type: AWS::Serverless::Function\n"
                      "    Metadata: {" +
                      rules +
                      "}\n"
                      "    Properties:\n"
                      "      Handler: index.handle\n"
                      "      Runtime: nodejs20.x\n"
                      "      Policies:\n"
                      "        - Statement:\n"
                      "            - {Effect: Allow, Action: ['s3:*', 'sqs:*'], Resource: "
                      "'arn:aws:s3:::a'}\n");
    };
    const auto accepted = [](const Judged& all, std::string_view subject) {
        return std::ranges::any_of(all.report.findings, [&](const Finding& each) {
            return each.check->id == "PRM001" && each.accepted &&
                   each.fingerprint.ends_with(subject);
        });
    };
    const Judged all =
        withRules("cdk_nag: {rules_to_suppress: [{id: AwsSolutions-IAM5, reason: why}]}");
    QVERIFY(accepted(all, "#s3:*") && accepted(all, "#sqs:*"));
    const Judged one = withRules("cdk_nag: {rules_to_suppress: [{id: 'AwsSolutions-IAM5', "
                                 "reason: why, applies_to: ['Action::s3:*']}]}");
    QVERIFY(accepted(one, "#s3:*"));
    QVERIFY(!accepted(one, "#sqs:*"));
    const Judged nag = withRules("cfn_nag: {rules_to_suppress: [{id: F3, reason: why}]}");
    QVERIFY(accepted(nag, "#s3:*"));
}

void TestRulings::anyMarkersAreRead() {
    // Broken text, lists where maps belong, marks at the very end.
    for (const char* text :
         {"# kics-scan ignore-line", "# kics-scan ignore-block\n\n", "Resources: [checkov]\n",
          "Resources: {A: {Metadata: {cfn-lint: [1]}}}\n# checkov:skip=", "checkov\xff\xfe: [",
          "{\"Resources\": {\"A\": {\"Metadata\": {\"cdk_nag\": {\"rules_to_suppress\": [{\"id\": "
          "\"]x[\"}, 3]}}}}}",
          "##### checkov:skip=A:b", "#"})
        judged(text);
    const Judged odd = judged("Resources:\n  A:\n    Metadata: {checkov: {skip: [{id: [x]}]}}\n");
    QVERIFY(odd.rulings.markers.empty());
}

void TestRulings::settingsSwitchOffAndWeigh() {
    const Result<CheckSettings> settings =
        parseSettings("limn: 1\nchecks:\n  RTY001: info\n  memory-left-at-default: off\n", "s");
    QVERIFY2(settings, settings ? "" : settings.error().message.c_str());
    const Judged plain = judged(templateWith(""));
    QVERIFY(plain.finding("LIM004", "Report"));
    QVERIFY(plain.finding("RTY001", "Report")->severity != Severity::Info);
    const Judged set = judged(templateWith(""), *settings);
    QVERIFY(!set.finding("LIM004", "Report"));
    QCOMPARE(set.finding("RTY001", "Report")->severity, Severity::Info);
    for (const Held& held : set.report.held)
        QVERIFY(held.check->id != "LIM004");
}

void TestRulings::settingsCountForTheVerdict() {
    const auto has = [](const Judged& all) {
        for (const Finding& each : all.report.findings)
            if (each.check->id == "VRD001")
                return true;
        return false;
    };
    const Judged plain = judged(templateWith(""));
    QCOMPARE(plain.report.verdict.triggers, Grade::NotYet);
    QVERIFY(has(plain));
    const Judged off = judged(templateWith(""), *parseSettings("checks: {RTY001: off}", "s"));
    QVERIFY(off.report.verdict.triggers != Grade::NotYet);
    QVERIFY2(off.report.verdict.triggers != Grade::Strong, "what is off does not hold by itself");
    const auto word = std::ranges::find(off.report.notJudged, switchedOff, &NotJudged::reason);
    QVERIFY(word != off.report.notJudged.end());
    QCOMPARE(word->check->id, "RTY001");
    const std::string text = reportText(off.snapshot, off.report, false, 100, 0);
    QVERIFY2(text.find("off RTY001") != std::string::npos, text.c_str());
    QVERIFY(!has(judged(templateWith(""), *parseSettings("checks: {VRD001: off}", "s"))));
}

void TestRulings::settingsNameTheirMistakes_data() {
    QTest::addColumn<QString>("text");
    QTest::addColumn<QString>("fault");
    QTest::newRow("unknown key")
        << "check: {}"
        << "line 1, column 1: `check` is no key of the settings; did you mean `checks`?";
    QTest::newRow("unknown check")
        << "checks:\n  RTY06: off"
        << "line 2, column 3: `RTY06` is no check; did you mean `RTY006`?";
    QTest::newRow("alias") << "checks: {CKV_AWS_116: off}"
                           << "line 1, column 10: `CKV_AWS_116` is no check.";
    QTest::newRow("weight")
        << "checks: {RTY006: loud}"
        << "line 1, column 18: `RTY006` must be one of: off, info, warning, error.";
    QTest::newRow("nothing")
        << "checks: {RTY006: }"
        << "line 1, column 10: `RTY006` must be one of: off, info, warning, error.";
    QTest::newRow("twice") << "checks: {RTY006: off, lease-shorter-than-handler: info}"
                           << "line 1, column 23: RTY006 is set twice.";
    QTest::newRow("no map") << "checks: [RTY006]"
                            << "line 1, column 9: `checks` must be a map.";
    QTest::newRow("newer") << "limn: 2"
                           << "line 1, column 7: the version of the settings must be 1";
    QTest::newRow("no text") << "checks: {"
                             << "line 1, column ";
}

void TestRulings::settingsNameTheirMistakes() {
    QFETCH(QString, text);
    QFETCH(QString, fault);
    const std::string said = error(text.toStdString());
    QVERIFY2(said.find("`.limn.yaml`") != std::string::npos, said.c_str());
    QVERIFY2(said.find(fault.toStdString()) != std::string::npos, said.c_str());
    QCOMPARE(error(""), std::string());
    QCOMPARE(error("checks:\n"), std::string());
}

void TestRulings::nearerFoldersCountFirst() {
    const QTemporaryDir work;
    namespace fs = std::filesystem;
    const fs::path root = work.path().toStdString();
    fs::create_directories(root / "near");
    const auto write = [](const fs::path& path, const std::string& text) {
        std::ofstream(path) << text;
    };
    write(root / ".limn.yaml", "checks: {RTY001: off, LIM004: error}\n");
    write(root / "near/.limn.yaml", "checks: {RTY001: warning}\n");
    write(root / "far.yaml", templateWith(""));
    write(root / "near/near.yaml", templateWith(""));
    const Result<Snapshot> snapshot = open({root.string()});
    QVERIFY(snapshot);
    Result<std::vector<CheckSettings>> settings = settingsOf(*snapshot->sources);
    QVERIFY2(settings, settings ? "" : settings.error().message.c_str());
    const Check *lost = findCheck("RTY001"), *memory = findCheck("LIM004");
    for (std::uint32_t i = 0; i < snapshot->sources->size(); ++i) {
        const bool near = (*snapshot->sources)[i].path().ends_with("near.yaml");
        const CheckSettings& own = (*settings)[i];
        QVERIFY(own.at(lost) == (near ? std::optional(Severity::Warning) : std::nullopt));
        QVERIFY(own.at(memory) == Severity::Error);
    }
    write(root / "near/.limn.yaml", "checks: {RTY01: warning}\n");
    const Result<std::vector<CheckSettings>> broken = settingsOf(*snapshot->sources);
    QVERIFY(!broken);
    QVERIFY(broken.error().message.find("near/.limn.yaml") != std::string::npos);
}

void TestRulings::baselineKnowsBothForms() {
    Judged all = judged(templateWith(""));
    for (const std::string& text :
         {reportJson(all.snapshot, all.report), reportSarif(all.snapshot, all.report, "1")}) {
        const Result<Baseline> baseline = parseBaseline(text, "base");
        QVERIFY2(baseline, baseline ? "" : baseline.error().message.c_str());
        Report later = all.report;
        later.findings.push_back(later.findings.front());
        later.findings.back().fingerprint = "RTY002:new";
        QCOMPARE(dropKnown(*baseline, later), all.report.findings.size());
        QCOMPARE(later.findings.front().fingerprint, std::string("RTY002:new"));
    }
}

void TestRulings::baselineBringsLapsedOnesBack() {
    Judged all = judged(templateWith(""));
    const Report open = all.report;
    for (Finding& each : all.report.findings)
        each.accepted = Acceptance{"For now.", "Ada", "2026-01-10", ""};
    const Result<Baseline> baseline = parseBaseline(reportJson(all.snapshot, all.report), "base");
    QVERIFY(baseline);
    Report still = all.report, lapsed = open;
    dropKnown(*baseline, still);
    QVERIFY(still.findings.empty());
    QCOMPARE(dropKnown(*baseline, lapsed), 0U);
}

void TestRulings::baselineRefusesForeignText() {
    const auto said = [](const std::string& text) {
        const Result<Baseline> result = parseBaseline(text, "base.json");
        return result ? std::string() : result.error().message;
    };
    QVERIFY(said("not json").starts_with("The baseline `base.json` is no JSON."));
    QVERIFY(said("[1]").find("no report and no SARIF log") != std::string::npos);
    QVERIFY(said("{\"limn\": 1, \"findings\": 3}").find("no report") != std::string::npos);
    QVERIFY(said("{\"version\": \"2.1.0\", \"runs\": [{\"results\": [{}]}]}")
                .find("of another program") != std::string::npos);
    QVERIFY(!said("{\"limn\": 1, \"findings\": [null]}").empty());
    QCOMPARE(said("{\"version\": \"2.1.0\", \"runs\": [{}]}"), std::string());
}

QTEST_APPLESS_MAIN(TestRulings)
#include "tst_rulings.moc"
