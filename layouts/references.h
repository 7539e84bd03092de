// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "layouts/layout.h"

namespace limn {

// Parts with more lines than this are hubs: their lines would hide the picture.
inline constexpr int mostLines = 24;

// Turns the lines of hubs into references: a small plate with the hub's name under the part at the
// far end, for which that part gets room. `nameWidths` are those of the nodes' names on a plate.
void referToHubs(Graph& graph, const std::vector<double>& nameWidths);

} // namespace limn
