// SPDX-License-Identifier: GPL-3.0-or-later
#include "layouts/settle.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace limn {

namespace {

constexpr double narrowest = 24; // a gap through which a line still finds its way

double snapped(double value) { return std::round(value / gridStep) * gridStep; }

// A block or a group with all it holds: moves as one.
struct Unit {
    Box box;
    std::vector<int> blocks;
};

class Settler {
public:
    Settler(const Plan& plan, Places& places)
        : m_plan(plan), m_places(places), m_parents(planParents(plan)) {
        const std::size_t count = m_parents.size();
        m_children.resize(count + 1);
        m_members.resize(count + 1);
        for (std::size_t g = 0; g < count; ++g)
            if (m_parents[g] != -2)
                m_children[slot(m_parents[g])].push_back(static_cast<int>(g));
        for (std::size_t b = 0; b < plan.blocks.size(); ++b)
            m_members[slot(plan.blocks[b].group == plan.root ? -1 : plan.blocks[b].group)]
                .push_back(static_cast<int>(b));
    }

    void run() {
        for (Point& p : m_places)
            p = {snapped(p.x), snapped(p.y)};
        settleInside(-1);
    }
    Box extent() const {
        Box all;
        for (const Unit& unit : unitsOf(-1))
            all = all.united(unit.box);
        return all;
    }

private:
    static std::size_t slot(int group) { return static_cast<std::size_t>(group) + 1; }

    Unit unitOfGroup(int group) const {
        Unit unit;
        for (const Unit& inner : unitsOf(group)) {
            unit.box = unit.box.united(inner.box);
            unit.blocks.insert(unit.blocks.end(), inner.blocks.begin(), inner.blocks.end());
        }
        unit.box = framed(m_plan.graph->groups[static_cast<std::size_t>(group)], unit.box);
        return unit;
    }
    std::vector<Unit> unitsOf(int group) const {
        std::vector<Unit> units;
        for (const int b : m_members[slot(group)]) {
            const Size size = m_plan.blocks[static_cast<std::size_t>(b)].size;
            const Point at = m_places[static_cast<std::size_t>(b)];
            units.push_back({{at.x, at.y, size.w, size.h}, {b}});
        }
        for (const int g : m_children[slot(group)])
            units.push_back(unitOfGroup(g));
        return units;
    }

    // From the innermost group outwards. From the top down, whatever stands in the way of what is
    // above it goes below it.
    void settleInside(int group) {
        for (const int g : m_children[slot(group)])
            settleInside(g);
        std::vector<Unit> units = unitsOf(group);
        std::vector<std::size_t> order(units.size());
        std::iota(order.begin(), order.end(), 0);
        std::ranges::stable_sort(order, {}, [&](std::size_t i) { return units[i].box.y; });
        std::vector<Box> placed;
        for (const std::size_t i : order) {
            Unit& unit = units[i];
            double down = 0;
            for (bool again = true; again;) {
                again = false;
                const Box now = unit.box.moved({0, down});
                for (const Box& other : placed)
                    if (now.grown(narrowest - gridStep / 2).intersects(other)) {
                        down = std::ceil((other.bottom() + narrowest - unit.box.y) / gridStep) *
                               gridStep;
                        again = true;
                        break;
                    }
            }
            unit.box = unit.box.moved({0, down});
            for (const int b : unit.blocks)
                m_places[static_cast<std::size_t>(b)].y += down;
            placed.push_back(unit.box);
        }
    }

    const Plan& m_plan;
    Places& m_places;
    std::vector<int> m_parents;
    std::vector<std::vector<int>> m_children, m_members; // by group + 1; 0 is the root
};

} // namespace

std::vector<int> planParents(const Plan& plan) {
    const auto& groups = plan.graph->groups;
    std::vector<int> parents(groups.size(), -2);
    for (const Block& block : plan.blocks)
        for (int g = block.group;
             g != -1 && g != plan.root && parents[static_cast<std::size_t>(g)] == -2;) {
            const int parent = groups[static_cast<std::size_t>(g)].parent;
            parents[static_cast<std::size_t>(g)] = parent == plan.root ? -1 : parent;
            g = parent;
        }
    return parents;
}

Box framed(const GraphGroup& group, const Box& members) {
    const double top =
        std::max(groupPadding, std::ceil((group.title.h + 16) / gridStep) * gridStep);
    const double width =
        std::max(members.w + 2 * groupPadding, std::ceil(group.title.w / gridStep) * gridStep);
    if (group.captionAside)
        return {
            members.x - top, members.y - groupPadding, members.w + top + groupPadding,
            std::max(members.h + 2 * groupPadding, std::ceil(group.title.w / gridStep) * gridStep)};
    return {members.x - groupPadding, members.y - top, width, members.h + top + groupPadding};
}

void settle(const Plan& plan, Places& places) { Settler(plan, places).run(); }

Box extentOf(const Plan& plan, const Places& places) {
    Places copy = places;
    return Settler(plan, copy).extent();
}

std::vector<Box> groupFrames(const Graph& graph, const std::vector<Box>& nodes,
                             const std::vector<Box>& closed) {
    std::vector<Box> inner(graph.groups.size()), frames(graph.groups.size());
    for (std::size_t n = 0; n < graph.nodes.size(); ++n)
        if (const int g = graph.nodes[n].group; g >= 0)
            inner[static_cast<std::size_t>(g)] =
                inner[static_cast<std::size_t>(g)].united(nodes[n]);
    // Parents stand before their children.
    for (std::size_t g = graph.groups.size(); g-- > 0;) {
        const GraphGroup& group = graph.groups[g];
        if (group.closed.w > 0)
            frames[g] = closed[g];
        else if (!inner[g].empty())
            frames[g] = framed(group, inner[g]);
        if (group.parent >= 0)
            inner[static_cast<std::size_t>(group.parent)] =
                inner[static_cast<std::size_t>(group.parent)].united(frames[g]);
    }
    return frames;
}

} // namespace limn
