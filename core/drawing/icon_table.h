// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/geometry.h"

#include <span>
#include <string_view>

namespace limn {

// One of our icons on its 16 by 16 field, as outlines to be stroked 1.5 units wide with round caps
// and joins, never filled. The table is written by the build from resources/icons/*.svg, whose file
// names are the ids.
struct Icon {
    std::string_view id{};
    std::span<const PathStep> steps{};
};

std::span<const Icon> icons(); // sorted by id
const Icon* findIcon(std::string_view id);

} // namespace limn
