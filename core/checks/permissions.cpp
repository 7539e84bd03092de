// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/permissions.h"

#include <algorithm>
#include <map>
#include <set>
#include <unordered_map>

#include <fmt/format.h>

#include "core/checks/iam_pattern.h"
#include "core/model/letter_case.h"
#include "core/model/star_pattern.h"

namespace limn {
namespace {

using Items = std::vector<Statement::Item>;

bool isIn(const Items& patterns, std::string_view action) {
    return std::ranges::any_of(patterns, [&](const Statement::Item& item) {
        return item.unknown.empty() && matchesPattern(item.text, action);
    });
}

// Whether a statement speaks of an action at all.
bool speaksOf(const Statement& statement, std::string_view action) {
    return statement.notActions.empty() ? isIn(statement.actions, action)
                                        : !isIn(statement.notActions, action);
}

// Whether what a denial names holds all that the other statement names.
bool coversResources(const Statement& denial, const Statement& allowed) {
    if (!denial.notResources.empty() || allowed.resources.empty())
        return false;
    return std::ranges::all_of(allowed.resources, [&](const Statement::Item& wanted) {
        return std::ranges::any_of(denial.resources, [&](const Statement::Item& item) {
            if (!item.unknown.empty())
                return false;
            const bool same = item.text == wanted.text && item.target == wanted.target;
            return item.text == "*" || same ||
                   (item.target.empty() && wanted.unknown.empty() && wanted.target.empty() &&
                    matchesPattern(item.text, wanted.text));
        });
    });
}

// What is allowed at most: nothing where it is not known, or where there is no boundary.
const ManagedPolicy* boundaryOf(const std::string& boundary) {
    return findManagedPolicy(std::string_view(boundary).substr(boundary.rfind('/') + 1));
}

// The actions a pattern comes to, each pattern looked up once: policies give the same few again and
// again.
class Expansions {
public:
    const std::vector<const IamAction*>& of(const std::string& pattern) {
        const auto [known, isNew] = m_known.try_emplace(pattern);
        if (isNew)
            known->second = expanded(pattern);
        return known->second;
    }

private:
    static std::vector<const IamAction*> expanded(std::string_view pattern) {
        std::vector<const IamAction*> out;
        const std::string_view service = serviceOf(pattern);
        if (service.empty() || hasWildcard(service))
            return out;
        std::string key(service);
        std::ranges::transform(key, key.begin(), lower);
        pattern.remove_prefix(service.size() + 1);
        for (const IamAction& action : iamActionsOf(key))
            if (matchesPattern(pattern, action.action))
                out.push_back(&action);
        return out;
    }

    std::unordered_map<std::string, std::vector<const IamAction*>> m_known;
};

class Evaluation {
public:
    Evaluation(const Model& model, NodeIndex identity, Expansions& expansions,
               IdentityPermissions& out)
        : m_model(model), m_expansions(expansions), m_out(out),
          m_statements(statementsAt(model, identity)) {
        m_out.identity = identity;
        for (const EdgeIndex index : model.edgesTo(identity))
            if (const Edge& edge = model[index];
                edge.kind == EdgeKind::Assumes && edge.from.node != NodeIndex::None)
                m_out.users.push_back(edge.from.node);
        std::ranges::sort(m_out.users);
        if (const Property* boundary = model.property(model[identity], "permissions_boundary")) {
            m_out.boundary = boundary->value.display();
            m_boundary = boundaryOf(m_out.boundary);
        }
        m_hasDenials = std::ranges::any_of(
            m_statements, [](const Statement& s) { return !s.allow && s.isGrant(); });
    }

    void run() {
        for (const Statement& statement : m_statements)
            if (statement.allow && statement.isGrant())
                evaluate(statement);
    }

private:
    // Actions of one service and level, each once however many patterns have it.
    struct Reached {
        std::vector<std::string> actions;
        std::set<std::string_view> known;
        bool limited = false;
    };
    using Key = std::pair<std::string_view, std::optional<AccessLevel>>;

    void evaluate(const Statement& statement) {
        std::map<Key, Reached> reached;
        if (!statement.notActions.empty()) {
            Reached& all = reached[{"*", std::nullopt}];
            std::string text = "all but";
            for (const Statement::Item& item : statement.notActions)
                (text += ' ') += item.text.empty() ? item.unknown : item.text;
            all.actions.push_back(std::move(text));
            all.limited = m_hasDenials || !m_out.boundary.empty();
        }
        for (const Statement::Item& action : statement.actions) {
            if (!action.unknown.empty())
                m_out.unknown.push_back(action.unknown);
            else
                reach(statement, action.text, reached);
        }
        for (auto& [key, made] : reached)
            add(statement, key, std::move(made));
    }

