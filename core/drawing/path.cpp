// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drawing/path.h"

#include <cmath>

namespace limn {

namespace {

using Verb = PathStep::Verb;
constexpr double kappa = 0.5522847498; // control length of a quarter circle

PathStep moveTo(Point p) { return {Verb::Move, {}, {}, p}; }
PathStep lineTo(Point p) { return {Verb::Line, {}, {}, p}; }
PathStep close() { return {Verb::Close, {}, {}, {}}; }

// hypot() guards against overflow, which places on a picture do not need.
double distance(Point a, Point b) {
    return std::sqrt((b.x - a.x) * (b.x - a.x) + (b.y - a.y) * (b.y - a.y));
}

Point cubicAt(Point p0, Point p1, Point p2, Point p3, double t) {
    const double u = 1 - t;
    return p0 * (u * u * u) + p1 * (3 * u * u * t) + p2 * (3 * u * t * t) + p3 * (t * t * t);
}

} // namespace

Path roundedRectangle(const Box& box, double radius) {
    const double r = std::min({radius, box.w / 2, box.h / 2});
    const double l = box.x, t = box.y, right = box.right(), b = box.bottom();
    if (r <= 0)
        return polygon(std::vector<Point>{{l, t}, {right, t}, {right, b}, {l, b}});
    const double k = r * (1 - kappa);
    return {moveTo({l + r, t}),
            lineTo({right - r, t}),
            {Verb::Cubic, {right - k, t}, {right, t + k}, {right, t + r}},
            lineTo({right, b - r}),
            {Verb::Cubic, {right, b - k}, {right - k, b}, {right - r, b}},
            lineTo({l + r, b}),
            {Verb::Cubic, {l + k, b}, {l, b - k}, {l, b - r}},
            lineTo({l, t + r}),
            {Verb::Cubic, {l, t + k}, {l + k, t}, {l + r, t}},
            close()};
}

Path openLine(std::span<const Point> points) {
    Path path;
    path.reserve(points.size() + 1); // and a Close
    for (const Point p : points)
        path.push_back(path.empty() ? moveTo(p) : lineTo(p));
    return path;
}

Path polygon(std::span<const Point> corners) {
    Path path = openLine(corners);
    path.push_back(close());
    return path;
}

Path ellipse(Point c, double rx, double ry) {
    const double kx = rx * kappa, ky = ry * kappa;
    return {moveTo({c.x - rx, c.y}),
            {Verb::Cubic, {c.x - rx, c.y - ky}, {c.x - kx, c.y - ry}, {c.x, c.y - ry}},
            {Verb::Cubic, {c.x + kx, c.y - ry}, {c.x + rx, c.y - ky}, {c.x + rx, c.y}},
            {Verb::Cubic, {c.x + rx, c.y + ky}, {c.x + kx, c.y + ry}, {c.x, c.y + ry}},
            {Verb::Cubic, {c.x - kx, c.y + ry}, {c.x - rx, c.y + ky}, {c.x - rx, c.y}},
            close()};
}

Path roundedLine(std::span<const Point> points, double radius) {
    if (points.size() < 3)
        return openLine(points);
    Path path{moveTo(points[0])};
    for (std::size_t i = 1; i + 1 < points.size(); ++i) {
        const Point a = points[i - 1], corner = points[i], b = points[i + 1];
        const double before = distance(a, corner), after = distance(corner, b);
        // An inner piece is shared by two corners; the first and the last piece are not.
        const double r = std::min(
            {radius, i == 1 ? before : before / 2, i + 2 == points.size() ? after : after / 2});
        if (r < 0.5) {
            path.push_back(lineTo(corner));
            continue;
        }
        const Point from = corner + (a - corner) * (r / before),
                    to = corner + (b - corner) * (r / after);
        path.push_back(lineTo(from));
        path.push_back(
            {Verb::Cubic, from + (corner - from) * kappa, to + (corner - to) * kappa, to});
    }
    path.push_back(lineTo(points.back()));
    return path;
}

Path moved(Path path, Point by) {
    for (PathStep& step : path) {
        step.control1 = step.control1 + by;
        step.control2 = step.control2 + by;
        step.end = step.end + by;
    }
    return path;
}

Path turned(const Path& path) {
    Path back;
    for (std::size_t i = path.size(); i-- > 0;) {
        const PathStep& step = path[i];
        if (back.empty())
            back.push_back(moveTo(step.end));
        if (i == 0)
            break;
        const Point to = path[i - 1].end;
        if (step.verb == Verb::Cubic)
            back.push_back({Verb::Cubic, step.control2, step.control1, to});
        else
            back.push_back(lineTo(to));
    }
    return back;
}

std::vector<Point> flattened(const Path& path) {
    std::vector<Point> points;
    points.reserve(path.size() * 8);
    Point start;
    for (const PathStep& step : path) {
        if (step.verb == Verb::Close) {
            points.push_back(start);
            continue;
        }
        if (step.verb == Verb::Move)
            start = step.end;
        if (step.verb == Verb::Cubic && !points.empty()) {
            const Point from = points.back();
            const double reach = distance(from, step.control1) +
                                 distance(step.control1, step.control2) +
                                 distance(step.control2, step.end);
            const int pieces = std::clamp(static_cast<int>(reach / 12), 4, 24);
            for (int i = 1; i < pieces; ++i)
                points.push_back(cubicAt(from, step.control1, step.control2, step.end,
                                         static_cast<double>(i) / pieces));
        }
        points.push_back(step.end);
    }
    return points;
}

Box boundsOf(std::span<const Point> points) {
    if (points.empty())
        return {};
    double l = points[0].x, t = points[0].y, r = l, b = t;
    for (const Point p : points) {
        l = std::min(l, p.x);
        t = std::min(t, p.y);
        r = std::max(r, p.x);
        b = std::max(b, p.y);
    }
    return {l, t, r - l, b - t};
}

Box boundsOf(const Path& path) { return boundsOf(flattened(path)); }

double lengthOf(std::span<const Point> points) {
    double sum = 0;
    for (std::size_t i = 1; i < points.size(); ++i)
        sum += distance(points[i - 1], points[i]);
    return sum;
}

PlaceOnLine along(std::span<const Point> points, double wanted) {
    if (points.empty())
        return {};
    PlaceOnLine place{points[0], {1, 0}};
    for (std::size_t i = 1; i < points.size(); ++i) {
        const double piece = distance(points[i - 1], points[i]);
        if (piece <= 0)
            continue;
        const Point direction = (points[i] - points[i - 1]) * (1 / piece);
        if (wanted <= piece)
            return {points[i - 1] + direction * std::max(0.0, wanted), direction};
        wanted -= piece;
        place = {points[i], direction};
    }
    return place;
}

bool crosses(Point a, Point b, const Box& box) {
    double first = 0, last = 1;
    const auto clip = [&](double from, double delta, double low, double high) {
        if (delta == 0)
            return from > low && from < high;
        double t0 = (low - from) / delta, t1 = (high - from) / delta;
        if (t0 > t1)
            std::swap(t0, t1);
        first = std::max(first, t0);
        last = std::min(last, t1);
        return first < last;
    };
    return clip(a.x, b.x - a.x, box.x, box.right()) && clip(a.y, b.y - a.y, box.y, box.bottom());
}

} // namespace limn
