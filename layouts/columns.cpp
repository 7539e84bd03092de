// SPDX-License-Identifier: GPL-3.0-or-later
// Built in: columns by how far work has come, each ordered by the middle of its neighbours. Groups
// are arranged inside first and then stand as one box, so they are contiguous by construction.
#include <algorithm>
#include <cmath>
#include <numeric>

#include "layouts/engines.h"
#include "layouts/layered.h"
#include "layouts/plan.h"
#include "layouts/settle.h"

namespace limn {

namespace {

constexpr int sweeps = 6;

// A block or a group as one box, with where its own things are inside it.
struct Unit {
    Size size;
    bool first = false;
    std::vector<std::pair<int, Point>> blocks; // and their offsets
};

class Columns {
public:
    Columns(const Plan& plan, std::stop_token stop)
        : m_plan(plan), m_stop(std::move(stop)), m_parents(planParents(plan)) {}

    Result<Places> run() {
        const Unit all = arrange(-1);
        if (m_stop.stop_requested())
            return Error{"The layout was stopped."};
        Places places(m_plan.blocks.size());
        for (const auto& [block, at] : all.blocks)
            places[static_cast<std::size_t>(block)] = at;
        return places;
    }

private:
    // The child of `group` that holds a block: a group's index, or -2 - block for the block itself;
    // -1 when it is elsewhere.
    int childHolding(int group, int block) const {
        int inner = -2 - block;
        int g = m_plan.blocks[static_cast<std::size_t>(block)].group;
        for (g = g == m_plan.root ? -1 : g; g != group;
             g = m_parents[static_cast<std::size_t>(g)]) {
            if (g < 0)
                return -1;
            inner = g;
        }
        return inner;
    }

    Unit arrange(int group) {
        std::vector<Unit> units;
        std::map<int, int> unitOf; // by what childHolding gives
        for (std::size_t b = 0; b < m_plan.blocks.size(); ++b) {
            const int child = childHolding(group, static_cast<int>(b));
            if (child == -1 || unitOf.contains(child))
                continue;
            unitOf.emplace(child, static_cast<int>(units.size()));
            const Block& block = m_plan.blocks[b];
            units.push_back(child >= 0
                                ? arrange(child)
                                : Unit{block.size, block.first, {{static_cast<int>(b), Point{}}}});
        }
        std::vector<Arc> arcs;
        for (const Link& link : m_plan.links) {
            const int from = childHolding(group, link.from), to = childHolding(group, link.to);
            if (from != -1 && to != -1 && from != to)
                arcs.push_back({unitOf.at(from), unitOf.at(to)});
        }
        std::vector<bool> first;
        for (const Unit& unit : units)
            first.push_back(unit.first);
        const std::vector<std::vector<int>> columns = ordered(layersOf(arcs, first), arcs);
        Unit whole = stacked(units, columns);
        if (group == -1)
            return whole;
        const Box frame = framed(m_plan.graph->groups[static_cast<std::size_t>(group)],
                                 {0, 0, whole.size.w, whole.size.h});
        for (auto& [block, at] : whole.blocks)
            at = at - Point{frame.x, frame.y};
        whole.size = frame.size();
        return whole;
    }

    // Barycentres, to and fro.
    std::vector<std::vector<int>> ordered(const std::vector<int>& layers,
                                          const std::vector<Arc>& arcs) const {
        std::vector<std::vector<int>> columns;
        for (std::size_t u = 0; u < layers.size(); ++u) {
            const auto layer = static_cast<std::size_t>(layers[u]);
            columns.resize(std::max(columns.size(), layer + 1));
            columns[layer].push_back(static_cast<int>(u));
        }
        std::vector<std::vector<int>> neighbours(layers.size());
        for (const Arc& arc : arcs) {
            neighbours[static_cast<std::size_t>(arc.from)].push_back(arc.to);
            neighbours[static_cast<std::size_t>(arc.to)].push_back(arc.from);
        }
        std::vector<double> rank(layers.size(), 0); // 0 at the top of its column, 1 at the bottom
        const auto number = [&](const std::vector<int>& column) {
            for (std::size_t i = 0; i < column.size(); ++i)
                rank[static_cast<std::size_t>(column[i])] =
                    (static_cast<double>(i) + 0.5) / static_cast<double>(column.size());
        };
        for (const auto& column : columns)
            number(column);
        for (int sweep = 0; sweep < sweeps && !m_stop.stop_requested(); ++sweep) {
            for (std::size_t c = 0; c < columns.size(); ++c) {
                auto& column = columns[sweep % 2 ? columns.size() - 1 - c : c];
                std::vector<double> wish(rank);
                for (const int u : column) {
                    const auto& near = neighbours[static_cast<std::size_t>(u)];
                    if (near.empty())
                        continue;
                    double sum = 0;
                    for (const int v : near)
                        sum += rank[static_cast<std::size_t>(v)];
                    wish[static_cast<std::size_t>(u)] = sum / static_cast<double>(near.size());
                }
                std::ranges::stable_sort(column, {},
                                         [&](int u) { return wish[static_cast<std::size_t>(u)]; });
                number(column);
            }
        }
        return columns;
    }

    // Columns side by side, each centred on the tallest.
    Unit stacked(const std::vector<Unit>& units,
                 const std::vector<std::vector<int>>& columns) const {
        const double gap = std::ceil(columnGapFor(m_plan) / gridStep) * gridStep;
        const auto heightOf = [&](const std::vector<int>& column) {
            double height = -rowGap;
            for (const int u : column)
                height += units[static_cast<std::size_t>(u)].size.h + rowGap;
            return height;
        };
        double tallest = 0;
        for (const auto& column : columns)
            tallest = std::max(tallest, heightOf(column));
        Unit whole;
        double x = 0;
        for (const auto& column : columns) {
            double y = std::floor((tallest - heightOf(column)) / 2 / gridStep) * gridStep,
                   width = 0;
            for (const int u : column) {
                const Unit& unit = units[static_cast<std::size_t>(u)];
                for (const auto& [block, at] : unit.blocks)
                    whole.blocks.emplace_back(block, at + Point{x, y});
                y += std::ceil((unit.size.h + rowGap) / gridStep) * gridStep;
                width = std::max(width, unit.size.w);
            }
            x += std::ceil((width + gap) / gridStep) * gridStep;
            whole.size.h = std::max(whole.size.h, y - rowGap);
        }
        whole.size.w = std::max(0.0, x - gap);
        return whole;
    }

    const Plan& m_plan;
    std::stop_token m_stop;
    std::vector<int> m_parents;
};

Result<Placement> run(const Graph& graph, std::stop_token stop) {
    return arrangeBy(placeInColumns, graph, std::move(stop));
}

} // namespace

Result<Places> placeInColumns(const Plan& plan, std::stop_token stop) {
    return Columns(plan, std::move(stop)).run();
}

extern constinit const Layout columnsLayout{"columns", "Columns", run};

} // namespace limn
