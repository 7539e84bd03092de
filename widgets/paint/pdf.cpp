// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <QBuffer>
#include <QPageLayout>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QRegularExpression>

#include "widgets/paint/fonts.h"
#include "widgets/paint/painted.h"
#include "widgets/paint/painter.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr double pointsPerPixel = 72.0 / 96.0;
constexpr double longestSide = 14400; // points; readers refuse more

// The writer notes the moment of writing. The same picture must give the same bytes, so the digits
// of the date become zeros; the length stays, and with it every offset in the file.
void dropDate(QByteArray& pdf) {
    static const QByteArray key = QByteArrayLiteral("/CreationDate (D:");
    const qsizetype at = pdf.indexOf(key);
    if (at < 0)
        return;
    static const QByteArray none = QByteArrayLiteral("20000101000000");
    pdf.replace(at + key.size(), none.size(), none);
    for (qsizetype i = at + key.size() + none.size(); i < pdf.size() && pdf[i] != ')'; ++i) {
        if (pdf[i] >= '0' && pdf[i] <= '9')
            pdf[i] = '0';
    }
}

Result<std::string> run(const Picture& picture, double) {
    const Box& bounds = picture.drawing.bounds;
    const double width = std::max(1.0, bounds.w), height = std::max(1.0, bounds.h);
    const double toPoints = std::min(pointsPerPixel, longestSide / std::max(width, height));

    loadFonts();
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setTitle(toQt(picture.drawing.title));
    writer.setCreator(QStringLiteral("Limn"));
    const QPageSize page(QSizeF(width, height) * toPoints, QPageSize::Point, QString(),
                         QPageSize::ExactMatch);
    writer.setPageLayout(QPageLayout(page, QPageLayout::Portrait, QMarginsF()));
    QPainter painter;
    if (!painter.begin(&writer))
        return Error{"The picture cannot be painted as PDF: Qt's PDF writer did not start."};
    const double scale = writer.resolution() / 72.0 * toPoints;
    painter.scale(scale, scale);
    painter.translate(-bounds.x, -bounds.y);
    paint(painter, picture.drawing);
    painter.end();
    dropDate(bytes);
    return bytes.toStdString();
}

} // namespace

extern const PaintedExporter pdfExporter;
constinit const PaintedExporter pdfExporter{.extension = "pdf", .title = "PDF page", .run = run};

} // namespace limn
