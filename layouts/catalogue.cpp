// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "layouts/engines.h"
#include "layouts/layout.h"

namespace limn {

extern constinit const Layout graphvizLayout;
extern constinit const Layout columnsLayout;

namespace {

constexpr std::array<const Layout*, 2> table{&graphvizLayout, &columnsLayout};

} // namespace

std::span<const Layout* const> layouts() { return table; }

const Layout* findLayout(std::string_view id) {
    const auto found =
        std::ranges::find_if(table, [&](const Layout* layout) { return layout->id == id; });
    return found == table.end() ? nullptr : *found;
}

Result<Arranged> arrange(const Graph& graph, std::stop_token stop) {
    Result<Arranged> best = arrangeWithGraphviz(graph, stop);
    if (best || stop.stop_requested())
        return best;
    Result<Placement> plain = columnsLayout.run(graph, stop);
    if (!plain)
        return plain.error();
    return Arranged{std::move(*plain),
                    "The picture is arranged in plain columns. " + best.error().message};
}

} // namespace limn
