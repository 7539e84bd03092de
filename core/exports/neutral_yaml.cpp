// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <charconv>

#include <fmt/format.h>

#include "core/exports/exporter.h"
#include "core/manifests/neutral/vocabulary.h"
#include "core/manifests/spelling.h"
#include "core/model/state_facts.h"

namespace limn {
namespace {

using neutral::Start;

// Prints one Model as a long manifest: sections in their order, parts by id, one fact a line.
class NeutralPrinter {
public:
    explicit NeutralPrinter(const Model& model) : m_model(model) {}

    std::string print() {
        m_out = "limn: 1\n";
        for (const neutral::Section& section : neutral::sections()) {
            bool open = false;
            for (const Node& node : m_model.nodes())
                if (node.kind == section.kind) {
                    if (!open)
                        m_out += fmt::format("\n{}:\n", section.key);
                    open = true;
                    print(node);
                }
        }
        if (!m_model.groups().empty())
            m_out += "\ngroups:\n";
        for (const Group& group : m_model.groups())
            print(group);
        return std::move(m_out);
    }

private:
    void line(int indent, std::string_view key, std::string_view value) {
        m_out.append(static_cast<std::size_t>(indent), ' ');
        m_out += fmt::format("{}:{}{}\n", key, value.empty() ? "" : " ", value);
    }
    void fact(std::string_view key, std::string_view text) {
        if (!text.empty())
            line(4, key, spellText(text));
    }
    std::string_view text(const Node& node, std::string_view key) const;

    void print(const Node& node);
    void print(const Group& group);
    void printProperty(int indent, std::string_view key, const Value& value);
    void printEdges(End from, const Start& start);
    void printEdge(const Edge& edge, const Start& start);
    void printStates(const Node& node);
    void printStatements(const Node& node);
    void printStatement(const Statement& statement);
    std::string spelled(const std::vector<Statement::Item>& items, bool mayNameParts) const;
    std::size_t number(const Edge& edge) const;

