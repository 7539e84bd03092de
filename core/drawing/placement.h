// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>

#include "core/model/geometry.h"

namespace limn {

// A line to a hub that is told in words at its far end.
struct Reference {
    std::string hub; // id of the node
    Box plate;
    Path line; // as it runs when it is unfolded

    bool operator==(const Reference&) const = default;
};

// Where everything stands: what a layout gives back and what is drawn. Keyed by ids of the Model; a
// part that is not in here is not drawn.
struct Placement {
    std::map<std::string, Box, std::less<>> nodes;
    std::map<std::string, Box, std::less<>> groups;
    std::map<std::string, Path, std::less<>> edges; // from the border of one end to the border of
                                                    // the other, in the direction of the arrow
    std::map<std::string, Reference, std::less<>> references; // of some of the edges, by key
    Box bounds;
    bool operator==(const Placement&) const = default;
};

} // namespace limn
