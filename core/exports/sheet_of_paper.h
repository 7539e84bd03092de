// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>

#include "core/drawing/draw.h"
#include "core/drawing/foot.h"

namespace limn {

// A Drawing as it leaves the program: with its page and its foot, in colour or in grey.
struct SheetLook {
    Foot foot{};
    bool grey = false;
    const Node* workflow = nullptr; // whose states are shown instead of the system
};
Drawing drawSheet(const Snapshot& snapshot, const Placement& placement, const Report& report,
                  DrawOptions options, const SheetLook& look);

// The same drawing with every colour as the grey of its lightness.
Drawing inGrey(Drawing drawing);

// The newest day that the sidecar names: when the review was last worked on. Empty where it names
// none.
std::string reviewDay(const Diagram& diagram);

} // namespace limn
