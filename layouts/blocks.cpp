// SPDX-License-Identifier: GPL-3.0-or-later
#include "layouts/blocks.h"

#include <algorithm>
#include <cmath>
#include <numeric>

namespace limn {

namespace {

constexpr double pageAspect = 1.6;
constexpr double deadLetterGap = 48;
constexpr std::size_t mostBelow = 3; // dead letters under one part

class Sets {
public:
    explicit Sets(std::size_t count) : m_parent(count) {
        std::iota(m_parent.begin(), m_parent.end(), 0);
    }
    int find(int i) {
        while (m_parent[static_cast<std::size_t>(i)] != i) {
            int& p = m_parent[static_cast<std::size_t>(i)];
            p = m_parent[static_cast<std::size_t>(p)];
            i = p;
        }
        return i;
    }
    // The smaller number stays the name of the set.
    void join(int a, int b) {
        a = find(a);
        b = find(b);
        m_parent[static_cast<std::size_t>(std::max(a, b))] = std::min(a, b);
    }

private:
    std::vector<int> m_parent;
};

class BlockBuilder {
public:
    explicit BlockBuilder(const Graph& graph)
        : m_graph(graph), m_degree(graph.nodes.size(), 0), m_nodeBlock(graph.nodes.size(), -1),
          m_groupBlock(graph.groups.size(), -1) {}

    Plan build() {
        m_plan.graph = &m_graph;
        m_plan.root = innermostCommonGroup();
        for (const GraphEdge& edge : m_graph.edges) {
            if (edge.referrer >= 0)
                continue;
            if (!edge.fromGroup)
                ++m_degree[static_cast<std::size_t>(edge.from)];
            if (!edge.toGroup)
                ++m_degree[static_cast<std::size_t>(edge.to)];
        }
        const std::vector<int> senders = deadLetterSenders();
        for (std::size_t n = 0; n < m_graph.nodes.size(); ++n)
            if (senders[n] == -1)
                addNode(static_cast<int>(n));
        for (std::size_t n = 0; n < m_graph.nodes.size(); ++n)
            if (senders[n] != -1)
                addBelow(static_cast<int>(n), m_nodeBlock[static_cast<std::size_t>(senders[n])]);
        for (std::size_t g = 0; g < m_graph.groups.size(); ++g)
            if (m_graph.groups[g].closed.w > 0)
                addClosed(static_cast<int>(g));
        shelveLoose();
        addLinks();
        return std::move(m_plan);
    }

private:
    // Nothing is beside it, so its inside is arranged like a page.
    int innermostCommonGroup() const {
        int root = -1;
        for (;;) {
            int only = -1, units = 0;
            for (const GraphNode& node : m_graph.nodes)
                units += node.group == root;
            for (std::size_t g = 0; g < m_graph.groups.size() && units <= 1; ++g)
                if (m_graph.groups[g].parent == root) {
                    ++units;
                    only = static_cast<int>(g);
                }
            if (units != 1 || only == -1)
                return root;
            const GraphGroup& group = m_graph.groups[static_cast<std::size_t>(only)];
            if (group.closed.w > 0 || group.style != GroupStyle::Flow)
                return root;
            root = only;
        }
    }

    // For each node that gets nothing but the failures of one other node of its group: that node.
    std::vector<int> deadLetterSenders() const {
        std::vector<int> sender(m_graph.nodes.size(), -1);
        std::vector<std::size_t> below(m_graph.nodes.size(), 0);
        for (const GraphEdge& edge : m_graph.edges) {
            if (!edge.failure || edge.referrer >= 0 || edge.fromGroup || edge.toGroup ||
                edge.from == edge.to)
                continue;
            const auto from = static_cast<std::size_t>(edge.from),
                       to = static_cast<std::size_t>(edge.to);
            const bool alone =
                m_degree[to] == 1 && m_graph.nodes[to].group == m_graph.nodes[from].group;
            if (alone && m_degree[from] > 1 && below[from] < mostBelow) {
                sender[to] = edge.from;
                ++below[from];
            }
        }
        return sender;
    }

