// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drawing/theme.h"
#include "core/model/model.h"

namespace limn {

// How an edge looks, by what it is and how work crosses it.
struct LineStyle {
    Stroke stroke;
    bool ring = false;      // at the start: the platform fetches
    bool cross = false;     // before the arrow: what failed goes this way
    bool openArrow = false; // two strokes instead of a filled head
};
LineStyle lineStyle(const Edge& edge, const Theme& theme);

// The line with its arrow head and whatever its style asks for. `path` runs in the direction of the
// arrow, from border to border.
// `headOnly` where another edge has drawn the same line already.
std::vector<Mark> lineMarks(const Path& path, const LineStyle& style, const Theme& theme,
                            bool headOnly = false);
// The path with its ends drawn on to where the shapes begin: layouts know boxes only, and a tag's
// point or a bucket's side is inside its box. An empty outline leaves that end alone.
Path attached(Path path, const std::vector<Point>& startOutline,
              const std::vector<Point>& endOutline);
// A closed outline some pixels around the line, for hitting it.
Path hitOutline(const std::vector<Point>& line, double reach);

} // namespace limn
