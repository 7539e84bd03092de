// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drawing/patterns.h"

#include <algorithm>
#include <cmath>

#include "core/drawing/path.h"

namespace limn {
namespace {

using Verb = PathStep::Verb;
constexpr std::uint8_t faint = 110; // of 255

struct Hatch {
    Point direction; // a unit vector
    double gap = 6;
};
constexpr double slant = 0.70710678;

// The stretches of parallel lines that are inside a closed outline. Lines of one direction stand at
// the same places in every outline, so that two parts side by side look alike.
void hatch(Path& lines, const std::vector<Point>& outline, const Hatch& hatch) {
    const Point normal{-hatch.direction.y, hatch.direction.x};
    const auto across = [&](Point p) { return p.x * normal.x + p.y * normal.y; };
    const auto along = [&](Point p) { return p.x * hatch.direction.x + p.y * hatch.direction.y; };
    double low = across(outline.front()), high = low;
    for (const Point p : outline) {
        low = std::min(low, across(p));
        high = std::max(high, across(p));
    }
    for (double at = std::ceil(low / hatch.gap) * hatch.gap; at < high; at += hatch.gap) {
        std::vector<double> cuts;
        for (std::size_t i = 0; i < outline.size(); ++i) {
            const Point a = outline[i], b = outline[(i + 1) % outline.size()];
            const double u = across(a) - at, v = across(b) - at;
            if ((u < 0) == (v < 0))
                continue;
            cuts.push_back(along(a) + (along(b) - along(a)) * u / (u - v));
        }
        std::ranges::sort(cuts);
        for (std::size_t i = 0; i + 1 < cuts.size(); i += 2) {
            if (cuts[i + 1] - cuts[i] < 2)
                continue;
            const Point foot = normal * at;
            lines.push_back({Verb::Move, {}, {}, foot + hatch.direction * (cuts[i] + 1)});
            lines.push_back({Verb::Line, {}, {}, foot + hatch.direction * (cuts[i + 1] - 1)});
        }
    }
}

} // namespace

std::vector<Mark> patternMarks(const Path& outline, Pattern pattern, Color ink) {
    const std::vector<Point> points = flattened(outline);
    if (points.size() < 3 || pattern == Pattern::None)
        return {};
    ink.a = faint;
    Stroke stroke{ink, 1, {}, false};
    Path lines;
    switch (pattern) {
    case Pattern::None:
        break;
    case Pattern::Rising:
        hatch(lines, points, {{slant, -slant}});
        break;
    case Pattern::Falling:
        hatch(lines, points, {{slant, slant}});
        break;
    case Pattern::Crossed:
        hatch(lines, points, {{slant, -slant}});
        hatch(lines, points, {{slant, slant}});
        break;
    case Pattern::Level:
        hatch(lines, points, {{1, 0}, 5});
        break;
    case Pattern::Dots:
        hatch(lines, points, {{slant, slant}, 5});
        stroke = {ink, 1.6, {0.1, 5}, true};
        break;
    }
    return {PathMark{std::move(lines), {0, 0, 0, 0}, std::move(stroke)}};
}

} // namespace limn
