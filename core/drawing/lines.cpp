// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drawing/lines.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/drawing/path.h"

namespace limn {

namespace {

using Verb = PathStep::Verb;
constexpr double lineWidth = 1.25;
constexpr double headLength = 9;
constexpr double headHalf = 4;
constexpr double ringRadius = 4;
constexpr double crossDistance = 16; // from the tip
constexpr double crossHalf = 4;

Point normalTo(Point direction) { return {-direction.y, direction.x}; }

// The path cut short at its end, so that the line does not poke through the head's tip. What is
// left runs where it ran: two lines may lie on each other.
Path shortened(Path path, double by) {
    while (path.size() > 1) {
        PathStep& last = path.back();
        const Point from = path[path.size() - 2].end;
        const Path piece{{Verb::Move, {}, {}, from}, last};
        const double length = lengthOf(flattened(piece));
        if (length <= by && path.size() > 2) {
            by -= length;
            path.pop_back();
            continue;
        }
        const double t = length > 0 ? std::max(0.0, 1 - by / length) : 1;
        if (last.verb != Verb::Cubic) {
            last.end = from + (last.end - from) * t;
            return path;
        }
        // The first part of the curve, by de Casteljau; near its end a curve's parameter runs like
        // its length closely enough.
        const Point a = from + (last.control1 - from) * t;
        const Point b = last.control1 + (last.control2 - last.control1) * t;
        const Point c = last.control2 + (last.end - last.control2) * t;
        const Point ab = a + (b - a) * t, bc = b + (c - b) * t;
        last.control1 = a;
        last.control2 = ab;
        last.end = ab + (bc - ab) * t;
        return path;
    }
    return path;
}

Path head(Point tip, Point direction, bool open) {
    const Point base = tip - direction * headLength, side = normalTo(direction) * headHalf;
    const std::vector<Point> corners{base + side, tip, base - side};
    return open ? openLine(corners) : polygon(corners);
}

void addCross(std::vector<Mark>& marks, PlaceOnLine place, Color color) {
    const Point along = place.direction * crossHalf, across = normalTo(place.direction) * crossHalf;
    const Stroke stroke{color, 2, {}, true};
    for (const Point arm : {along + across, along - across})
        marks.emplace_back(PathMark{
            openLine(std::vector<Point>{place.at - arm, place.at + arm}), {0, 0, 0, 0}, stroke});
}

// How far a ray runs until it meets the outline; 0 when it does not within reach.
double distanceTo(const std::vector<Point>& outline, Point from, Point direction) {
    constexpr double reach = 40;
    double nearest = reach;
    for (std::size_t i = 1; i < outline.size(); ++i) {
        const Point a = outline[i - 1] - from, side = outline[i] - outline[i - 1];
        const double cross = direction.x * side.y - direction.y * side.x;
        if (std::abs(cross) < 1e-9)
            continue;
        const double distance = (a.x * side.y - a.y * side.x) / cross;
        const double share = (a.x * direction.y - a.y * direction.x) / cross;
        if (distance >= 0 && share >= 0 && share <= 1)
            nearest = std::min(nearest, distance);
    }
    return nearest < reach ? nearest : 0;
}

} // namespace

Path attached(Path path, const std::vector<Point>& startOutline,
              const std::vector<Point>& endOutline) {
    const std::vector<Point> points = flattened(path);
    if (points.size() < 2)
        return path;
    const auto meet = [&](const std::vector<Point>& outline, const PlaceOnLine& end,
                          double sign) -> std::optional<Point> {
        if (outline.empty())
            return std::nullopt;
        const Point inward = end.direction * sign;
        const double far = distanceTo(outline, end.at, inward);
        return far > 0.5 ? std::optional(end.at + inward * far) : std::nullopt;
    };
    if (const auto start = meet(startOutline, along(points, 0.01), -1)) {
        path.front().verb = Verb::Line;
        path.insert(path.begin(), {Verb::Move, {}, {}, *start});
    }
    if (const auto end = meet(endOutline, along(points, lengthOf(points)), 1))
        path.push_back({Verb::Line, {}, {}, *end});
    return path;
}

LineStyle lineStyle(const Edge& edge, const Theme& theme) {
    LineStyle style{{theme.edge, lineWidth, {}, false}};
    switch (edge.kind) {
    case EdgeKind::FailsTo:
        return {{theme.failure, 1.8, {0.1, 4.5}, true}, false, true, false};
    case EdgeKind::Grants:
    case EdgeKind::Assumes:
    case EdgeKind::Observes:
        return {{theme.grant, 0.8, {}, false}, false, false, true};
    case EdgeKind::Publishes:
    case EdgeKind::Subscribes:
        style.stroke.dashes = {7, 4};
        return style;
    default:
        break;
    }
    if (edge.delivery == Delivery::Async)
        style.stroke.dashes = {7, 4};
    style.ring = edge.delivery == Delivery::PollQueue || edge.delivery == Delivery::PollStream;
    return style;
}

std::vector<Mark> lineMarks(const Path& path, const LineStyle& style, const Theme& theme,
                            bool headOnly) {
    std::vector<Mark> marks;
    const std::vector<Point> points = flattened(path);
    const double length = lengthOf(points);
    if (points.size() < 2 || length < 1)
        return marks;
    const PlaceOnLine tip = along(points, length);
    // The head's own direction, taken over its length: a bend right before the tip must not turn it
    // aside.
    Point direction = tip.at - along(points, length - headLength).at;
    const double size = std::hypot(direction.x, direction.y);
    direction = size > 0 ? direction * (1 / size) : tip.direction;

    const double cut = style.openArrow ? 0 : headLength - 1;
    if (!headOnly)
        marks.emplace_back(
            PathMark{shortened(path, std::min(cut, length / 2)), {0, 0, 0, 0}, style.stroke});
    if (style.openArrow)
        marks.emplace_back(PathMark{
            head(tip.at, direction, true), {0, 0, 0, 0}, {style.stroke.color, 1, {}, false}});
    else
        marks.emplace_back(PathMark{head(tip.at, direction, false), style.stroke.color, {}});
    if (style.cross)
        addCross(marks, along(points, length - std::min(crossDistance, length / 2)),
                 style.stroke.color);
    if (style.ring) // beside the border, because parts are painted over lines
        marks.emplace_back(
            PathMark{ellipse(along(points, ringRadius + lineWidth).at, ringRadius, ringRadius),
                     theme.background,
                     {style.stroke.color, lineWidth, {}, false}});
    return marks;
}

Path hitOutline(const std::vector<Point>& line, double reach) {
    std::vector<Point> outline, way;
    outline.reserve(line.size() * 2);
    way.reserve(line.size());
    for (const Point p : line) // steps without length have no normal
        if (way.empty() || std::hypot(p.x - way.back().x, p.y - way.back().y) > 0.01)
            way.push_back(p);
    if (way.size() < 2)
        return {};
    const auto sideAt = [&](std::size_t i) {
        const Point a = way[i == 0 ? 0 : i - 1], b = way[std::min(i + 1, way.size() - 1)];
        const double size = std::max(0.01, std::hypot(b.x - a.x, b.y - a.y));
        return normalTo((b - a) * (1 / size)) * reach;
    };
    for (std::size_t i = 0; i < way.size(); ++i)
        outline.push_back(way[i] + sideAt(i));
    for (std::size_t i = way.size(); i-- > 0;)
        outline.push_back(way[i] - sideAt(i));
    return polygon(outline);
}

} // namespace limn
