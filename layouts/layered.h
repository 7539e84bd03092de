// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace limn {

struct Arc {
    int from = 0;
    int to = 0;
};

// How many steps work has come, at most, when it reaches each unit: 0 where it starts, and for
// every `first`. Arcs that close a circle do not count. Work that leaves a `first` unit still comes
// at least one step.
std::vector<int> layersOf(const std::vector<Arc>& arcs, const std::vector<bool>& first);

} // namespace limn
