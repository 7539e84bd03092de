// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layouts/layout.h"

namespace limn {

// A picture that flows from top to bottom is one that flows from left to right, seen in a mirror
// along the diagonal: arranged and routed there, and turned back.
Graph mirrored(const Graph& graph);

// Turns all that a placement holds; twice gives the same again.
Placement mirrored(const Placement& placement);

} // namespace limn
