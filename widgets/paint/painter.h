// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <variant>
#include <vector>

#include <QBrush>
#include <QColor>
#include <QFont>
#include <QPainterPath>
#include <QPen>
#include <QString>

#include "core/drawing/drawing.h"

class QPainter;

namespace limn {

inline QColor toQt(Color color) { return {color.r, color.g, color.b, color.a}; }
inline QPointF toQt(Point point) { return {point.x, point.y}; }
inline QRectF toQt(const Box& box) { return {box.x, box.y, box.w, box.h}; }
QPainterPath toQt(const Path& path);

// One item of a Drawing made ready for QPainter once: paths, pens and fonts. Owns all it needs.
class Ink {
public:
    Ink() = default;
    explicit Ink(const DrawingItem& item);

    // Paints in the Drawing's coordinates. `zoom` is logical pixels per unit: below one, text that
    // cannot be read gives way, details first, and pens stay within the one device pixel that the
    // raster engine is fast at.
    void paint(QPainter& painter, double zoom = 1) const;
    // Whether any of its words is painted at that zoom.
    bool isLegible(double zoom) const;

private:
    struct Shape {
        QPainterPath path;
        QBrush fill;
        QPen pen;
    };
    struct Words {
        QPointF start; // of the baseline
        QString text;
        QFont font;
        double factor = 1; // fonts have whole pixels, marks need not
        double size = 13;
        QColor color;
        bool detail = false;
    };
    static Shape shape(const PathMark& mark);
    static Words words(const TextMark& mark);
    static void paintShape(QPainter& painter, const Shape& shape, double zoom);
    static bool isShown(const Words& words, double zoom);
    static void paintWords(QPainter& painter, const Words& words, double zoom);

    std::vector<std::variant<Shape, Words>> m_marks;
};

// The whole picture with its background, in its own coordinates and in full detail.
void paint(QPainter& painter, const Drawing& drawing);

} // namespace limn
