// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <stop_token>
#include <vector>

#include "layouts/layout.h"

namespace limn {

// A node or closed group inside a block.
struct Part {
    bool isGroup = false;
    int index = 0; // in the Graph
    Point offset;  // from the block's top left corner
    Size size;
};

// What an engine moves as one: a part alone, a part with its dead letters below it, or a shelf of
// parts without lines.
struct Block {
    Size size;
    int group = -1;     // an open group of the Graph
    bool first = false; // belongs at the left edge
    std::vector<Part> parts;
    bool shelf = false; // parts without lines, in rows
};

// In the direction of the work, between blocks.
struct Link {
    int from = 0;
    int to = 0;
    Size label;
    bool failure = false;
    bool main = true; // work is handed on: these are kept short and straight
};

// One connected piece of a picture for an engine to arrange: blocks, and the open groups around
// them that are below `root`.
struct Plan {
    const Graph* graph = nullptr;
    int root = -1; // the group in which this is arranged; groups outside it do not matter
    std::vector<Block> blocks;
    std::vector<Link> links;
};

// Top left corners, in the order of the blocks. Boxes should not overlap, but need not be on the
// grid: settle() mends both.
using Places = std::vector<Point>;
using Engine = std::function<Result<Places>(const Plan& plan, std::stop_token stop)>;

// How far apart things stand.
inline constexpr double gridStep = 8;
inline constexpr double groupPadding = 24;
inline constexpr double rowGap = 32;    // between neighbours in a column
inline constexpr double columnGap = 64; // at least, between columns
inline constexpr double shelfGap = 16;  // between parts without lines

// The distance between columns that leaves room for every label.
double columnGapFor(const Plan& plan);
// The plan's groups under its root, by the Graph's index: the parent within the plan, -1 at the
// root, -2 for a group that is not in it.
std::vector<int> planParents(const Plan& plan);

// Arranges a whole graph: dead letters below their queue, connected pieces by the engine, side by
// side and on a grid; what has no lines in rows below; what the user placed where it is. A graph
// that flows down is arranged in the mirror.
Result<Placement> arrangeBy(const Engine& engine, const Graph& graph, std::stop_token stop);

} // namespace limn
