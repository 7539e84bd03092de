// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "core/drawing/box_index.h"

namespace limn {

enum class Side { Left, Right, Top, Bottom };
// One step away from the box on that side.
Point outward(Side side);

// Where a line touches a box.
struct Port {
    Point at;
    Side side = Side::Right;
};

// The bundles a line belongs to at its two ends, -1 for none. Lines of one bundle run together:
// they are no hindrance to each other.
struct Bundles {
    int start = -1;
    int end = -1;
    bool meet(const Bundles& other) const {
        return (start != -1 && start == other.start) || (end != -1 && end == other.end);
    }
};

// Finds upright and level ways around boxes: the shortest with few bends that does not run along
// one found before. Looks at the neighbourhood of the two ends only, and no further than a fixed
// effort in all, so that a large picture stays quick.
class WayFinder {
public:
    WayFinder();
    WayFinder(const WayFinder&) = delete;
    WayFinder& operator=(const WayFinder&) = delete;
    ~WayFinder();

    // The corners of a way, ends included; none when there is none, or it would cost too much to
    // find.
    std::optional<std::vector<Point>> find(const BoxIndex& obstacles, Port from, Port to,
                                           Bundles bundles = {});
    // Later ways keep off this one, but for those of its bundles.
    void taken(const std::vector<Point>& way, Bundles bundles = {});

    struct Manner; // way_finder.cpp
    struct Search;

private:
    std::optional<std::vector<Point>> findWithin(const BoxIndex& obstacles, const Box& window,
                                                 Port from, Port to, Bundles bundles,
                                                 const Manner& manner);

    BoxIndex m_taken{64};
    std::vector<Bundles> m_bundles; // of what is taken
    std::unique_ptr<Search> m_search;
    int m_effort = 600000; // steps left
};

} // namespace limn
