// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <string>
#include <unordered_map>
#include <vector>

#include <QGraphicsScene>

#include "widgets/canvas/drawn_item.h"
#include "widgets/canvas/overview.h"

namespace limn {

// The picture on screen: a function of the Drawing. Showing another one compares items by id and
// touches what differs.
class Scene : public QGraphicsScene {
    Q_OBJECT

public:
    using Elements = std::set<std::string, std::less<>>;

    explicit Scene(QObject* parent = nullptr);

    void show(const Drawing& drawing);
    const Box& pictureBounds() const { return m_bounds; }
    const Overview& overview() const { return m_overview; }

    // The topmost item whose shape is there; null on empty ground. `layers` narrows what counts.
    DrawnItem* itemAtPoint(QPointF at,
                           const std::function<bool(const DrawingItem&)>& counts = {}) const;
    // The item of a part, line or group itself, not of its label or badge; null when it is not
    // drawn.
    DrawnItem* bodyOf(std::string_view element) const;
    // Bodies wholly inside.
    Elements elementsIn(const QRectF& area) const;
    std::vector<DrawnItem*> bodies() const;

    // `near`: what the selected parts touch; its lines stand out, and all else steps back a little.
    void setSelected(const Elements& elements, Elements near = {});
    // What stays in sight while everything else fades. Nothing ends that.
    void setFocused(std::optional<Elements> elements);
    bool hasFocused() const { return m_focused.has_value(); }
    bool isSelected(std::string_view element) const { return m_selected.contains(element); }
    void setHovered(const std::string& element);
    // While a connection is drawn: what it may end at; everything else fades. Nothing ends that.
    void setTargets(std::optional<Elements> targets, const std::string& from = {});

    // Shows these elements, with what is written at them, away from where the Drawing has them.
    void lift(const Elements& elements, QPointF by);

private:
    void dress();
    DrawnItem::Mood moodOf(const DrawnItem& item) const;
    DrawnItem::Mood distanceOf(const DrawnItem& item) const;

    std::unordered_map<std::string, DrawnItem*> m_items;  // by item id; the scene owns them
    std::unordered_map<std::string, DrawnItem*> m_bodies; // by element
    Box m_bounds;
    Overview m_overview;
    Elements m_selected;
    Elements m_near;
    std::optional<Elements> m_focused;
    std::string m_hovered;
    std::optional<Elements> m_targets;
    std::string m_from; // where the connection starts
    Elements m_lifted;
};

} // namespace limn
