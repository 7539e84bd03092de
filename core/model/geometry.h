// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <cstdint>
#include <vector>

namespace limn {

// A position on the picture, in logical pixels, y down.
struct Point {
    double x = 0;
    double y = 0;
    bool operator==(const Point&) const = default;
};

inline Point operator+(Point a, Point b) { return {a.x + b.x, a.y + b.y}; }
inline Point operator-(Point a, Point b) { return {a.x - b.x, a.y - b.y}; }
inline Point operator*(Point a, double f) { return {a.x * f, a.y * f}; }

struct Size {
    double w = 0;
    double h = 0;
    bool operator==(const Size&) const = default;
};

// An upright rectangle: top left corner and extent. Extents are never negative.
struct Box {
    double x = 0;
    double y = 0;
    double w = 0;
    double h = 0;
    bool operator==(const Box&) const = default;

    double right() const { return x + w; }
    double bottom() const { return y + h; }
    Point center() const { return {x + w / 2, y + h / 2}; }
    Size size() const { return {w, h}; }
    bool empty() const { return w <= 0 || h <= 0; }
    bool contains(Point p) const {
        return p.x >= x && p.x <= right() && p.y >= y && p.y <= bottom();
    }
    bool contains(const Box& b) const {
        return b.x >= x && b.right() <= right() && b.y >= y && b.bottom() <= bottom();
    }
    bool intersects(const Box& b) const {
        return x < b.right() && b.x < right() && y < b.bottom() && b.y < bottom();
    }
    Box grown(double by) const { return {x - by, y - by, w + 2 * by, h + 2 * by}; }
    Box moved(Point by) const { return {x + by.x, y + by.y, w, h}; }
    // The smallest box around both; an empty box adds nothing.
    Box united(const Box& b) const {
        if (empty())
            return b;
        if (b.empty())
            return *this;
        const double l = std::min(x, b.x), t = std::min(y, b.y);
        return {l, t, std::max(right(), b.right()) - l, std::max(bottom(), b.bottom()) - t};
    }
};

// One step of a path, absolute. Move and Line use `end` alone; Cubic has its two control points
// before it.
struct PathStep {
    enum class Verb : std::uint8_t { Move, Line, Cubic, Close };
    Verb verb = Verb::Move;
    Point control1{};
    Point control2{};
    Point end{};
    bool operator==(const PathStep&) const = default;
};

using Path = std::vector<PathStep>;

} // namespace limn
