// SPDX-License-Identifier: GPL-3.0-or-later
// docs/ci.md: everything that it prints runs as it is printed. Its shell blocks run one after the
// other in a folder with a sample; the commands of its YAML blocks too; its settings are read.
#include <QDir>
#include <QFile>
#include <QProcess>
#include <QRegularExpression>
#include <QTemporaryDir>
#include <QTest>

#include <nlohmann/json.hpp>

#include "core/checks/rulings.h"
#include "tests/core/manifests/case_folder.h"

using namespace limn;
using namespace limn::test;

namespace {

QStringList blocks(const QString& language) {
    const QString page = QString::fromUtf8(contents(QStringLiteral(LIMN_SOURCE_DIR "/docs/ci.md")));
    const QRegularExpression fence(QStringLiteral("```%1\\n(.*?)```").arg(language),
                                   QRegularExpression::DotMatchesEverythingOption);
    QStringList all;
    for (auto it = fence.globalMatch(page); it.hasNext();)
        all << it.next().captured(1);
    return all;
}

// Every `limn …` that a workflow runs, without what its list says before it.
QStringList commandsOf(const QString& yaml) {
    const QRegularExpression call(QStringLiteral("^\\s*(?:- |run: |entry: )?(limn check .*)$"),
                                  QRegularExpression::MultilineOption);
    QStringList all;
    for (auto it = call.globalMatch(yaml); it.hasNext();)
        all << it.next().captured(1);
    return all;
}

struct Outcome {
    int status = -1;
    QString said;
};

Outcome run(const QString& script, const QString& folder) {
    QProcess process;
    process.setWorkingDirectory(folder);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.insert(QStringLiteral("PATH"), QStringLiteral(LIMN_BUILD_BIN_DIR ":") +
                                                   environment.value(QStringLiteral("PATH")));
    environment.insert(QStringLiteral("GITHUB_STEP_SUMMARY"), folder + QStringLiteral("/summary"));
    process.setProcessEnvironment(environment);
    process.start(QStringLiteral("sh"), {QStringLiteral("-ec"), script});
    if (!process.waitForFinished(60'000))
        return {};
    return {process.exitCode(), script + QString::fromUtf8(process.readAllStandardError())};
}

// A sample to work on, as a folder under version control.
void fill(const QTemporaryDir& work) {
    QVERIFY(QFile::copy(QStringLiteral(LIMN_SOURCE_DIR "/samples/uploads/limn.yaml"),
                        work.filePath(QStringLiteral("limn.yaml"))));
    QVERIFY(QDir(work.path()).mkpath(QStringLiteral(".git")));
}

} // namespace

class TestCiPage : public QObject {
    Q_OBJECT
private slots:
    void shellRuns();
    void commandsInYamlRun();
    void settingsAreRead();
    void hookIsTheSame();
};

void TestCiPage::shellRuns() {
    const QTemporaryDir work;
    fill(work);
    const QStringList scripts = blocks(QStringLiteral("sh"));
    QVERIFY(!scripts.isEmpty());
    for (const QString& script : scripts) {
        const Outcome outcome = run(script, work.path());
        QVERIFY2(outcome.status == 0, qPrintable(outcome.said));
    }
    const auto hasJson = [&](const char* name) {
        const QByteArray text = contents(work.filePath(QString::fromUtf8(name)));
        return !nlohmann::json::parse(text.toStdString(), nullptr, false).is_discarded();
    };
    QVERIFY(hasJson("limn-baseline.json"));
    QVERIFY(hasJson("limn.sarif"));
    const Outcome hook = run(QStringLiteral(".git/hooks/pre-commit"), work.path());
    QVERIFY2(hook.status == 0, qPrintable(hook.said));
}

void TestCiPage::commandsInYamlRun() {
    const QTemporaryDir work;
    fill(work);
    QStringList commands;
    for (const QString& yaml : blocks(QStringLiteral("yaml")))
        commands << commandsOf(yaml);
    QVERIFY(commands.join(QLatin1Char('\n')).contains(QStringLiteral("--format github")));
    for (const QString& command : commands) {
        const Outcome outcome = run(command, work.path());
        QVERIFY2(outcome.status == 0, qPrintable(outcome.said));
    }
}

void TestCiPage::settingsAreRead() {
    int read = 0;
    for (const QString& yaml : blocks(QStringLiteral("yaml")))
        if (yaml.startsWith(QStringLiteral("# .limn.yaml"))) {
            const Result<CheckSettings> settings = parseSettings(yaml.toStdString(), ".limn.yaml");
            QVERIFY2(settings, settings ? "" : settings.error().message.c_str());
            QVERIFY(!settings->empty());
            ++read;
        }
    QVERIFY2(read > 0, "the page shows a .limn.yaml");
}

// What the repository offers to pre-commit is what the page prints.
void TestCiPage::hookIsTheSame() {
    const QByteArray offered = contents(QStringLiteral(LIMN_SOURCE_DIR "/.pre-commit-hooks.yaml"));
    QVERIFY(!offered.isEmpty());
    for (const QByteArray& line : offered.split('\n'))
        if (line.startsWith("  ") || line.startsWith("- ")) {
            const QString words = QString::fromUtf8(line.mid(2));
            QVERIFY2(blocks(QStringLiteral("yaml")).join(QString()).contains(words),
                     line.constData());
        }
}

QTEST_GUILESS_MAIN(TestCiPage)
#include "tst_ci_page.moc"
