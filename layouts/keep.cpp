// SPDX-License-Identifier: GPL-3.0-or-later
#include "layouts/keep.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/drawing/box_index.h"
#include "layouts/plan.h"
#include "layouts/settle.h"

namespace limn {

namespace {

constexpr double clearance = 16;
constexpr double farthestRing = 4096;

double snapped(double value) { return std::round(value / gridStep) * gridStep; }

// A node or a closed group: what has a place of its own.
struct Item {
    bool isGroup = false;
    int index = 0;
    Size size;
    int group = -1;
    std::optional<Point> fixed;
    std::vector<int> before, after; // neighbours in the flow of work
};

// Items one after the other, each where it takes nothing from the others.
class Keeper {
public:
    explicit Keeper(const Graph& graph) : m_graph(graph), m_inner(graph.groups.size()) {
        std::vector<int> ofNode, ofGroup(graph.groups.size(), -1);
        for (std::size_t n = 0; n < graph.nodes.size(); ++n) {
            const GraphNode& node = graph.nodes[n];
            ofNode.push_back(static_cast<int>(m_items.size()));
            m_items.push_back(
                {false, static_cast<int>(n), node.size, node.group, node.fixed, {}, {}});
        }
        for (std::size_t g = 0; g < graph.groups.size(); ++g) {
            const GraphGroup& group = graph.groups[g];
            if (group.closed.w <= 0)
                continue;
            ofGroup[g] = static_cast<int>(m_items.size());
            m_items.push_back(
                {true, static_cast<int>(g), group.closed, group.parent, group.fixed, {}, {}});
        }
        for (const GraphEdge& edge : graph.edges) {
            int from = (edge.fromGroup ? ofGroup : ofNode)[static_cast<std::size_t>(edge.from)];
            int to = (edge.toGroup ? ofGroup : ofNode)[static_cast<std::size_t>(edge.to)];
            if (from == -1 || to == -1 || from == to)
                continue;
            if (edge.backward)
                std::swap(from, to);
            m_items[static_cast<std::size_t>(from)].after.push_back(to);
            m_items[static_cast<std::size_t>(to)].before.push_back(from);
        }
        m_boxes.resize(m_items.size());
        m_placed.assign(m_items.size(), false);
    }

    const std::vector<Item>& items() const { return m_items; }
    const std::optional<Point>& fixedAt(int i) const { return item(i).fixed; }
    bool isPlaced(int i) const { return m_placed[static_cast<std::size_t>(i)]; }
    const Box& box(int i) const { return m_boxes[static_cast<std::size_t>(i)]; }

    void put(int i, Point at) {
        const Item& it = item(i);
        const Box box{at.x, at.y, it.size.w, it.size.h};
        m_boxes[static_cast<std::size_t>(i)] = box;
        m_placed[static_cast<std::size_t>(i)] = true;
        m_indexed.push_back(i);
        m_index.add(box);
        m_all = m_all.united(box);
        for (int g = it.group; g != -1; g = parentOf(g))
            m_inner[static_cast<std::size_t>(g)] = m_inner[static_cast<std::size_t>(g)].united(
                g == it.group ? box : frame(childToward(g, it.group)));
    }

    // The free place nearest to a wish.
    Point nearest(int i, Point wish) const {
        wish = {snapped(wish.x), snapped(wish.y)};
        if (isFree(i, wish))
            return wish;
        for (double ring = 2 * gridStep; ring <= farthestRing;
             ring += ring < 512 ? 2 * gridStep : 16 * gridStep) {
            std::optional<Point> best;
            double bestFar = 0;
            const double step = std::max(2 * gridStep, snapped(ring / 8));
            const auto offer = [&](double dx, double dy) {
                const Point p = wish + Point{dx, dy};
                const double far = std::abs(dx) + 1.5 * std::abs(dy) + (dy < 0 ? 1 : 0);
                if ((!best || far < bestFar) && isFree(i, p)) {
                    best = p;
                    bestFar = far;
                }
            };
            for (double along = -ring; along <= ring; along += step) {
                offer(along, ring);
                offer(along, -ring);
                offer(ring, along);
                offer(-ring, along);
            }
            if (best)
                return *best;
        }
        return {snapped(m_all.x), std::ceil((m_all.bottom() + rowGap) / gridStep) * gridStep};
    }

    // Where a new part would like to be: right of what hands it work, left of what it hands work
    // to, else with its group.
    std::optional<Point> wish(int i) const {
        const Item& it = item(i);
        double y = 0, x = 0;
        int count = 0;
        for (const int other : it.before)
            if (isPlaced(other)) {
                x = std::max(count ? x : -1e9, box(other).right() + columnGap);
                y += box(other).y;
                ++count;
            }
        if (count == 0)
            for (const int other : it.after)
                if (isPlaced(other)) {
                    x = std::min(count ? x : 1e9, box(other).x - columnGap - it.size.w);
                    y += box(other).y;
                    ++count;
                }
        if (count == 0)
            return std::nullopt;
        return Point{x, y / count};
    }

    Point besideGroup(int i) const {
        for (int g = item(i).group; g != -1; g = parentOf(g))
            if (const Box inner = m_inner[static_cast<std::size_t>(g)]; !inner.empty())
                return {inner.x, inner.bottom() + rowGap};
        return {m_all.x, m_all.bottom() + rowGap};
    }

