// SPDX-License-Identifier: GPL-3.0-or-later
// The states of a workflow, branch by branch, with the layouts there are.
#include <algorithm>
#include <cmath>
#include <map>

#include "core/drawing/path.h"
#include "core/drawing/states.h"
#include "core/drawing/text_width.h"
#include "layouts/graph.h"

namespace limn {
namespace {

constexpr double dot = 24;     // where a workflow starts
constexpr int deepest = 32;    // boxes in boxes
constexpr double caption = 40; // room along the top of a box
constexpr double padding = 24; // and along its other sides
constexpr double branchGap = 24;

double onGrid(double length) { return std::ceil(length / 8) * 8; }

// Layouts flow from left to right. What they give is turned over the diagonal.
Size turned(Size size) { return {size.h, size.w}; }
Point turned(Point p) { return {p.y, p.x}; }
Box turned(const Box& box) { return {box.y, box.x, box.h, box.w}; }

// A placement at another place, over the diagonal.
Placement turnedTo(const Placement& from, Point origin) {
    Placement to;
    for (const auto& [id, box] : from.nodes)
        to.nodes.emplace(id, turned(box).moved(origin));
    for (const auto& [id, path] : from.edges) {
        Path turnedPath = path;
        for (PathStep& step : turnedPath) {
            step.control1 = turned(step.control1) + origin;
            step.control2 = turned(step.control2) + origin;
            step.end = turned(step.end) + origin;
        }
        to.edges.emplace(id, std::move(turnedPath));
    }
    return to;
}

void add(Placement& to, const Placement& part, Point by) {
    for (const auto& [id, box] : part.nodes)
        to.nodes.emplace(id, box.moved(by));
    for (const auto& [id, box] : part.groups)
        to.groups.emplace(id, box.moved(by));
    for (const auto& [id, path] : part.edges)
        to.edges.emplace(id, moved(path, by));
}

// A stretch of states that stands alone, its top left corner at the origin.
struct Level {
    Placement placement;
    Size size;
};

// States that lie side by side: those of one branch, or of the workflow itself.
using Scope = std::pair<std::string_view, int>; // key of the state they are in, branch

class StateArranger {
public:
    StateArranger(const Model& model, const Node& workflow, std::stop_token stop)
        : m_model(model), m_workflow(workflow), m_stop(std::move(stop)) {
        for (const State& state : model.states(workflow))
            m_byKey.emplace(state.key, &state);
        for (const State& state : model.states(workflow))
            m_scopes[scopeOf(state)].push_back(&state);
    }

    Result<Arranged> run() {
        const Result<Level> all = level(Scope{});
        if (!all)
            return all.error();
        Arranged arranged{all->placement, std::move(m_note)};
        straightenStart(arranged.placement);
        arranged.placement.bounds = {0, 0, all->size.w, all->size.h};
        return arranged;
    }

private:
    using Levels = std::map<std::string, Level>; // boxes of a level, by the state's id

    // Where a state lies. One whose boxes lead nowhere, or too deep, lies outside all.
    Scope scopeOf(const State& state) const {
        const State* around = &state;
        for (int depth = 0; depth <= deepest; ++depth) {
            if (around->parent.empty())
                return around == &state ? Scope{} : Scope{state.parent, state.branch};
            const auto parent = m_byKey.find(around->parent);
            if (parent == m_byKey.end() || !holdsStates(m_model, *parent->second))
                return {};
            around = parent->second;
        }
        return {};
    }

    Result<Level> level(const Scope& scope) {
        Graph graph;
        Levels boxes;
        std::map<std::string_view, int> position;
        for (const State* state : m_scopes[scope]) {
            GraphNode node;
            node.id = m_model.id(*state);
            node.size = turned(stateSize(m_model, *state));
            if (holdsStates(m_model, *state) && isOpen(*state)) {
                Result<Level> inner = boxOf(*state);
                if (!inner)
                    return inner.error();
                node.size = turned(inner->size);
                boxes.emplace(node.id, std::move(*inner));
            }
            position.emplace(state->key, static_cast<int>(graph.nodes.size()));
            graph.nodes.push_back(std::move(node));
        }
        addStart(graph, scope, position);
        for (const State* state : m_scopes[scope])
            for (std::size_t i = 0; i < state->transitions.size(); ++i)
                connect(graph, transitionId(m_model, *state, i), position.at(state->key),
                        position.find(state->transitions[i].to), position, state->transitions[i]);
        return arrangedLevel(graph, boxes);
    }

    // The dot where the workflow starts; a branch says it on its first state.
    void addStart(Graph& graph, const Scope& scope,
                  const std::map<std::string_view, int>& position) {
        if (!scope.first.empty())
            return;
        GraphNode start;
        start.id = startId(m_model, m_workflow);
        start.size = {dot, dot};
        start.column = 0;
        const int from = static_cast<int>(graph.nodes.size());
        graph.nodes.push_back(std::move(start));
        for (const State* state : m_scopes[scope])
            if (state->isStart)
                connect(graph, startLineId(m_model, m_workflow), from, position.find(state->key),
                        position, {});
    }

