// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/abstract.h"

#include <algorithm>

#include "core/model/state_facts.h"

namespace limn {
namespace {

using Called = std::function<std::string(std::string_view)>;

Abstract::Fields properties(const Model& model, std::span<const Property> all) {
    Abstract::Fields fields;
    for (const Property& p : all)
        if (p.origin != Origin::Derived)
            fields.insert_or_assign(std::string(model.text(p.key)), p.value);
    return fields;
}

void put(Abstract::Fields& fields, const char* key, std::string_view text) {
    if (!text.empty())
        fields.insert_or_assign(key, Value(text));
}

Abstract::Line lineOf(const Model& model, const Edge& edge) {
    Abstract::Line line;
    line.fields = properties(model, model.properties(edge));
    for (const Property& p : model.properties(edge))
        line.implied = line.implied || p.origin == Origin::Derived;
    if (edge.delivery != Delivery::None)
        put(line.fields, "delivery", word(edge.delivery));
    ValueList how;
    for (const Evidence& evidence : model.evidence(edge))
        how.emplace_back(word(evidence.how));
    line.fields["how"] = how.size() == 1 ? how.front() : Value(std::move(how));
    return line;
}

Abstract::Permission permissionOf(const Model& model, const Statement& s, const Called& called) {
    Abstract::Permission permission{called(model.id(model[s.identity])), {}};
    std::string& text = permission.text;
    text = s.allow ? "allow" : "deny";
    text += s.conditional ? " on a condition" : "";
    text += ' ' + s.origin;
    const auto add = [&](std::string_view name, const std::vector<Statement::Item>& items) {
        (text += "; ") += name;
        for (const Statement::Item& item : items) {
            const std::string target = item.target.empty() ? "" : called(item.target);
            // A resource that is spelt as the part's name changes its spelling with it.
            const bool named = !item.target.empty() && item.target.ends_with(item.text);
            const bool renamed = named && target != item.target;
            text += ' ' +
                    (renamed ? target.substr(item.target.size() - item.text.size()) : item.text) +
                    '|' + item.unknown + '|' + target;
        }
    };
    for (const StatementList& list : statementLists)
        add(list.name, s.*list.items);
    return permission;
}

} // namespace

Abstract abstractOf(const Model& model, const Called& called) {
    Abstract result;
    for (const Node& node : model.nodes()) {
        Abstract::Fields fields = properties(model, model.properties(node));
        if (ValueMap states = statesOf(model, node); !states.empty())
            fields.insert_or_assign("states", std::move(states));
        put(fields, "name", model.text(node.name));
        put(fields, "kind", word(node.kind));
        put(fields, "type", model.text(node.subtype));
        put(fields, "class", word(node.nodeClass));
        put(fields, "platform_type", model.text(node.platformType));
        if (node.group != GroupIndex::None)
            put(fields, "group", called(model.text(model[node.group].id)));
        result.nodes.emplace(called(model.id(node)), std::move(fields));
    }
    for (const Group& group : model.groups()) {
        Abstract::Fields fields = properties(model, model.properties(group));
        put(fields, "name", model.text(group.name));
        put(fields, "kind", word(group.kind));
        put(fields, "platform_type", model.text(group.platformType));
        if (group.parent != GroupIndex::None)
            put(fields, "parent", called(model.text(model[group.parent].id)));
        result.groups.emplace(called(model.text(group.id)), std::move(fields));
    }
    for (const Edge& edge : model.edges())
        result.lines[{called(model.id(edge.from)), called(model.id(edge.to)), edge.kind}].push_back(
            lineOf(model, edge));
    for (const Statement& statement : model.statements())
        result.permissions.push_back(permissionOf(model, statement, called));
    std::sort(result.permissions.begin(), result.permissions.end());
    return result;
}

} // namespace limn
