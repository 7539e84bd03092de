// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/paths.h"

#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

namespace limn {
namespace {

constexpr std::size_t at(Vertex vertex) { return static_cast<std::size_t>(vertex); }

std::string nameOf(const Judge& judge, const Paths& paths, Vertex vertex) {
    if (const Node* node = paths.node(vertex))
        return judge.name(*node);
    return fmt::format("`{}`", judge.model().text(paths.group(vertex)->name));
}

std::string_view verb(EdgeKind kind) {
    switch (kind) {
    case EdgeKind::Triggers:
        return "triggers";
    case EdgeKind::Invokes:
        return "calls";
    case EdgeKind::Reads:
        return "reads";
    case EdgeKind::Writes:
        return "writes";
    case EdgeKind::Publishes:
        return "publishes to";
    case EdgeKind::Subscribes:
        return "hands on to";
    default:
        return "leads to";
    }
}

// Tarjan's algorithm, with a stack of its own: a chain of ten thousand parts is a legal manifest.
class Circles {
public:
    Circles(const Paths& paths, const std::function<bool(const Hop&)>& passes)
        : m_paths(paths), m_passes(passes), m_circle(paths.size(), none),
          m_order(paths.size(), none), m_low(paths.size(), 0) {}

    std::vector<std::uint32_t> run() {
        for (std::size_t i = 0; i < m_paths.size(); ++i)
            if (m_order[i] == none)
                visit(static_cast<Vertex>(i));
        return std::move(m_circle);
    }

private:
    static constexpr std::uint32_t none = 0xFFFFFFFF;
    struct Frame {
        Vertex vertex{};
        std::size_t next = 0; // of its hops
    };

    void enter(Vertex vertex) {
        m_order[at(vertex)] = m_low[at(vertex)] = m_count++;
        m_open.push_back(vertex);
        m_frames.push_back({vertex, 0});
    }

    void visit(Vertex start) {
        enter(start);
        while (!m_frames.empty()) {
            Frame& frame = m_frames.back();
            const Vertex here = frame.vertex;
            const std::span<const Hop> hops = m_paths.from(here);
            if (frame.next == hops.size()) {
                leave(here);
                continue;
            }
            const Hop& hop = hops[frame.next++];
            if (m_passes && !m_passes(hop))
                continue;
            const Vertex to = hop.to;
            if (m_order[at(to)] == none)
                enter(to);
            else if (m_circle[at(to)] == none)
                m_low[at(here)] = std::min(m_low[at(here)], m_order[at(to)]);
        }
    }

    void leave(Vertex here) {
        m_frames.pop_back();
        if (!m_frames.empty()) {
            std::uint32_t& above = m_low[at(m_frames.back().vertex)];
            above = std::min(above, m_low[at(here)]);
        }
        if (m_low[at(here)] != m_order[at(here)])
            return;
        for (Vertex member{}; (member = m_open.back()) != here; m_open.pop_back())
            m_circle[at(member)] = m_order[at(here)];
        m_open.pop_back();
        m_circle[at(here)] = m_order[at(here)];
    }

