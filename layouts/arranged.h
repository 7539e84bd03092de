// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layouts/plan.h"

namespace limn {

// Where the blocks of a plan stand, its frames included in the size; the top left corner is the
// origin.
struct ArrangedPlan {
    Places places;
    Size size;
};

// Plans of more blocks than this are cut into communities that are arranged on their own.
inline constexpr std::size_t mostAtOnce = 96;

// A plan of any size: its connected pieces side by side on a page, what stands alone in rows below.
// Shelves are put into rows as wide as there is room, so their blocks may change.
Result<ArrangedPlan> arrangePlan(const Engine& engine, Plan& plan, std::stop_token stop);

// A plan that is too large for the engine to see at once, in levels: communities and large groups
// are arranged alone, then stand as one block each in a plan of their own. When there is nothing to
// cut, `plan` is left as it is and the answer is empty.
std::optional<Result<ArrangedPlan>> arrangeDivided(const Engine& engine, Plan& plan,
                                                   std::stop_token stop);

// A plan with groups that the user set to rows, columns or a circle: each of those is arranged that
// way, then stands as one block. Empty when there is none.
std::optional<Result<ArrangedPlan>> arrangeStyled(const Engine& engine, Plan& plan,
                                                  std::stop_token stop);

} // namespace limn
