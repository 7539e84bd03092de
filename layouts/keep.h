// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "layouts/layout.h"

namespace limn {

// Where everything of a graph stands, by its indices; `closed` has the boxes of closed groups, the
// others are empty.
struct Boxes {
    std::vector<Box> nodes;
    std::vector<Box> closed;
};

// Where the user placed most of the parts: those stay, and each new part gets a free place near its
// neighbours. False, with nothing done, when so few are placed that the picture is better arranged
// anew around them.
bool placeNearKept(const Graph& graph, Boxes& boxes);

// Puts the parts that the user placed back where they belong after all were arranged anew; others
// that stood there make room.
void putKept(const Graph& graph, Boxes& boxes);

} // namespace limn