    void addNode(int n) {
        const GraphNode& node = m_graph.nodes[static_cast<std::size_t>(n)];
        m_nodeBlock[static_cast<std::size_t>(n)] = static_cast<int>(m_plan.blocks.size());
        m_plan.blocks.push_back({{node.size.w, node.size.h + node.foot},
                                 node.group,
                                 node.column == 0,
                                 {{false, n, {}, node.size}}});
    }
    void addClosed(int g) {
        const GraphGroup& group = m_graph.groups[static_cast<std::size_t>(g)];
        m_groupBlock[static_cast<std::size_t>(g)] = static_cast<int>(m_plan.blocks.size());
        m_plan.blocks.push_back({group.closed, group.parent, false, {{true, g, {}, group.closed}}});
    }
    void addBelow(int n, int block) {
        Block& b = m_plan.blocks[static_cast<std::size_t>(block)];
        const Size size = m_graph.nodes[static_cast<std::size_t>(n)].size;
        const double width = std::max(b.size.w, size.w);
        const auto centred = [&](double w) {
            return std::floor((width - w) / 2 / gridStep) * gridStep;
        };
        for (Part& part : b.parts)
            part.offset.x = centred(part.size.w);
        b.parts.push_back({false, n, {centred(size.w), b.size.h + deadLetterGap}, size});
        b.size = {width, b.size.h + deadLetterGap + size.h};
        m_nodeBlock[static_cast<std::size_t>(n)] = block;
    }

    bool isLoose(const Block& block) const {
        const Part& part = block.parts.front();
        return block.parts.size() == 1 && !part.isGroup &&
               m_degree[static_cast<std::size_t>(part.index)] == 0;
    }

    // In an inner group, several parts without lines become one block; under the root they are
    // pieces of their own.
    void shelveLoose() {
        std::map<int, std::vector<int>> loose; // by group
        for (std::size_t b = 0; b < m_plan.blocks.size(); ++b)
            if (m_plan.blocks[b].group != m_plan.root && isLoose(m_plan.blocks[b]))
                loose[m_plan.blocks[b].group].push_back(static_cast<int>(b));
        std::vector<bool> gone(m_plan.blocks.size(), false);
        for (const auto& [group, members] : loose) {
            if (members.size() < 2)
                continue;
            Block& shelf = m_plan.blocks[static_cast<std::size_t>(members.front())];
            shelf.shelf = true;
            for (std::size_t i = 1; i < members.size(); ++i) {
                shelf.parts.push_back(
                    m_plan.blocks[static_cast<std::size_t>(members[i])].parts.front());
                gone[static_cast<std::size_t>(members[i])] = true;
            }
            std::ranges::stable_sort(shelf.parts, std::greater{},
                                     [](const Part& part) { return part.size.h; });
            reflow(shelf, 1e9);
        }
        std::vector<Block> kept;
        for (std::size_t b = 0; b < m_plan.blocks.size(); ++b) {
            if (gone[b])
                continue;
            for (const Part& part : m_plan.blocks[b].parts)
                (part.isGroup ? m_groupBlock : m_nodeBlock)[static_cast<std::size_t>(part.index)] =
                    static_cast<int>(kept.size());
            kept.push_back(std::move(m_plan.blocks[b]));
        }
        m_plan.blocks = std::move(kept);
    }

    // A line to an open group pulls at its first member.
    int blockOf(int index, bool isGroup) const {
        if (!isGroup)
            return m_nodeBlock[static_cast<std::size_t>(index)];
        if (const int own = m_groupBlock[static_cast<std::size_t>(index)]; own != -1)
            return own;
        for (std::size_t b = 0; b < m_plan.blocks.size(); ++b)
            for (int g = m_plan.blocks[b].group; g != -1;
                 g = m_graph.groups[static_cast<std::size_t>(g)].parent)
                if (g == index)
                    return static_cast<int>(b);
        return -1;
    }

    // One link for all lines between two blocks.
    void addLinks() {
        std::map<std::pair<int, int>, std::size_t> between;
        for (const GraphEdge& edge : m_graph.edges) {
            if (edge.referrer >= 0)
                continue;
            Link link{blockOf(edge.from, edge.fromGroup), blockOf(edge.to, edge.toGroup),
                      edge.label, edge.failure, !edge.backward && !edge.failure};
            if (link.from == -1 || link.to == -1 || link.from == link.to)
                continue;
            // Work that calls an API as a whole does not push that API's entry points off the left
            // edge.
            const bool callsEntry =
                edge.toGroup && m_plan.blocks[static_cast<std::size_t>(link.to)].first;
            link.main = link.main && !callsEntry;
            if (edge.backward || callsEntry)
                std::swap(link.from, link.to);
            const auto [known, isNew] =
                between.try_emplace({link.from, link.to}, m_plan.links.size());
            if (isNew) {
                m_plan.links.push_back(link);
                continue;
            }
            Link& other = m_plan.links[known->second];
            other.label.w = std::max(other.label.w, link.label.w);
            other.failure = other.failure && link.failure;
            other.main = other.main || link.main;
        }
    }

