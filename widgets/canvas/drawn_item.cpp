// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/drawn_item.h"

#include <QPainter>
#include <QPainterPathStroker>
#include <QStyleOptionGraphicsItem>

#include "core/drawing/text_width.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr double lineReach = 12; // how wide a line is to the mouse
constexpr double ringWidth = 7;  // half of it shows around a part
constexpr double ringMargin = 5; // room for the ring in the bounds
constexpr double fadedOpacity = 0.35;
constexpr double mutedOpacity = 0.6; // words stay legible

const PathMark* firstPath(const DrawingItem& item) {
    for (const Mark& mark : item.marks) {
        if (const auto* path = std::get_if<PathMark>(&mark))
            return path;
    }
    return nullptr;
}

} // namespace

DrawnItem::DrawnItem(const DrawingItem& drawn) : m_drawn(drawn) {
    setZValue(static_cast<double>(drawn.layer));
    prepare();
}

void DrawnItem::take(const DrawingItem& drawn) {
    if (m_drawn == drawn)
        return;
    prepareGeometryChange();
    m_drawn = drawn;
    setZValue(static_cast<double>(drawn.layer));
    prepare();
    update();
}

void DrawnItem::prepare() {
    m_ink = Ink(m_drawn);
    m_bounds = toQt(m_drawn.bounds).adjusted(-ringMargin, -ringMargin, ringMargin, ringMargin);
    const PathMark* first = firstPath(m_drawn);
    const QPainterPath outline = toQt(m_drawn.outline);
    if (m_drawn.layer == Layer::Edge && first) {
        m_ring = toQt(first->path);
        QPainterPathStroker stroker;
        stroker.setWidth(lineReach);
        m_shape = stroker.createStroke(m_ring);
    } else if (!outline.isEmpty()) {
        m_ring = outline;
        m_shape = outline;
    } else {
        m_ring = first ? toQt(first->path) : QPainterPath();
        m_shape = QPainterPath();
        m_shape.addRect(toQt(m_drawn.bounds));
    }
    setToolTip(toQt(m_drawn.description.empty() ? m_drawn.title
                                                : m_drawn.title + "\n" + m_drawn.description));
}

void DrawnItem::setMood(Mood mood, const QColor& color) {
    if (mood == m_mood && color == m_moodColor)
        return;
    m_mood = mood;
    m_moodColor = color;
    setOpacity(mood == Mood::Faded ? fadedOpacity : mood == Mood::Muted ? mutedOpacity : 1);
    update();
}

std::string DrawnItem::linkAt(QPointF at) const {
    for (const Mark& mark : m_drawn.marks) {
        const auto* text = std::get_if<TextMark>(&mark);
        if (!text || text->link.empty())
            continue;
        const double width = textWidth(text->text, text->size, text->weight);
        const double left = text->anchor == Anchor::Start    ? text->at.x
                            : text->anchor == Anchor::Middle ? text->at.x - width / 2
                                                             : text->at.x - width;
        const QRectF box(left - 2, text->at.y - text->size, width + 4, text->size * 1.4);
        if (box.contains(at))
            return text->link;
    }
    return {};
}

void DrawnItem::paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) {
    const double zoom =
        QStyleOptionGraphicsItem::levelOfDetailFromTransform(painter->worldTransform()) /
        painter->device()->devicePixelRatioF();
    if (m_mood == Mood::Hovered || m_mood == Mood::Selected || m_mood == Mood::Target) {
        QColor color = m_moodColor;
        color.setAlphaF(m_mood == Mood::Hovered ? 0.25F : m_mood == Mood::Target ? 0.6F : 0.85F);
        // The ring stays visible when the picture is small.
        const double width = std::max(ringWidth, 3 / std::max(zoom, 0.05));
        painter->setPen(QPen(color, width, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->setBrush(Qt::NoBrush);
        painter->drawPath(m_ring);
    }
    // Without its words a label's ground would only cut its line in two.
    if (m_drawn.layer != Layer::Label || m_ink.isLegible(zoom))
        m_ink.paint(*painter, zoom);
}

} // namespace limn
