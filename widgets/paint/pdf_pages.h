// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QPageSize>
#include <QRectF>

#include "core/model/geometry.h"
#include "core/model/result.h"
#include "widgets/paint/paint_options.h"

namespace limn {

// One page of a PDF: what of the picture it shows, and where, in points from its upper left corner.
struct PdfPage {
    QRectF source;
    QRectF target;
    int row = 0, column = 0;
};
struct PdfPages {
    QPageSize size;
    bool landscape = false;
    double toPoints = 1; // points per unit of the picture
    int rows = 1, columns = 1;
    std::vector<PdfPage> pages; // by rows

    QSizeF pageSize() const; // points, as it is turned
    // Where a point of the picture is: the page, and the place on it in points from its lower left.
    std::pair<int, QPointF> find(Point at) const;
};

// A picture on paper: fitted on one sheet, or in full size on several that overlap a little. Fails
// where it would be more sheets than anybody glues together.
Result<PdfPages> pagesOf(const Box& bounds, const PaintOptions& options);

} // namespace limn
