// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <vector>

#include "core/drawing/box_index.h"
#include "layouts/way_finder.h"

namespace limn {

// Finds long ways fast: out of the one part, along a free corridor between the rows, and into the
// other. Lines that run together stand side by side in it.
class Corridors {
public:
    explicit Corridors(const BoxIndex& obstacles) : m_obstacles(obstacles) {}

    // The corners of a way between two ports at the sides of their boxes, ends included; none where
    // no corridor nearby is free.
    std::optional<std::vector<Point>> find(Port from, Port to, Bundles bundles) const;
    // Later ways keep off this one, but for those of its bundles.
    void taken(const std::vector<Point>& way, Bundles bundles);

private:
    struct Leg {
        double x = 0;
        double cost = 0;
    };
    std::optional<Leg> leg(Port port, const std::vector<double>& xs, double y,
                           Bundles bundles) const;
    bool isFree(Point a, Point b) const;
    double price(Point a, Point b, Bundles bundles) const;
    std::vector<double> uprights(Port port) const;
    std::vector<double> levels(const Box& strip, double wanted) const;

    const BoxIndex& m_obstacles;
    BoxIndex m_taken{64};
    std::vector<Bundles> m_bundles; // of what is taken
    // Pieces of curves, which are crossed but never followed.
    struct Slanted {
        Point from, to;
        Bundles bundles;
    };
    BoxIndex m_slanted{64};
    std::vector<Slanted> m_slants;
};

} // namespace limn
