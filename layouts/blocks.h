// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layouts/plan.h"

namespace limn {

// The whole graph as blocks and links, not yet cut into connected pieces: dead letters stand under
// what sends them, parts without lines of one inner group form a shelf. `root` is the innermost
// group that holds everything, -1 for none.
Plan blocksOf(const Graph& graph);

// The plan cut into pieces without a link or a common group between them. `blocks[i]` are the
// piece's blocks in the whole plan.
struct Piece {
    Plan plan;
    std::vector<int> blocks;
    bool loose = false; // a single part without lines
};
std::vector<Piece> piecesOf(const Plan& whole);

// Places of boxes in rows, wide enough for a picture of about 1.6 to 1 but at least `width`; in
// their order.
std::vector<Point> shelved(const std::vector<Size>& sizes, double width, double gap);

} // namespace limn