    void reach(const Statement& statement, const std::string& action,
               std::map<Key, Reached>& reached) {
        const std::vector<const IamAction*>& found = m_expansions.of(action);
        for (const IamAction* known : found) {
            const auto [gone, limited] = takenAway(statement, *known);
            if (gone)
                continue;
            Reached& row = reached[{known->service, known->level}];
            if (row.actions.empty() || row.actions.back() != action)
                row.actions.push_back(action);
            row.known.insert(known->action);
            row.limited = row.limited || limited;
        }
        if (!found.empty())
            return;
        // Everything, or what the tables do not have.
        const std::string_view service = serviceOf(action);
        Reached& row = reached[{service.empty() ? std::string_view("*") : service, std::nullopt}];
        row.actions.push_back(action);
        row.limited = row.limited || m_hasDenials || !m_out.boundary.empty();
    }

    struct Taken {
        bool wholly = false, partly = false;
    };
    Taken takenAway(const Statement& statement, const IamAction& action) const {
        Taken taken;
        if (!m_hasDenials && m_out.boundary.empty())
            return taken;
        const std::string name = fmt::format("{}:{}", action.service, action.action);
        for (const Statement& denial : m_statements) {
            if (denial.allow || !denial.isGrant() || !speaksOf(denial, name))
                continue;
            taken.wholly =
                taken.wholly || (!denial.conditional && coversResources(denial, statement));
            taken.partly = true;
        }
        if (m_boundary)
            taken.wholly =
                taken.wholly || std::ranges::none_of(m_boundary->actions, [&](std::string_view p) {
                    return matchesPattern(p, name);
                });
        else if (!m_out.boundary.empty())
            taken.partly = true;
        return taken;
    }

    void add(const Statement& statement, const Key& key, Reached made) {
        Permission row;
        row.by = &statement;
        row.service = key.first;
        row.level = key.second;
        row.actions = std::move(made.actions);
        row.count = static_cast<int>(made.known.size());
        row.conditional = statement.conditional;
        row.limited = made.limited;
        for (const Statement::Item& item : statement.resources)
            row.resources.push_back(!item.target.empty() ? item.target
                                    : item.text.empty()  ? item.unknown
                                                         : item.text);
        for (const Statement::Item& item : statement.notResources)
            row.resources.push_back(
                fmt::format("all but {}", item.text.empty() ? item.unknown : item.text));
        m_out.allowed.push_back(std::move(row));
    }

    const Model& m_model;
    Expansions& m_expansions;
    IdentityPermissions& m_out;
    std::span<const Statement> m_statements;
    const ManagedPolicy* m_boundary = nullptr;
    bool m_hasDenials = false;
};

} // namespace

std::string_view word(AccessLevel level) {
    switch (level) {
    case AccessLevel::List:
        return "list";
    case AccessLevel::Read:
        return "read";
    case AccessLevel::Write:
        return "write";
    case AccessLevel::PermissionsManagement:
        return "permissions";
    case AccessLevel::Tagging:
        return "tagging";
    }
    return {};
}

std::span<const Statement> statementsAt(const Model& model, NodeIndex node) {
    const auto found = std::ranges::equal_range(model.statements(), node, {}, &Statement::identity);
    return {found.begin(), found.end()};
}

IdentityPermissions permissionsOf(const Model& model, const Node& node) {
    IdentityPermissions out;
    NodeIndex identity = model.indexOf(node);
    for (const EdgeIndex index : model.edgesFrom(identity))
        if (const Edge& edge = model[index];
            edge.kind == EdgeKind::Assumes && edge.to.node != NodeIndex::None)
            identity = edge.to.node;
    Expansions expansions;
    Evaluation(model, identity, expansions, out).run();
    return out;
}

std::vector<IdentityPermissions> permissionsOf(const Model& model) {
    std::vector<IdentityPermissions> out;
    Expansions expansions;
    NodeIndex last = NodeIndex::None;
    for (const Statement& statement : model.statements())
        if (statement.isGrant() && statement.identity != last) {
            last = statement.identity;
            Evaluation(model, last, expansions, out.emplace_back()).run();
        }
    return out;
}

} // namespace limn
