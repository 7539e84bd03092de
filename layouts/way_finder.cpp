// SPDX-License-Identifier: GPL-3.0-or-later
#include "layouts/way_finder.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <functional>
#include <limits>

#include "core/drawing/path.h"

namespace limn {

namespace {

constexpr double bendCost = 48;
constexpr double sharedCost = 40;
constexpr double farAway = 700;
constexpr double trustFar = 1.5;
constexpr std::size_t mostBoxes = 220; // in a window
constexpr int mostSteps = 60000;       // for one way

constexpr std::array<Point, 4> directions{{{1, 0}, {0, 1}, {-1, 0}, {0, -1}}};

int headingOf(Side side) {
    switch (side) {
    case Side::Right:
        return 0;
    case Side::Bottom:
        return 1;
    case Side::Left:
        return 2;
    case Side::Top:
        return 3;
    }
    return 0;
}

std::vector<double> sortedOnce(std::vector<double> values) {
    std::ranges::sort(values);
    const auto same = std::ranges::unique(values, [](double a, double b) { return b - a < 0.25; });
    values.erase(same.begin(), same.end());
    return values;
}

std::size_t nearestIn(const std::vector<double>& values, double wanted) {
    const auto it = std::ranges::lower_bound(values, wanted);
    if (it == values.end())
        return values.size() - 1;
    const auto i = static_cast<std::size_t>(it - values.begin());
    return i > 0 && wanted - values[i - 1] < *it - wanted ? i - 1 : i;
}

// The lines on which a way may run inside one window, and what stands between their crossings.
class Lattice {
public:
    Lattice(std::vector<double> xs, std::vector<double> ys)
        : m_xs(sortedOnce(std::move(xs))), m_ys(sortedOnce(std::move(ys))), m_right(count()),
          m_down(count()) {}

    std::size_t columns() const { return m_xs.size(); }
    std::size_t rows() const { return m_ys.size(); }
    std::size_t count() const { return m_xs.size() * m_ys.size(); }
    Point at(std::size_t cell) const { return {m_xs[cell % columns()], m_ys[cell / columns()]}; }
    std::size_t cellAt(Point p) const {
        return nearestIn(m_ys, p.y) * columns() + nearestIn(m_xs, p.x);
    }

    // What the step from a crossing to its neighbour is: free, shared with another way, or closed.
    enum Step : std::uint8_t { Free, Shared, Closed };
    Step step(std::size_t cell, int heading) const {
        switch (heading) {
        case 0:
            return static_cast<Step>(m_right[cell]);
        case 1:
            return static_cast<Step>(m_down[cell]);
        case 2:
            return static_cast<Step>(m_right[cell - 1]);
        default:
            return static_cast<Step>(m_down[cell - columns()]);
        }
    }
    bool hasNeighbour(std::size_t cell, int heading) const {
        const std::size_t x = cell % columns(), y = cell / columns();
        return heading == 0   ? x + 1 < columns()
               : heading == 1 ? y + 1 < rows()
               : heading == 2 ? x > 0
                              : y > 0;
    }
    std::size_t neighbour(std::size_t cell, int heading) const {
        return heading == 0   ? cell + 1
               : heading == 1 ? cell + columns()
               : heading == 2 ? cell - 1
                              : cell - columns();
    }

    // Every step that touches the inside of the box.
    void mark(const Box& box, Step as) {
        const auto below = [](const std::vector<double>& all, double v) {
            return static_cast<std::size_t>(std::ranges::upper_bound(all, v) - all.begin());
        };
        const auto until = [](const std::vector<double>& all, double v) {
            return static_cast<std::size_t>(std::ranges::lower_bound(all, v) - all.begin());
        };
        const std::size_t x0 = below(m_xs, box.x), x1 = until(m_xs, box.right());
        const std::size_t y0 = below(m_ys, box.y), y1 = until(m_ys, box.bottom());
        const auto raise = [&](std::uint8_t& step) {
            step = std::max(step, static_cast<std::uint8_t>(as));
        };
        for (std::size_t y = y0; y < y1; ++y)
            for (std::size_t x = x0 > 0 ? x0 - 1 : 0; x < x1 && x + 1 < columns(); ++x)
                if (m_xs[x] < box.right() && m_xs[x + 1] > box.x)
                    raise(m_right[y * columns() + x]);
        for (std::size_t x = x0; x < x1; ++x)
            for (std::size_t y = y0 > 0 ? y0 - 1 : 0; y < y1 && y + 1 < rows(); ++y)
                if (m_ys[y] < box.bottom() && m_ys[y + 1] > box.y)
                    raise(m_down[y * columns() + x]);
    }

private:
    std::vector<double> m_xs, m_ys;
    std::vector<std::uint8_t> m_right, m_down; // by crossing: the step to the right, and down
};

// How many bends a way has at least that is at a crossing with a heading and ends at a place `d`
// away with the heading `last`. A bend in the place itself counts, too.
int fewestBends(Point d, int heading, int last) {
    const Point ahead = directions[static_cast<std::size_t>(heading)],
                arriving = directions[static_cast<std::size_t>(last)];
    const double along = d.x * ahead.x + d.y * ahead.y, aside = d.x * ahead.y - d.y * ahead.x;
    if (heading == last)
        return along < 0 ? 4 : aside == 0 ? 0 : 2;
    if ((heading ^ last) == 2)
        return aside == 0 ? 4 : 2;
    return along >= 0 && d.x * arriving.x + d.y * arriving.y >= 0 ? 1 : 3;
}

} // namespace

// What is known of the states of one search: a state is a crossing and the heading one comes with.
// Kept from one search to the next, so that its room is cleared by counting on.
struct WayFinder::Search {
    struct State {
        float cost = 0;
        std::uint16_t round = 0; // in which the cost was found; of an older one it says nothing
        std::uint8_t cameWith = 0;
    };
    using Entry = std::pair<float, std::uint32_t>; // estimate and state; the least is on top
    std::vector<State> states;
    std::vector<Entry> open;
    std::uint16_t round = 0;