    const Model& m_model;
    std::string m_out;
};

std::string_view NeutralPrinter::text(const Node& node, std::string_view key) const {
    const Property* property = m_model.property(node, key);
    const std::string* value = property ? property->value.string() : nullptr;
    return value ? std::string_view(*value) : std::string_view();
}

// What the reader would say by itself (a name, a method) is left out.
void NeutralPrinter::print(const Node& node) {
    line(2, spellText(m_model.id(node)), {});
    std::string byDefault =
        neutral::defaultName(node.kind, text(node, "route"), text(node, "schedule"));
    if (byDefault.empty())
        byDefault = m_model.id(node);
    if (m_model.text(node.name) != byDefault)
        fact("name", m_model.text(node.name));
    fact("type", m_model.text(node.subtype));
    if (node.nodeClass != defaultClass(node.kind))
        fact("class", word(node.nodeClass));
    if (node.group != GroupIndex::None)
        fact("group", m_model.text(m_model[node.group].id));
    fact("platform_type", m_model.text(node.platformType));
    const bool derivesMethod = node.kind == NodeKind::EntryPoint &&
                               m_model.text(node.subtype) == "http" &&
                               neutral::methodOf(text(node, "route")) == text(node, "method");
    for (const Property& property : m_model.properties(node))
        if (m_model.text(property.key) != "method" || !derivesMethod)
            printProperty(4, m_model.text(property.key), property.value);
    printEdges({m_model.indexOf(node), GroupIndex::None},
               {node.kind, m_model.text(node.subtype), std::nullopt});
    printStates(node);
    printStatements(node);
}

void NeutralPrinter::print(const Group& group) {
    line(2, spellText(m_model.text(group.id)), {});
    if (group.name != group.id)
        fact("name", m_model.text(group.name));
    if (group.kind != GroupKind::Service)
        fact("kind", word(group.kind));
    if (group.parent != GroupIndex::None)
        fact("parent", m_model.text(m_model[group.parent].id));
    fact("platform_type", m_model.text(group.platformType));
    for (const Property& property : m_model.properties(group))
        printProperty(4, m_model.text(property.key), property.value);
    printEdges({NodeIndex::None, m_model.indexOf(group)}, {NodeKind::Resource, {}, group.kind});
}

void NeutralPrinter::printProperty(int indent, std::string_view key, const Value& value) {
    const ValueMap* map = value.map();
    if (!map || map->empty())
        return line(indent, spellText(key), spell(value));
    line(indent, spellText(key), {});
    for (const auto& [name, item] : *map)
        line(indent + 2, spellText(name), spell(item));
}

// Which of several alike an edge is: they are numbered in the order of the text, so that is how
// they are printed.
std::size_t NeutralPrinter::number(const Edge& edge) const {
    const std::string own =
        fmt::format("{} {} {} ", m_model.id(edge.from), word(edge.kind), m_model.id(edge.to));
    const std::string_view key = m_model.text(edge.key);
    std::size_t number = 1;
    if (key.starts_with(own))
        std::from_chars(key.data() + own.size(), key.data() + key.size(), number);
    return number;
}

void NeutralPrinter::printEdges(End from, const Start& start) {
    std::vector<const Edge*> edges;
    if (from.node != NodeIndex::None) {
        for (const EdgeIndex index : m_model.edgesFrom(from.node))
            edges.push_back(&m_model[index]);
    } else {
        for (const Edge& edge : m_model.edges())
            if (edge.from == from)
                edges.push_back(&edge);
    }
    std::ranges::stable_sort(edges, {}, [this](const Edge* edge) {
        return std::tuple(edge->kind, m_model.id(edge->to), number(*edge));
    });
    const Edge* last = nullptr;
    for (const Edge* edge : edges) {
        if (!last || last->kind != edge->kind)
            line(4, word(edge->kind), {});
        printEdge(*edge, start);
        last = edge;
    }
}

void NeutralPrinter::printEdge(const Edge& edge, const Start& start) {
    std::vector<std::pair<std::string, std::string>> facts;
    if (edge.delivery != neutral::defaultDelivery(edge.kind, start))
        facts.emplace_back("delivery", word(edge.delivery));
    const auto evidence = m_model.evidence(edge);
    if (evidence.size() == 1 && evidence.front().how != How::Declared)
        facts.emplace_back("how", word(evidence.front().how));
    if (evidence.size() > 1) {
        ValueList ways;
        for (const Evidence& each : evidence)
            ways.emplace_back(word(each.how));
        facts.emplace_back("how", spell(ways));
    }
    for (const Property& property : m_model.properties(edge))
        facts.emplace_back(spellText(m_model.text(property.key)), spell(property.value));
    const std::string to = spellText(m_model.id(edge.to));
    m_out += facts.empty() ? fmt::format("      - {}\n", to) : fmt::format("      - to: {}\n", to);
    for (const auto& [key, value] : facts)
        line(8, key, value);
}

void NeutralPrinter::printStates(const Node& node) {
    const ValueMap states = statesOf(m_model, node);
    if (!states.empty())
        line(4, "states", {});
    for (const auto& [key, facts] : states) {
        line(6, spellText(key), {});
        for (const auto& [name, value] : *facts.map())
            line(8, name, spell(value));
    }
}

void NeutralPrinter::printStatements(const Node& node) {
    const auto own = std::ranges::equal_range(m_model.statements(), m_model.indexOf(node), {},
                                              &Statement::identity);
    if (own.empty())
        return;
    line(4, "statements", {});
    for (const Statement& statement : own)
        printStatement(statement);
}

void NeutralPrinter::printStatement(const Statement& statement) {
    m_out += fmt::format("      - effect: {}\n", statement.allow ? "allow" : "deny");
    if (statement.origin != neutral::defaultOrigin)
        line(8, "origin", spellText(statement.origin));
    if (statement.conditional)
        line(8, "conditional", "true");
    for (const StatementList& list : statementLists)
        if (const auto& items = statement.*list.items; !items.empty())
            line(8, list.name, spelled(items, list.namesParts));
}

std::string NeutralPrinter::spelled(const std::vector<Statement::Item>& items,
                                    bool mayNameParts) const {
    ValueList list;
    for (const Statement::Item& item : items) {
        // A plain text names a part where one has that id.
        const bool names = mayNameParts && (m_model.node(item.text) || m_model.group(item.text));
        if (item.unknown.empty() && !item.text.empty() &&
            item.target == (names ? item.text : std::string())) {
            list.emplace_back(item.text);
            continue;
        }
        ValueMap map;
        if (!item.text.empty())
            map.emplace_back("text", item.text);
        if (!item.unknown.empty())
            map.emplace_back("unknown", item.unknown);
        if (!item.target.empty())
            map.emplace_back("part", item.target);
        list.emplace_back(std::move(map));
    }
    return spell(list);
}

} // namespace

std::string neutralYaml(const Model& model) { return NeutralPrinter(model).print(); }

} // namespace limn
