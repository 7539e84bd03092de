// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "core/drawing/lens.h"

namespace limn {

extern constinit const Lens classLens;
extern constinit const Lens kindLens;
extern constinit const Lens permissionsLens;
extern constinit const Lens failuresLens;
extern constinit const Lens findingsLens;
extern constinit const Lens verdictLens;

namespace {

constexpr std::array<const Lens*, 6> table{&classLens,    &kindLens,     &permissionsLens,
                                           &failuresLens, &findingsLens, &verdictLens};

} // namespace

std::span<const Lens* const> lenses() { return table; }

const Lens* findLens(std::string_view id) {
    const auto found =
        std::ranges::find_if(table, [&](const Lens* lens) { return lens->id == id; });
    return found == table.end() ? nullptr : *found;
}

} // namespace limn