    void begin(std::size_t count) {
        if (states.size() < count)
            states.resize(count);
        if (++round == 0) {
            std::ranges::fill(states, State{});
            round = 1;
        }
        open.clear();
    }
    float costOf(std::uint32_t state) const {
        return states[state].round == round ? states[state].cost
                                            : std::numeric_limits<float>::infinity();
    }
    void push(float estimate, std::uint32_t state) {
        open.emplace_back(estimate, state);
        std::ranges::push_heap(open, std::greater());
    }
    Entry pop() {
        std::ranges::pop_heap(open, std::greater());
        const Entry top = open.back();
        open.pop_back();
        return top;
    }
};

namespace {

struct Found {
    bool found = false;
    std::vector<std::size_t> cells;
    int steps = 0;
};

// A*.
Found search(WayFinder::Search& known, const Lattice& lattice, std::size_t start, int startHeading,
             std::size_t goal, int goalHeading, int most) {
    const Point end = lattice.at(goal), whole = end - lattice.at(start);
    // Of a far way the first good one will do: to be sure of the best, all others would be tried.
    const double trust = std::abs(whole.x) + std::abs(whole.y) > farAway ? trustFar : 1;
    const auto guess = [&](std::size_t cell, int heading) {
        if (cell == goal)
            return 0.0;
        const Point d = end - lattice.at(cell);
        return trust *
               (std::abs(d.x) + std::abs(d.y) + bendCost * fewestBends(d, heading, goalHeading));
    };
    known.begin(lattice.count() * 4);
    const auto state = [](std::size_t cell, int heading) {
        return static_cast<std::uint32_t>(cell * 4 + static_cast<std::size_t>(heading));
    };
    const std::uint32_t first = state(start, startHeading);
    known.states[first] = {0, known.round, 0};
    known.push(static_cast<float>(guess(start, startHeading)), first);

    Found result;
    while (!known.open.empty() && result.steps++ < most) {
        const auto [estimate, now] = known.pop();
        const std::size_t cell = now / 4;
        const int heading = static_cast<int>(now % 4);
        if (cell == goal) {
            std::uint32_t s = now;
            result.found = true;
            result.cells.push_back(cell);
            while (s != first) {
                const int before = known.states[s].cameWith;
                const std::size_t previous =
                    lattice.neighbour(s / 4, (static_cast<int>(s % 4) + 2) % 4);
                s = state(previous, before);
                result.cells.push_back(previous);
            }
            std::ranges::reverse(result.cells);
            return result;
        }
        const float sofar = known.states[now].cost;
        if (estimate > sofar + static_cast<float>(guess(cell, heading)) + 0.5F)
            continue;
        for (int next = 0; next < 4; ++next) {
            if (next == (heading + 2) % 4 || !lattice.hasNeighbour(cell, next))
                continue;
            const Lattice::Step step = lattice.step(cell, next);
            if (step == Lattice::Closed)
                continue;
            const std::size_t to = lattice.neighbour(cell, next);
            if (to == goal && next == (goalHeading + 2) % 4)
                continue;
            const Point a = lattice.at(cell), b = lattice.at(to);
            double cost = sofar + std::abs(a.x - b.x) + std::abs(a.y - b.y);
            cost += next == heading ? 0 : bendCost;
            cost += step == Lattice::Shared ? sharedCost : 0;
            // Arriving from aside means one more bend.
            cost += to == goal && next != goalHeading ? bendCost : 0;
            const std::uint32_t reached = state(to, next);
            if (cost < known.costOf(reached)) {
                known.states[reached] = {static_cast<float>(cost), known.round,
                                         static_cast<std::uint8_t>(heading)};
                known.push(static_cast<float>(cost + guess(to, next)), reached);
            }
        }
    }
    return result;
}

// Without the crossings that a way only passes.
std::vector<Point> cornersOf(const std::vector<Point>& way) {
    std::vector<Point> corners;
    for (const Point p : way) {
        if (!corners.empty() && std::abs(corners.back().x - p.x) < 0.01 &&
            std::abs(corners.back().y - p.y) < 0.01)
            continue;
        const auto inLine = [&](Point a, Point b) {
            return (std::abs(a.x - b.x) < 0.01 && std::abs(b.x - p.x) < 0.01) ||
                   (std::abs(a.y - b.y) < 0.01 && std::abs(b.y - p.y) < 0.01);
        };
        if (corners.size() > 1 && inLine(corners[corners.size() - 2], corners.back()))
            corners.back() = p;
        else
            corners.push_back(p);
    }
    return corners;
}

} // namespace

// How wide a way is looked for, how long its first and last pieces are at least, and how far it
// keeps from boxes.
struct WayFinder::Manner {
    double around = 96;
    double leave = 12;
    double arrive = 12;
    double berth = 8;
};

namespace {

// First with room for an arrow head after the last bend; in the end squeezing through where parts
// stand close.
constexpr WayFinder::Manner manners[] = {
    {96, 12, 28, 8}, {96, 12, 12, 8}, {400, 12, 12, 8}, {400, 5, 5, 3}};

} // namespace

WayFinder::WayFinder() : m_search(std::make_unique<Search>()) {}
WayFinder::~WayFinder() = default;

Point outward(Side side) { return directions[static_cast<std::size_t>(headingOf(side))]; }

std::optional<std::vector<Point>> WayFinder::find(const BoxIndex& obstacles, Port from, Port to,
                                                  Bundles bundles) {
    const Point ends[] = {from.at, to.at};
    for (const Manner& manner : manners) {
        if (m_effort <= 0)
            return std::nullopt;
        if (auto way = findWithin(obstacles, boundsOf(ends).grown(manner.around), from, to, bundles,
                                  manner))
            return way;
    }
    return std::nullopt;
}

std::optional<std::vector<Point>> WayFinder::findWithin(const BoxIndex& obstacles,
                                                        const Box& window, Port from, Port to,
                                                        Bundles bundles, const Manner& manner) {
    std::vector<int> boxes;
    obstacles.any(window.grown(manner.berth), [&](int i) {
        boxes.push_back(i);
        return false;
    });
    std::ranges::sort(boxes);
    const auto same = std::ranges::unique(boxes);
    boxes.erase(same.begin(), same.end());
    if (boxes.size() > mostBoxes)
        return std::nullopt;

    const Point start = from.at + outward(from.side) * manner.leave,
                goal = to.at + outward(to.side) * manner.arrive;
    std::vector<double> xs{start.x, goal.x}, ys{start.y, goal.y};
    for (const int i : boxes) {
        const Box& box = obstacles[i];
        for (const double away : {manner.leave, manner.leave + 8, manner.leave + 16}) {
            xs.insert(xs.end(), {box.x - away, box.right() + away});
            ys.insert(ys.end(), {box.y - away, box.bottom() + away});
        }
    }
    // Outside of the window there may be boxes that were not looked at.
    std::erase_if(xs, [&](double x) { return x < window.x || x > window.right(); });
    std::erase_if(ys, [&](double y) { return y < window.y || y > window.bottom(); });
    Lattice lattice(std::move(xs), std::move(ys));
    m_taken.any(window, [&](int i) {
        if (!m_bundles[static_cast<std::size_t>(i)].meet(bundles))
            lattice.mark(m_taken[i].grown(5), Lattice::Shared);
        return false;
    });
    for (const int i : boxes)
        lattice.mark(obstacles[i].grown(manner.berth), Lattice::Closed);
    const Found found =
        search(*m_search, lattice, lattice.cellAt(start), headingOf(from.side),
               lattice.cellAt(goal), headingOf(to.side) ^ 2, std::min(mostSteps, m_effort));
    m_effort -= found.steps + static_cast<int>(lattice.count() / 16);
    if (!found.found)
        return std::nullopt;
    std::vector<Point> way{from.at, start};
    for (const std::size_t cell : found.cells)
        way.push_back(lattice.at(cell));
    way.push_back(goal);
    way.push_back(to.at);
    return cornersOf(way);
}

void WayFinder::taken(const std::vector<Point>& way, Bundles bundles) {
    for (std::size_t i = 1; i < way.size(); ++i) {
        const Point ends[] = {way[i - 1], way[i]};
        const Box box = boundsOf(ends);
        // Slanted pieces are crossed, never followed.
        if (box.w < 1 || box.h < 1) {
            m_taken.add(box.grown(0.5));
            m_bundles.push_back(bundles);
        }
    }
}

} // namespace limn
