// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include "core/model/snapshot.h"
#include "layouts/layout.h"

namespace limn {

// What is drawn of the snapshot, as boxes and lines. Parts the user placed are `fixed` where the
// Diagram has them. With `only`, ids of nodes and groups, just those and the lines between them.
Graph graphOf(const Snapshot& snapshot, const std::set<std::string, std::less<>>& only = {});

// Where the states of one workflow stand, from top to bottom: each branch of a parallel or map
// state is arranged alone, and its box is then one part of what is around it. Names are those of
// core/drawing/states.h.
Result<Arranged> arrangeStates(const Model& model, const Node& workflow, std::stop_token stop = {});

} // namespace limn
