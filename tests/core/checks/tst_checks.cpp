// SPDX-License-Identifier: GPL-3.0-or-later
// Every check on manifests of its own: tests/core/checks/NAME/{bad,good,cannot-tell}/CASE.yaml,
// each with the answers beside it.
#include <QDir>
#include <QTest>

#include "core/checks/explain.h"
#include "core/manifests/edit.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

constexpr const char* kinds[] = {"bad", "good", "cannot-tell"};

// `lease-shorter-than-handler` lives in lease_shorter_than_handler.cpp.
QString folderOf(const Check& check) {
    QString stem = QString::fromUtf8(check.name.data(), static_cast<qsizetype>(check.name.size()));
    return testsFolder("core/checks/") + stem.replace(QLatin1Char('-'), QLatin1Char('_'));
}

std::string at(const Snapshot& snapshot, Span span) {
    if (!span.valid())
        return "nowhere";
    const Place place = snapshot.sources->place(span);
    return fmt::format("{}:{}:{}", place.path, place.line, place.column);
}

// What one check says of a snapshot.
std::string answers(const Check& check, const Snapshot& snapshot, const Report& report) {
    std::string out;
    for (const Problem& problem : snapshot.model->problems())
        out += fmt::format("problem {} {}: {}\n", problem.code, at(snapshot, problem.at),
                           problem.message);
    for (const Finding& finding : report.findings) {
        if (finding.check != &check)
            continue;
        out += fmt::format("{} {} {}: {}\n", check.id, word(finding.severity),
                           at(snapshot, finding.at), finding.message);
        out += fmt::format("    {}\n", finding.fingerprint);
        for (const Exhibit& exhibit : finding.evidence)
            out += fmt::format("    {}: {}\n", at(snapshot, exhibit.at), exhibit.what);
        if (finding.fix) {
            out += fmt::format("    fix: {}\n", finding.fix->title);
            for (const Intent& intent : finding.fix->intents)
                out += fmt::format("        {}\n", printIntent(intent));
        }
    }
    for (const NotJudged& open : report.notJudged)
        if (open.check == &check)
            out += fmt::format("{} cannot tell {} {}: {}\n", check.id,
                               fmt::join(open.elements, ","), at(snapshot, open.at), open.reason);
    for (const Held& held : report.held)
        if (held.check == &check)
            out += fmt::format("{} holds {}\n", check.id, fmt::join(held.elements, ","));
    return out.empty() ? "nothing is asked\n" : out;
}

bool finds(const Check& check, const Report& report) {
    return std::ranges::find(report.findings, &check, &Finding::check) != report.findings.end();
}

bool leavesOpen(const Check& check, const Report& report) {
    return std::ranges::find(report.notJudged, &check, &NotJudged::check) != report.notJudged.end();
}

} // namespace

class TestChecks : public QObject {
    Q_OBJECT

private slots:
    void answer_data();
    void answer();
    void fixMends_data() { answer_data(); }
    void fixMends();
    void fixIsOfferedWhereItCanBeWritten();
    void everyCheckHasEveryKindOfCase();
    void everyMessageSaysItOnce();
    void examplesProveThemselves_data();
    void examplesProveThemselves();
    void catalogueIsInOrderAndUnambiguous();
    void findsByIdNameAndAliasInAnyCase();
    void pageIsUpToDate();
};

void TestChecks::answer_data() {
    QTest::addColumn<QString>("id");
    QTest::addColumn<QString>("kind");
    QTest::addColumn<QString>("path");
    for (const Check* check : checks())
        for (const char* kind : kinds) {
            const QDir folder(folderOf(*check) + QLatin1Char('/') + QLatin1String(kind));
            for (const QString& name :
                 folder.entryList({QStringLiteral("*.yaml")}, QDir::Files, QDir::Name))
                QTest::addRow("%.*s %s %s", static_cast<int>(check->id.size()), check->id.data(),
                              kind, qPrintable(name))
                    << QString::fromStdString(std::string(check->id)) << QString::fromLatin1(kind)
                    << folder.filePath(name);
        }
}

void TestChecks::answer() {
    QFETCH(QString, id);
    QFETCH(QString, kind);
    QFETCH(QString, path);
    const Check& check = *findCheck(id.toStdString());
    const Snapshot snapshot =
        snapshotOf(QFileInfo(path).fileName().toStdString(), contents(path).toStdString());
    const Report report = limn::check(*snapshot.model, *snapshot.diagram);

    QString expected = path;
    expected.replace(QStringLiteral(".yaml"), QStringLiteral(".expected"));
    compareWithFile(answers(check, snapshot, report), expected);
    QCOMPARE(finds(check, report), kind == QLatin1String("bad"));
    QCOMPARE(leavesOpen(check, report), kind == QLatin1String("cannot-tell"));
}

// A fix does what it promises wherever Limn can write: it can be done, and the finding is gone.
void TestChecks::fixMends() {
    QFETCH(QString, path);
    const Snapshot snapshot =
        snapshotOf(QFileInfo(path).fileName().toStdString(), contents(path).toStdString());
    // A text that cannot be read to its end is mended by hand first.
    if (std::ranges::find(snapshot.model->problems(), Severity::Error, &Problem::severity) !=
        snapshot.model->problems().end())
        return;
    Writable writable(snapshot);
    for (const Finding& finding : limn::check(*snapshot.model, {}).findings) {
        if (!finding.fix || !writable.allOf(finding.fix->intents))
            continue;
        const Result<Snapshot> mended = edit(snapshot, finding.fix->intents);
        QVERIFY2(mended, mended ? "" : mended.error().message.c_str());
        for (const Finding& left : limn::check(*mended->model, {}).findings)
            QVERIFY2(left.fingerprint != finding.fingerprint, left.message.c_str());
    }
}

