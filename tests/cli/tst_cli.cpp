// SPDX-License-Identifier: GPL-3.0-or-later
// Runs the real `limn` over case folders: tests/cli/COMMAND/CASE/ has `args` (one argument a line),
// optionally `stdin` and files the call works on, and `expected`: the exit status, stdout, stderr,
// and every file that the call made or changed. LIMN_UPDATE=1 rewrites it.
#include <QDir>
#include <QDirIterator>
#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include "core/drawing/lens.h"

using namespace limn;

class TestCli : public QObject {
    Q_OBJECT
private slots:
    void runs_data();
    void runs();
    void drawsPaintedFormats_data();
    void drawsPaintedFormats();
    void drawsThroughEveryLens();
    void neverLoadsQtToCheck();
    void readsStandardInput();
};

namespace {

const QString program = QStringLiteral(LIMN_BUILD_BIN_DIR "/limn");
const QString casesFolder = QStringLiteral(LIMN_SOURCE_DIR "/tests/cli");
const QString sample = QStringLiteral(LIMN_SOURCE_DIR "/samples/uploads/limn.yaml");

QByteArray content(const QString& path) {
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray();
}

using Files = std::map<QString, QByteArray>;

Files filesIn(const QString& folder) {
    Files files;
    for (QDirIterator it(folder, QDir::Files | QDir::Hidden, QDirIterator::Subdirectories);
         it.hasNext();) {
        const QString path = it.next();
        files[QDir(folder).relativeFilePath(path)] = content(path);
    }
    return files;
}

struct Outcome {
    int status = -1;
    QByteArray out;
    QByteArray errors;
};

Outcome call(const QStringList& arguments, const QString& folder, const QByteArray& input = {}) {
    QProcess process;
    process.setWorkingDirectory(folder);
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
    environment.remove(QStringLiteral("DISPLAY"));
    environment.remove(QStringLiteral("WAYLAND_DISPLAY"));
    environment.remove(QStringLiteral("QT_QPA_PLATFORM"));
    environment.remove(QStringLiteral("XDG_RUNTIME_DIR")); // as under sudo, cron and CI
    process.setProcessEnvironment(environment);
    process.start(program, arguments);
    process.write(input);
    process.closeWriteChannel();
    if (!process.waitForFinished(60'000) || process.exitStatus() != QProcess::NormalExit)
        return {};
    return {process.exitCode(), process.readAllStandardOutput(), process.readAllStandardError()};
}

QByteArray described(const Outcome& outcome, const Files& before, const Files& after) {
    QByteArray text = "exit " + QByteArray::number(outcome.status) + "\n--- stdout\n" +
                      outcome.out + "--- stderr\n" + outcome.errors;
    for (const auto& [name, bytes] : after)
        if (!before.contains(name) || before.at(name) != bytes)
            text += "--- file " + name.toUtf8() + "\n" + bytes;
    for (const auto& [name, bytes] : before)
        if (!after.contains(name))
            text += "--- gone " + name.toUtf8() + "\n";
    return text;
}

} // namespace

void TestCli::runs_data() {
    QTest::addColumn<QString>("folder");
    const QDir cases(casesFolder);
    for (const QString& command : cases.entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
        for (const QString& name :
             QDir(cases.filePath(command)).entryList(QDir::Dirs | QDir::NoDotAndDotDot, QDir::Name))
            QTest::newRow(qPrintable(command + QLatin1Char('/') + name))
                << cases.filePath(command + QLatin1Char('/') + name);
}

void TestCli::runs() {
    QFETCH(QString, folder);
    const QTemporaryDir work;
    Files before = filesIn(folder);
    for (const char* own : {"args", "expected", "stdin"})
        before.erase(QString::fromLatin1(own));
    for (const auto& [name, bytes] : before) {
        const QString path = work.filePath(name);
        QVERIFY(QDir().mkpath(QFileInfo(path).path()));
        QFile file(path);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(bytes);
    }
    QString words = QString::fromUtf8(content(folder + QStringLiteral("/args")));
    QVERIFY2(words.endsWith(QLatin1Char('\n')) || words.isEmpty(), "args ends with a newline");
    const QStringList arguments = words.split(QLatin1Char('\n'), Qt::SkipEmptyParts);
    const Outcome outcome =
        call(arguments, work.path(), content(folder + QStringLiteral("/stdin")));
    QByteArray got = described(outcome, before, filesIn(work.path()));
    const QString expectedPath = folder + QStringLiteral("/expected");
    if (qEnvironmentVariableIsSet("LIMN_UPDATE")) {
        QFile file(expectedPath);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(got);
        return;
    }
    QCOMPARE(QString::fromUtf8(got), QString::fromUtf8(content(expectedPath)));
}

void TestCli::drawsPaintedFormats_data() {
    QTest::addColumn<QString>("extension");
    QTest::addColumn<QByteArray>("head");
    QTest::newRow("png") << QStringLiteral("png") << QByteArray("\x89PNG\r\n\x1a\n");
    QTest::newRow("pdf") << QStringLiteral("pdf") << QByteArray("%PDF-");
    QTest::newRow("svg") << QStringLiteral("svg") << QByteArray("<svg ");
}

void TestCli::drawsPaintedFormats() {
    QFETCH(QString, extension);
    QFETCH(QByteArray, head);
    const QTemporaryDir work;
    const QString file = work.filePath(QStringLiteral("uploads.") + extension);
    const Outcome outcome =
        call({QStringLiteral("export"), sample, QStringLiteral("-o"), file}, work.path());
    QCOMPARE(QString::fromUtf8(outcome.errors), QString());
    QCOMPARE(outcome.status, 0);
    QVERIFY(content(file).contains(head));
    QCOMPARE(QDir(work.path()).entryList(QDir::Files).size(), 1); // no temporary file is left
}

// The choices of the command's table are those of the catalogue.
void TestCli::drawsThroughEveryLens() {
    const QTemporaryDir work;
    const QString file = work.filePath(QStringLiteral("uploads.svg"));
    for (const Lens* lens : lenses()) {
        const QString id = QString::fromUtf8(lens->id.data(), static_cast<int>(lens->id.size()));
        const Outcome outcome = call({QStringLiteral("export"), sample, QStringLiteral("-o"), file,
                                      QStringLiteral("--lens"), id},
                                     work.path());
        QCOMPARE(QString::fromUtf8(outcome.errors), QString());
        QVERIFY2(content(file).contains(QByteArray("Legend: ") + lens->title.data()),
                 qPrintable(id));
    }
    const Outcome unknown = call({QStringLiteral("export"), sample, QStringLiteral("-o"), file,
                                  QStringLiteral("--lens"), QStringLiteral("colour")},
                                 work.path());
    QCOMPARE(unknown.status, 2);
}

void TestCli::neverLoadsQtToCheck() {
    QProcess listing;
    listing.start(QStringLiteral("ldd"), {program});
    QVERIFY(listing.waitForFinished());
    const QByteArray libraries = listing.readAllStandardOutput();
    QVERIFY2(libraries.contains("libc.so"), libraries.constData());
    QVERIFY2(!libraries.contains("Qt6"), libraries.constData());
}

void TestCli::readsStandardInput() {
    const QTemporaryDir work;
    const Outcome outcome =
        call({QStringLiteral("model"), QStringLiteral("-")}, work.path(), content(sample));
    QCOMPARE(outcome.status, 0);
    QVERIFY(outcome.out.contains("\"path\": \"-\""));
    QVERIFY(outcome.out.contains("file-jobs"));
}

QTEST_GUILESS_MAIN(TestCli)
#include "tst_cli.moc"