    const Paths& m_paths;
    const std::function<bool(const Hop&)>& m_passes;
    std::vector<std::uint32_t> m_circle, m_order, m_low;
    std::vector<Vertex> m_open;
    std::vector<Frame> m_frames;
    std::uint32_t m_count = 0;
};

} // namespace

bool movesWork(const Edge& edge) {
    switch (edge.kind) {
    case EdgeKind::Triggers:
    case EdgeKind::Invokes:
    case EdgeKind::Writes:
    case EdgeKind::Publishes:
    case EdgeKind::Subscribes:
        return true;
    default:
        return false;
    }
}

// An API is two vertices: where calls to it come in, and where all of its routes lead on.
Paths::Paths(const Model& model, const std::function<bool(const Edge&)>& admits)
    : m_model(model), m_nodes(model.nodes().size()), m_groups(model.groups().size()) {
    const auto in = [&](GroupIndex group) {
        return static_cast<Vertex>(m_nodes + std::size_t(group));
    };
    const auto out = [&](GroupIndex group) {
        return static_cast<Vertex>(m_nodes + m_groups + std::size_t(group));
    };
    const auto entered = [&](End end) {
        return end.node != NodeIndex::None ? vertex(end.node) : in(end.group);
    };
    const auto left = [&](End end) {
        return end.node != NodeIndex::None ? vertex(end.node) : out(end.group);
    };
    std::vector<Hop> hops;
    hops.reserve(model.edges().size());
    std::vector<bool> called(m_groups), calls(m_groups);
    for (const Edge& edge : model.edges()) {
        if (!admits(edge))
            continue;
        const bool turned = edge.kind == EdgeKind::Subscribes;
        const End from = turned ? edge.to : edge.from, to = turned ? edge.from : edge.to;
        hops.push_back({left(from), entered(to), model.indexOf(edge)});
        if (to.group != GroupIndex::None)
            called[std::size_t(to.group)] = true;
        if (from.group != GroupIndex::None)
            calls[std::size_t(from.group)] = true;
    }
    for (const Node& node : model.nodes()) {
        if (node.kind != NodeKind::EntryPoint)
            continue;
        const Vertex entry = vertex(model.indexOf(node));
        for (GroupIndex g = node.group; g != GroupIndex::None; g = model[g].parent) {
            if (called[std::size_t(g)])
                hops.push_back({in(g), entry, EdgeIndex::None});
            if (calls[std::size_t(g)])
                hops.push_back({entry, out(g), EdgeIndex::None});
        }
    }
    m_starts.assign(m_nodes + 2 * m_groups + 1, 0);
    for (const Hop& hop : hops)
        ++m_starts[at(hop.from) + 1];
    for (std::size_t i = 1; i < m_starts.size(); ++i)
        m_starts[i] += m_starts[i - 1];
    m_hops.resize(hops.size());
    std::vector<std::uint32_t> next(m_starts.begin(), m_starts.end() - 1);
    for (const Hop& hop : hops)
        m_hops[next[at(hop.from)]++] = hop;
}

const Node* Paths::node(Vertex vertex) const {
    return at(vertex) < m_nodes ? &m_model.nodes()[at(vertex)] : nullptr;
}

const Group* Paths::group(Vertex vertex) const {
    return at(vertex) < m_nodes ? nullptr : &m_model.groups()[(at(vertex) - m_nodes) % m_groups];
}

std::span<const Hop> Paths::from(Vertex vertex) const {
    return std::span(m_hops).subspan(m_starts[at(vertex)],
                                     m_starts[at(vertex) + 1] - m_starts[at(vertex)]);
}

std::vector<std::uint32_t> Paths::circles(const std::function<bool(const Hop&)>& passes) const {
    return Circles(*this, passes).run();
}

std::vector<Hop> Paths::wayBack(Vertex start, const std::vector<std::uint32_t>& circles,
                                const std::function<bool(const Hop&)>& passes,
                                const std::function<bool(const Hop&, const Hop&)>& follows,
                                int& steps) const {
    struct Step {
        const Hop* hop;
        std::size_t before;
    };
    constexpr std::size_t none = ~std::size_t(0);
    std::vector<Step> taken;
    std::unordered_set<const Hop*> seen;
    std::unordered_set<Vertex> done; // all that leads on from there is taken
    const auto take = [&](const Hop& hop, std::size_t before) {
        if (circles[at(hop.to)] == circles[at(start)] && passes(hop) && seen.insert(&hop).second)
            taken.push_back({&hop, before});
    };
    for (const Hop& hop : from(start))
        take(hop, none);
    for (std::size_t i = 0; i < taken.size(); ++i) {
        const Hop& hop = *taken[i].hop;
        if (hop.to == start) {
            std::vector<Hop> way;
            for (std::size_t one = i; one != none; one = taken[one].before)
                way.push_back(*taken[one].hop);
            std::ranges::reverse(way);
            return way;
        }
        if (done.contains(hop.to))
            continue;
        bool all = true;
        for (const Hop& next : from(hop.to)) {
            if (circles[at(next.to)] != circles[at(start)])
                continue;
            if (--steps < 0)
                return {};
            if (follows(hop, next))
                take(next, i);
            else
                all = false;
        }
        if (all)
            done.insert(hop.to);
    }
    return {};
}

Paths::Reach Paths::reach(std::span<const Vertex> starts,
                          const std::function<bool(const Hop&)>& passes) const {
    Reach reach;
    reach.m_seen.assign(size(), false);
    reach.m_by.assign(size(), nullptr);
    std::vector<Vertex> queue;
    for (const Vertex start : starts) {
        if (reach.has(start))
            continue;
        reach.m_seen[at(start)] = true;
        queue.push_back(start);
    }
    for (std::size_t i = 0; i < queue.size(); ++i)
        for (const Hop& hop : from(queue[i])) {
            if (reach.has(hop.to) || (passes && !passes(hop)))
                continue;
            reach.m_seen[at(hop.to)] = true;
            reach.m_by[at(hop.to)] = &hop;
            queue.push_back(hop.to);
        }
    return reach;
}

std::vector<Hop> Paths::Reach::wayTo(Vertex vertex) const {
    std::vector<Hop> way;
    for (const Hop* hop = m_by[at(vertex)]; hop; hop = m_by[at(hop->from)])
        way.push_back(*hop);
    std::ranges::reverse(way);
    return way;
}

Span placeOf(const Model& model, const Edge& edge) {
    const std::span<const Evidence> evidence = model.evidence(edge);
    return evidence.empty() ? Span() : evidence.front().at;
}

std::string asText(const Judge& judge, const Paths& paths, std::span<const Hop> way) {
    if (way.empty())
        return {};
    std::string text = nameOf(judge, paths, way.front().from);
    for (const Hop& hop : way)
        text += fmt::format(" → {}", nameOf(judge, paths, hop.to));
    return text;
}

std::vector<Exhibit> asEvidence(const Judge& judge, const Paths& paths, std::span<const Hop> way) {
    std::vector<Exhibit> out;
    for (const Hop& hop : way) {
        if (hop.edge == EdgeIndex::None)
            continue;
        const Edge& edge = judge.model()[hop.edge];
        out.push_back({fmt::format("{} {} {}", nameOf(judge, paths, hop.from), verb(edge.kind),
                                   nameOf(judge, paths, hop.to)),
                       placeOf(judge.model(), edge)});
    }
    return out;
}

} // namespace limn
