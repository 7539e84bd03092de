// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layouts/plan.h"

namespace limn {

// Moves blocks as little as it can, mostly down, so that they are on the grid, no two blocks or
// groups overlap, and every group holds its members alone.
void settle(const Plan& plan, Places& places);

// The extent of a settled plan, with its groups' frames.
Box extentOf(const Plan& plan, const Places& places);

// The frames of a graph's open groups around the boxes of their members, inner ones first; those of
// closed groups as given.
std::vector<Box> groupFrames(const Graph& graph, const std::vector<Box>& nodes,
                             const std::vector<Box>& closed);
// The frame around what a group holds: padding, and room for the caption.
Box framed(const GraphGroup& group, const Box& members);

} // namespace limn
