// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <memory>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/model/edge.h"
#include "core/model/group.h"
#include "core/model/state.h"

namespace limn {

enum class Severity : std::uint8_t { Info, Warning, Error };
std::string_view word(Severity severity);
std::optional<Severity> severity(std::string_view word);

// Something wrong with a manifest's text, at its place. `code` is for machines (`yaml-syntax`,
// `unknown-reference`).
struct Problem {
    Severity severity = Severity::Warning;
    std::string code;
    std::string message;
    Span at;
};

// What the manifest has and the Model has no part for, with the reason: nothing is dropped in
// silence.
struct Unplaced {
    std::string id;
    std::string platformType;
    std::string reason;
    Span at;
};

// One statement of a policy, as the identity has it; or of a part's own policy (a role's trust is
// one), which says whom it lets in. What cannot be known is kept as its expression.
struct Statement {
    NodeIndex identity = NodeIndex::None; // or the part whose own policy it is
    bool allow = true;
    bool conditional = false; // has a condition that may narrow it
    std::string origin; // `inline policy Name`, `policy template S3ReadPolicy`, `managed policy …`
    struct Item {
        std::string text;    // the action or resource as far as it is known; empty when it is not
        std::string unknown; // the expression, when it is not (fully) known
        std::string target;  // id of the node a resource stands for, when it is one of the system's
        Span at;
    };
    std::vector<Item> actions;
    std::vector<Item> notActions;
    std::vector<Item> resources;
    std::vector<Item> notResources;
    std::vector<Item> principals; // accounts, services, `*`; `target` where it is a part
    std::vector<Item> notPrincipals;
    std::vector<Item> conditions; // `StringEquals aws:SourceAccount 123456789012`
    Span at;

    // Whether it is of a policy that an identity holds.
    bool isGrant() const { return principals.empty() && notPrincipals.empty(); }
};
// Every list of a Statement, with its name in the contract.
struct StatementList {
    std::string_view name;
    std::vector<Statement::Item> Statement::*items;
    bool namesParts = false; // an item may stand for a part
};
inline constexpr StatementList statementLists[] = {
    {"actions", &Statement::actions},
    {"not_actions", &Statement::notActions},
    {"resources", &Statement::resources, true},
    {"not_resources", &Statement::notResources, true},
    {"principals", &Statement::principals, true},
    {"not_principals", &Statement::notPrincipals, true},
    {"conditions", &Statement::conditions},
};

// How one file was read: its format's id and whether Limn can write structure back into it.
struct ReadSource {
    std::string format; // empty when no format recognised it
    bool editable = false;
};

class Model;
struct Fragment;

// What the manifests say: read-only, rebuilt from text, made by link() alone. Nodes are sorted by
// id, edges by key, groups by id, states by workflow and place, so that everything printed from it
// is the same on every run.
// Symbols are interned per Model.
class Model {
public:
    Model() = default;
    Model(Model&&) noexcept = default;
    Model& operator=(Model&&) noexcept = default;
    Model(const Model&) = delete; // its strings are views into itself; share it instead
    Model& operator=(const Model&) = delete;

    std::span<const Node> nodes() const { return m_nodes; }
    std::span<const Edge> edges() const { return m_edges; }
    std::span<const Group> groups() const { return m_groups; }
    std::span<const Statement> statements() const { return m_statements; }
    std::span<const State> states() const { return m_states; }
    std::span<const Unplaced> unplaced() const { return m_unplaced; }
    std::span<const Problem> problems() const { return m_problems; }
    std::span<const ReadSource> sources() const { return m_sources; }

    const Node& operator[](NodeIndex i) const { return m_nodes[static_cast<std::size_t>(i)]; }
    const Edge& operator[](EdgeIndex i) const { return m_edges[static_cast<std::size_t>(i)]; }
    const Group& operator[](GroupIndex i) const { return m_groups[static_cast<std::size_t>(i)]; }
    NodeIndex indexOf(const Node& node) const;
    EdgeIndex indexOf(const Edge& edge) const;
    GroupIndex indexOf(const Group& group) const;

    std::string_view text(Symbol symbol) const {
        return m_strings[static_cast<std::size_t>(symbol)];
    }
    std::string_view id(const Node& node) const { return text(node.id); }
    std::string_view id(End end) const;
    std::string id(const State& state) const; // `Orders/Validate`

    // By id or key; null when there is none.
    const Node* node(std::string_view id) const;
    const Group* group(std::string_view id) const;
    const Edge* edge(std::string_view key) const;
    const State* state(std::string_view id) const;
    // Those of one workflow, in the order of the text.
    std::span<const State> states(const Node& workflow) const;

    std::span<const Property> properties(const Node& node) const { return slice(node.properties); }
    std::span<const Property> properties(const Edge& edge) const { return slice(edge.properties); }
    std::span<const Property> properties(const Group& group) const {
        return slice(group.properties);
    }
    std::span<const Property> properties(const State& state) const {
        return slice(state.properties);
    }
    std::span<const Evidence> evidence(const Edge& edge) const;
    // The property of that name; null when it is not written.
    const Property* property(const Node& node, std::string_view key) const;
    const Property* property(const Edge& edge, std::string_view key) const;
    const Property* property(const Group& group, std::string_view key) const;
    const Property* property(const State& state, std::string_view key) const;

    // Edges that start or end at a node, in key order.
    std::span<const EdgeIndex> edgesFrom(NodeIndex node) const;
    std::span<const EdgeIndex> edgesTo(NodeIndex node) const;
    // The part whose text holds this byte, the innermost; null where none does.
    const Node* nodeAt(std::uint32_t source, std::uint32_t offset) const;

private:
    friend class Linker;
    std::span<const Property> slice(Range range) const;
    const Property* find(Range range, std::string_view key) const;

    std::deque<std::string> m_stringPool; // a deque: the views into it stay valid
    std::vector<std::string_view> m_strings{std::string_view{}};
    std::vector<Node> m_nodes;
    std::vector<Edge> m_edges;
    std::vector<Group> m_groups;
    std::vector<Property> m_properties;
    std::vector<Evidence> m_evidence;
    std::vector<Statement> m_statements;
    std::vector<State> m_states;
    std::vector<Unplaced> m_unplaced;
    std::vector<Problem> m_problems;
    std::vector<ReadSource> m_sources;
    std::vector<Range> m_fromRanges, m_toRanges;
    std::vector<EdgeIndex> m_fromEdges, m_toEdges;
};

} // namespace limn
