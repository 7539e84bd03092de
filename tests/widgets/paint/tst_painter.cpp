// SPDX-License-Identifier: GPL-3.0-or-later
#include <QImage>
#include <QPainter>
#include <QTest>

#include "widgets/paint/fonts.h"
#include "widgets/paint/painted.h"
#include "widgets/paint/painter.h"
#include "widgets/text.h"

using namespace limn;

namespace {

constexpr Color red{200, 0, 0, 255};
constexpr Color black{0, 0, 0, 255};

Path rectangle(const Box& box) {
    using Verb = PathStep::Verb;
    return {{Verb::Move, {}, {}, {box.x, box.y}},
            {Verb::Line, {}, {}, {box.right(), box.y}},
            {Verb::Line, {}, {}, {box.right(), box.bottom()}},
            {Verb::Line, {}, {}, {box.x, box.bottom()}},
            {Verb::Close, {}, {}, {}}};
}

TextMark text(Point at, std::string words, double size = 13, bool detail = false) {
    TextMark mark;
    mark.at = at;
    mark.text = std::move(words);
    mark.size = size;
    mark.color = black;
    mark.detail = detail;
    return mark;
}

DrawingItem item(std::string id, std::vector<Mark> marks) {
    DrawingItem result;
    result.id = std::move(id);
    result.bounds = {100, 50, 200, 80};
    result.marks = std::move(marks);
    return result;
}

// A filled box, a name, and a second line below it.
Drawing sample() {
    Drawing drawing;
    drawing.bounds = {100, 50, 200, 100};
    drawing.background = {255, 255, 255, 255};
    drawing.title = "uploads";
    drawing.items.push_back(item("node box", {PathMark{rectangle({100, 50, 40, 40}), red, {}}}));
    drawing.items.push_back(item("node Upload", {text({160, 80}, "config file"),
                                                 text({160, 100}, "30 s · 512 MB", 11.5, true)}));
    return drawing;
}

Result<std::string> exported(std::string_view extension, const Drawing& drawing,
                             const PaintOptions& options = {1, Paper::Picture, false}) {
    const Snapshot snapshot;
    const Placement placement;
    const Report report;
    return findPaintedExporter(extension)->run({snapshot, placement, report, drawing}, options);
}

int darkPixels(const QImage& image, const QRect& area) {
    int count = 0;
    for (int y = area.top(); y <= area.bottom(); ++y)
        for (int x = area.left(); x <= area.right(); ++x)
            count += qGray(image.pixel(x, y)) < 128;
    return count;
}

QImage painted(const DrawingItem& what, double zoom) {
    QImage image(400, 200, QImage::Format_ARGB32_Premultiplied);
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.scale(zoom, zoom);
    Ink(what).paint(painter, zoom);
    return image;
}

} // namespace

class TestPainter : public QObject {
    Q_OBJECT

private slots:
    void initTestCase() { loadFonts(); }

    void fontIsTheBundledOneInEveryWeight() {
        const QFontInfo info(drawingFont(13, FontWeight::SemiBold));
        QCOMPARE(info.family(), QStringLiteral("Inter"));
        const QString word = QStringLiteral("metadata");
        const double regular =
            QFontMetricsF(drawingFont(13, FontWeight::Regular)).horizontalAdvance(word);
        const double bold =
            QFontMetricsF(drawingFont(13, FontWeight::Bold)).horizontalAdvance(word);
        QVERIFY2(bold > regular, "the bold weight is not another font");
    }

    void pngHasTheSizeAndPixelsOfTheDrawing() {
        const Result<std::string> bytes = exported("png", sample(), {2});
        QVERIFY(bytes);
        const QImage image = QImage::fromData(QByteArray::fromStdString(*bytes), "PNG");
        QCOMPARE(image.size(), QSize(400, 200));
        QCOMPARE(image.pixelColor(40, 40), QColor(200, 0, 0));
        QCOMPARE(image.pixelColor(398, 198), QColor(255, 255, 255));
        QVERIFY2(darkPixels(image, {120, 30, 200, 40}) > 50, "the name is missing");
        QCOMPARE(image.text(QStringLiteral("Title")), QStringLiteral("uploads"));
    }

    void pngOfAPictureTooLargeIsRefused() {
        const Result<std::string> bytes = exported("png", sample(), {1000});
        QVERIFY(!bytes);
        QVERIFY2(bytes.error().message.find("too large") != std::string::npos,
                 bytes.error().message.c_str());
    }

    void sameDrawingGivesTheSameBytes() {
        for (const PaintedExporter* exporter : paintedExporters())
            QCOMPARE(*exported(exporter->extension, sample()),
                     *exported(exporter->extension, sample()));
    }

    void pdfHasAFittedPageAndATitle() {
        const Result<std::string> bytes = exported("pdf", sample());
        QVERIFY(bytes);
        QVERIFY(bytes->starts_with("%PDF-"));
        QVERIFY2(bytes->find("/MediaBox [0 0 150 75]") != std::string::npos ||
                     bytes->find("/MediaBox [0 0 150.000000 75.000000]") != std::string::npos,
                 "the page does not fit the picture");
        QVERIFY2(bytes->find("/ToUnicode") != std::string::npos, "text cannot be selected");
    }

    void textGivesWayWhenZoomedOut() {
        const DrawingItem name = item("name", {text({20, 40}, "ProcessUploads")});
        const DrawingItem detail = item("detail", {text({20, 40}, "ProcessUploads", 13, true)});
        const QRect everywhere(0, 0, 400, 200);
        QVERIFY(darkPixels(painted(detail, 1), everywhere) > 0);
        QCOMPARE(darkPixels(painted(detail, 0.5), everywhere), 0);
        QVERIFY(painted(name, 0.5) != painted(item("none", {}), 0.5));
        QCOMPARE(painted(name, 0.3), painted(item("none", {}), 0.3));
    }

    void anchoredTextEndsWhereItShould() {
        TextMark mark = text({200, 40}, "HHHH", 20);
        mark.anchor = Anchor::End;
        const QImage image = painted(item("end", {mark}), 1);
        QCOMPARE(darkPixels(image, {201, 0, 199, 200}), 0);
        QVERIFY(darkPixels(image, {150, 0, 50, 200}) > 0);
    }
};

QTEST_MAIN(TestPainter)
#include "tst_painter.moc"