    // The dot right over the state it leads to, where there is room.
    void straightenStart(Placement& placement) const {
        const auto dotAt = placement.nodes.find(startId(m_model, m_workflow));
        const auto line = placement.edges.find(startLineId(m_model, m_workflow));
        if (dotAt == placement.nodes.end() || line == placement.edges.end())
            return;
        const Point tip = line->second.back().end;
        Box wanted = dotAt->second;
        wanted.x = tip.x - wanted.w / 2;
        const auto isTaken = [&](const auto& entry) {
            return entry.first != dotAt->first &&
                   entry.second.intersects(
                       {wanted.x - 8, wanted.y, wanted.w + 16, std::max(0.0, tip.y - wanted.y)});
        };
        if (std::ranges::any_of(placement.nodes, isTaken) ||
            std::ranges::any_of(placement.groups, isTaken))
            return;
        dotAt->second = wanted;
        line->second = openLine(std::vector<Point>{{tip.x, wanted.bottom()}, tip});
    }

    template <typename Found>
    static void connect(Graph& graph, std::string id, int from, Found to,
                        const std::map<std::string_view, int>& position, const Transition& way) {
        if (to == position.end())
            return;
        GraphEdge edge;
        edge.id = std::move(id);
        edge.from = from;
        edge.to = to->second;
        edge.failure = way.why == Transition::Why::Error;
        edge.style = static_cast<int>(way.why);
        if (const std::string label = transitionLabel(way); !label.empty())
            edge.label = turned(Size{
                std::min(widestStateLabel, textWidth(label, 11, FontWeight::Regular)) + 12, 18});
        graph.edges.push_back(std::move(edge));
    }

    Result<Level> arrangedLevel(const Graph& graph, const Levels& boxes) {
        Result<Arranged> arranged = arrange(graph, m_stop);
        if (!arranged)
            return arranged.error();
        if (m_note.empty())
            m_note = arranged->note;
        Box extent;
        for (const auto& [id, box] : arranged->placement.nodes)
            extent = extent.united(turned(box));
        for (const auto& [id, path] : arranged->placement.edges)
            extent = extent.united(turned(boundsOf(path)));
        const Point corner{std::floor(extent.x / 8) * 8, std::floor(extent.y / 8) * 8};
        Level made{turnedTo(arranged->placement, Point{} - corner),
                   {onGrid(extent.right() - corner.x), onGrid(extent.bottom() - corner.y)}};
        for (const auto& [id, inner] : boxes) {
            const auto at = made.placement.nodes.find(id);
            const Box box = at->second;
            made.placement.nodes.erase(at);
            made.placement.groups.emplace(id, box);
            add(made.placement, inner.placement, {box.x, box.y});
        }
        return made;
    }

    // Whether what is in a state lies there.
    bool isOpen(const State& holder) const {
        const auto first = m_scopes.lower_bound(Scope{holder.key, 0});
        return first != m_scopes.end() && first->first.first == holder.key;
    }

    // What is in a parallel or map state, its branches side by side, with the room around them.
    Result<Level> boxOf(const State& holder) {
        Level box;
        double x = padding, bottom = caption;
        const Scope first{holder.key, 0}, end{holder.key, 1 << 30};
        std::vector<Scope> inside;
        for (auto at = m_scopes.lower_bound(first); at != m_scopes.end() && at->first < end; ++at)
            inside.push_back(at->first);
        for (const Scope& scope : inside) {
            const Result<Level> inner = level(scope);
            if (!inner)
                return inner.error();
            Size size = inner->size;
            Point at{x, caption};
            if (scope.second > 0) { // a branch has a box of its own
                size = {size.w + 2 * padding, size.h + caption + padding};
                box.placement.groups.emplace(branchId(m_model, holder, scope.second),
                                             Box{x, caption, size.w, size.h});
                at = at + Point{padding, caption};
            }
            add(box.placement, inner->placement, at);
            x += size.w + branchGap;
            bottom = std::max(bottom, caption + size.h);
        }
        const double words = textWidth(holder.name, 12, FontWeight::Bold) + 150;
        box.size = {std::max(onGrid(x - branchGap + padding), std::min(onGrid(words), 320.0)),
                    onGrid(bottom + padding)};
        return box;
    }

    const Model& m_model;
    const Node& m_workflow;
    std::stop_token m_stop;
    std::map<std::string_view, const State*> m_byKey;
    std::map<Scope, std::vector<const State*>> m_scopes;
    std::string m_note;
};

} // namespace

Result<Arranged> arrangeStates(const Model& model, const Node& workflow, std::stop_token stop) {
    return StateArranger(model, workflow, std::move(stop)).run();
}

} // namespace limn
