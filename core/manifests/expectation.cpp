// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/expectation.h"

#include <algorithm>

#include "core/manifests/renamed_ids.h"

namespace limn {
namespace {

// An external part that is there because lines name it.
bool isNamedOnly(const Model& model, const Node& node) {
    return node.kind == NodeKind::External &&
           std::any_of(model.problems().begin(), model.problems().end(), [&](const Problem& p) {
               return p.code == "unknown-reference" && p.at == node.at;
           });
}

} // namespace

Expectation::Expectation(const Model& before, const Intent& intent, const Model& after)
    : m_before(before), m_after(after) {
    const auto ids = renamedIds(before, intent, after);
    m_wanted = abstractOf(before, [&](std::string_view id) {
        const auto found = ids.find(id);
        return found == ids.end() ? std::string(id) : found->second;
    });
    for (const auto& [from, to] : ids)
        allow(to, {"name"});
    std::visit([this](const auto& one) { expect(one); }, intent);
}

void Expectation::allow(const std::string& id, std::initializer_list<const char*> fields) {
    for (const char* field : fields)
        m_fields.insert({id, field});
}

Abstract::Fields* Expectation::fieldsOf(const std::string& id) {
    if (const auto node = m_wanted.nodes.find(id); node != m_wanted.nodes.end())
        return &node->second;
    const auto group = m_wanted.groups.find(id);
    return group == m_wanted.groups.end() ? nullptr : &group->second;
}

void Expectation::allowDeliveriesOf(const std::string& id) {
    for (const auto& [ends, lines] : m_wanted.lines)
        if (ends.from == id)
            m_deliveries.insert(ends);
}

// What formats derive: names from routes, types from what is said, classes from types, deliveries
// from types.
void Expectation::allowWhatFollows(const std::string& id, std::string_view property) {
    if (property == "route" || property == "schedule" || property == "handler" ||
        property == "name")
        allow(id, {"name", "type"});
    if (property == "type" || property == "platform_type" || property == "kind")
        allow(id, {"name", "class"});
    if (property == "type" || property == "stream" || property == "route" ||
        property == "schedule" || property == "kind")
        allowDeliveriesOf(id);
}

void Expectation::expect(const AddNode& add) {
    const std::string near = add.group.empty() ? std::string() : add.group;
    std::string id = newId(m_before, m_after, near, add.name);
    const Node* named = m_before.node(add.name);
    if (named && isNamedOnly(m_before, *named)) {
        // Lines named it before it was there.
        id = add.name;
        m_wanted.nodes.erase(id);
        allowDeliveriesOf(id);
    }
    Abstract::Fields fields;
    fields["kind"] = Value(word(add.kind));
    if (!add.subtype.empty())
        fields["type"] = Value(add.subtype);
    else
        allow(id, {"type"});
    const std::string file = id.substr(0, id.size() - std::min(id.size(), add.name.size() + 1));
    if (!add.group.empty() || !file.empty())
        fields["group"] = Value(add.group.empty() ? file : add.group);
    for (const auto& [key, value] : add.properties)
        if (!value.isNull())
            fields[key] = value;
    allow(id, {"name", "class"});
    m_wanted.nodes[id] = std::move(fields);
}

void Expectation::expect(const SetProperty& set) {
    if (const Edge* edge = m_before.edge(set.id)) {
        const Abstract::Ends ends{std::string(m_before.id(edge->from)),
                                  std::string(m_before.id(edge->to)), edge->kind};
        std::size_t at = 0; // among those alike, which are in the order of their keys
        for (const Edge& other : m_before.edges())
            at += other.from == edge->from && other.to == edge->to && other.kind == edge->kind &&
                  m_before.text(other.key) < m_before.text(edge->key);
        m_wanted.lines[ends][at].fields.insert_or_assign(set.property, set.value);
        return;
    }
    const std::string parent =
        set.property == "group" && m_wanted.groups.contains(set.id) ? "parent" : set.property;
    if (Abstract::Fields* fields = fieldsOf(set.id))
        fields->insert_or_assign(parent, set.value);
    allowWhatFollows(set.id, set.property);
}

void Expectation::expect(const UnsetProperty& unset) {
    if (const Edge* edge = m_before.edge(unset.id)) {
        const Abstract::Ends ends{std::string(m_before.id(edge->from)),
                                  std::string(m_before.id(edge->to)), edge->kind};
        for (Abstract::Line& line : m_wanted.lines[ends])
            if (unset.property == "how")
                line.fields["how"] = Value(word(How::Declared));
            else if (unset.property != "delivery")
                line.fields.erase(unset.property);
        if (unset.property == "delivery")
            m_deliveries.insert(ends);
        return;
    }
    if (Abstract::Fields* fields = fieldsOf(unset.id))
        fields->erase(unset.property);
    allowWhatFollows(unset.id, unset.property);
    static const std::set<std::string, std::less<>> own{"name", "type", "class", "group", "kind"};
    if (own.contains(unset.property))
        m_fields.insert({unset.id, unset.property});
}

void Expectation::expect(const Connect& connect) {
    Abstract::Line line;
    line.fields["how"] = Value(word(How::Declared));
    for (const auto& [key, value] : connect.properties)
        if (!value.isNull())
            line.fields[key] = value;
    const Abstract::Ends ends{connect.from, connect.to, connect.kind};
    if (!line.fields.contains("delivery"))
        m_deliveries.insert(ends);
    m_between.insert({connect.from, connect.to});
    // Saying what was implied does not make a second line.
    std::vector<Abstract::Line>& lines = m_wanted.lines[ends];
    const auto now =
        std::count_if(m_after.edges().begin(), m_after.edges().end(), [&](const Edge& edge) {
            return edge.kind == ends.kind && m_after.id(edge.from) == ends.from &&
                   m_after.id(edge.to) == ends.to;
        });
    if (lines.empty() || lines.front().implied || static_cast<std::size_t>(now) > lines.size())
        lines.push_back(std::move(line));
    else
        lines.front() = std::move(line);
}

// The new name is in the abstract already.
void Expectation::expect(const Rename&) {}

void Expectation::expect(const Disconnect& disconnect) {
    m_wanted.lines.erase({disconnect.from, disconnect.to, disconnect.kind});
    m_between.insert({disconnect.from, disconnect.to});
    dropUnnamed();
}

void Expectation::loseGroup(const std::string& id) {
    for (auto& [part, fields] : m_wanted.nodes)
        if (const auto group = fields.find("group");
            group != fields.end() && group->second == Value(id)) {
            fields.erase(group);
            allow(part, {"group"});
        }
    for (auto& [part, fields] : m_wanted.groups)
        if (const auto parent = fields.find("parent");
            parent != fields.end() && parent->second == Value(id)) {
            fields.erase(parent);
            allow(part, {"parent"});
        }
}

// A permission on the part stays in the text, for a resource of that name outside.
void Expectation::loseTargets(const std::string& id) {
    const std::string target = '|' + id;
    for (Abstract::Permission& permission : m_wanted.permissions) {
        std::string& text = permission.text;
        for (auto at = text.find(target); at != text.npos; at = text.find(target, at + 1)) {
            const auto end = at + target.size();
            if (end == text.size() || text[end] == ' ' || text[end] == ';')
                text.erase(at + 1, id.size());
        }
    }
    std::sort(m_wanted.permissions.begin(), m_wanted.permissions.end());
}

void Expectation::expect(const Remove& remove) {
    m_wanted.nodes.erase(remove.id);
    if (m_wanted.groups.erase(remove.id))
        loseGroup(remove.id);
    std::erase_if(m_wanted.lines, [&](const auto& line) {
        return line.first.from == remove.id || line.first.to == remove.id;
    });
    std::erase_if(m_wanted.permissions,
                  [&](const Abstract::Permission& p) { return p.identity == remove.id; });
    loseTargets(remove.id);
    dropUnnamed();
}

void Expectation::expect(const Duplicate& duplicate) {
    const std::string id = newId(m_before, m_after, duplicate.id, duplicate.name);
    if (const auto original = m_wanted.nodes.find(duplicate.id); original != m_wanted.nodes.end())
        m_wanted.nodes[id] = Abstract::Fields(original->second);
    allow(id, {"name"});
    for (std::size_t i = 0, n = m_wanted.permissions.size(); i < n; ++i)
        if (m_wanted.permissions[i].identity == duplicate.id)
            m_wanted.permissions.push_back({id, m_wanted.permissions[i].text});
    std::sort(m_wanted.permissions.begin(), m_wanted.permissions.end());
}

void Expectation::expect(const MoveToGroup& move) {
    const bool isGroup = m_wanted.groups.contains(move.id);
    const char* field = isGroup ? "parent" : "group";
    Abstract::Fields* fields = fieldsOf(move.id);
    if (!fields)
        return;
    fields->erase(field);
    if (move.group.empty())
        allow(move.id, {field});
    else
        fields->emplace(field, Value(move.group));
}

// A part that only lines named is gone when the last of them is.
void Expectation::dropUnnamed() {
    for (const Node& node : m_before.nodes()) {
        const std::string id(m_before.id(node));
        const bool used =
            std::any_of(m_wanted.lines.begin(), m_wanted.lines.end(),
                        [&](const auto& l) { return l.first.from == id || l.first.to == id; });
        if (!used && isNamedOnly(m_before, node))
            m_wanted.nodes.erase(id);
    }
}

} // namespace limn
