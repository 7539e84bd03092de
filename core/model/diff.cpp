// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/diff.h"

#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/model/state_facts.h"

namespace limn {
namespace {

using Facts = std::map<std::string, Value, std::less<>>; // a part's fields and properties by name
using Parts = std::map<std::string, Facts, std::less<>>; // by id

void addProperties(Facts& facts, const Model& model, std::span<const Property> properties) {
    for (const Property& p : properties)
        facts.insert_or_assign(std::string(model.text(p.key)), p.value);
}

void addText(Facts& facts, std::string_view name, std::string_view text) {
    if (!text.empty())
        facts.emplace(name, text);
}

Parts nodes(const Model& model) {
    Parts parts;
    for (const Node& n : model.nodes()) {
        Facts& facts = parts[std::string(model.id(n))];
        addProperties(facts, model, model.properties(n));
        addText(facts, "kind", word(n.kind));
        addText(facts, "type", model.text(n.subtype));
        addText(facts, "class", word(n.nodeClass));
        addText(facts, "name", model.text(n.name));
        addText(facts, "platform_type", model.text(n.platformType));
        if (n.group != GroupIndex::None)
            addText(facts, "group", model.text(model[n.group].id));
    }
    return parts;
}

Parts edges(const Model& model) {
    Parts parts;
    for (const Edge& e : model.edges()) {
        Facts& facts = parts[std::string(model.text(e.key))];
        addProperties(facts, model, model.properties(e));
        addText(facts, "kind", word(e.kind));
        if (e.delivery != Delivery::None)
            addText(facts, "delivery", word(e.delivery));
        std::string evidence;
        for (const Evidence& shown : model.evidence(e))
            evidence += fmt::format("{}{}", evidence.empty() ? "" : ", ", word(shown.how));
        addText(facts, "evidence", evidence);
    }
    return parts;
}

Parts groups(const Model& model) {
    Parts parts;
    for (const Group& g : model.groups()) {
        Facts& facts = parts[std::string(model.text(g.id))];
        addProperties(facts, model, model.properties(g));
        addText(facts, "kind", word(g.kind));
        addText(facts, "name", model.text(g.name));
        addText(facts, "platform_type", model.text(g.platformType));
        if (g.parent != GroupIndex::None)
            addText(facts, "parent", model.text(model[g.parent].id));
    }
    return parts;
}

std::string spelled(const std::vector<Statement::Item>& items) {
    std::string text;
    for (const auto& item : items)
        text += (text.empty() ? "" : ", ") + (item.text.empty() ? item.unknown : item.text);
    return text;
}

// A statement has no name of its own: its identity and what it says are its id, numbered where two
// say the same.
Parts statements(const Model& model) {
    Parts parts;
    for (const Statement& s : model.statements()) {
        const std::string id = fmt::format(
            "{}: {} {}{}{} on {}{}{}{}{}{}{}{}{}{}", model.id(model[s.identity]),
            s.allow ? "allow" : "deny", spelled(s.actions), s.notActions.empty() ? "" : "all but ",
            spelled(s.notActions), spelled(s.resources), s.notResources.empty() ? "" : "all but ",
            spelled(s.notResources), s.isGrant() ? "" : " to ", spelled(s.principals),
            s.notPrincipals.empty() ? "" : "all but ", spelled(s.notPrincipals),
            s.conditional ? " under a condition" : "", s.conditions.empty() ? "" : ": ",
            spelled(s.conditions));
        std::string own = id;
        for (int n = 2; parts.contains(own); ++n)
            own = fmt::format("{} ({})", id, n);
        parts[own];
    }
    return parts;
}

Parts states(const Model& model) {
    Parts parts;
    for (const State& s : model.states()) {
        Facts& facts = parts[model.id(s)];
        for (auto& [name, value] : stateFacts(model, s))
            facts.insert_or_assign(name, std::move(value));
    }
    return parts;
}

std::vector<PropertyChange> compare(const Facts& before, const Facts& after) {
    std::vector<PropertyChange> changes;
    auto b = before.begin(), a = after.begin();
    while (b != before.end() || a != after.end()) {
        if (a == after.end() || (b != before.end() && b->first < a->first)) {
            changes.push_back({b->first, b->second, std::nullopt});
            ++b;
        } else if (b == before.end() || a->first < b->first) {
            changes.push_back({a->first, std::nullopt, a->second});
            ++a;
        } else {
            if (!(b->second == a->second))
                changes.push_back({b->first, b->second, a->second});
            ++b, ++a;
        }
    }
    return changes;
}

void compare(const Parts& before, const Parts& after, Change::Of of, std::vector<Change>& changes) {
    const Facts none;
    auto b = before.begin(), a = after.begin();
    while (b != before.end() || a != after.end()) {
        if (a == after.end() || (b != before.end() && b->first < a->first)) {
            changes.push_back({Change::What::Removed, of, b->first, compare(b->second, none)});
            ++b;
        } else if (b == before.end() || a->first < b->first) {
            changes.push_back({Change::What::Added, of, a->first, compare(none, a->second)});
            ++a;
        } else {
            if (auto properties = compare(b->second, a->second); !properties.empty())
                changes.push_back({Change::What::Changed, of, b->first, std::move(properties)});
            ++b, ++a;
        }
    }
}

} // namespace

std::vector<Change> diff(const Model& before, const Model& after) {
    std::vector<Change> changes;
    compare(nodes(before), nodes(after), Change::Of::Node, changes);
    compare(edges(before), edges(after), Change::Of::Edge, changes);
    compare(groups(before), groups(after), Change::Of::Group, changes);
    compare(statements(before), statements(after), Change::Of::Statement, changes);
    compare(states(before), states(after), Change::Of::State, changes);
    return changes;
}

} // namespace limn
