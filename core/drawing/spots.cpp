// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drawing/spots.h"

#include <algorithm>
#include <cmath>
#include <optional>

#include "core/drawing/path.h"

namespace limn {

namespace {

double clampTo(double wanted, double low, double high) {
    return low > high ? (low + high) / 2 : std::clamp(wanted, low, high);
}

// The shortest straight way between two boxes: upright or level where they face each other.
Leader leaderBetween(const Box& part, const Box& card) {
    const auto meet = [](double a0, double a1, double b0, double b1, double wanted) {
        const double low = std::max(a0, b0) + 12, high = std::min(a1, b1) - 12;
        return low <= high ? std::optional(clampTo(wanted, low, high)) : std::nullopt;
    };
    const auto x = meet(part.x, part.right(), card.x, card.right(), part.center().x);
    const auto y = meet(part.y - 8, part.bottom() + 8, card.y, card.bottom(), part.center().y);
    const bool below = card.y >= part.bottom(), above = card.bottom() <= part.y;
    const bool right = card.x >= part.right();
    if (x && (below || above))
        return below ? Leader{{*x, part.bottom()}, {*x, card.y}}
                     : Leader{{*x, part.y}, {*x, card.bottom()}};
    if (y && !below && !above)
        return right ? Leader{{part.right(), *y}, {card.x, *y}}
                     : Leader{{part.x, *y}, {card.right(), *y}};
    const Point from{clampTo(card.center().x, part.x + 12, part.right() - 12),
                     below ? part.bottom() : part.y};
    return {from,
            {clampTo(from.x, card.x + 12, card.right() - 12), below ? card.y : card.bottom()}};
}

bool cross(const Leader& a, const Leader& b) {
    const auto side = [](Point o, Point p, Point q) {
        return (p.x - o.x) * (q.y - o.y) - (p.y - o.y) * (q.x - o.x);
    };
    const auto apart = [&](const Leader& line, const Leader& other) {
        return (side(line.from, line.to, other.from) > 0) ==
               (side(line.from, line.to, other.to) > 0);
    };
    return !apart(a, b) && !apart(b, a);
}

double costOf(const Sheet& sheet, const Box& part, const Box& card, const Leader& leader) {
    double sum = std::hypot(leader.to.x - leader.from.x, leader.to.y - leader.from.y);
    if (sheet.bodies.anyOverlap(card.grown(10)))
        sum += 1e6;
    sheet.words.any(card.grown(4), [&](int) {
        sum += 400;
        return false;
    });
    sum += 60.0 * sheet.linesThrough(card, -1, 8);
    const Point ends[] = {leader.from, leader.to};
    sheet.bodies.any(boundsOf(ends).grown(1), [&](int i) {
        const Box& other = sheet.bodies[i];
        sum += !(other == part) && crosses(leader.from, leader.to, other) ? 2000 : 0;
        return false;
    });
    for (const Leader& other : sheet.leaders) {
        sum += crosses(other.from, other.to, card.grown(4)) ? 2000 : 0;
        sum += cross(leader, other) ? 800 : 0;
    }
    return sum;
}

} // namespace

// Rings of places, nearer ones first, until a farther ring cannot be better.
Spotted findSpot(const Sheet& sheet, const Box& part, Size size) {
    Spotted best;
    bool any = false;
    const auto offer = [&](double x, double y) {
        const Box card{std::round(x), std::round(y), size.w, size.h};
        const Leader leader = leaderBetween(part, card);
        const double cost = costOf(sheet, part, card, leader);
        if (!any || cost < best.cost)
            best = {card, leader.from, leader.to, cost};
        any = true;
    };
    double ring = 24; // how far away
    while (ring < 40000 && !(any && best.cost <= ring)) {
        for (const double y : {part.bottom() + ring, part.y - ring - size.h})
            for (int i = 0; i <= 6; ++i)
                offer(part.x - size.w + 48 + (part.w + size.w - 96) * ((i + 4) % 7) / 6.0, y);
        for (const double x : {part.right() + ring, part.x - ring - size.w})
            for (int i = 0; i <= 4; ++i)
                offer(x, part.y - size.h + 24 + (part.h + size.h - 48) * ((i + 2) % 5) / 4.0);
        ring *= 1.35;
    }
    return best;
}

Box anchorOf(const Sheet& sheet, const std::string& element) {
    const Box part = sheet.boxOf(element);
    if (const DrawnLine* line = sheet.lineOf(element)) {
        const Point middle = along(line->points, lengthOf(line->points) / 2).at;
        return {middle.x - 4, middle.y - 4, 8, 8};
    }
    if (sheet.placement.groups.contains(element) && !sheet.isCollapsed(element))
        return {part.x + 12, part.y, std::min(160.0, part.w - 24), 30}; // its caption
    return part;
}

void take(Sheet& sheet, const Spotted& spot) {
    sheet.bodies.add(spot.box);
    sheet.leaders.push_back({spot.from, spot.to});
}

} // namespace limn
