// SPDX-License-Identifier: GPL-3.0-or-later
#include "layouts/corridor.h"

#include <algorithm>
#include <cmath>

#include "core/drawing/path.h"

namespace limn {

namespace {

constexpr double berth = 6; // from a line to a box it passes
constexpr double lane = 5;  // from a line to the next in one corridor
constexpr int lanes = 5;    // of one corridor that are tried
constexpr std::size_t mostLevels = 64;
constexpr double leastLeg = 20; // room for an arrow head
constexpr double bendCost = 32;
constexpr double companyCost = 240; // of running on top of another line
constexpr double crossingCost = 40;

bool isUpright(Side side) { return side == Side::Top || side == Side::Bottom; }

} // namespace

bool Corridors::isFree(Point a, Point b) const {
    const Point ends[] = {a, b};
    return !m_obstacles.anyOverlap(boundsOf(ends).grown(berth - 0.5));
}

// What the lines that are there make of this piece: running on top of one is worse than crossing
// it.
double Corridors::price(Point a, Point b, Bundles bundles) const {
    const Point ends[] = {a, b};
    const Box piece = boundsOf(ends).grown(lane / 2 - 0.1);
    const bool level = piece.w > piece.h;
    double sum = 0;
    m_taken.any(piece, [&](int i) {
        const Box& other = m_taken[i];
        if (!m_bundles[static_cast<std::size_t>(i)].meet(bundles))
            sum += (other.w > other.h) == level ? companyCost : crossingCost;
        return sum > 4 * companyCost;
    });
    m_slanted.any(boundsOf(ends).grown(0.1), [&](int i) {
        const Slanted& other = m_slants[static_cast<std::size_t>(i)];
        if (!other.bundles.meet(bundles) && crosses(other.from, other.to, piece))
            sum += crossingCost;
        return sum > 4 * companyCost;
    });
    return sum;
}

// Where a line may run up or down after it left the port: in the gap beside the part, or right
// where it is when it leaves upright.
std::vector<double> Corridors::uprights(Port port) const {
    if (isUpright(port.side))
        return {port.at.x};
    const double sign = port.side == Side::Left ? -1 : 1;
    std::vector<double> xs;
    for (int i = 0; i < 2 * lanes; ++i) {
        const double x = port.at.x + sign * (14 + lane * i);
        if (!isFree({port.at.x + sign * (berth + 1), port.at.y}, {x, port.at.y}))
            break;
        xs.push_back(x);
    }
    return xs;
}

// Heights at which a level line from one side of the strip to the other meets nothing, nearest to
// the wanted one first.
std::vector<double> Corridors::levels(const Box& strip, double wanted) const {
    std::vector<double> ys{wanted};
    m_obstacles.any(strip, [&](int i) {
        const Box& box = m_obstacles[i];
        for (int k = 0; k < lanes; ++k) {
            ys.push_back(box.y - berth - 2 - lane * k);
            ys.push_back(box.bottom() + berth + 2 + lane * k);
        }
        return false;
    });
    std::ranges::sort(ys, {}, [&](double y) { return std::pair(std::abs(y - wanted), y); });
    const auto same = std::ranges::unique(ys);
    ys.erase(same.begin(), same.end());
    return ys;
}

// The upright piece that joins a port to the level y, and what it costs; none where all are closed.
std::optional<Corridors::Leg> Corridors::leg(Port port, const std::vector<double>& xs, double y,
                                             Bundles bundles) const {
    double start = port.at.y;
    if (isUpright(port.side)) {
        const double sign = port.side == Side::Top ? -1 : 1;
        if ((y - port.at.y) * sign < leastLeg)
            return std::nullopt;
        start += sign * (berth + 1);
    }
    std::optional<Leg> best;
    for (const double x : xs) {
        if (!isFree({x, start}, {x, y}))
            continue;
        const double length = std::abs(start - y);
        const double cost = price({x, start}, {x, y}, bundles) + std::abs(x - xs.front()) + length;
        if (!best || cost < best->cost)
            best = Leg{x, cost};
        if (cost <= length + lane)
            break;
    }
    return best;
}

std::optional<std::vector<Point>> Corridors::find(Port from, Port to, Bundles bundles) const {
    const std::vector<double> outs = uprights(from), ins = uprights(to);
    if (outs.empty() || ins.empty())
        return std::nullopt;
    const double left = std::min(outs.front(), ins.front()),
                 right = std::max(outs.front(), ins.front());
    const double top = std::min(from.at.y, to.at.y), bottom = std::max(from.at.y, to.at.y);
    const double middle = (top + bottom) / 2;
    // Between the two heights first; beside them where that is closed.
    for (const double beside : {24.0, 400.0}) {
        const Box strip{left, top - beside, std::max(1.0, right - left), bottom - top + 2 * beside};
        std::optional<std::vector<Point>> best;
        double bestCost = 0;
        std::size_t tried = 0;
        for (const double y : levels(strip, middle)) {
            if (y < strip.y || y > strip.bottom() || !isFree({left, y}, {right, y}))
                continue;
            if ((best && std::abs(y - middle) / 2 > bestCost) || ++tried > mostLevels)
                break;
            const std::optional<Leg> out = leg(from, outs, y, bundles),
                                     in = leg(to, ins, y, bundles);
            if (!out || !in)
                continue;
            const double cost = out->cost + in->cost + price({left, y}, {right, y}, bundles) +
                                (y == from.at.y ? 0 : bendCost) + (y == to.at.y ? 0 : bendCost);
            if (best && cost >= bestCost)
                continue;
            bestCost = cost;
            best = std::vector<Point>{from.at};
            if (!isUpright(from.side))
                best->push_back({out->x, from.at.y});
            best->insert(best->end(), {{out->x, y}, {in->x, y}});
            if (!isUpright(to.side))
                best->push_back({in->x, to.at.y});
            best->push_back(to.at);
        }
        if (best)
            return best;
    }
    return std::nullopt;
}

void Corridors::taken(const std::vector<Point>& way, Bundles bundles) {
    for (std::size_t i = 1; i < way.size(); ++i) {
        const Point ends[] = {way[i - 1], way[i]};
        const Box box = boundsOf(ends);
        if (box.w >= 1 && box.h >= 1) {
            m_slanted.add(box);
            m_slants.push_back({way[i - 1], way[i], bundles});
        } else if (box.w + box.h > 1) {
            m_taken.add(box.grown(0.5));
            m_bundles.push_back(bundles);
        }
    }
}

} // namespace limn
