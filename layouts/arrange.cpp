// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <numeric>

#include "layouts/blocks.h"
#include "layouts/keep.h"
#include "layouts/settle.h"

namespace limn {

namespace {

constexpr double pieceGap = 56;

Error stopped() { return {"The layout was stopped."}; }

// One connected piece with its frame's top left corner at the origin.
struct Arranged1 {
    Places places;
    Size size;
};

Result<Arranged1> arrangePiece(const Engine& engine, const Plan& plan, std::stop_token stop) {
    Places places(plan.blocks.size());
    if (plan.blocks.size() > 1) {
        Result<Places> found = engine(plan, stop);
        if (!found)
            return found.error();
        places = std::move(*found);
    }
    settle(plan, places);
    const Box extent = extentOf(plan, places);
    for (Point& p : places)
        p = p - Point{extent.x, extent.y};
    return Arranged1{std::move(places), extent.size()};
}

// Pieces with lines are laid in rows, the larger ones first; what stands alone fills rows below.
std::vector<Point> packed(const std::vector<Piece>& pieces,
                          const std::vector<Arranged1>& arranged) {
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
    const std::vector<Piece> pieces = piecesOf(blocksOf(graph));
    std::vector<Arranged1> arranged;
    for (const Piece& piece : pieces) {
        if (stop.stop_requested())
            return stopped();
        Result<Arranged1> one = arrangePiece(engine, piece.plan, stop);
        if (!one)
            return one.error();
        arranged.push_back(std::move(*one));
    }
    const std::vector<Point> at = packed(pieces, arranged);
    Boxes boxes{std::vector<Box>(graph.nodes.size()), std::vector<Box>(graph.groups.size())};
    for (std::size_t i = 0; i < pieces.size(); ++i)
        for (std::size_t b = 0; b < pieces[i].plan.blocks.size(); ++b)
            for (const Part& part : pieces[i].plan.blocks[b].parts) {
                const Point p = at[i] + arranged[i].places[b] + part.offset;
                (part.isGroup ? boxes.closed
                              : boxes.nodes)[static_cast<std::size_t>(part.index)] = {
                    p.x, p.y, part.size.w, part.size.h};
            }
    return boxes;
}

} // namespace

Result<Placement> arrangeBy(const Engine& engine, const Graph& graph, std::stop_token stop) {
    if (stop.stop_requested())
        return stopped();
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
