// SPDX-License-Identifier: GPL-3.0-or-later
// Lines of every picture, whatever arranged its boxes: one soft curve where nothing is in the way,
// otherwise upright and level pieces with round corners around whatever is.
#include <algorithm>
#include <cmath>
#include <map>
#include <optional>

#include "core/drawing/path.h"
#include "layouts/corridor.h"
#include "layouts/flow.h"
#include "layouts/settle.h"
#include "layouts/way_finder.h"

namespace limn {

namespace {

constexpr double portSpacing = 14;
constexpr double berth = 6; // from a curve to a box it passes
constexpr double cornerRadius = 16;
constexpr double widestFailureGap = 72;
constexpr double farAway = 700;
constexpr std::size_t busySide = 5; // lines
constexpr int crowd = 3;            // lines each way
constexpr double facing = 16;       // sides that face each other are at least this far apart
constexpr double alignWithin =
    20; // ports this far apart are brought onto one level where they are free to

// One line under way.
struct Way {
    int edge = 0;
    Box from, to;
    Side fromSide = Side::Right, toSide = Side::Left;
    Point start, end;
    Bundles bundles;
    bool pointed = false; // it starts at a tip, in the middle of its side
};

bool upright(Side side) { return side == Side::Top || side == Side::Bottom; }

using SideKey = std::tuple<double, double, double, double, Side>;

class Router {
public:
    Router(const Graph& graph, Placement& placement) : m_graph(graph), m_placement(placement) {}

    void run() {
        frameGroups();
        collectObstacles();
        placeReferences();
        closeFailureGaps();
        collectWays();
        relieveBusySides();
        choosePorts();
        WayFinder finder;
        Corridors corridors(m_obstacles);
        for (const Way& way : m_ways)
            if (auto path = simplePath(way)) {
                const std::vector<Point> points = flattened(*path);
                finder.taken(points, way.bundles);
                corridors.taken(points, way.bundles);
                m_placement.edges.emplace(idOf(way), std::move(*path));
            }
        // Short ways have less choice.
        std::ranges::stable_sort(m_ways, {}, [](const Way& way) {
            return std::abs(way.end.x - way.start.x) + std::abs(way.end.y - way.start.y);
        });
        for (const Way& way : m_ways) {
            if (m_placement.edges.contains(idOf(way)))
                continue;
            const auto corners = wayAround(finder, corridors, way);
            if (corners) {
                finder.taken(*corners, way.bundles);
                corridors.taken(*corners, way.bundles);
            }
            m_placement.edges.emplace(idOf(way),
                                      corners ? roundedLine(*corners, cornerRadius) : curve(way));
        }
        shareLines();
        measure();
    }

private:
    // Far ways go along corridors, near ones wherever there is room; each as the other's last
    // resort.
    std::optional<std::vector<Point>> wayAround(WayFinder& finder, const Corridors& corridors,
                                                const Way& way) const {
        const Port from{way.start, way.fromSide}, to{way.end, way.toSide};
        const bool far = std::abs(to.at.x - from.at.x) + std::abs(to.at.y - from.at.y) > farAway;
        std::optional<std::vector<Point>> corners;
        if (far)
            corners = corridors.find(from, to, way.bundles);
        if (!corners)
            corners = finder.find(m_obstacles, from, to, way.bundles);
        if (!corners && !far)
            corners = corridors.find(from, to, way.bundles);
        if (!corners) // then over a caption
            corners = finder.find(m_bodies, from, to, way.bundles);
        return corners;
    }

    const std::string& idOf(const Way& way) const {
        return m_graph.edges[static_cast<std::size_t>(way.edge)].id;
    }

