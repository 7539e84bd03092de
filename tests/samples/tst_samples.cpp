// SPDX-License-Identifier: GPL-3.0-or-later
// Every sample is drawn and judged as its folder says: `picture.svg` and `findings.txt`.
// LIMN_UPDATE=1 rewrites them.
#include <filesystem>

#include <QDir>
#include <QFile>
#include <QTest>

#include <fmt/format.h>

#include "core/checks/check.h"
#include "core/exports/exporter.h"
#include "core/manifests/read.h"
#include "layouts/graph.h"
#include "layouts/layout.h"

using namespace limn;

class TestSamples : public QObject {
    Q_OBJECT
private slots:
    void initTestCase();
    void areDrawnAndJudged_data();
    void areDrawnAndJudged();
    void theFoundingExampleIsExact();
};

namespace {

struct Read {
    Snapshot snapshot;
    Report report;
};

Read readSample(const std::string& path) {
    const Result<Snapshot> snapshot = open({path});
    if (!snapshot)
        qFatal("%s", snapshot.error().message.c_str());
    return {*snapshot, check(*snapshot->model, *snapshot->diagram)};
}

QString asText(std::string_view text) {
    return QString::fromUtf8(text.data(), static_cast<int>(text.size()));
}

void compare(const QString& path, const QString& got) {
    QFile file(path);
    if (qEnvironmentVariableIsSet("LIMN_UPDATE")) {
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(got.toUtf8());
        return;
    }
    QVERIFY2(file.open(QIODevice::ReadOnly), qPrintable(path));
    QCOMPARE(got, QString::fromUtf8(file.readAll()));
}

} // namespace

// Paths in the pictures are as a user at the project's root types them.
void TestSamples::initTestCase() { QVERIFY(QDir::setCurrent(QStringLiteral(LIMN_SOURCE_DIR))); }

void TestSamples::areDrawnAndJudged_data() {
    QTest::addColumn<QString>("manifest");
    QTest::newRow("uploads") << QStringLiteral("samples/uploads/limn.yaml");
    QTest::newRow("thumbnails") << QStringLiteral("samples/thumbnails/template.yaml");
}

void TestSamples::areDrawnAndJudged() {
    QFETCH(QString, manifest);
    const auto [snapshot, report] = readSample(manifest.toStdString());
    QVERIFY(snapshot.model->problems().empty());
    const Result<Arranged> arranged = arrange(graphOf(snapshot));
    QVERIFY(arranged);
    QCOMPARE(arranged->note, std::string()); // Graphviz, not the columns in its place
    DrawOptions shown;
    shown.page = true;
    const Drawing drawing = draw(snapshot, arranged->placement, report, shown);
    const std::string svg =
        findExporter("svg")->run({snapshot, arranged->placement, report, drawing});
    const QString folder = QFileInfo(manifest).path();
    compare(folder + QStringLiteral("/picture.svg"), asText(svg));
    compare(folder + QStringLiteral("/findings.txt"),
            asText(reportText(snapshot, report, false, 100)));
}

// What the project starts from must come out just so.
void TestSamples::theFoundingExampleIsExact() {
    const auto [snapshot, report] = readSample("samples/uploads/limn.yaml");
    const Model& model = *snapshot.model;
    QStringList parts, lines;
    for (const Node& node : model.nodes())
        parts << asText(fmt::format("{} {} {}", word(node.kind), model.text(node.subtype),
                                    model.text(node.name)));
    for (const Edge& edge : model.edges())
        lines << asText(
            fmt::format("{} {} {}", model.id(edge.from), word(edge.kind), model.id(edge.to)));
    parts.sort();
    QCOMPARE(parts, QStringList({QStringLiteral("entry_point http POST /uploads"),
                                 QStringLiteral("function  uploads.handle"),
                                 QStringLiteral("queue  file-jobs"),
                                 QStringLiteral("store object uploads"),
                                 QStringLiteral("store table uploads-metadata")}));
    lines.sort();
    QCOMPARE(lines, QStringList({QStringLiteral("function publishes file-jobs"),
                                 QStringLiteral("function writes uploads"),
                                 QStringLiteral("function writes uploads-metadata"),
                                 QStringLiteral("function.api triggers function")}));
    const Node* entry = model.node("function.api");
    QCOMPARE(model.property(*entry, "auth")->value, Value("required"));
    QCOMPARE(report.findings.size(), std::size_t{1});
    QCOMPARE(report.findings[0].fingerprint, std::string("RTY002:file-jobs"));
    QCOMPARE(report.findings[0].severity, Severity::Warning);
    QCOMPARE(snapshot.sources->place(report.findings[0].at).line, 12);
}

QTEST_GUILESS_MAIN(TestSamples)
#include "tst_samples.moc"
