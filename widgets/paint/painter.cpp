// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/painter.h"

#include <algorithm>
#include <cmath>

#include <QFontMetricsF>
#include <QPaintDevice>
#include <QPainter>

#include "widgets/paint/fonts.h"
#include "widgets/text.h"

namespace limn {
namespace {

// Below these heights on screen text is grey noise; details go first.
constexpr double leastTextPixels = 4.5;
constexpr double leastDetailPixels = 7;
// From here down a picture has many lines on screen, and pens wider than a device pixel cost ten
// times as much.
constexpr double thinPensBelow = 0.6;

} // namespace

QPainterPath toQt(const Path& path) {
    QPainterPath result;
    result.setFillRule(Qt::WindingFill);
    for (const PathStep& step : path) {
        switch (step.verb) {
        case PathStep::Verb::Move:
            result.moveTo(toQt(step.end));
            break;
        case PathStep::Verb::Line:
            result.lineTo(toQt(step.end));
            break;
        case PathStep::Verb::Cubic:
            result.cubicTo(toQt(step.control1), toQt(step.control2), toQt(step.end));
            break;
        case PathStep::Verb::Close:
            result.closeSubpath();
            break;
        }
    }
    return result;
}

Ink::Ink(const DrawingItem& item) {
    m_marks.reserve(item.marks.size());
    for (const Mark& mark : item.marks) {
        if (const auto* path = std::get_if<PathMark>(&mark))
            m_marks.emplace_back(shape(*path));
        else if (const auto* text = std::get_if<TextMark>(&mark))
            m_marks.emplace_back(words(*text));
    }
}

Ink::Shape Ink::shape(const PathMark& mark) {
    Shape result{toQt(mark.path), Qt::NoBrush, Qt::NoPen};
    if (mark.fill.a > 0)
        result.fill = toQt(mark.fill);
    const Stroke& stroke = mark.stroke;
    if (stroke.color.a == 0 || stroke.width <= 0)
        return result;
    result.pen = QPen(toQt(stroke.color), stroke.width, Qt::SolidLine,
                      stroke.roundCaps ? Qt::RoundCap : Qt::FlatCap, Qt::RoundJoin);
    if (!stroke.dashes.empty()) {
        // Qt counts dashes in pen widths and wants them in pairs.
        QList<qreal> pattern;
        for (std::size_t i = 0; i < stroke.dashes.size() + stroke.dashes.size() % 2; ++i)
            pattern << std::max(0.001, stroke.dashes[i % stroke.dashes.size()] / stroke.width);
        result.pen.setDashPattern(pattern);
    }
    return result;
}

Ink::Words Ink::words(const TextMark& mark) {
    const int pixels = std::max(1, static_cast<int>(std::lround(mark.size)));
    Words result{toQt(mark.at),      toQt(mark.text), drawingFont(pixels, mark.weight),
                 mark.size / pixels, mark.size,       toQt(mark.color),
                 mark.detail};
    result.font.setUnderline(mark.underline);
    if (mark.anchor != Anchor::Start) {
        const double width =
            QFontMetricsF(result.font).horizontalAdvance(result.text) * result.factor;
        result.start.rx() -= mark.anchor == Anchor::Middle ? width / 2 : width;
    }
    return result;
}

void Ink::paint(QPainter& painter, double zoom) const {
    for (const auto& mark : m_marks) {
        if (const auto* shape = std::get_if<Shape>(&mark))
            paintShape(painter, *shape, zoom);
        else
            paintWords(painter, std::get<Words>(mark), zoom);
    }
}

void Ink::paintShape(QPainter& painter, const Shape& shape, double zoom) {
    painter.setBrush(shape.fill);
    if (zoom >= thinPensBelow || shape.pen.style() == Qt::NoPen) {
        painter.setPen(shape.pen);
    } else {
        const double devicePixel = 1 / (zoom * painter.device()->devicePixelRatioF());
        QPen thin = shape.pen;
        thin.setWidthF(std::min(thin.widthF(), devicePixel));
        if (thin.style() == Qt::CustomDashLine) {
            QList<qreal> pattern = thin.dashPattern();
            for (qreal& length : pattern)
                length *= shape.pen.widthF() / thin.widthF();
            thin.setDashPattern(pattern);
        }
        painter.setPen(thin);
    }
    painter.drawPath(shape.path);
}

bool Ink::isShown(const Words& words, double zoom) {
    return words.size * zoom >= (words.detail ? leastDetailPixels : leastTextPixels);
}

bool Ink::isLegible(double zoom) const {
    return std::ranges::any_of(m_marks, [&](const auto& mark) {
        const auto* words = std::get_if<Words>(&mark);
        return words && isShown(*words, zoom);
    });
}

void Ink::paintWords(QPainter& painter, const Words& words, double zoom) {
    if (!isShown(words, zoom))
        return;
    painter.setFont(words.font);
    painter.setPen(words.color);
    if (std::abs(words.factor - 1) < 1e-6) {
        painter.drawText(words.start, words.text);
        return;
    }
    painter.save();
    painter.translate(words.start);
    painter.scale(words.factor, words.factor);
    painter.drawText(QPointF(), words.text);
    painter.restore();
}

void paint(QPainter& painter, const Drawing& drawing) {
    painter.setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    if (drawing.background.a > 0)
        painter.fillRect(toQt(drawing.bounds), toQt(drawing.background));
    for (const DrawingItem& item : drawing.items)
        Ink(item).paint(painter);
}

} // namespace limn
