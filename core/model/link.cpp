// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <deque>
#include <span>
#include <tuple>
#include <unordered_map>
#include <unordered_set>

#include <fmt/format.h>

#include "core/model/join.h"

namespace limn {

// Fills one Model from fragments. Lives for one call of link(), and so do the fragments: their
// parts are pointed at, not copied, until they are in the Model's tables.
class Linker {
public:
    Model link(std::vector<std::shared_ptr<const Fragment>> fragments);

private:
    using Ids = std::unordered_map<std::string_view, Symbol>; // a fragment's ids to the Model's

    struct PlacedNode {
        Symbol id = Symbol::None;
        Symbol group = Symbol::None;
        const FragmentNode* node = nullptr;
    };
    struct PlacedGroup {
        Symbol id = Symbol::None;
        Symbol parent = Symbol::None;
        const FragmentGroup* group = nullptr;
    };
    struct PlacedEdge {
        Symbol from = Symbol::None;
        Symbol to = Symbol::None;
        const FragmentEdge* edge = nullptr;
    };
    struct PlacedStatement {
        Symbol identity = Symbol::None;
        Statement statement;
    };
    struct PlacedState {
        Symbol workflow = Symbol::None;
        const FragmentState* state = nullptr;
    };

    Symbol intern(std::string_view text);
    Range properties(const std::vector<FragmentProperty>& list);
    Symbol addStack(const FragmentGroup& stack);
    void makeRoom(const std::vector<PlacedFragment>& all);
    void declare(const PlacedFragment& placed, Symbol stack);
    Ids declareParts(const Fragment& fragment, Symbol stack);
    void addExternals();
    void addGroups();
    void addNodes();
    void addEdges();
    void addStatements();
    void addStates();
    void indexEdges();
    Symbol unique(std::string_view id, Span at);
    Symbol resolve(const Fragment& fragment, const Ids& ids, std::string_view id, Span at);
    End& end(Symbol id);
    std::string_view text(Symbol symbol) const { return m_model.text(symbol); }

