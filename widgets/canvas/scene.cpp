// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/scene.h"

#include <unordered_set>

#include "widgets/paint/palette.h"

namespace limn {
namespace {

// Empty ground around the picture, so that it can be pushed about.
constexpr double ground = 1600;

bool isBody(const DrawingItem& item) {
    return item.layer == Layer::Node || item.layer == Layer::Edge || item.layer == Layer::Group;
}

} // namespace

Scene::Scene(QObject* parent) : QGraphicsScene(parent) {}

void Scene::show(const Drawing& drawing) {
    std::unordered_set<std::string_view> kept;
    m_bodies.clear();
    for (const DrawingItem& drawn : drawing.items) {
        kept.insert(drawn.id);
        DrawnItem*& item = m_items[drawn.id];
        if (item) {
            item->take(drawn);
        } else {
            item = new DrawnItem(drawn);
            addItem(item);
        }
        item->setPos(0, 0);
        if (isBody(drawn))
            m_bodies[drawn.element] = item;
    }
    std::erase_if(m_items, [&](const auto& entry) {
        if (kept.contains(entry.first))
            return false;
        delete entry.second;
        return true;
    });
    m_lifted.clear();
    m_bounds = drawing.bounds;
    m_overview.take(drawing);
    setSceneRect(toQt(m_bounds.grown(ground)));
    setBackgroundBrush(toQt(drawing.background));
    dress();
}

DrawnItem* Scene::itemAtPoint(QPointF at,
                              const std::function<bool(const DrawingItem&)>& counts) const {
    for (QGraphicsItem* item : items(at, Qt::IntersectsItemShape, Qt::DescendingOrder)) {
        auto* drawn = dynamic_cast<DrawnItem*>(item);
        if (drawn && drawn->drawn().layer != Layer::Page && (!counts || counts(drawn->drawn())))
            return drawn;
    }
    return nullptr;
}

DrawnItem* Scene::bodyOf(std::string_view element) const {
    const auto found = m_bodies.find(std::string(element));
    return found == m_bodies.end() ? nullptr : found->second;
}

Scene::Elements Scene::elementsIn(const QRectF& area) const {
    Elements result;
    for (const auto& [element, item] : m_bodies) {
        if (area.contains(item->sceneBoundingRect()))
            result.insert(element);
    }
    return result;
}

std::vector<DrawnItem*> Scene::bodies() const {
    std::vector<DrawnItem*> result;
    for (const auto& [element, item] : m_bodies)
        result.push_back(item);
    return result;
}

void Scene::setSelected(const Elements& elements, Elements near) {
    m_selected = elements;
    m_near = std::move(near);
    dress();
}

void Scene::setFocused(std::optional<Elements> elements) {
    if (!elements && !m_focused)
        return;
    m_focused = std::move(elements);
    dress();
}

void Scene::setHovered(const std::string& element) {
    if (element == m_hovered)
        return;
    m_hovered = element;
    dress();
}

void Scene::setTargets(std::optional<Elements> targets, const std::string& from) {
    m_targets = std::move(targets);
    m_from = from;
    dress();
}

void Scene::lift(const Elements& elements, QPointF by) {
    m_lifted = elements;
    for (const auto& [id, item] : m_items) {
        const Layer layer = item->drawn().layer;
        if (layer != Layer::Edge && elements.contains(item->element()))
            item->setPos(by);
    }
}

DrawnItem::Mood Scene::moodOf(const DrawnItem& item) const {
    using Mood = DrawnItem::Mood;
    if (m_targets) {
        if (item.element() == m_from)
            return isBody(item.drawn()) ? Mood::Hovered : Mood::Plain;
        if (!m_targets->contains(item.element()))
            return item.drawn().layer == Layer::Group ? Mood::Plain : Mood::Faded;
        if (isBody(item.drawn()))
            return item.element() == m_hovered ? Mood::Selected : Mood::Target;
        return Mood::Plain;
    }
    if (isBody(item.drawn()) && m_selected.contains(item.element()))
        return Mood::Selected;
    if (isBody(item.drawn()) && item.element() == m_hovered && item.drawn().layer != Layer::Group)
        return Mood::Hovered;
    return distanceOf(item);
}

// Where an item is that nobody points at: in sight, or stepped back behind what matters now.
DrawnItem::Mood Scene::distanceOf(const DrawnItem& item) const {
    using Mood = DrawnItem::Mood;
    const Layer layer = item.drawn().layer;
    if (layer == Layer::Group || layer == Layer::Callout || layer == Layer::Page ||
        m_selected.contains(item.element()))
        return Mood::Plain;
    if (m_focused && !m_focused->contains(item.element()))
        return Mood::Faded;
    if (m_near.contains(item.element()))
        return layer == Layer::Edge ? Mood::Hovered : Mood::Plain;
    return m_near.empty() || m_focused ? Mood::Plain : Mood::Muted;
}

void Scene::dress() {
    const QColor color = toQt(theme(themeOf(palette())).selection);
    for (const auto& [id, item] : m_items)
        item->setMood(moodOf(*item), color);
}

} // namespace limn
