// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <vector>

#include "core/model/geometry.h"

namespace limn {

// Outlines made and measured. All are closed unless the name says line.
Path roundedRectangle(const Box& box, double radius);
Path polygon(std::span<const Point> corners);
Path ellipse(Point center, double radiusX, double radiusY);
Path openLine(std::span<const Point> points);
// The line with its corners rounded as far as `radius` and the room on both sides allow.
Path roundedLine(std::span<const Point> points, double radius);

Path moved(Path path, Point by);
// The same open line from its end to its start.
Path turned(const Path& path);
// The path in points close enough to it for measuring; each Move starts on where the last part
// ended.
std::vector<Point> flattened(const Path& path);
Box boundsOf(std::span<const Point> points);
// Of the path itself, as near as `flattened`, without a stroke's width.
Box boundsOf(const Path& path);

// A place on a line and the direction it runs in there, a unit vector.
struct PlaceOnLine {
    Point at;
    Point direction{1, 0};
};
double lengthOf(std::span<const Point> points);
// `distance` is from the first point and is clamped to the line.
PlaceOnLine along(std::span<const Point> points, double distance);

// Whether a straight piece passes through the inside of a box; touching its border does not count.
bool crosses(Point a, Point b, const Box& box);

} // namespace limn