    void frameGroups() {
        std::vector<Box> nodes, closed;
        for (const GraphNode& node : m_graph.nodes) {
            const auto found = m_placement.nodes.find(node.id);
            nodes.push_back(found == m_placement.nodes.end() ? Box{} : found->second);
        }
        for (const GraphGroup& group : m_graph.groups) {
            const auto found = m_placement.groups.find(group.id);
            closed.push_back(group.closed.w > 0 && found != m_placement.groups.end() ? found->second
                                                                                     : Box{});
        }
        m_frames = groupFrames(m_graph, nodes, closed);
        m_placement.groups.clear();
        for (std::size_t g = 0; g < m_graph.groups.size(); ++g)
            if (!m_frames[g].empty())
                m_placement.groups.emplace(m_graph.groups[g].id, m_frames[g]);
        m_nodes = std::move(nodes);
    }

    static Box captionOf(const GraphGroup& group, const Box& frame) {
        if (group.captionAside)
            return {frame.x + 8, frame.y + 12, 18, std::min(frame.h - 24, group.title.w)};
        return {frame.x + 12, frame.y + 8, std::min(frame.w - 24, group.title.w), 18};
    }

    void collectObstacles() {
        for (const Box& box : m_nodes)
            if (!box.empty()) {
                m_obstacles.add(box);
                m_bodies.add(box);
            }
        for (std::size_t g = 0; g < m_graph.groups.size(); ++g) {
            const Box& frame = m_frames[g];
            if (frame.empty())
                continue;
            const GraphGroup& group = m_graph.groups[g];
            if (group.closed.w > 0)
                m_bodies.add(frame);
            m_obstacles.add(group.closed.w > 0 ? frame : captionOf(group, frame));
        }
    }

    // The plates of hubs' lines, each with the line that it stands for.
    void placeReferences() {
        m_placement.edges.clear();
        m_placement.references.clear();
        for (std::size_t e = 0; e < m_graph.edges.size(); ++e) {
            const GraphEdge& edge = m_graph.edges[e];
            if (edge.referrer < 0)
                continue;
            const Box referrer = endBox(edge.referrer, false);
            Way way;
            way.edge = static_cast<int>(e);
            way.from = endBox(edge.from, false);
            way.to = endBox(edge.to, false);
            if (way.from.empty() || way.to.empty())
                continue;
            chooseSides(way, edge);
            way.start = portAt(way.from, way.fromSide, 0);
            way.end = portAt(way.to, way.toSide, 0);
            const int hub = edge.referrer == edge.from ? edge.to : edge.from;
            const Box plate = edge.plate.moved({referrer.x, referrer.y});
            const Point top{plate.center().x, plate.y}, foot{top.x, referrer.bottom()};
            const bool leaves = edge.referrer == edge.from;
            m_placement.references.emplace(
                edge.id,
                Reference{m_graph.nodes[static_cast<std::size_t>(hub)].id, plate, curve(way)});
            m_placement.edges.emplace(
                edge.id, openLine(std::vector<Point>{leaves ? foot : top, leaves ? top : foot}));
            m_obstacles.add(plate);
            m_bodies.add(plate);
        }
    }

    // A part's dead letters stand right below it: other lines keep out of the gap, where they would
    // be taken for one more failure path.
    void closeFailureGaps() {
        m_firstGap = m_obstacles.size();
        for (const GraphEdge& edge : m_graph.edges) {
            const Box from = endBox(edge.from, edge.fromGroup), to = endBox(edge.to, edge.toGroup);
            const double gap = to.y - from.bottom();
            const double left = std::max(from.x, to.x), right = std::min(from.right(), to.right());
            if (edge.failure && !from.empty() && !to.empty() && gap > 0 &&
                gap <= widestFailureGap && left < right)
                m_obstacles.add({left, from.bottom(), right - left, gap});
        }
    }

    Box endBox(int index, bool isGroup) const {
        const auto& boxes = isGroup ? m_frames : m_nodes;
        return index >= 0 && static_cast<std::size_t>(index) < boxes.size()
                   ? boxes[static_cast<std::size_t>(index)]
                   : Box{};
    }

