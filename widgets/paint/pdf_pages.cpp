// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/pdf_pages.h"

#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "widgets/text.h"

namespace limn {
namespace {

constexpr double pointsPerPixel = 72.0 / 96.0;
constexpr double longestSide = 14400; // points; readers refuse more
constexpr double margin = 28;         // points, what printers leave white
constexpr double overlap = 24;        // points, for glue
constexpr double largestFit = 1;      // points per unit: a small picture is not blown up
constexpr int mostSheets = 400;

QPageSize sizeOf(Paper paper) {
    switch (paper) {
    case Paper::A4:
        return QPageSize(QPageSize::A4);
    case Paper::A3:
        return QPageSize(QPageSize::A3);
    case Paper::Letter:
        return QPageSize(QPageSize::Letter);
    case Paper::Picture:
        break;
    }
    return {};
}

PdfPages ownPage(const Box& bounds) {
    const double width = std::max(1.0, bounds.w), height = std::max(1.0, bounds.h);
    PdfPages result;
    result.toPoints = std::min(pointsPerPixel, longestSide / std::max(width, height));
    const QSizeF size = QSizeF(width, height) * result.toPoints;
    result.size = QPageSize(size, QPageSize::Point, QString(), QPageSize::ExactMatch);
    result.pages.push_back({{bounds.x, bounds.y, width, height}, {{0, 0}, size}, 0, 0});
    return result;
}

QSizeF room(QSizeF page) { return page - QSizeF(2 * margin, 2 * margin); }

PdfPages fitted(const Box& bounds, const QPageSize& size) {
    PdfPages result;
    result.size = size;
    result.landscape = bounds.w > bounds.h;
    const QSizeF page = result.pageSize(), inner = room(page);
    result.toPoints = std::min({inner.width() / std::max(1.0, bounds.w),
                                inner.height() / std::max(1.0, bounds.h), largestFit});
    const QSizeF drawn = QSizeF(bounds.w, bounds.h) * result.toPoints;
    const QRectF target({(page.width() - drawn.width()) / 2, margin}, drawn);
    result.pages.push_back({{bounds.x, bounds.y, bounds.w, bounds.h}, target, 0, 0});
    return result;
}

// How many sheets it takes along one side.
int sheets(double length, double inner) {
    return std::max(1, static_cast<int>(std::ceil((length - overlap) / (inner - overlap))));
}

PdfPages tiled(const Box& bounds, const QPageSize& size, bool landscape) {
    PdfPages result;
    result.size = size;
    result.landscape = landscape;
    result.toPoints = pointsPerPixel;
    const QSizeF inner = room(result.pageSize());
    const double width = bounds.w * pointsPerPixel, height = bounds.h * pointsPerPixel;
    result.columns = sheets(width, inner.width());
    result.rows = sheets(height, inner.height());
    if (result.columns > mostSheets || result.rows > mostSheets ||
        result.columns * result.rows > mostSheets)
        return result; // refused by its size
    for (int row = 0; row < result.rows; ++row)
        for (int column = 0; column < result.columns; ++column) {
            const double x = column * (inner.width() - overlap),
                         y = row * (inner.height() - overlap);
            const QSizeF part(std::min(inner.width(), width - x),
                              std::min(inner.height(), height - y));
            result.pages.push_back({{{bounds.x + x / pointsPerPixel, bounds.y + y / pointsPerPixel},
                                     part / pointsPerPixel},
                                    {{margin, margin}, part},
                                    row,
                                    column});
        }
    return result;
}

} // namespace

QSizeF PdfPages::pageSize() const {
    const QSizeF points = size.size(QPageSize::Point);
    return landscape ? points.transposed() : points;
}

std::pair<int, QPointF> PdfPages::find(Point at) const {
    const double height = pageSize().height();
    for (std::size_t i = 0; i < pages.size(); ++i) {
        const PdfPage& page = pages[i];
        if (!page.source.adjusted(-1, -1, 1, 1).contains(QPointF(at.x, at.y)))
            continue;
        const QPointF point =
            page.target.topLeft() + (QPointF(at.x, at.y) - page.source.topLeft()) * toPoints;
        return {static_cast<int>(i), {point.x(), height - point.y()}};
    }
    return {0, {0, height}};
}

Result<PdfPages> pagesOf(const Box& bounds, const PaintOptions& options) {
    if (options.paper == Paper::Picture)
        return ownPage(bounds);
    const QPageSize size = sizeOf(options.paper);
    if (!options.tiled)
        return fitted(bounds, size);
    PdfPages upright = tiled(bounds, size, false), lying = tiled(bounds, size, true);
    const auto count = [](const PdfPages& pages) {
        return static_cast<double>(pages.rows) * pages.columns;
    };
    PdfPages best = count(lying) < count(upright) ? std::move(lying) : std::move(upright);
    if (best.pages.empty())
        return Error{fmt::format("The picture was not written: in full size it takes {:.0f} sheets "
                                 "of {}, and {} are the most. Fit it on one sheet, take larger "
                                 "paper, or export a part of the system.",
                                 count(best), toUtf8(size.name()), mostSheets)};
    return best;
}

} // namespace limn
