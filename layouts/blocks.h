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

// The part of a plan that some of its blocks are, as a plan inside `root`; the links between them
// come with it.
Plan partOf(const Plan& plan, const std::vector<int>& blocks, int root);

// Places of boxes in rows, in their order: no wider than `widest`, for a picture of about 1.6 to 1,
// but using at least `width`.
std::vector<Point> shelved(const std::vector<Size>& sizes, double width, double gap,
                           double widest = 1e9);
// Puts the parts of a shelf into rows again.
void reflow(Block& shelf, double widest);

} // namespace limn
