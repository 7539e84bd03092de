// SPDX-License-Identifier: GPL-3.0-or-later
#include "layouts/graph.h"

#include <algorithm>
#include <cmath>
#include <map>
#include <set>

#include "core/drawing/draw.h"
#include "core/drawing/text_width.h"
#include "layouts/references.h"

namespace limn {

namespace {

// A sidecar may say anything; this is as far as a picture goes.
constexpr double farthest = 1e6;
constexpr double smallestSide = 16;
constexpr double largestSide = 4000;

double onPicture(double at) { return std::isfinite(at) ? std::clamp(at, -farthest, farthest) : 0; }

Size sane(Size size) {
    const auto side = [](double s) {
        return std::isfinite(s) ? std::clamp(s, smallestSide, largestSide) : smallestSide;
    };
    return {side(size.w), side(size.h)};
}

class GraphBuilder {
public:
    GraphBuilder(const Snapshot& snapshot, const std::set<std::string, std::less<>>& only)
        : m_model(*snapshot.model), m_diagram(*snapshot.diagram), m_only(only),
          m_groupOf(m_model.groups().size(), -1), m_nodeOf(m_model.nodes().size(), -1),
          m_used(m_model.groups().size(), false) {}

    Graph build() {
        findUsedGroups();
        addGroups();
        addNodes();
        addEdges();
        std::vector<double> widths;
        std::vector<bool> subdued;
        for (const GraphNode& made : m_graph.nodes) {
            const Node& node = *m_model.node(made.id);
            widths.push_back(referenceWidth(nodeTitle(m_model, node)));
            subdued.push_back(node.kind == NodeKind::Resource);
        }
        m_graph.down = m_diagram.flowsDown;
        if (!m_graph.down) // plates hang below a part, where such a picture has its lines
            referToHubs(m_graph, widths, subdued);
        return std::move(m_graph);
    }

private:
    bool isWanted(std::string_view id) const { return m_only.empty() || m_only.contains(id); }
    bool isShown(const Node& node) const {
        return isDrawn(m_model, m_diagram, node) && isWanted(m_model.id(node));
    }

    GroupStyle styleOf(std::string_view group) const {
        const auto found = m_diagram.groupStyles.find(group);
        if (found == m_diagram.groupStyles.end())
            return GroupStyle::Flow;
        return found->second == "rows"      ? GroupStyle::Rows
               : found->second == "columns" ? GroupStyle::Columns
                                            : GroupStyle::Radial;
    }

    bool isCollapsed(GroupIndex g) const {
        return m_diagram.collapsed.contains(m_model.text(m_model[g].id));
    }

    // The outermost collapsed group around, the group itself included.
    GroupIndex closedAround(GroupIndex g) const {
        GroupIndex closed = GroupIndex::None;
        std::size_t steps = 0;
        for (; g != GroupIndex::None && steps++ <= m_model.groups().size(); g = m_model[g].parent)
            if (isCollapsed(g))
                closed = g;
        return closed;
    }

    void use(GroupIndex g) {
        for (; g != GroupIndex::None && !m_used[static_cast<std::size_t>(g)]; g = m_model[g].parent)
            m_used[static_cast<std::size_t>(g)] = true;
    }

    // Groups with something drawn inside, and those a line ends at.
    void findUsedGroups() {
        m_hasParts.assign(m_model.groups().size(), false);
        for (const Node& node : m_model.nodes())
            if (isShown(node)) {
                use(node.group);
                for (GroupIndex g = node.group;
                     g != GroupIndex::None && !m_hasParts[static_cast<std::size_t>(g)];
                     g = m_model[g].parent)
                    m_hasParts[static_cast<std::size_t>(g)] = true;
            }
        for (const Edge& edge : m_model.edges())
            for (const GroupIndex g : {edge.from.group, edge.to.group})
                if (g != GroupIndex::None && isWanted(m_model.text(m_model[g].id)) &&
                    isDrawn(m_model, m_diagram, edge))
                    use(g);
    }

    std::optional<Point> spotOf(std::string_view id) const {
        const auto spot = m_diagram.spots.find(id);
        if (spot == m_diagram.spots.end())
            return std::nullopt;
        return Point{onPicture(spot->second.at.x), onPicture(spot->second.at.y)};
    }

