// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <vector>

#include "layouts/layout.h"

namespace limn {

// Parts with more lines than this are hubs: their lines would hide the picture. In a large system,
// whose neighbourhoods are arranged alone, a part that many of them share is one with fewer: its
// lines run across all the others.
inline constexpr int mostLines = 24;
inline constexpr int mostLinesInLarge = 16;
inline constexpr std::size_t largeFrom = 110; // parts
// And of a part that is drawn subdued, as a key that encrypts half of the system.
inline constexpr int mostLinesOfSubdued = 4;

// Turns the lines of hubs into references: a small plate with the hub's name under the part at the
// far end, for which that part gets room. `nameWidths` are those of the nodes' names on a plate.
void referToHubs(Graph& graph, const std::vector<double>& nameWidths,
                 const std::vector<bool>& subdued = {});

} // namespace limn