    Boxes result() const {
        Boxes boxes{std::vector<Box>(m_graph.nodes.size()),
                    std::vector<Box>(m_graph.groups.size())};
        for (std::size_t i = 0; i < m_items.size(); ++i)
            (m_items[i].isGroup ? boxes.closed
                                : boxes.nodes)[static_cast<std::size_t>(m_items[i].index)] =
                m_boxes[i];
        return boxes;
    }

private:
    const Item& item(int i) const { return m_items[static_cast<std::size_t>(i)]; }
    int parentOf(int g) const { return m_graph.groups[static_cast<std::size_t>(g)].parent; }
    int childToward(int ancestor, int inner) const {
        while (parentOf(inner) != ancestor)
            inner = parentOf(inner);
        return inner;
    }
    bool isInside(int group, int ancestor) const {
        while (group != -1 && group != ancestor)
            group = parentOf(group);
        return group == ancestor;
    }
    Box frame(int g) const {
        const Box& inner = m_inner[static_cast<std::size_t>(g)];
        return inner.empty() ? Box{} : framed(m_graph.groups[static_cast<std::size_t>(g)], inner);
    }

    bool isFree(int i, Point at) const {
        const Item& it = item(i);
        const Box box{at.x, at.y, it.size.w, it.size.h};
        if (m_index.anyOverlap(box.grown(clearance - 1)))
            return false;
        for (int g = 0; g < static_cast<int>(m_graph.groups.size()); ++g)
            if (!isInside(it.group, g) && box.grown(gridStep).intersects(frame(g)))
                return false;
        return ownGroupsCanGrow(it.group, box);
    }

    // A frame that grows must not take in what it did not hold before.
    bool ownGroupsCanGrow(int group, Box box) const {
        for (int g = group; g != -1; g = parentOf(g)) {
            const Box before = frame(g);
            const Box after = framed(m_graph.groups[static_cast<std::size_t>(g)],
                                     m_inner[static_cast<std::size_t>(g)].united(box));
            const auto takesIn = [&](const Box& other) {
                return after.intersects(other) && !before.intersects(other);
            };
            if (m_index.any(after, [&](int k) {
                    return !isInside(item(m_indexed[static_cast<std::size_t>(k)]).group, g) &&
                           takesIn(m_index[k]);
                }))
                return false;
            for (int other = 0; other < static_cast<int>(m_graph.groups.size()); ++other)
                if (!isInside(other, g) && !isInside(g, other) && takesIn(frame(other)))
                    return false;
            box = after;
        }
        return true;
    }

    const Graph& m_graph;
    std::vector<Item> m_items;
    std::vector<Box> m_boxes;
    std::vector<bool> m_placed;
    std::vector<Box> m_inner; // by group: around its placed members
    BoxIndex m_index{256};
    std::vector<int> m_indexed; // by number in the index: the item
    Box m_all;
};

} // namespace

bool placeNearKept(const Graph& graph, Boxes& boxes) {
    Keeper keeper(graph);
    const int count = static_cast<int>(keeper.items().size());
    const auto kept = std::ranges::count_if(
        keeper.items(), [](const Item& item) { return item.fixed.has_value(); });
    if (kept == 0 || kept * 2 < count)
        return false;
    for (int i = 0; i < count; ++i)
        if (keeper.fixedAt(i))
            keeper.put(i, *keeper.fixedAt(i));
    // From what stands outwards along the lines; whatever no line reaches comes last.
    for (bool more = true; more;) {
        more = false;
        for (int i = 0; i < count; ++i) {
            if (keeper.isPlaced(i))
                continue;
            if (const auto wish = keeper.wish(i)) {
                keeper.put(i, keeper.nearest(i, *wish));
                more = true;
            }
        }
        for (int i = 0; i < count && !more; ++i)
            if (!keeper.isPlaced(i)) {
                keeper.put(i, keeper.nearest(i, keeper.besideGroup(i)));
                more = true;
            }
    }
    boxes = keeper.result();
    return true;
}

void putKept(const Graph& graph, Boxes& boxes) {
    Keeper keeper(graph);
    const int count = static_cast<int>(keeper.items().size());
    const auto arranged = [&](int i) {
        const Item& item = keeper.items()[static_cast<std::size_t>(i)];
        return (item.isGroup ? boxes.closed : boxes.nodes)[static_cast<std::size_t>(item.index)];
    };
    std::vector<double> dx, dy;
    std::vector<int> rest;
    for (int i = 0; i < count; ++i) {
        if (const auto fixed = keeper.fixedAt(i)) {
            keeper.put(i, *fixed);
            dx.push_back(fixed->x - arranged(i).x);
            dy.push_back(fixed->y - arranged(i).y);
        } else {
            rest.push_back(i);
        }
    }
    if (dx.empty())
        return;
    // The whole picture moves with the parts that were placed: by the middle of their ways.
    const auto middle = [](std::vector<double>& all) {
        std::ranges::nth_element(all, all.begin() + static_cast<std::ptrdiff_t>(all.size() / 2));
        return snapped(all[all.size() / 2]);
    };
    const Point by{middle(dx), middle(dy)};
    std::ranges::stable_sort(rest, {},
                             [&](int i) { return std::pair(arranged(i).y, arranged(i).x); });
    for (const int i : rest)
        keeper.put(i, keeper.nearest(i, Point{arranged(i).x, arranged(i).y} + by));
    boxes = keeper.result();
}

} // namespace limn