    void addGroups() {
        // Parents come before their children, whatever their ids are.
        std::vector<GroupIndex> order;
        const auto add = [&](auto& self, GroupIndex g) -> void {
            const auto i = static_cast<std::size_t>(g);
            if (m_groupOf[i] != -1 || !m_used[i])
                return;
            m_groupOf[i] = -2; // under way: a circle of parents ends here
            if (const GroupIndex parent = m_model[g].parent; parent != GroupIndex::None)
                self(self, parent);
            m_groupOf[i] = -1;
            const GroupIndex closed = closedAround(g);
            if (closed != GroupIndex::None && closed != g)
                return;
            const Group& group = m_model[g];
            const std::string_view name = m_model.text(group.name);
            GraphGroup made;
            made.id = m_model.text(group.id);
            made.parent = group.parent == GroupIndex::None
                              ? -1
                              : std::max(-1, m_groupOf[static_cast<std::size_t>(group.parent)]);
            made.style = styleOf(made.id);
            made.title = {std::min(240.0, textWidth(name, 12, FontWeight::Bold)) + 80, 24};
            if (closed == g || !m_hasParts[i]) {
                made.closed = closedGroupSize(m_model, m_diagram, group);
                made.fixed = spotOf(made.id);
            }
            m_groupOf[i] = static_cast<int>(m_graph.groups.size());
            m_graph.groups.push_back(std::move(made));
        };
        for (std::size_t i = 0; i < m_model.groups().size(); ++i)
            add(add, static_cast<GroupIndex>(i));
    }

    void addNodes() {
        for (const Node& node : m_model.nodes()) {
            if (!isShown(node) || closedAround(node.group) != GroupIndex::None)
                continue;
            GraphNode made;
            made.id = m_model.id(node);
            made.size = nodeSize(m_model, node);
            made.group = node.group == GroupIndex::None
                             ? -1
                             : m_groupOf[static_cast<std::size_t>(node.group)];
            made.fixed = spotOf(made.id);
            if (const auto spot = m_diagram.spots.find(made.id);
                spot != m_diagram.spots.end() && spot->second.size)
                made.size = sane(*spot->second.size);
            made.column = node.kind == NodeKind::EntryPoint ? 0 : -1;
            m_nodeOf[static_cast<std::size_t>(m_model.indexOf(node))] =
                static_cast<int>(m_graph.nodes.size());
            m_graph.nodes.push_back(std::move(made));
        }
    }

    struct GraphEnd {
        int index = -1;
        bool group = false;
        bool operator==(const GraphEnd&) const = default;
    };
    GraphEnd endOf(End end) const {
        const GroupIndex around = end.node == NodeIndex::None ? end.group : m_model[end.node].group;
        if (const GroupIndex closed = closedAround(around); closed != GroupIndex::None)
            return {m_groupOf[static_cast<std::size_t>(closed)], true};
        if (end.node == NodeIndex::None)
            return {end.group == GroupIndex::None ? -1
                                                  : m_groupOf[static_cast<std::size_t>(end.group)],
                    true};
        return {m_nodeOf[static_cast<std::size_t>(end.node)], false};
    }

    void addEdges() {
        std::set<std::tuple<int, int, bool, bool, EdgeKind>>
            between; // lines into a collapsed group are one
        // Reads and writes without words between two parts: one line with two arrows.
        std::map<std::pair<int, int>, int> accesses;
        for (const Edge& edge : m_model.edges()) {
            if (!isDrawn(m_model, m_diagram, edge))
                continue;
            GraphEnd from = endOf(edge.from), to = endOf(edge.to);
            if (from.index < 0 || to.index < 0 || (from == to && from.group))
                continue;
            const bool reversed = isReversed(edge);
            if (reversed)
                std::swap(from, to);
            const bool closed = from.group || to.group;
            if (closed &&
                !between.insert({from.index, to.index, from.group, to.group, edge.kind}).second)
                continue;
            GraphEdge made;
            made.id = m_model.text(edge.key);
            made.from = from.index;
            made.to = to.index;
            made.fromGroup = from.group;
            made.toGroup = to.group;
            made.backward =
                edge.kind ==
                EdgeKind::Reads; // a subscriber comes after its channel, as its arrow says
            made.failure = edge.kind == EdgeKind::FailsTo;
            made.style = static_cast<int>(edge.kind) * 16 + static_cast<int>(edge.delivery);
            if (const std::string label = edgeLabel(m_model, edge); !label.empty())
                made.label = {std::min(200.0, textWidth(label, 11, FontWeight::Regular)) + 12, 18};
            const bool access = edge.kind == EdgeKind::Reads || edge.kind == EdgeKind::Writes;
            if (access && !closed && made.label.w == 0) {
                const int index = static_cast<int>(m_graph.edges.size());
                const auto [other, isNew] =
                    accesses.try_emplace(std::minmax(made.from, made.to), index);
                if (!isNew)
                    made.sharesWith = other->second;
            }
            m_graph.edges.push_back(std::move(made));
        }
    }

    const Model& m_model;
    const Diagram& m_diagram;
    const std::set<std::string, std::less<>>& m_only; // empty: everything
    Graph m_graph;
    std::vector<int> m_groupOf, m_nodeOf; // by index in the Model
    std::vector<bool> m_used, m_hasParts;
};

} // namespace

Graph graphOf(const Snapshot& snapshot, const std::set<std::string, std::less<>>& only) {
    return GraphBuilder(snapshot, only).build();
}

} // namespace limn