// Of a template, values are offered and parts that would have to be added are not.
void TestChecks::fixIsOfferedWhereItCanBeWritten() {
    const auto offered = [](const char* id, std::string_view manifest) {
        const Snapshot snapshot = snapshotOf("template.yaml", std::string(manifest));
        Writable writable(snapshot);
        for (const Finding& finding : limn::check(*snapshot.model, {}).findings)
            if (finding.check->id == id && finding.fix)
                return writable.allOf(finding.fix->intents) ? "offered" : "held back";
        return "not found";
    };
    const std::string head = "Transform: AWS::Serverless-2016-10-31\nResources:\n"
                             "  Worker:\n    Type: AWS::Serverless::Function\n    Properties:\n"
                             "      Handler: a.b\n      Runtime: nodejs20.x\n      Timeout: 30\n"
                             "      Events:\n        Take:\n          Type: SQS\n"
                             "          Properties: {Queue: !GetAtt Jobs.Arn}\n"
                             "  Jobs:\n    Type: AWS::SQS::Queue\n";
    const std::string lease = "    Properties: {VisibilityTimeout: 60}\n";
    QCOMPARE(offered("RTY006", head + lease), "offered");
    QCOMPARE(offered("RTY006", head), "offered");
    QCOMPARE(offered("RTY002", head + lease), "held back");
}

void TestChecks::everyCheckHasEveryKindOfCase() {
    for (const Check* check : checks())
        for (const char* kind : kinds) {
            const QString folder = folderOf(*check) + QLatin1Char('/') + QLatin1String(kind);
            QVERIFY2(!QDir(folder).entryList({QStringLiteral("*.yaml")}, QDir::Files).isEmpty(),
                     qPrintable(folder));
        }
}

void TestChecks::everyMessageSaysItOnce() {
    for (const Check* check : checks()) {
        for (const std::string_view text :
             {check->title, check->why, check->fires, check->notWhen, check->platforms, check->fix,
              check->source, check->bad, check->good})
            QVERIFY2(!text.empty(), check->id.data());
        for (const char c : check->name)
            QVERIFY2((c >= 'a' && c <= 'z') || c == '-', check->name.data());
    }
}

void TestChecks::examplesProveThemselves_data() {
    QTest::addColumn<QString>("id");
    for (const Check* check : checks())
        QTest::addRow("%.*s", static_cast<int>(check->id.size()), check->id.data())
            << QString::fromStdString(std::string(check->id));
}

void TestChecks::examplesProveThemselves() {
    QFETCH(QString, id);
    const Check& check = *findCheck(id.toStdString());
    const Snapshot bad = snapshotOf("bad.yaml", std::string(check.bad));
    const Snapshot good = snapshotOf("good.yaml", std::string(check.good));
    // What the reader calls a problem may be what the check is about.
    for (const Problem& problem : bad.model->problems())
        QCOMPARE(problem.code, std::string("unknown-reference"));
    QVERIFY(good.model->problems().empty());
    QVERIFY(finds(check, limn::check(*bad.model, {})));
    const Report mended = limn::check(*good.model, {});
    QVERIFY(!finds(check, mended));
    QVERIFY(!leavesOpen(check, mended));
    QVERIFY(std::ranges::find(mended.held, &check, &Held::check) != mended.held.end());
}

void TestChecks::catalogueIsInOrderAndUnambiguous() {
    const auto key = [](std::string_view word) {
        return QString::fromUtf8(word.data(), static_cast<qsizetype>(word.size()))
            .toLower()
            .toStdString();
    };
    std::map<std::string, std::string_view> taken;
    std::string_view before;
    for (const Check* check : checks()) {
        QVERIFY2(before < check->id, check->id.data());
        before = check->id;
        for (const std::string_view word : {check->id, check->name})
            QVERIFY2(taken.emplace(key(word), check->id).second, word.data());
    }
    // A rule elsewhere may ask what several checks ask, but never bears a name of ours.
    for (const Check* check : checks()) {
        std::map<std::string, std::string_view> own;
        for (const std::string_view alias : check->aliases) {
            QVERIFY2(own.emplace(key(alias), check->id).second, alias.data());
            QVERIFY2(!taken.contains(key(alias)), alias.data());
        }
    }
}

void TestChecks::findsByIdNameAndAliasInAnyCase() {
    const Check* lease = findCheck("RTY006");
    QVERIFY(lease);
    QCOMPARE(findCheck("rty006"), lease);
    QCOMPARE(findCheck("Lease-Shorter-Than-Handler"), lease);
    QCOMPARE(findCheck("e3505"), lease);
    QVERIFY(!findCheck("RTY00"));
    QVERIFY(!findCheck(""));
}

void TestChecks::pageIsUpToDate() {
    compareWithFile(checksPage(), QStringLiteral(LIMN_SOURCE_DIR "/docs/checks.md"));
}

QTEST_APPLESS_MAIN(TestChecks)
#include "tst_checks.moc"
