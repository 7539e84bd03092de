// SPDX-License-Identifier: GPL-3.0-or-later
// Every sample is drawn and judged as its folder says: `picture.svg` and `findings.txt`; the other
// formats are in `expected/` beside this file. LIMN_UPDATE=1 rewrites all of them.
#include <filesystem>

#include <QDir>
#include <QFile>
#include <QTest>

#include <fmt/format.h>

#include "core/checks/check.h"
#include "core/exports/exporter.h"
#include "core/exports/sheet_of_paper.h"
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
    void handlersAreWhereTheManifestsSay();
    void whatOnlyMovedIsNotYetServerless();
    void theMeshMeetsOnItsBus();
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
    QTest::newRow("orders") << QStringLiteral("samples/orders/limn.yaml");
    QTest::newRow("moved-to-functions") << QStringLiteral("samples/moved-to-functions/limn.yaml");
    QTest::newRow("event-mesh") << QStringLiteral("samples/event-mesh/limn.yaml");
}

void TestSamples::areDrawnAndJudged() {
    QFETCH(QString, manifest);
    const auto [snapshot, report] = readSample(manifest.toStdString());
    QVERIFY(snapshot.model->problems().empty());
    const Result<Arranged> arranged = arrange(graphOf(snapshot));
    QVERIFY(arranged);
    QCOMPARE(arranged->note, std::string()); // Graphviz, not the columns in its place
    const Drawing drawing = drawSheet(snapshot, arranged->placement, report, {}, {});
    const QString folder = QFileInfo(manifest).path();
    const std::string name = QFileInfo(folder).fileName().toStdString();
    for (const Exporter* exporter : exporters()) {
        const std::string text =
            exporter->run({snapshot, arranged->placement, report, drawing, {}, {}});
        const std::string path =
            exporter->extension == "svg"
                ? folder.toStdString() + "/picture.svg"
                : fmt::format("tests/samples/expected/{}.{}", name, exporter->extension);
        compare(asText(path), asText(text));
    }
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

// `src/orders.placeOrder` is a file of that name that has that function.
void TestSamples::handlersAreWhereTheManifestsSay() {
    for (const char* name : {"uploads", "orders", "moved-to-functions", "event-mesh"}) {
        const QString folder = QStringLiteral("samples/%1/").arg(QLatin1String(name));
        const Read sample = readSample((folder + QStringLiteral("limn.yaml")).toStdString());
        const Model& model = *sample.snapshot.model;
        for (const Node& node : model.nodes()) {
            const Property* handler = model.property(node, "handler");
            if (!handler)
                continue;
            const QString path = asText(*handler->value.string());
            const qsizetype dot = path.lastIndexOf(u'.');
            QByteArray text;
            for (const char* ending : {".ts", ".js", ".py"}) {
                QFile file(folder + path.left(dot) + QLatin1String(ending));
                if (file.open(QIODevice::ReadOnly))
                    text = file.readAll();
            }
            QVERIFY2(!text.isEmpty(), qPrintable(folder + path));
            const QByteArray function = path.mid(dot + 1).toUtf8();
            const bool isThere = text.contains("function " + function + '(') ||
                                 text.contains("const " + function + " =") ||
                                 text.contains("exports." + function + " =") ||
                                 text.contains("def " + function + '(');
            QVERIFY2(isThere, qPrintable(folder + path));
        }
    }
}

// Handlers that keep their state, call each other and may do anything: moved, not yet serverless.
void TestSamples::whatOnlyMovedIsNotYetServerless() {
    const auto [snapshot, report] = readSample("samples/moved-to-functions/limn.yaml");
    QCOMPARE(report.verdict.overall, Grade::NotYet);
    QCOMPARE(report.verdict.permissions, Grade::NotYet);
    const Model& model = *snapshot.model;
    const Node* checkout = model.node("Checkout");
    QVERIFY(checkout);
    const auto out = model.edgesFrom(model.indexOf(*checkout));
    const auto calls =
        std::ranges::count_if(out, [&](EdgeIndex e) { return model[e].kind == EdgeKind::Invokes; });
    QVERIFY2(calls >= 5, "direct downstream calls are what this sample is about");
}

void TestSamples::theMeshMeetsOnItsBus() {
    const auto [snapshot, report] = readSample("samples/event-mesh/limn.yaml");
    const Model& model = *snapshot.model;
    QVERIFY(model.node("shop-events"));
    // No service calls another: lines between two of them run by the bus alone.
    const auto service = [&](End end) {
        GroupIndex group = end.node == NodeIndex::None ? end.group : model[end.node].group;
        while (group != GroupIndex::None && model[group].parent != GroupIndex::None)
            group = model[group].parent;
        return group;
    };
    for (const Edge& edge : model.edges()) {
        const GroupIndex from = service(edge.from), to = service(edge.to);
        QVERIFY2(from == GroupIndex::None || to == GroupIndex::None || from == to,
                 std::string(model.text(edge.key)).c_str());
    }
}

QTEST_GUILESS_MAIN(TestSamples)
#include "tst_samples.moc"
