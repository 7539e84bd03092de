// SPDX-License-Identifier: GPL-3.0-or-later
#include "layouts/layered.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>

namespace limn {

namespace {

// Arcs that lead back to a unit on the way to them, found from the units in order. Without
// recursion: chains may be long.
std::vector<bool> backArcs(const std::vector<std::vector<int>>& out, const std::vector<Arc>& arcs) {
    enum class Seen : std::uint8_t { No, Open, Done };
    std::vector<Seen> seen(out.size(), Seen::No);
    std::vector<bool> back(arcs.size(), false);
    struct Step {
        int unit = 0;
        std::size_t next = 0;
    };
    std::vector<Step> way;
    for (std::size_t start = 0; start < out.size(); ++start) {
        if (seen[start] != Seen::No)
            continue;
        seen[start] = Seen::Open;
        way.push_back({static_cast<int>(start)});
        while (!way.empty()) {
            Step& step = way.back();
            const auto unit = static_cast<std::size_t>(step.unit);
            if (step.next == out[unit].size()) {
                seen[unit] = Seen::Done;
                way.pop_back();
                continue;
            }
            const int arc = out[unit][step.next++];
            const int to = arcs[static_cast<std::size_t>(arc)].to;
            Seen& there = seen[static_cast<std::size_t>(to)];
            if (there == Seen::Open)
                back[static_cast<std::size_t>(arc)] = true;
            if (there == Seen::No) {
                there = Seen::Open;
                way.push_back({to});
            }
        }
    }
    return back;
}

} // namespace

std::vector<int> layersOf(const std::vector<Arc>& arcs, const std::vector<bool>& first) {
    std::vector<std::vector<int>> out(first.size());
    for (std::size_t a = 0; a < arcs.size(); ++a)
        out[static_cast<std::size_t>(arcs[a].from)].push_back(static_cast<int>(a));
    const std::vector<bool> back = backArcs(out, arcs);

    std::vector<int> waiting(first.size(), 0), layer(first.size(), 0);
    for (std::size_t a = 0; a < arcs.size(); ++a)
        waiting[static_cast<std::size_t>(arcs[a].to)] += !back[a];
    std::vector<int> ready;
    for (std::size_t u = 0; u < first.size(); ++u)
        if (waiting[u] == 0)
            ready.push_back(static_cast<int>(u));
    for (std::size_t i = 0; i < ready.size(); ++i) {
        const auto unit = static_cast<std::size_t>(ready[i]);
        for (const int a : out[unit]) {
            if (back[static_cast<std::size_t>(a)])
                continue;
            const auto to = static_cast<std::size_t>(arcs[static_cast<std::size_t>(a)].to);
            if (!first[to])
                layer[to] = std::max(layer[to], layer[unit] + 1);
            if (--waiting[to] == 0)
                ready.push_back(static_cast<int>(to));
        }
    }
    return layer;
}

} // namespace limn