    void collectWays() {
        for (std::size_t e = 0; e < m_graph.edges.size(); ++e) {
            const GraphEdge& edge = m_graph.edges[e];
            if (edge.sharesWith >= 0 || edge.referrer >= 0)
                continue;
            Way way;
            way.edge = static_cast<int>(e);
            way.from = endBox(edge.from, edge.fromGroup);
            way.to = endBox(edge.to, edge.toGroup);
            if (way.from.empty() || way.to.empty())
                continue;
            way.pointed =
                !edge.fromGroup && m_graph.nodes[static_cast<std::size_t>(edge.from)].column == 0;
            chooseSides(way, edge);
            m_ways.push_back(way);
        }
    }

    // Where many lines leave a side, those that come back to it would cross them all: they arrive
    // from above or below.
    void relieveBusySides() {
        struct Count {
            int leaving = 0, arriving = 0;
        };
        const auto keyOf = [](const Box& b, Side side) {
            return SideKey{b.x, b.y, b.w, b.h, side};
        };
        std::map<SideKey, Count> counts;
        for (const Way& way : m_ways) {
            ++counts[keyOf(way.from, way.fromSide)].leaving;
            ++counts[keyOf(way.to, way.toSide)].arriving;
        }
        for (Way& way : m_ways) {
            const Count& count = counts[keyOf(way.to, way.toSide)];
            if (!upright(way.toSide) && !(way.from == way.to) && count.leaving >= crowd &&
                count.arriving >= crowd)
                way.toSide = way.from.center().y < way.to.center().y ? Side::Top : Side::Bottom;
        }
    }

    static void chooseSides(Way& way, const GraphEdge& edge) {
        const Box &a = way.from, &b = way.to;
        const bool below = b.y >= a.bottom() + facing, above = b.bottom() + facing <= a.y;
        const auto set = [&](Side from, Side to) {
            way.fromSide = from;
            way.toSide = to;
        };
        if (a == b)
            return set(Side::Top, Side::Right);
        if (edge.failure)
            return set(Side::Bottom, below                       ? Side::Top
                                     : b.x >= a.right() + facing ? Side::Left
                                                                 : Side::Bottom);
        if (b.x >= a.right() + facing)
            return set(Side::Right, Side::Left);
        if (b.right() + facing <= a.x)
            return set(Side::Left, Side::Right);
        if (below || above)
            return below ? set(Side::Bottom, Side::Top) : set(Side::Top, Side::Bottom);
        set(Side::Bottom, Side::Bottom); // they overlap: the user moved one onto the other
    }

    struct Use {
        std::size_t way = 0;
        bool atStart = false;
    };

    // A place at a side: of one line, or of a bundle.
    struct Slot {
        std::vector<Use> uses;
        std::pair<double, double> goesTo; // where its lines go, on average
    };

    // Lines at one side of a box spread over it, in the order of where they go. At a busy side
    // those of one style share a place.
    void choosePorts() {
        std::map<SideKey, std::vector<Use>> uses;
        const auto keyOf = [](const Box& b, Side side) {
            return SideKey{b.x, b.y, b.w, b.h, side};
        };
        for (std::size_t w = 0; w < m_ways.size(); ++w) {
            uses[keyOf(m_ways[w].from, m_ways[w].fromSide)].push_back({w, true});
            uses[keyOf(m_ways[w].to, m_ways[w].toSide)].push_back({w, false});
        }
        int bundle = 0;
        for (auto& [key, all] : uses) {
            const Side side = std::get<Side>(key);
            const Box box{std::get<0>(key), std::get<1>(key), std::get<2>(key), std::get<3>(key)};
            std::vector<Slot> slots = slotsOf(all, upright(side));
            const double length = upright(side) ? box.w : box.h;
            const double step =
                std::min(portSpacing, (length - 16) / static_cast<double>(slots.size()));
            for (std::size_t i = 0; i < slots.size(); ++i) {
                const double off =
                    (static_cast<double>(i) - (static_cast<double>(slots.size()) - 1) / 2) * step;
                for (const Use& use : slots[i].uses) {
                    Way& way = m_ways[use.way];
                    (use.atStart ? way.start : way.end) = portAt(box, side, off);
                    if (slots[i].uses.size() > 1)
                        (use.atStart ? way.bundles.start : way.bundles.end) = bundle;
                }
                ++bundle;
            }
        }
        for (Way& way : m_ways)
            align(way, uses[keyOf(way.from, way.fromSide)].size() == 1,
                  uses[keyOf(way.to, way.toSide)].size() == 1);
    }

