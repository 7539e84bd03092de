// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include <QBuffer>
#include <QImage>
#include <QPainter>
#include <fmt/format.h>

#include "widgets/paint/fonts.h"
#include "widgets/paint/painted.h"
#include "widgets/paint/painter.h"
#include "widgets/text.h"

namespace limn {
namespace {

// What the raster engine can address along one side, and a quarter of a gigabyte of pixels.
constexpr double longestSide = 32767;
constexpr double mostPixels = 64.0 * 1024 * 1024;
// Qt's quality of a PNG is how little it is packed: here twice as fast, and a tenth larger.
constexpr int packing = 80;

Result<std::string> run(const Picture& picture, const PaintOptions& options) {
    const double scale = options.scale;
    const Box& bounds = picture.drawing.bounds;
    const double width = std::ceil(std::max(1.0, bounds.w * scale));
    const double height = std::ceil(std::max(1.0, bounds.h * scale));
    if (!(width <= longestSide && height <= longestSide && width * height <= mostPixels))
        return Error{fmt::format("The picture cannot be painted as PNG: at scale {} it has {:.0f} "
                                 "× {:.0f} pixels, which is too large. "
                                 "Choose a smaller scale, or SVG.",
                                 scale, width, height)};

    loadFonts();
    const bool isOpaque = picture.drawing.background.a == 255;
    QImage image(static_cast<int>(width), static_cast<int>(height),
                 isOpaque ? QImage::Format_RGB32 : QImage::Format_ARGB32_Premultiplied);
    if (image.isNull())
        return Error{"The picture cannot be painted as PNG: there is not enough memory. Choose a "
                     "smaller scale."};
    image.fill(toQt(picture.drawing.background));
    QPainter painter(&image);
    painter.scale(scale, scale);
    painter.translate(-bounds.x, -bounds.y);
    paint(painter, picture.drawing);
    painter.end();

    image.setText(QStringLiteral("Title"), toQt(picture.drawing.title));
    image.setText(QStringLiteral("Software"), QStringLiteral("Limn"));
    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    if (!image.save(&buffer, "PNG", packing))
        return Error{
            "The picture was painted, but could not be written as PNG: Qt's PNG plugin failed."};
    return bytes.toStdString();
}

} // namespace

extern const PaintedExporter pngExporter;
constinit const PaintedExporter pngExporter{.extension = "png", .title = "PNG image", .run = run};

} // namespace limn
