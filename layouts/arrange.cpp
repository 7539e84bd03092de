// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include "layouts/arranged.h"
#include "layouts/blocks.h"
#include "layouts/flow.h"
#include "layouts/keep.h"
#include "layouts/settle.h"

namespace limn {

namespace {

constexpr double pieceGap = 56;
constexpr double sinkGap = 64;

Error stopped() { return {"The layout was stopped."}; }

// Blocks that get nothing but failures and hand on nothing: they stand below the rest, so that
// failure paths bend down.
std::vector<bool> failureSinks(const Plan& plan) {
    std::vector<int> work(plan.blocks.size(), 0), failures(plan.blocks.size(), 0);
    for (const Link& link : plan.links) {
        ++(link.failure ? failures : work)[static_cast<std::size_t>(link.to)];
        ++work[static_cast<std::size_t>(link.from)];
    }
    std::vector<bool> sinks;
    for (std::size_t b = 0; b < plan.blocks.size(); ++b)
        sinks.push_back(failures[b] > 0 && work[b] == 0 && plan.blocks[b].group == plan.root);
    return sinks;
}

// Each as near below the parts it gets failures from as there is room.
void placeSinks(const Plan& plan, const std::vector<bool>& sinks, const Box& above,
                Places& places) {
    const double y = std::ceil((above.bottom() + sinkGap) / gridStep) * gridStep;
    std::vector<std::pair<double, std::size_t>> wishes;
    for (std::size_t b = 0; b < plan.blocks.size(); ++b) {
        if (!sinks[b])
            continue;
        double x = 0;
        int count = 0;
        for (const Link& link : plan.links)
            if (link.to == static_cast<int>(b)) {
                x += places[static_cast<std::size_t>(link.from)].x;
                ++count;
            }
        wishes.emplace_back(std::floor(x / count / gridStep) * gridStep, b);
    }
    std::ranges::sort(wishes);
    double next = -1e9;
    for (const auto& [x, b] : wishes) {
        places[b] = {std::max(x, next), y};
        next = places[b].x + plan.blocks[b].size.w + rowGap;
    }
}

// Shelves in groups that hold other things, too: they fill rows below those.
std::vector<bool> lowerShelves(const Plan& plan) {
    std::vector<bool> holdsMore(plan.graph->groups.size(), false);
    for (const Block& block : plan.blocks) {
        if (block.shelf)
            continue;
        for (int g = block.group; g != -1;
             g = plan.graph->groups[static_cast<std::size_t>(g)].parent)
            holdsMore[static_cast<std::size_t>(g)] = true;
    }
    std::vector<bool> lower;
    for (const Block& block : plan.blocks)
        lower.push_back(block.shelf && holdsMore[static_cast<std::size_t>(block.group)]);
    return lower;
}

// The extent of what stands in a group already.
Box heldBy(const Plan& plan, const Places& places, const std::vector<bool>& placed, int group) {
    Box all;
    for (std::size_t b = 0; b < plan.blocks.size(); ++b) {
        if (!placed[b])
            continue;
        int g = plan.blocks[b].group;
        double padding = 0; // of the frames in between
        while (g != -1 && g != group) {
            g = plan.graph->groups[static_cast<std::size_t>(g)].parent;
            padding += groupPadding;
        }
        const Size size = plan.blocks[b].size;
        if (g == group)
            all = all.united(Box{places[b].x, places[b].y, size.w, size.h}.grown(padding));
    }
    return all;
}

Result<ArrangedPlan> arrangePiece(const Engine& engine, Plan& plan, std::stop_token stop) {
    if (std::optional<Result<ArrangedPlan>> styled = arrangeStyled(engine, plan, stop))
        return std::move(*styled);
    if (plan.blocks.size() > mostAtOnce)
        if (std::optional<Result<ArrangedPlan>> divided = arrangeDivided(engine, plan, stop))
            return std::move(*divided);
    const std::vector<bool> sinks = failureSinks(plan), shelves = lowerShelves(plan);
    std::vector<bool> later(sinks), placed(plan.blocks.size(), true);
    for (std::size_t b = 0; b < later.size(); ++b) {
        later[b] = sinks[b] || shelves[b];
        placed[b] = !later[b];
    }
    std::vector<int> kept;
    for (std::size_t b = 0; b < later.size(); ++b)
        if (!later[b])
            kept.push_back(static_cast<int>(b));
    const Plan rest = partOf(plan, kept, plan.root);
    Places inner(rest.blocks.size());
    if (rest.blocks.size() > 1) {
        Result<Places> found = engine(rest, stop);
        if (!found)
            return found.error();
        inner = std::move(*found);
    }
    settle(rest, inner);
    Places places(plan.blocks.size());
    for (std::size_t i = 0; i < kept.size(); ++i)
        places[static_cast<std::size_t>(kept[i])] = inner[i];
    placeSinks(plan, sinks, extentOf(rest, inner), places);
    for (std::size_t b = 0; b < plan.blocks.size(); ++b)
        if (shelves[b]) {
            const Box above = heldBy(plan, places, placed, plan.blocks[b].group);
            reflow(plan.blocks[b], above.w);
            places[b] = {above.x, above.bottom() + rowGap};
            placed[b] = true;
        }
    settle(plan, places);
    const Box extent = extentOf(plan, places);
    for (Point& p : places)
        p = p - Point{extent.x, extent.y};
    return ArrangedPlan{std::move(places), extent.size()};
}

// Pieces with lines are laid in rows, the larger ones first; what stands alone fills rows below.
std::vector<Point> packed(const std::vector<Piece>& pieces,
                          const std::vector<ArrangedPlan>& arranged) {
    std::vector<std::size_t> joined, loose;
    for (std::size_t i = 0; i < pieces.size(); ++i)
        (pieces[i].loose ? loose : joined).push_back(i);
    std::ranges::stable_sort(joined, std::greater{},
                             [&](std::size_t i) { return arranged[i].size.h; });
    std::ranges::stable_sort(loose, std::greater{},
                             [&](std::size_t i) { return arranged[i].size.h; });
    const auto sizesOf = [&](const std::vector<std::size_t>& which) {
        std::vector<Size> sizes;
        for (const std::size_t i : which)
            sizes.push_back(arranged[i].size);
        return sizes;
    };
    std::vector<Point> at(pieces.size());
    Box all;
    const std::vector<Point> main = shelved(sizesOf(joined), 0, pieceGap);
    for (std::size_t i = 0; i < joined.size(); ++i) {
        at[joined[i]] = main[i];
        all = all.united(
            {main[i].x, main[i].y, arranged[joined[i]].size.w, arranged[joined[i]].size.h});
    }
    const double below = all.empty() ? 0 : std::ceil((all.h + pieceGap) / gridStep) * gridStep;
    const std::vector<Point> rest = shelved(sizesOf(loose), all.w, shelfGap);
    for (std::size_t i = 0; i < loose.size(); ++i)
        at[loose[i]] = rest[i] + Point{0, below};
    return at;
}

Result<Boxes> arrangeFreely(const Engine& engine, const Graph& graph, std::stop_token stop) {
    Plan plan = blocksOf(graph);
    const Result<ArrangedPlan> arranged = arrangePlan(engine, plan, stop);
    if (!arranged)
        return arranged.error();
    Boxes boxes{std::vector<Box>(graph.nodes.size()), std::vector<Box>(graph.groups.size())};
    for (std::size_t b = 0; b < plan.blocks.size(); ++b)
        for (const Part& part : plan.blocks[b].parts) {
            const Point p = arranged->places[b] + part.offset;
            (part.isGroup ? boxes.closed : boxes.nodes)[static_cast<std::size_t>(part.index)] = {
                p.x, p.y, part.size.w, part.size.h};
        }
    return boxes;
}

} // namespace

Result<ArrangedPlan> arrangePlan(const Engine& engine, Plan& plan, std::stop_token stop) {
    std::vector<Piece> pieces = piecesOf(plan);
    std::vector<ArrangedPlan> arranged;
    for (Piece& piece : pieces) {
        if (stop.stop_requested())
            return stopped();
        Result<ArrangedPlan> one = arrangePiece(engine, piece.plan, stop);
        if (!one)
            return one.error();
        arranged.push_back(std::move(*one));
    }
    const std::vector<Point> at = packed(pieces, arranged);
    ArrangedPlan all{Places(plan.blocks.size()), {}};
    Box extent;
    for (std::size_t i = 0; i < pieces.size(); ++i) {
        extent = extent.united({at[i].x, at[i].y, arranged[i].size.w, arranged[i].size.h});
        for (std::size_t b = 0; b < pieces[i].blocks.size(); ++b) {
            const auto whole = static_cast<std::size_t>(pieces[i].blocks[b]);
            all.places[whole] = at[i] + arranged[i].places[b];
            plan.blocks[whole] = std::move(pieces[i].plan.blocks[b]);
        }
    }
    all.size = extent.size();
    return all;
}

Result<Placement> arrangeBy(const Engine& engine, const Graph& graph, std::stop_token stop) {
    if (stop.stop_requested())
        return stopped();
    if (graph.down) {
        Result<Placement> aside = arrangeBy(engine, mirrored(graph), std::move(stop));
        return aside ? Result(mirrored(*aside)) : aside;
    }
    Boxes boxes;
    if (!placeNearKept(graph, boxes)) {
        Result<Boxes> found = arrangeFreely(engine, graph, stop);
        if (!found)
            return found.error();
        boxes = std::move(*found);
        putKept(graph, boxes);
    }
    if (stop.stop_requested())
        return stopped();
    Placement placement;
    for (std::size_t n = 0; n < graph.nodes.size(); ++n)
        placement.nodes.emplace(graph.nodes[n].id, boxes.nodes[n]);
    for (std::size_t g = 0; g < graph.groups.size(); ++g)
        if (graph.groups[g].closed.w > 0)
            placement.groups.emplace(graph.groups[g].id, boxes.closed[g]);
    route(graph, placement);
    return placement;
}

} // namespace limn