    std::vector<Slot> slotsOf(const std::vector<Use>& uses, bool isUpright) const {
        const auto there = [&](const Use& use) {
            const Way& way = m_ways[use.way];
            const Point p = (use.atStart ? way.to : way.from).center();
            return isUpright ? std::pair(p.x, p.y) : std::pair(p.y, p.x);
        };
        std::vector<Slot> slots;
        std::map<std::pair<bool, int>, std::size_t> shared; // by end and style
        for (const Use& use : uses) {
            const int style = m_graph.edges[static_cast<std::size_t>(m_ways[use.way].edge)].style;
            if (uses.size() >= busySide) {
                const auto [known, isNew] = shared.try_emplace({use.atStart, style}, slots.size());
                if (!isNew) {
                    slots[known->second].uses.push_back(use);
                    continue;
                }
            }
            slots.push_back({{use}, {}});
        }
        for (Slot& slot : slots) {
            for (const Use& use : slot.uses) {
                slot.goesTo.first += there(use).first;
                slot.goesTo.second += there(use).second;
            }
            slot.goesTo.first /= static_cast<double>(slot.uses.size());
            slot.goesTo.second /= static_cast<double>(slot.uses.size());
        }
        std::ranges::stable_sort(slots, {}, &Slot::goesTo);
        return slots;
    }

    static Point portAt(const Box& box, Side side, double off) {
        const Point c = box.center();
        switch (side) {
        case Side::Left:
            return {box.x, c.y + off};
        case Side::Right:
            return {box.right(), c.y + off};
        case Side::Top:
            return {c.x + off, box.y};
        case Side::Bottom:
            return {c.x + off, box.bottom()};
        }
        return c;
    }

    // A line that is alone at its side moves its port to the other's level: straight reads better
    // than nearly straight.
    static void align(Way& way, bool startAlone, bool endAlone) {
        if (way.from == way.to || upright(way.fromSide) != upright(way.toSide))
            return;
        const bool x = upright(way.fromSide);
        double& start = x ? way.start.x : way.start.y;
        double& end = x ? way.end.x : way.end.y;
        const auto room = [&](const Box& box) { return (x ? box.w : box.h) / 2 - 12; };
        const auto middle = [&](const Box& box) { return x ? box.center().x : box.center().y; };
        const auto takes = [&](const Box& box, double at) {
            return std::abs(at - middle(box)) <= room(box);
        };
        if (std::abs(start - end) > alignWithin)
            return;
        if (endAlone && takes(way.to, start))
            end = start;
        else if (startAlone && !way.pointed && takes(way.from, end))
            start = end;
    }

    bool isClear(const Way& way, const std::vector<Point>& points) const {
        for (std::size_t i = 1; i < points.size(); ++i) {
            const Point a = points[i - 1], b = points[i];
            const Point ends[] = {a, b};
            const bool hit = m_obstacles.any(boundsOf(ends).grown(berth + 0.1), [&](int k) {
                const Box& box = m_obstacles[k];
                if (k >= m_firstGap && m_graph.edges[static_cast<std::size_t>(way.edge)].failure)
                    return false;
                const bool own = box == way.from || box == way.to;
                return crosses(a, b, own ? box.grown(-0.5) : box.grown(berth));
            });
            if (hit)
                return false;
        }
        return true;
    }

