// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drawing/icon_table.h"

#include <algorithm>

namespace limn {

const Icon* findIcon(std::string_view id) {
    const std::span<const Icon> all = icons();
    const auto at = std::ranges::lower_bound(all, id, {}, &Icon::id);
    return at != all.end() && at->id == id ? &*at : nullptr;
}

} // namespace limn
