// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QGraphicsItem>

#include "core/drawing/drawing.h"
#include "widgets/paint/painter.h"

namespace limn {

// One item of the Drawing on the scene. Holds shapes and an id, never a model pointer; asks nothing
// and decides nothing.
class DrawnItem : public QGraphicsItem {
public:
    // How an item stands out, beside what the Drawing says.
    enum class Mood { Plain, Hovered, Selected, Target, Muted, Faded };

    explicit DrawnItem(const DrawingItem& drawn);

    const DrawingItem& drawn() const { return m_drawn; }
    const std::string& element() const { return m_drawn.element; }
    // Takes new shapes under the same id; does nothing when they are equal.
    void take(const DrawingItem& drawn);
    void setMood(Mood mood, const QColor& color);
    Mood mood() const { return m_mood; }
    // The link of the text at this point of the drawing; empty where there is none.
    std::string linkAt(QPointF at) const;

    QRectF boundingRect() const override { return m_bounds; }
    QPainterPath shape() const override { return m_shape; }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem* option, QWidget* widget) override;

private:
    void prepare();

    DrawingItem m_drawn;
    Ink m_ink;
    QRectF m_bounds;
    QPainterPath m_shape; // what can be hit
    QPainterPath m_ring;  // what the mood is drawn around
    Mood m_mood = Mood::Plain;
    QColor m_moodColor;
};

} // namespace limn
