// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cassert>
#include <map>
#include <set>
#include <tuple>
#include <unordered_map>

#include <fmt/format.h>

#include "core/model/fragment.h"

namespace limn {

FragmentNode& Fragment::node(std::string id, NodeKind kind, Span at) {
    FragmentNode& made = nodes.emplace_back();
    made.id = std::move(id);
    made.kind = kind;
    made.at = at;
    return made;
}

FragmentEdge& Fragment::edge(std::string from, std::string to, EdgeKind kind, Evidence evidence) {
    FragmentEdge& made = edges.emplace_back();
    made.from = std::move(from);
    made.to = std::move(to);
    made.kind = kind;
    made.evidence.push_back(evidence);
    return made;
}

void Fragment::problem(Severity severity, std::string code, std::string message, Span at) {
    problems.push_back({severity, std::move(code), std::move(message), at});
}

// Fills one Model from fragments. Lives for one call of link().
class Linker {
public:
    Model link(const std::vector<std::shared_ptr<const Fragment>>& fragments);

private:
    using Ids = std::map<std::string, std::string, std::less<>>; // a fragment's ids to the Model's

    Symbol intern(std::string_view text);
    Range properties(std::vector<FragmentProperty> list);
    void declare(const Fragment& fragment, const std::string& prefix);
    void addExternals();
    void sortTables();
    void addGroups();
    void addNodes();
    void addEdges();
    void addStatements();
    void indexEdges();
    std::string unique(const std::string& id, Span at);
    std::string resolve(const Fragment& fragment, const Ids& ids, const std::string& id, Span at);
    End end(const std::string& id) const;

