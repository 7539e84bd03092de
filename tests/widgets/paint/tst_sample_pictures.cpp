// SPDX-License-Identifier: GPL-3.0-or-later
// The samples as pixels, and the words of their PDFs, against `tests/samples/expected/`.
// LIMN_UPDATE=1 rewrites both.
#include <QBuffer>
#include <QImage>
#include <QProcess>
#include <QStandardPaths>
#include <QTemporaryDir>
#include <QTest>

#include "core/checks/check.h"
#include "core/exports/sheet_of_paper.h"
#include "layouts/graph.h"
#include "tests/core/manifests/case_folder.h"
#include "widgets/paint/painted.h"

using namespace limn;
using namespace limn::test;

namespace {

// A small size keeps the files small; every shape and word still leaves its marks.
constexpr double scale = 0.3;
// Fonts are drawn a little different by every version of FreeType: at most this share of the pixels
// may be off by more than the threshold (of 255), and all of them by so much on the average.
constexpr int threshold = 64;
constexpr double mostOff = 0.01;
constexpr double mostOnAverage = 2.0;

std::string exported(const QString& manifest, std::string_view extension,
                     const PaintOptions& options) {
    const Result<Snapshot> snapshot = open({manifest.toStdString()});
    if (!snapshot)
        return {};
    const Report report = check(*snapshot->model, *snapshot->diagram);
    const Result<Arranged> arranged = arrange(graphOf(*snapshot));
    if (!arranged || !arranged->note.empty())
        return {};
    const Drawing drawing = drawSheet(*snapshot, arranged->placement, report, {}, {});
    const Result<std::string> bytes = findPaintedExporter(extension)->run(
        {*snapshot, arranged->placement, report, drawing}, options);
    return bytes ? *bytes : std::string();
}

struct Difference {
    double share = 0, average = 0;
};
Difference difference(const QImage& a, const QImage& b) {
    qint64 off = 0, sum = 0;
    for (int y = 0; y < a.height(); ++y)
        for (int x = 0; x < a.width(); ++x) {
            const QRgb p = a.pixel(x, y), q = b.pixel(x, y);
            const int worst =
                std::max({std::abs(qRed(p) - qRed(q)), std::abs(qGreen(p) - qGreen(q)),
                          std::abs(qBlue(p) - qBlue(q))});
            off += worst > threshold;
            sum += worst;
        }
    const double all = std::max(1.0, static_cast<double>(a.width()) * a.height());
    return {static_cast<double>(off) / all, static_cast<double>(sum) / all};
}

} // namespace

class TestSamplePictures : public QObject {
    Q_OBJECT

private slots:
    // Paths in the pictures are as a user at the project's root types them.
    void initTestCase() { QVERIFY(QDir::setCurrent(QStringLiteral(LIMN_SOURCE_DIR))); }

    void pixels_data() {
        QTest::addColumn<QString>("manifest");
        QTest::addColumn<QString>("expected");
        for (const char* name : {"uploads", "orders", "moved-to-functions", "event-mesh"})
            QTest::newRow(name)
                << QStringLiteral("samples/%1/limn.yaml").arg(QLatin1String(name))
                << QStringLiteral("tests/samples/expected/%1").arg(QLatin1String(name));
        QTest::newRow("thumbnails") << QStringLiteral("samples/thumbnails/template.yaml")
                                    << QStringLiteral("tests/samples/expected/thumbnails");
    }
    void pixels() {
        QFETCH(QString, manifest);
        QFETCH(QString, expected);
        const QByteArray bytes =
            QByteArray::fromStdString(exported(manifest, "png", {scale, Paper::Picture, false}));
        const QImage got = QImage::fromData(bytes, "PNG");
        QVERIFY(!got.isNull());
        const QString path = expected + QStringLiteral(".png");
        if (qEnvironmentVariableIsSet("LIMN_UPDATE")) {
            QFile file(path);
            QVERIFY(file.open(QIODevice::WriteOnly) && file.write(bytes) == bytes.size());
            return;
        }
        const QImage wanted(path);
        QVERIFY2(!wanted.isNull(), qPrintable(path));
        QCOMPARE(got.size(), wanted.size());
        const Difference off = difference(got, wanted);
        QVERIFY2(off.share <= mostOff && off.average <= mostOnAverage,
                 qPrintable(QStringLiteral("%1: %2 of the pixels, %3 on the average")
                                .arg(path)
                                .arg(off.share)
                                .arg(off.average)));
    }

    void tellsAnotherPicture() {
        QImage a(100, 100, QImage::Format_RGB32), b(100, 100, QImage::Format_RGB32);
        a.fill(Qt::white);
        b.fill(Qt::white);
        QVERIFY(difference(a, b).share <= mostOff);
        for (int i = 0; i < 100; ++i) // two black lines more
            for (const int y : {40, 41})
                b.setPixel(i, y, qRgb(0, 0, 0));
        QVERIFY(difference(a, b).share > mostOff);
    }

    void words_data() { pixels_data(); }
    void words() {
        QFETCH(QString, manifest);
        QFETCH(QString, expected);
        const QString tool = QStandardPaths::findExecutable(QStringLiteral("pdftotext"));
        QVERIFY2(!tool.isEmpty(), "pdftotext (poppler-utils) is not installed");
        const QTemporaryDir work;
        QFile file(work.filePath(QStringLiteral("a.pdf")));
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray::fromStdString(exported(manifest, "pdf", {1, Paper::A3, false})));
        file.close();
        QProcess process;
        process.start(tool, {QStringLiteral("-raw"), file.fileName(), QStringLiteral("-")});
        QVERIFY(process.waitForFinished());
        compareWithFile(process.readAllStandardOutput().toStdString(),
                        expected + QStringLiteral(".pdf.txt"));
    }
};

QTEST_MAIN(TestSamplePictures)
#include "tst_sample_pictures.moc"
