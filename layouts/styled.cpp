// SPDX-License-Identifier: GPL-3.0-or-later
// Groups whose members stand in rows, in columns or around one of them, because the user said so.
#include <algorithm>
#include <cmath>
#include <map>
#include <numbers>

#include "layouts/arranged.h"
#include "layouts/blocks.h"
#include "layouts/settle.h"

namespace limn {

namespace {

std::size_t at(int i) { return static_cast<std::size_t>(i); }

// What stands in a styled group as one: a block, or a group right inside it.
struct Unit {
    std::vector<int> blocks; // of the whole plan
    int group = -1;
    Size size;
    std::vector<Point> inside; // of the blocks, from the unit's corner
};

// For every block the outermost styled group around it below the plan's root, or -1.
std::vector<int> styledGroups(const Plan& plan) {
    std::vector<int> outermost;
    for (const Block& block : plan.blocks) {
        int styled = -1;
        for (int g = block.group; g != -1 && g != plan.root; g = plan.graph->groups[at(g)].parent)
            if (plan.graph->groups[at(g)].style != GroupStyle::Flow)
                styled = g;
        outermost.push_back(styled);
    }
    return outermost;
}

// The units of a group, in the order of their first blocks.
std::vector<Unit> unitsOf(const Plan& plan, const std::vector<int>& blocks, int group) {
    std::vector<Unit> units;
    std::map<int, std::size_t> ofGroup;
    for (const int b : blocks) {
        int child = -1;
        for (int g = plan.blocks[at(b)].group; g != group; g = plan.graph->groups[at(g)].parent)
            child = g;
        if (child == -1) {
            units.push_back({{b}, -1, plan.blocks[at(b)].size, {Point{}}});
            continue;
        }
        const auto [known, isNew] = ofGroup.try_emplace(child, units.size());
        if (isNew)
            units.push_back({{}, child, {}, {}});
        units[known->second].blocks.push_back(b);
    }
    return units;
}

// A group inside a styled one flows as ever.
Result<Done> arrangeInside(const Engine& engine, Plan& plan, Unit& unit,
                           const std::stop_token& stop) {
    if (unit.group == -1)
        return Done{};
    Plan part = partOf(plan, unit.blocks, unit.group);
    Result<ArrangedPlan> arranged = arrangePlan(engine, part, stop);
    if (!arranged)
        return arranged.error();
    for (std::size_t i = 0; i < unit.blocks.size(); ++i)
        plan.blocks[at(unit.blocks[i])] = part.blocks[i];
    const Box frame =
        framed(plan.graph->groups[at(unit.group)], {0, 0, arranged->size.w, arranged->size.h});
    unit.size = frame.size();
    for (const Point p : arranged->places)
        unit.inside.push_back(p - Point{frame.x, frame.y});
    return Done{};
}

std::vector<Point> inColumns(const std::vector<Size>& sizes) {
    std::vector<Size> turned;
    for (const Size size : sizes)
        turned.push_back({size.h, size.w});
    std::vector<Point> places = shelved(turned, 0, rowGap);
    for (Point& p : places)
        p = {p.y, p.x};
    return places;
}

// The unit with the most lines in the middle, the others on a circle that is wide enough for them,
// beginning at the top, clockwise.
std::vector<Point> aroundOne(const std::vector<Size>& sizes, std::size_t hub) {
    double around = 0, largest = 0;
    for (std::size_t u = 0; u < sizes.size(); ++u) {
        const double diagonal = std::hypot(sizes[u].w, sizes[u].h);
        around += u == hub ? 0 : diagonal + rowGap;
        largest = std::max(largest, diagonal);
    }
    const double radius =
        std::max(around / (2 * std::numbers::pi),
                 largest / 2 + std::hypot(sizes[hub].w, sizes[hub].h) / 2 + rowGap);
    std::vector<Point> places(sizes.size());
    double done = 0;
    for (std::size_t u = 0; u < sizes.size(); ++u) {
        Point middle;
        if (u != hub) {
            const double share = std::hypot(sizes[u].w, sizes[u].h) + rowGap;
            const double angle =
                2 * std::numbers::pi * (done + share / 2) / around - std::numbers::pi / 2;
            done += share;
            middle = {radius * std::cos(angle), radius * std::sin(angle)};
        }
        places[u] = {std::round((middle.x - sizes[u].w / 2) / gridStep) * gridStep,
                     std::round((middle.y - sizes[u].h / 2) / gridStep) * gridStep};
    }
    return places;
}

std::size_t busiest(const Plan& plan, const std::vector<Unit>& units) {
    std::map<int, std::size_t> unitOf;
    for (std::size_t u = 0; u < units.size(); ++u)
        for (const int b : units[u].blocks)
            unitOf.emplace(b, u);
    std::vector<int> lines(units.size(), 0);
    for (const Link& link : plan.links)
        for (const int end : {link.from, link.to})
            if (const auto found = unitOf.find(end); found != unitOf.end())
                ++lines[found->second];
    return static_cast<std::size_t>(std::ranges::max_element(lines) - lines.begin());
}

std::vector<Point> placed(const Plan& plan, const std::vector<Unit>& units, GroupStyle style) {
    std::vector<Size> sizes;
    for (const Unit& unit : units)
        sizes.push_back(unit.size);
    switch (style) {
    case GroupStyle::Columns:
        return inColumns(sizes);
    case GroupStyle::Radial:
        return aroundOne(sizes, busiest(plan, units));
    default:
        return shelved(sizes, 0, rowGap);
    }
}

// What a styled group comes to: its extent with the frame, and where its blocks are in that.
struct Styled {
    std::vector<int> blocks;
    std::vector<Point> inside;
    Size size;
};

Result<Styled> arrangeGroup(const Engine& engine, Plan& plan, const std::vector<int>& blocks,
                            int group, const std::stop_token& stop) {
    std::vector<Unit> units = unitsOf(plan, blocks, group);
    for (Unit& unit : units)
        if (const Result<Done> done = arrangeInside(engine, plan, unit, stop); !done)
            return done.error();
    const GraphGroup& styled = plan.graph->groups[at(group)];
    const std::vector<Point> corners = placed(plan, units, styled.style);
    Box all;
    for (std::size_t u = 0; u < units.size(); ++u)
        all = all.united({corners[u].x, corners[u].y, units[u].size.w, units[u].size.h});
    const Box frame = framed(styled, all);
    Styled made{{}, {}, frame.size()};
    for (std::size_t u = 0; u < units.size(); ++u)
        for (std::size_t i = 0; i < units[u].blocks.size(); ++i) {
            made.blocks.push_back(units[u].blocks[i]);
            made.inside.push_back(corners[u] + units[u].inside[i] - Point{frame.x, frame.y});
        }
    return made;
}

} // namespace

std::optional<Result<ArrangedPlan>> arrangeStyled(const Engine& engine, Plan& plan,
                                                  std::stop_token stop) {
    const std::vector<int> groupOf = styledGroups(plan);
    std::map<int, std::vector<int>> members;
    for (std::size_t b = 0; b < groupOf.size(); ++b)
        if (groupOf[b] != -1)
            members[groupOf[b]].push_back(static_cast<int>(b));
    if (members.empty())
        return std::nullopt;

    Plan whole{plan.graph, plan.root, {}, {}};
    std::vector<int> position(plan.blocks.size(), -1);
    for (std::size_t b = 0; b < plan.blocks.size(); ++b)
        if (groupOf[b] == -1) {
            position[b] = static_cast<int>(whole.blocks.size());
            whole.blocks.push_back(plan.blocks[b]);
        }
    std::vector<Styled> styled;
    const std::size_t firstStyled = whole.blocks.size();
    for (const auto& [group, blocks] : members) {
        Result<Styled> made = arrangeGroup(engine, plan, blocks, group, stop);
        if (!made)
            return made.error();
        for (const int b : blocks)
            position[at(b)] = static_cast<int>(whole.blocks.size());
        Block block;
        block.size = made->size;
        block.group = plan.graph->groups[at(group)].parent;
        whole.blocks.push_back(std::move(block));
        styled.push_back(std::move(*made));
    }
    for (Link link : plan.links) {
        link.from = position[at(link.from)];
        link.to = position[at(link.to)];
        if (link.from != link.to)
            whole.links.push_back(link);
    }
    Result<ArrangedPlan> outer = arrangePlan(engine, whole, std::move(stop));
    if (!outer)
        return outer;
    ArrangedPlan all{Places(plan.blocks.size()), outer->size};
    for (std::size_t b = 0; b < plan.blocks.size(); ++b)
        if (groupOf[b] == -1) {
            all.places[b] = outer->places[at(position[b])];
            plan.blocks[b] = whole.blocks[at(position[b])];
        }
    for (std::size_t s = 0; s < styled.size(); ++s)
        for (std::size_t i = 0; i < styled[s].blocks.size(); ++i)
            all.places[at(styled[s].blocks[i])] =
                outer->places[firstStyled + s] + styled[s].inside[i];
    return all;
}

} // namespace limn