    struct PlacedEdge {
        std::string from, to;
        FragmentEdge edge;
    };
    Model m_model;
    std::unordered_map<std::string_view, Symbol> m_symbols; // views into the Model's pool
    std::vector<FragmentNode> m_nodes;
    std::vector<FragmentGroup> m_groups;
    std::vector<PlacedEdge> m_edges;
    std::vector<FragmentStatement> m_statements;
    std::set<std::string, std::less<>> m_taken;
    std::map<std::string, Span> m_missing; // ids nobody has, with the first place that names them
};

Symbol Linker::intern(std::string_view text) {
    if (text.empty())
        return Symbol::None;
    const auto known = m_symbols.find(text);
    if (known != m_symbols.end())
        return known->second;
    const auto symbol = static_cast<Symbol>(m_model.m_strings.size());
    const std::string_view kept = m_model.m_stringPool.emplace_back(text);
    m_model.m_strings.push_back(kept);
    m_symbols.emplace(kept, symbol);
    return symbol;
}

Range Linker::properties(std::vector<FragmentProperty> list) {
    std::stable_sort(list.begin(), list.end(),
                     [](const auto& a, const auto& b) { return a.key < b.key; });
    Range range{static_cast<std::uint32_t>(m_model.m_properties.size()), 0};
    for (FragmentProperty& p : list) {
        m_model.m_properties.push_back(
            {intern(p.key), std::move(p.value), p.at, p.keyAt, p.origin});
        ++range.count;
    }
    return range;
}

std::string Linker::unique(const std::string& id, Span at) {
    if (m_taken.insert(id).second)
        return id;
    for (int n = 2;; ++n) {
        const std::string other = fmt::format("{}~{}", id, n);
        if (!m_taken.insert(other).second)
            continue;
        m_model.m_problems.push_back(
            {Severity::Warning, "duplicate-id",
             fmt::format(
                 "`{}` names a second part; it is shown as `{}`. Give it a name of its own.", id,
                 other),
             at});
        return other;
    }
}

// The Model's id for what a fragment calls `id`; one that nobody has becomes an external part.
std::string Linker::resolve(const Fragment& fragment, const Ids& ids, const std::string& id,
                            Span at) {
    const auto known = ids.find(id);
    if (known != ids.end())
        return known->second;
    if (m_missing.emplace(id, at).second && !fragment.source.format.empty())
        m_model.m_problems.push_back(
            {Severity::Warning, "unknown-reference",
             fmt::format(
                 "`{}` is named here, but no part has that name. It is drawn as an outside part.",
                 id),
             at});
    return id;
}

void Linker::declare(const Fragment& fragment, const std::string& prefix) {
    Ids ids;
    for (const FragmentGroup& group : fragment.groups) {
        FragmentGroup made = group;
        made.id = unique(prefix + group.id, group.at);
        ids.emplace(group.id, made.id);
        m_groups.push_back(std::move(made));
    }
    for (const FragmentNode& node : fragment.nodes) {
        FragmentNode made = node;
        made.id = unique(prefix + node.id, node.at);
        if (made.name.empty())
            made.name = node.id;
        ids.emplace(node.id, made.id);
        m_nodes.push_back(std::move(made));
    }
    const std::string_view own =
        prefix.empty() ? std::string_view{} : std::string_view(prefix).substr(0, prefix.size() - 1);
    const auto placed = [&](std::string& name, Span at) {
        if (name.empty()) {
            name = own;
            return;
        }
        const auto known = ids.find(name);
        if (known != ids.end()) {
            name = known->second;
            return;
        }
        m_model.m_problems.push_back(
            {Severity::Warning, "unknown-group",
             fmt::format("The group `{}` is not declared. The part is drawn outside of any.", name),
             at});
        name.clear();
    };
    for (std::size_t i = m_groups.size() - fragment.groups.size(); i < m_groups.size(); ++i)
        placed(m_groups[i].parent, m_groups[i].at);
    for (std::size_t i = m_nodes.size() - fragment.nodes.size(); i < m_nodes.size(); ++i)
        placed(m_nodes[i].group, m_nodes[i].at);
    for (const FragmentEdge& edge : fragment.edges) {
        const Span at = edge.evidence.empty() ? Span{} : edge.evidence.front().at;
        std::string from = resolve(fragment, ids, edge.from, at),
                    to = resolve(fragment, ids, edge.to, at);
        m_edges.push_back({std::move(from), std::move(to), edge});
    }
    for (const FragmentStatement& statement : fragment.statements) {
        FragmentStatement made = statement;
        made.identity = resolve(fragment, ids, statement.identity, statement.statement.at);
        for (auto* items : {&made.statement.resources, &made.statement.notResources})
            for (Statement::Item& item : *items)
                if (const auto known = ids.find(item.target); known != ids.end())
                    item.target = known->second;
        m_statements.push_back(std::move(made));
    }
    m_model.m_unplaced.insert(m_model.m_unplaced.end(), fragment.unplaced.begin(),
                              fragment.unplaced.end());
    m_model.m_problems.insert(m_model.m_problems.end(), fragment.problems.begin(),
                              fragment.problems.end());
}

void Linker::addExternals() {
    for (const auto& [id, at] : m_missing) {
        if (m_taken.contains(id))
            continue; // another file has it
        m_taken.insert(id);
        FragmentNode external;
        external.id = external.name = id;
        external.kind = NodeKind::External;
        external.at = at;
        m_nodes.push_back(std::move(external));
    }
}

void Linker::sortTables() {
    const auto byId = [](const auto& a, const auto& b) { return a.id < b.id; };
    std::sort(m_nodes.begin(), m_nodes.end(), byId);
    std::sort(m_groups.begin(), m_groups.end(), byId);
    const auto rank = [](const PlacedEdge& e) { return std::tie(e.from, e.edge.kind, e.to); };
    std::stable_sort(m_edges.begin(), m_edges.end(),
                     [&](const PlacedEdge& a, const PlacedEdge& b) { return rank(a) < rank(b); });
}

void Linker::addGroups() {
    for (FragmentGroup& g : m_groups) {
        Group& group = m_model.m_groups.emplace_back();
        group.id = intern(g.id);
        group.name = intern(g.name.empty() ? g.id : g.name);
        group.kind = g.kind;
        group.platformType = intern(g.platformType);
        group.at = g.at;
        group.properties = properties(std::move(g.properties));
    }
    for (std::size_t i = 0; i < m_groups.size(); ++i)
        if (const Group* parent = m_model.group(m_groups[i].parent))
            m_model.m_groups[i].parent = m_model.indexOf(*parent);
    // A group inside itself would have no outside: such a chain is cut at its first group.
    for (Group& start : m_model.m_groups) {
        std::size_t steps = 0;
        for (const Group* g = &start; g->parent != GroupIndex::None; g = &m_model[g->parent])
            if (++steps > m_groups.size()) {
                m_model.m_problems.push_back(
                    {Severity::Warning, "group-cycle",
                     fmt::format("The group `{}` is inside itself. It is drawn on its own.",
                                 m_model.text(start.id)),
                     start.at});
                start.parent = GroupIndex::None;
                break;
            }
    }
}

void Linker::addNodes() {
    for (FragmentNode& n : m_nodes) {
        Node& node = m_model.m_nodes.emplace_back();
        node.id = intern(n.id);
        node.name = intern(n.name);
        node.subtype = intern(n.subtype);
        node.platformType = intern(n.platformType);
        node.kind = n.kind;
        node.nodeClass = n.nodeClass.value_or(defaultClass(n.kind));
        if (const Group* group = m_model.group(n.group))
            node.group = m_model.indexOf(*group);
        node.at = n.at;
        node.properties = properties(std::move(n.properties));
    }
}

End Linker::end(const std::string& id) const {
    if (const Node* node = m_model.node(id))
        return {m_model.indexOf(*node), GroupIndex::None};
    const Group* group = m_model.group(id);
    assert(group); // resolve() and addExternals() left no id without a part
    return {NodeIndex::None, m_model.indexOf(*group)};
}

void Linker::addEdges() {
    std::map<std::string, int> alike;
    struct Made {
        std::string key;
        Edge edge;
    };
    std::vector<Made> made;
    for (PlacedEdge& placed : m_edges) {
        Edge edge;
        edge.from = end(placed.from);
        edge.to = end(placed.to);
        edge.kind = placed.edge.kind;
        edge.delivery = placed.edge.delivery;
        edge.evidence = {static_cast<std::uint32_t>(m_model.m_evidence.size()),
                         static_cast<std::uint32_t>(placed.edge.evidence.size())};
        m_model.m_evidence.insert(m_model.m_evidence.end(), placed.edge.evidence.begin(),
                                  placed.edge.evidence.end());
        edge.properties = properties(std::move(placed.edge.properties));
        std::string key = fmt::format("{} {} {}", placed.from, word(edge.kind), placed.to);
        if (const int count = ++alike[key]; count > 1)
            key += fmt::format(" {}", count);
        made.push_back({std::move(key), edge});
    }
    std::sort(made.begin(), made.end(), [](const Made& a, const Made& b) { return a.key < b.key; });
    for (Made& m : made) {
        m.edge.key = intern(m.key);
        m_model.m_edges.push_back(m.edge);
    }
}

void Linker::addStatements() {
    for (FragmentStatement& s : m_statements) {
        const Node* identity = m_model.node(s.identity);
        if (!identity)
            continue; // a group cannot hold permissions; its reader has reported that
        s.statement.identity = m_model.indexOf(*identity);
        m_model.m_statements.push_back(std::move(s.statement));
    }
    std::stable_sort(
        m_model.m_statements.begin(), m_model.m_statements.end(),
        [](const Statement& a, const Statement& b) { return a.identity < b.identity; });
}

// Two tables of edges by their ends, so that walking from a part costs what it has.
void Linker::indexEdges() {
    const auto build = [this](End Edge::* which, std::vector<Range>& ranges,
                              std::vector<EdgeIndex>& table) {
        ranges.assign(m_model.m_nodes.size(), {});
        for (const Edge& e : m_model.m_edges)
            if ((e.*which).node != NodeIndex::None)
                ++ranges[static_cast<std::size_t>((e.*which).node)].count;
        std::uint32_t first = 0;
        for (Range& r : ranges) {
            r.first = first;
            first += r.count;
            r.count = 0;
        }
        table.resize(first);
        for (const Edge& e : m_model.m_edges)
            if ((e.*which).node != NodeIndex::None) {
                Range& r = ranges[static_cast<std::size_t>((e.*which).node)];
                table[r.first + r.count++] = m_model.indexOf(e);
            }
    };
    build(&Edge::from, m_model.m_fromRanges, m_model.m_fromEdges);
    build(&Edge::to, m_model.m_toRanges, m_model.m_toEdges);
}

Model Linker::link(const std::vector<std::shared_ptr<const Fragment>>& fragments) {
    const auto speaking = std::count_if(fragments.begin(), fragments.end(),
                                        [](const auto& f) { return !f->nodes.empty(); });
    for (const auto& fragment : fragments) {
        m_model.m_sources.push_back(fragment->source);
        std::string prefix;
        if (speaking > 1 && !fragment->nodes.empty()) {
            FragmentGroup stack;
            stack.id = unique(fragment->name, {});
            stack.name = fragment->name;
            stack.kind = GroupKind::Stack;
            prefix = stack.id + '/';
            m_groups.push_back(std::move(stack));
        }
        declare(*fragment, prefix);
    }
    addExternals();
    sortTables();
    addGroups();
    addNodes();
    addEdges();
    addStatements();
    indexEdges();
    const auto place = [](const auto& a) { return std::tie(a.at.source, a.at.begin, a.at.end); };
    std::stable_sort(m_model.m_problems.begin(), m_model.m_problems.end(),
                     [&](const Problem& a, const Problem& b) { return place(a) < place(b); });
    std::stable_sort(m_model.m_unplaced.begin(), m_model.m_unplaced.end(),
                     [&](const Unplaced& a, const Unplaced& b) { return place(a) < place(b); });
    return std::move(m_model);
}

Model link(std::vector<std::shared_ptr<const Fragment>> fragments) {
    return Linker().link(fragments);
}

} // namespace limn
