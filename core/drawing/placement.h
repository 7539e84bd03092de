// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "core/model/geometry.h"

namespace limn {

// Where everything stands: what a layout gives back and what is drawn. Keyed by ids of the Model; a
// part that is not in here is not drawn.
struct Placement {
    std::map<std::string, Box, std::less<>> nodes;
    std::map<std::string, Box, std::less<>> groups;
    std::map<std::string, Path, std::less<>> edges; // from the border of one end to the border of
                                                    // the other, in the direction of the arrow
    Box bounds;
    bool operator==(const Placement&) const = default;
};

} // namespace limn
