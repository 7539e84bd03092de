// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/snapshot.h"
#include "layouts/layout.h"

namespace limn {

// What is drawn of the snapshot, as boxes and lines. Parts the user placed are `fixed` where the
// Diagram has them.
Graph graphOf(const Snapshot& snapshot);

} // namespace limn
