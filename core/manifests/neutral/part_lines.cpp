// SPDX-License-Identifier: GPL-3.0-or-later
// What a part says about others: its lines and its permissions.
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/manifests/nearest_word.h"
#include "core/manifests/neutral/part_reader.h"
#include "core/model/property_table.h"

namespace limn::neutral {

FragmentEdge& PartReader::addLine(std::string from, std::string to, EdgeKind kind,
                                  Evidence evidence) {
    constexpr std::size_t weightOfLine = 5; // what it costs to keep and link one, in keys
    m_work += weightOfLine;
    m_starts.insert(from);
    m_pairs.emplace(from, to);
    m_openDeliveries.push_back(m_fragment.edges.size());
    return m_fragment.edge(std::move(from), std::move(to), kind, evidence);
}

bool PartReader::areConnected(std::string_view one, std::string_view other) const {
    const std::string a(one), b(other);
    return m_pairs.contains({a, b}) || m_pairs.contains({b, a});
}

void PartReader::readLines(const std::string& from, EdgeKind kind, const TreeEntry& entry) {
    if (entry.value.isNull())
        return;
    if (!entry.value.isSequence())
        return readLine(from, kind, entry.name(), entry.value);
    for (const TreeNode& item : entry.value.items()) {
        if (givenUp())
            return;
        readLine(from, kind, entry.name(), item);
    }
}

void PartReader::readLine(const std::string& from, EdgeKind kind, std::string_view key,
                          const TreeNode& item) {
    std::string to(item.scalar());
    if (item.isMap())
        to = textOf("to", item["to"]);
    if (to.empty()) {
        report(Severity::Warning, "wrong-type",
               fmt::format("`{}` of `{}` must name a part: its id, or a map with `to`.", key, from),
               item.span());
        return;
    }
    FragmentEdge& edge = addLine(from, std::move(to), kind, {How::Declared, item.span()});
    if (!item.isMap())
        return;
    bool hasDelivery = false;
    readLineKeys(edge, item, hasDelivery);
    if (hasDelivery)
        m_openDeliveries.pop_back();
}

void PartReader::readLineKeys(FragmentEdge& edge, const TreeNode& item, bool& hasDelivery) {
    for (const TreeEntry& entry : distinctEntries(item)) {
        const std::string_view key = entry.name();
        if (key == "to")
            continue;
        ++m_work;
        if (key == "delivery") {
            const auto said = delivery(entry.value.scalar());
            if (said)
                edge.delivery = *said;
            else if (!entry.value.isNull())
                wrongType(key, "one of sync, async, poll-queue, poll-stream, none", entry.value);
            hasDelivery = said.has_value();
        } else if (key == "how") {
            const auto ways = readHow(entry.value);
            const Span at = edge.evidence.front().at;
            if (!ways.empty())
                edge.evidence.clear();
            for (const How way : ways)
                edge.evidence.push_back({way, at});
        } else {
            readProperty(edge.properties, entry, {});
        }
    }
}

std::vector<How> PartReader::readHow(const TreeNode& value) {
    std::vector<How> ways;
    const auto add = [&](const TreeNode& item) {
        const auto way = how(item.scalar());
        if (way)
            ways.push_back(*way);
        else if (!item.isNull())
            wrongType("how", "one of declared, policy, environment, source, or a list of them",
                      item);
    };
    if (!value.isSequence())
        add(value);
    for (const TreeNode& item : value.items()) {
        ++m_work;
        add(item);
    }
    return ways;
}

void PartReader::readStatements(const std::string& identity, const TreeEntry& entry) {
    if (entry.value.isMap())
        return readStatement(identity, entry.value);
    if (!entry.value.isSequence() && !entry.value.isNull())
        return wrongType(entry.name(), "a list of maps with effect, actions and resources",
                         entry.value);
    for (const TreeNode& item : entry.value.items()) {
        if (givenUp())
            return;
        readStatement(identity, item);
    }
}

void PartReader::readStatement(const std::string& identity, const TreeNode& item) {
    std::vector<std::string_view> known{"effect", "conditional", "origin"};
    for (const StatementList& list : statementLists)
        known.push_back(list.name);
    if (!item.isMap())
        return wrongType("statements", "a list of maps with effect, actions and resources", item);
    ++m_work;
    FragmentStatement made;
    made.identity = identity;
    made.statement.at = item.span();
    made.statement.origin = defaultOrigin;
    for (const TreeEntry& entry : distinctEntries(item)) {
        const std::string_view key = entry.name();
        if (key == "effect") {
            made.statement.allow = entry.value.scalar() != "deny";
            if (made.statement.allow && entry.value.scalar() != "allow")
                wrongType(key, "allow or deny", entry.value);
        } else if (key == "conditional") {
            if (const auto said = entry.value.boolean())
                made.statement.conditional = *said;
            else
                wrongType(key, "true or false", entry.value);
        } else if (key == "origin") {
            made.statement.origin = textOf(key, entry.value);
        } else if (const auto* list = std::ranges::find(statementLists, key, &StatementList::name);
                   list != std::end(statementLists)) {
            made.statement.*(list->items) = readItems(entry);
        } else {
            const std::string meant = didYouMean(key, known);
            report(Severity::Warning, "unknown-key",
                   fmt::format("`{}` is no key of a statement{}", key, meant.empty() ? "." : meant),
                   entry.key.span());
        }
    }
    made.statement.conditional |= !made.statement.conditions.empty();
    m_fragment.statements.push_back(std::move(made));
}

std::vector<Statement::Item> PartReader::readItems(const TreeEntry& entry) {
    std::vector<Statement::Item> items;
    const auto add = [&](const TreeNode& node) {
        ++m_work;
        Statement::Item item;
        item.at = node.span();
        if (node.isMap()) {
            item.text = textOf("text", node["text"]);
            item.unknown = textOf("unknown", node["unknown"]);
            item.target = textOf("part", node["part"]);
        } else {
            item.text = node.scalar();
            item.target = node.scalar(); // kept by settleTargets() where a part has that id
        }
        if (item.text.empty() && item.unknown.empty())
            wrongType(entry.name(), "a list of texts, or of maps with text, unknown and part",
                      node);
        else
            items.push_back(std::move(item));
    };
    if (!entry.value.isSequence() && !entry.value.isNull())
        add(entry.value);
    for (const TreeNode& node : entry.value.items())
        if (!givenUp())
            add(node);
    return items;
}

void PartReader::settleDeliveries() {
    std::map<std::string_view, Start> starts;
    for (const FragmentGroup& group : m_fragment.groups)
        starts.emplace(group.id, Start{NodeKind::Resource, {}, group.kind});
    for (const FragmentNode& node : m_fragment.nodes)
        starts.emplace(node.id, Start{node.kind, node.subtype, std::nullopt});
    for (const std::size_t index : m_openDeliveries) {
        FragmentEdge& edge = m_fragment.edges[index];
        const auto start = starts.find(edge.from);
        edge.delivery = defaultDelivery(edge.kind, start == starts.end() ? Start{} : start->second);
    }
}

void PartReader::settleTargets() {
    for (FragmentStatement& made : m_fragment.statements) {
        for (const StatementList& list : statementLists)
            for (Statement::Item& item : made.statement.*list.items)
                if (!list.namesParts || !isTaken(item.target))
                    item.target.clear();
    }
}

} // namespace limn::neutral