    Model m_model;
    std::unordered_map<std::string_view, Symbol> m_symbols; // views into the Model's pool
    std::vector<PlacedNode> m_nodes;
    std::vector<PlacedGroup> m_groups;
    std::vector<PlacedEdge> m_edges;
    std::vector<PlacedStatement> m_statements;
    std::vector<PlacedState> m_states;
    std::deque<FragmentNode> m_externals;
    std::unordered_set<Symbol> m_taken;
    std::unordered_map<Symbol, Span>
        m_missing;           // ids nobody has, with the first place that names them
    std::vector<End> m_ends; // the parts by their ids
    std::vector<const FragmentProperty*> m_sorted;
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

// By key; of equal keys the one that the reader found last stands last.
Range Linker::properties(const std::vector<FragmentProperty>& list) {
    m_sorted.clear();
    for (const FragmentProperty& p : list)
        m_sorted.push_back(&p);
    std::sort(m_sorted.begin(), m_sorted.end(), [](const auto* a, const auto* b) {
        const int order = a->key.compare(b->key);
        return order != 0 ? order < 0 : a < b;
    });
    const auto first = static_cast<std::uint32_t>(m_model.m_properties.size());
    for (const FragmentProperty* p : m_sorted)
        m_model.m_properties.push_back({intern(p->key), p->value, p->at, p->keyAt, p->origin});
    return {first, static_cast<std::uint32_t>(list.size())};
}

Symbol Linker::unique(std::string_view id, Span at) {
    const Symbol wanted = intern(id);
    if (m_taken.insert(wanted).second)
        return wanted;
    for (int n = 2;; ++n) {
        const Symbol other = intern(fmt::format("{}~{}", id, n));
        if (!m_taken.insert(other).second)
            continue;
        m_model.m_problems.push_back(
            {Severity::Warning, "duplicate-id",
             fmt::format(
                 "`{}` names a second part; it is shown as `{}`. Give it a name of its own.", id,
                 text(other)),
             at});
        return other;
    }
}

// The Model's id for what a fragment calls `id`; one that nobody has becomes an external part.
Symbol Linker::resolve(const Fragment& fragment, const Ids& ids, std::string_view id, Span at) {
    const auto known = ids.find(id);
    if (known != ids.end())
        return known->second;
    if (id.starts_with(systemWide))
        return intern(id.substr(1));
    const Symbol symbol = intern(id);
    if (m_missing.emplace(symbol, at).second && !fragment.source.format.empty())
        m_model.m_problems.push_back(
            {Severity::Warning, "unknown-reference",
             fmt::format(
                 "`{}` is named here, but no part has that name. It is drawn as an outside part.",
                 id),
             at});
    return symbol;
}

// The group of a file's parts, whose ids begin with its own; none where there is one file. What it
// is in comes before it.
Symbol Linker::addStack(const FragmentGroup& stack) {
    if (stack.id.empty())
        return Symbol::None;
    const Symbol id = intern(stack.id);
    m_groups.push_back({id, intern(stack.parent), &stack});
    return id;
}

Linker::Ids Linker::declareParts(const Fragment& fragment, Symbol stack) {
    Ids ids;
    ids.reserve(fragment.groups.size() + fragment.nodes.size());
    const std::string prefix = stack == Symbol::None ? "" : fmt::format("{}/", text(stack));
    const auto declared = [&](const std::string& id, Span at) {
        const Symbol symbol = unique(prefix.empty() ? id : prefix + id, at);
        ids.emplace(id, symbol);
        return symbol;
    };
    const std::size_t firstGroup = m_groups.size(), firstNode = m_nodes.size();
    for (const FragmentGroup& group : fragment.groups)
        m_groups.push_back({declared(group.id, group.at), stack, &group});
    for (const FragmentNode& node : fragment.nodes)
        m_nodes.push_back({declared(node.id, node.at), stack, &node});
    const auto place = [&](Symbol& outer, const std::string& name, Span at) {
        if (name.empty())
            return;
        const auto known = ids.find(name);
        outer = known == ids.end() ? Symbol::None : known->second;
        if (known == ids.end())
            m_model.m_problems.push_back(
                {Severity::Warning, "unknown-group",
                 fmt::format("The group `{}` is not declared. The part is drawn outside of any.",
                             name),
                 at});
    };
    for (PlacedGroup& placed : std::span(m_groups).subspan(firstGroup))
        place(placed.parent, placed.group->parent, placed.group->at);
    for (PlacedNode& placed : std::span(m_nodes).subspan(firstNode))
        place(placed.group, placed.node->group, placed.node->at);
    return ids;
}

void Linker::declare(const PlacedFragment& placed, Symbol stack) {
    const Fragment& fragment = *placed.fragment;
    const Ids ids = declareParts(fragment, stack);
    for (const FragmentEdge& edge : fragment.edges) {
        const Span at = edge.evidence.empty() ? Span{} : edge.evidence.front().at;
        const Symbol from = resolve(fragment, ids, edge.from, at),
                     to = resolve(fragment, ids, edge.to, at);
        m_edges.push_back({from, to, &edge});
    }
    for (const FragmentStatement& statement : fragment.statements) {
        PlacedStatement& made = m_statements.emplace_back();
        made.identity = resolve(fragment, ids, statement.identity, statement.statement.at);
        made.statement = statement.statement;
        for (const StatementList& list : statementLists)
            for (Statement::Item& item : made.statement.*list.items)
                if (const auto known = ids.find(item.target); known != ids.end())
                    item.target = text(known->second);
                else if (item.target.starts_with(systemWide))
                    item.target.erase(0, 1);
    }
    for (const FragmentState& state : fragment.states)
        m_states.push_back({resolve(fragment, ids, state.workflow, state.state.at), &state});
    if (placed.isAgain)
        return;
    m_model.m_unplaced.insert(m_model.m_unplaced.end(), fragment.unplaced.begin(),
                              fragment.unplaced.end());
    m_model.m_problems.insert(m_model.m_problems.end(), fragment.problems.begin(),
                              fragment.problems.end());
}

// The large tables are filled part by part; growing they would be copied several times.
void Linker::makeRoom(const std::vector<PlacedFragment>& all) {
    std::size_t nodes = 0, edges = 0, properties = 0, evidence = 0;
    for (const PlacedFragment& placed : all) {
        const auto& fragment = placed.fragment;
        nodes += fragment->nodes.size();
        edges += fragment->edges.size();
        for (const FragmentNode& node : fragment->nodes)
            properties += node.properties.size();
        for (const FragmentEdge& edge : fragment->edges) {
            properties += edge.properties.size();
            evidence += edge.evidence.size();
        }
    }
    m_nodes.reserve(nodes);
    m_edges.reserve(edges);
    m_symbols.reserve(2 * (nodes + edges));
    m_model.m_nodes.reserve(nodes);
    m_model.m_edges.reserve(edges);
    m_model.m_properties.reserve(properties);
    m_model.m_evidence.reserve(evidence);
}

void Linker::addExternals() {
    for (const auto& [id, at] : m_missing) {
        if (!m_taken.insert(id).second)
            continue; // another file has it
        FragmentNode& external = m_externals.emplace_back();
        external.id = text(id);
        external.kind = NodeKind::External;
        external.at = at;
        m_nodes.push_back({id, Symbol::None, &external});
    }
}

void Linker::addGroups() {
    std::sort(m_groups.begin(), m_groups.end(),
              [&](const auto& a, const auto& b) { return text(a.id) < text(b.id); });
    for (const PlacedGroup& placed : m_groups) {
        const FragmentGroup& g = *placed.group;
        end(placed.id).group = static_cast<GroupIndex>(m_model.m_groups.size());
        Group& group = m_model.m_groups.emplace_back();
        group.id = placed.id;
        group.name = g.name.empty() ? placed.id : intern(g.name);
        group.kind = g.kind;
        group.platformType = intern(g.platformType);
        group.at = g.at;
        group.properties = properties(g.properties);
    }
    for (std::size_t i = 0; i < m_groups.size(); ++i)
        if (m_groups[i].parent != Symbol::None)
            m_model.m_groups[i].parent = end(m_groups[i].parent).group;
    // A group inside itself would have no outside: such a chain is cut at its first group.
    for (Group& start : m_model.m_groups) {
        std::size_t steps = 0;
        for (const Group* g = &start; g->parent != GroupIndex::None; g = &m_model[g->parent])
            if (++steps > m_groups.size()) {
                m_model.m_problems.push_back(
                    {Severity::Warning, "group-cycle",
                     fmt::format("The group `{}` is inside itself. It is drawn on its own.",
                                 text(start.id)),
                     start.at});
                start.parent = GroupIndex::None;
                break;
            }
    }
}

void Linker::addNodes() {
    std::sort(m_nodes.begin(), m_nodes.end(),
              [&](const auto& a, const auto& b) { return text(a.id) < text(b.id); });
    for (const PlacedNode& placed : m_nodes) {
        const FragmentNode& n = *placed.node;
        end(placed.id).node = static_cast<NodeIndex>(m_model.m_nodes.size());
        Node& node = m_model.m_nodes.emplace_back();
        node.id = placed.id;
        node.name = intern(n.name.empty() ? n.id : n.name);
        node.subtype = intern(n.subtype);
        node.platformType = intern(n.platformType);
        node.kind = n.kind;
        node.nodeClass = n.nodeClass.value_or(defaultClass(n.kind));
        if (placed.group != Symbol::None)
            node.group = end(placed.group).group;
        node.at = n.at;
        node.properties = properties(n.properties);
    }
}

// The part of that id; after addNodes() every id that was resolved has one.
End& Linker::end(Symbol id) {
    const auto at = static_cast<std::size_t>(id);
    if (at >= m_ends.size())
        m_ends.resize(m_model.m_strings.size());
    return m_ends[at];
}

void Linker::addEdges() {
    std::unordered_map<Symbol, int> alike;
    std::string key;
    for (const PlacedEdge& placed : m_edges) {
        const FragmentEdge& e = *placed.edge;
        Edge& edge = m_model.m_edges.emplace_back();
        edge.from = end(placed.from);
        edge.to = end(placed.to);
        edge.kind = e.kind;
        edge.delivery = e.delivery;
        edge.evidence = {static_cast<std::uint32_t>(m_model.m_evidence.size()),
                         static_cast<std::uint32_t>(e.evidence.size())};
        m_model.m_evidence.insert(m_model.m_evidence.end(), e.evidence.begin(), e.evidence.end());
        edge.properties = properties(e.properties);
        key.assign(text(placed.from)).append(" ").append(word(e.kind)).append(" ");
        edge.key = intern(key.append(text(placed.to)));
        if (const int count = ++alike[edge.key]; count > 1)
            edge.key = intern(fmt::format("{} {}", key, count));
    }
    std::sort(m_model.m_edges.begin(), m_model.m_edges.end(),
              [&](const Edge& a, const Edge& b) { return text(a.key) < text(b.key); });
}

void Linker::addStatements() {
    for (PlacedStatement& placed : m_statements) {
        placed.statement.identity = end(placed.identity).node;
        if (placed.statement.identity == NodeIndex::None)
            continue; // a group cannot hold permissions; its reader has reported that
        m_model.m_statements.push_back(std::move(placed.statement));
    }
    std::stable_sort(
        m_model.m_statements.begin(), m_model.m_statements.end(),
        [](const Statement& a, const Statement& b) { return a.identity < b.identity; });
}

void Linker::addStates() {
    for (const PlacedState& placed : m_states) {
        const NodeIndex workflow = end(placed.workflow).node;
        if (workflow == NodeIndex::None)
            continue; // a group runs nothing
        State& state = m_model.m_states.emplace_back(placed.state->state);
        state.workflow = workflow;
        state.properties = properties(placed.state->properties);
    }
    std::ranges::stable_sort(m_model.m_states, {}, &State::workflow);
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

Model Linker::link(std::vector<std::shared_ptr<const Fragment>> fragments) {
    for (const auto& fragment : fragments)
        m_model.m_sources.push_back(fragment->source);
    Joined joined = join(std::move(fragments));
    m_model.m_problems = std::move(joined.problems);
    makeRoom(joined.fragments);
    for (const PlacedFragment& placed : joined.fragments)
        if (!placed.stack.id.empty())
            m_taken.insert(intern(placed.stack.id));
    for (const PlacedFragment& placed : joined.fragments)
        declare(placed, addStack(placed.stack));
    addExternals();
    addGroups();
    addNodes();
    addEdges();
    addStatements();
    addStates();
    indexEdges();
    const auto place = [](const auto& a) { return std::tie(a.at.source, a.at.begin, a.at.end); };
    std::stable_sort(m_model.m_problems.begin(), m_model.m_problems.end(),
                     [&](const Problem& a, const Problem& b) { return place(a) < place(b); });
    std::stable_sort(m_model.m_unplaced.begin(), m_model.m_unplaced.end(),
                     [&](const Unplaced& a, const Unplaced& b) { return place(a) < place(b); });
    return std::move(m_model);
}

Model link(std::vector<std::shared_ptr<const Fragment>> fragments) {
    return Linker().link(std::move(fragments));
}

} // namespace limn