    // A soft curve that leaves and arrives upright to its sides.
    static Path curve(const Way& way) {
        using Verb = PathStep::Verb;
        const Point d = way.end - way.start;
        const bool straight =
            (!upright(way.fromSide) && !upright(way.toSide) && std::abs(d.y) < 0.5) ||
            (upright(way.fromSide) && upright(way.toSide) && std::abs(d.x) < 0.5);
        if (straight && !(way.from == way.to))
            return openLine(std::vector<Point>{way.start, way.end});
        const auto pull = [&](Side side) {
            const double along = upright(side) ? std::abs(d.y) : std::abs(d.x);
            return std::max(24.0,
                            along * (upright(way.fromSide) == upright(way.toSide) ? 0.5 : 0.7));
        };
        return {{Verb::Move, {}, {}, way.start},
                {Verb::Cubic, way.start + outward(way.fromSide) * pull(way.fromSide),
                 way.end + outward(way.toSide) * pull(way.toSide), way.end}};
    }

    // Level, then a bend within one gap, then level again.
    static Path bentCurve(const Way& way, double from, double to) {
        using Verb = PathStep::Verb;
        const double middle = (from + to) / 2;
        return {{Verb::Move, {}, {}, way.start},
                {Verb::Line, {}, {}, {from, way.start.y}},
                {Verb::Cubic, {middle, way.start.y}, {middle, way.end.y}, {to, way.end.y}},
                {Verb::Line, {}, {}, way.end}};
    }

    std::optional<Path> simplePath(const Way& way) const {
        if (way.from == way.to)
            return loop(way);
        Path direct = curve(way);
        if (isClear(way, flattened(direct)))
            return direct;
        if (upright(way.fromSide) || upright(way.toSide))
            return std::nullopt;
        const double d = way.end.x - way.start.x, width = std::min(std::abs(d), 72.0),
                     sign = d < 0 ? -1 : 1;
        for (const double share : {1.0, 0.0, 0.5, 0.25, 0.75}) {
            const double from = way.start.x + sign * (std::abs(d) - width) * share;
            Path bent = bentCurve(way, from, from + sign * width);
            if (isClear(way, flattened(bent)))
                return bent;
        }
        return std::nullopt;
    }

    // From the top, round the corner, back in at the right; no wider than the narrowest gap between
    // parts.
    static Path loop(const Way& way) {
        const Box& b = way.from;
        const double up = b.y - 12, right = b.right() + 14;
        const Point start{b.right() - 28, b.y}, end{b.right(), b.y + std::min(20.0, b.h / 2)};
        return roundedLine(
            std::vector<Point>{start, {start.x, up}, {right, up}, {right, end.y}, end}, 10);
    }

    // The same line for those that share one, turned round where the arrow points the other way.
    void shareLines() {
        for (const GraphEdge& edge : m_graph.edges) {
            if (edge.sharesWith < 0 || edge.referrer >= 0)
                continue;
            const GraphEdge& first = m_graph.edges[static_cast<std::size_t>(edge.sharesWith)];
            const auto line = m_placement.edges.find(first.id);
            if (line != m_placement.edges.end())
                m_placement.edges.emplace(edge.id, edge.from == first.from ? line->second
                                                                           : turned(line->second));
        }
    }

    void measure() {
        Box all;
        for (const auto& [id, box] : m_placement.nodes)
            all = all.united(box);
        for (const auto& [id, box] : m_placement.groups)
            all = all.united(box);
        for (const auto& [id, path] : m_placement.edges)
            all = all.united(boundsOf(path));
        m_placement.bounds = all;
    }

    const Graph& m_graph;
    Placement& m_placement;
    std::vector<Box> m_nodes, m_frames;
    BoxIndex m_obstacles; // parts and captions
    int m_firstGap = 0;   // obstacles from this number on are gaps above dead letters
    BoxIndex m_bodies;    // parts alone
    std::vector<Way> m_ways;
};

} // namespace

void route(const Graph& graph, Placement& placement) {
    if (!graph.down)
        return Router(graph, placement).run();
    Placement turned = mirrored(placement);
    const Graph aside = mirrored(graph);
    Router(aside, turned).run();
    placement = mirrored(turned);
}

} // namespace limn
