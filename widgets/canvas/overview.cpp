// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/overview.h"

#include <cmath>
#include <map>

#include <QPainter>

#include "core/drawing/box_index.h"

namespace limn {
namespace {

constexpr double gap = 4;          // between two plates
constexpr double mostTimes = 1.75; // how much wider than its group a plate may be

} // namespace

void Overview::take(const Drawing& drawing) {
    m_plates.clear();
    if (drawing.overview.empty())
        return;
    std::map<std::string_view, const DrawingItem*> bodies;
    for (const DrawingItem& item : drawing.items)
        if (item.id.starts_with("group "))
            bodies.emplace(item.element, &item);
    for (const DrawingItem& item : drawing.overview) {
        const auto body = bodies.find(item.element);
        if (body == bodies.end())
            continue;
        const Box& box = body->second->bounds;
        const bool closed = body->second->layer == Layer::Node;
        // Over the middle of a closed group, just inside the top of an open one.
        const QPointF anchor(box.center().x, closed ? box.center().y : box.y);
        const double drop = closed ? 0 : item.bounds.h / 2 + gap;
        m_plates.push_back(
            {item.element, item.bounds.moved({0, drop}), anchor, drop, box.w, Ink(item)});
    }
}

std::vector<const Overview::Plate*> Overview::chosen(double zoom) const {
    std::vector<const Plate*> plates;
    if (!isAfar(zoom))
        return plates;
    BoxIndex taken(128);
    for (const Plate& plate : m_plates) {
        const Box box = plate.box.moved({plate.anchor.x() * zoom, plate.anchor.y() * zoom});
        if (box.w > plate.width * zoom * mostTimes || taken.anyOverlap(box.grown(gap)))
            continue;
        taken.add(box);
        plates.push_back(&plate);
    }
    return plates;
}

std::vector<std::string> Overview::shownAt(double zoom) const {
    std::vector<std::string> elements;
    for (const Plate* plate : chosen(zoom))
        elements.push_back(plate->element);
    return elements;
}

void Overview::paint(QPainter& painter, const QTransform& toView) const {
    for (const Plate* plate : chosen(toView.m11())) {
        const QPointF at = toView.map(plate->anchor);
        painter.save();
        painter.translate(std::round(at.x()), std::round(at.y() + plate->drop));
        plate->ink.paint(painter);
        painter.restore();
    }
}

} // namespace limn