    const Graph& m_graph;
    Plan m_plan;
    std::vector<int> m_degree, m_nodeBlock, m_groupBlock;
};

} // namespace

Plan blocksOf(const Graph& graph) { return BlockBuilder(graph).build(); }

std::vector<Piece> piecesOf(const Plan& whole) {
    const auto& groups = whole.graph->groups;
    // Blocks first, then the groups right under the root.
    Sets sets(whole.blocks.size() + groups.size());
    for (std::size_t b = 0; b < whole.blocks.size(); ++b) {
        int outer = -1;
        for (int g = whole.blocks[b].group; g != -1 && g != whole.root;
             g = groups[static_cast<std::size_t>(g)].parent)
            outer = g;
        if (outer != -1)
            sets.join(static_cast<int>(b), static_cast<int>(whole.blocks.size()) + outer);
    }
    for (const Link& link : whole.links)
        sets.join(link.from, link.to);

    std::vector<Piece> pieces;
    std::map<int, std::size_t> pieceOf; // by the set's name
    std::vector<int> position(whole.blocks.size(), 0);
    for (std::size_t b = 0; b < whole.blocks.size(); ++b) {
        const auto [found, isNew] =
            pieceOf.try_emplace(sets.find(static_cast<int>(b)), pieces.size());
        if (isNew) {
            pieces.emplace_back();
            pieces.back().plan.graph = whole.graph;
            pieces.back().plan.root = whole.root;
        }
        Piece& piece = pieces[found->second];
        position[b] = static_cast<int>(piece.blocks.size());
        piece.blocks.push_back(static_cast<int>(b));
        piece.plan.blocks.push_back(whole.blocks[b]);
    }
    for (Link link : whole.links) {
        Piece& piece = pieces[pieceOf.at(sets.find(link.from))];
        link.from = position[static_cast<std::size_t>(link.from)];
        link.to = position[static_cast<std::size_t>(link.to)];
        piece.plan.links.push_back(link);
    }
    for (Piece& piece : pieces)
        piece.loose = piece.blocks.size() == 1 && piece.plan.blocks.front().parts.size() == 1 &&
                      piece.plan.blocks.front().group == whole.root;
    return pieces;
}

Plan partOf(const Plan& plan, const std::vector<int>& blocks, int root) {
    Plan part{plan.graph, root, {}, {}};
    std::vector<int> position(plan.blocks.size(), -1);
    for (const int b : blocks) {
        position[static_cast<std::size_t>(b)] = static_cast<int>(part.blocks.size());
        part.blocks.push_back(plan.blocks[static_cast<std::size_t>(b)]);
    }
    for (Link link : plan.links) {
        link.from = position[static_cast<std::size_t>(link.from)];
        link.to = position[static_cast<std::size_t>(link.to)];
        if (link.from != -1 && link.to != -1)
            part.links.push_back(link);
    }
    return part;
}

std::vector<Point> shelved(const std::vector<Size>& sizes, double width, double gap,
                           double widest) {
    double area = 0, largest = 0;
    for (const Size size : sizes) {
        area += (size.w + gap) * (size.h + gap);
        largest = std::max(largest, size.w);
    }
    const double limit =
        std::max(largest, std::min(widest, std::max(width, std::sqrt(area * pageAspect))));
    std::vector<Point> places;
    double x = 0, y = 0, rowHeight = 0;
    const auto up = [](double v) { return std::ceil(v / gridStep) * gridStep; };
    for (const Size size : sizes) {
        if (x > 0 && x + size.w > limit) {
            x = 0;
            y = up(y + rowHeight + gap);
            rowHeight = 0;
        }
        places.push_back({x, y});
        rowHeight = std::max(rowHeight, size.h);
        x = up(x + size.w + gap);
    }
    return places;
}

void reflow(Block& shelf, double widest) {
    std::vector<Size> sizes;
    for (const Part& part : shelf.parts)
        sizes.push_back(part.size);
    const std::vector<Point> places = shelved(sizes, widest < 1e9 ? widest : 0, shelfGap, widest);
    Box all;
    for (std::size_t i = 0; i < places.size(); ++i) {
        shelf.parts[i].offset = places[i];
        all = all.united({places[i].x, places[i].y, sizes[i].w, sizes[i].h});
    }
    shelf.size = all.size();
}

double columnGapFor(const Plan& plan) {
    double widest = 0;
    for (const Link& link : plan.links)
        widest = std::max(widest, link.label.w);
    return widest > 0 ? std::clamp(widest + 56, columnGap, 240.0) : columnGap;
}

} // namespace limn
