// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/neutral/part_reader.h"

#include <algorithm>
#include <cmath>
#include <unordered_set>

#include <fmt/format.h>

#include "core/manifests/nearest_word.h"
#include "core/model/property_table.h"

namespace limn::neutral {
namespace {

// An alias may repeat a long list many times: these bound what one file can make of its bytes.
constexpr std::size_t mostWork = 1'000'000;
constexpr std::size_t mostProblems = 2000;

std::size_t weight(const Value& value) {
    std::size_t sum = 1;
    if (const std::string* text = value.string())
        sum += text->size() / 64;
    if (const ValueList* list = value.list())
        for (const Value& item : *list)
            sum += weight(item);
    if (const ValueMap* map = value.map())
        for (const auto& [key, item] : *map)
            sum += 1 + weight(item);
    return sum;
}

void makeUnknowns(Value& value) {
    if (auto* list = std::get_if<ValueList>(&value.data)) {
        for (Value& item : *list)
            makeUnknowns(item);
    } else if (auto* map = std::get_if<ValueMap>(&value.data)) {
        const bool unknown =
            map->size() == 1 && map->front().first == "unknown" && map->front().second.string();
        if (unknown) {
            value = Unknown{*map->front().second.string()};
            return;
        }
        for (auto& [key, item] : *map)
            makeUnknowns(item);
    }
}

std::string withArticle(std::string_view noun) {
    return fmt::format(
        "{} {}", std::string_view("aeio").find(noun[0]) == std::string_view::npos ? "a" : "an",
        noun);
}

std::string list(std::span<const std::string_view> words) {
    return fmt::format("{}", fmt::join(words, ", "));
}

} // namespace

std::vector<TreeEntry> distinctEntries(const TreeNode& map) {
    std::vector<TreeEntry> entries = map.entries();
    std::unordered_set<std::string_view> seen;
    std::erase_if(entries,
                  [&seen](const TreeEntry& entry) { return !seen.insert(entry.name()).second; });
    return entries;
}

Value neutralValue(const TreeNode& node) {
    Value value = node.value();
    makeUnknowns(value);
    return value;
}

void PartReader::report(Severity severity, std::string_view code, std::string message, Span at) {
    if (m_reported++ < mostProblems)
        m_fragment.problem(severity, std::string(code), std::move(message), at);
}

void PartReader::wrongType(std::string_view key, std::string_view expected, const TreeNode& value) {
    report(Severity::Warning, "wrong-type", fmt::format("`{}` must be {}.", key, expected),
           value.span());
}

std::string PartReader::textOf(std::string_view key, const TreeNode& value) {
    if (value.isNull())
        return {};
    if (value.isScalar())
        return std::string(value.scalar());
    wrongType(key, "a text", value);
    return {};
}

bool PartReader::givenUp() {
    if (m_givenUp || m_input.stop.stop_requested())
        return true;
    if (m_work < mostWork)
        return false;
    m_givenUp = true;
    m_fragment.problem(
        Severity::Error, "too-large",
        fmt::format(
            "This manifest says more than {} things, repeated ones counted. Reading stopped here; "
            "split it into several files.",
            mostWork),
        m_input.tree.root().span());
    return true;
}

std::optional<std::size_t> PartReader::readPart(PartText part) {
    if (givenUp())
        return std::nullopt;
    if (part.id.empty()) {
        report(Severity::Error, "empty-id",
               fmt::format("Here stands {} with an empty id; it is left out.",
                           withArticle(title(part.kind))),
               part.at);
        return std::nullopt;
    }
    ++m_work;
    m_ids.insert(part.id);
    FragmentNode node;
    node.id = std::move(part.id);
    node.kind = part.kind;
    node.subtype = std::move(part.subtype);
    node.at = part.at;
    if (part.keys.isMap()) {
        for (const TreeEntry& entry : distinctEntries(part.keys))
            if (!givenUp())
                readPartKey(node, entry);
    } else if (!part.keys.isNull()) {
        wrongType(node.id, "a map of keys", part.keys);
    }
    settleEntryPoint(node);
    m_fragment.nodes.push_back(std::move(node));
    return m_fragment.nodes.size() - 1;
}

void PartReader::readPartKey(FragmentNode& node, const TreeEntry& entry) {
    ++m_work;
    const std::string_view key = entry.name();
    if (key == "name")
        node.name = textOf(key, entry.value);
    else if (key == "type")
        readSubtype(node, entry.value);
    else if (key == "group")
        node.group = textOf(key, entry.value);
    else if (key == "platform_type")
        node.platformType = textOf(key, entry.value);
    else if (key == "statements")
        readStatements(node.id, entry);
    else if (key == "states" && node.kind == NodeKind::Workflow)
        readStates(node.id, entry);
    else if (const auto kind = edgeKind(key))
        readLines(node.id, *kind, entry);
    else if (key == "class") {
        node.nodeClass = nodeClass(entry.value.scalar());
        if (!node.nodeClass && !entry.value.isNull())
            wrongType(key, "one of entry, compute, backend, host-centric, outside, automation",
                      entry.value);
    } else
        readProperty(node.properties, entry, {node.kind, false});
}

void PartReader::readSubtype(FragmentNode& node, const TreeNode& value) {
    if (value.isNull())
        return;
    node.subtype = textOf("type", value);
    const auto known = subtypes(node.kind);
    if (known.empty() || node.subtype.empty() ||
        std::ranges::find(known, node.subtype) != known.end())
        return;
    report(Severity::Warning, "unknown-type",
           fmt::format("`{}` is no type of {}{} Known are {}.", node.subtype, title(node.kind),
                       nearestWord(node.subtype, known).empty() ? "."
                                                                : didYouMean(node.subtype, known),
                       list(known)),
           value.span());
}

// What an entry point's route or schedule says beside itself: its type, its method, its name.
void PartReader::settleEntryPoint(FragmentNode& node) {
    if (node.kind != NodeKind::EntryPoint)
        return;
    const auto find = [&node](std::string_view key) {
        const auto found = std::ranges::find(node.properties, key, &FragmentProperty::key);
        return found == node.properties.end() ? nullptr : &*found;
    };
    const FragmentProperty* route = find("route");
    const FragmentProperty* schedule = find("schedule");
    const auto text = [](const FragmentProperty* p) {
        return p && p->value.string() ? std::string_view(*p->value.string()) : std::string_view();
    };
    if (node.subtype.empty() && (route || schedule))
        node.subtype = route ? "http" : "schedule";
    if (node.name.empty())
        node.name = defaultName(node.kind, text(route), text(schedule));
    const std::string method = node.subtype == "http" ? methodOf(text(route)) : std::string();
    if (!method.empty() && !find("method")) {
        const Span at = route->at;
        node.properties.push_back({"method", Value(method), at, {}, Origin::Derived});
    }
}

void PartReader::readGroup(const TreeEntry& entry) {
    if (givenUp())
        return;
    ++m_work;
    FragmentGroup group;
    group.id = entry.name();
    group.at = entry.span;
    if (group.id.empty())
        return report(Severity::Error, "empty-id",
                      "Here stands a group with an empty id; it is left out.", entry.span);
    m_ids.insert(group.id);
    if (entry.value.isMap()) {
        for (const TreeEntry& key : distinctEntries(entry.value))
            if (!givenUp())
                readGroupKey(group, key);
    } else if (!entry.value.isNull()) {
        wrongType(group.id, "a map of keys", entry.value);
    }
    m_fragment.groups.push_back(std::move(group));
}

void PartReader::readGroupKey(FragmentGroup& group, const TreeEntry& entry) {
    ++m_work;
    const std::string_view key = entry.name();
    if (key == "name")
        group.name = textOf(key, entry.value);
    else if (key == "parent")
        group.parent = textOf(key, entry.value);
    else if (key == "platform_type")
        group.platformType = textOf(key, entry.value);
    else if (const auto kind = edgeKind(key))
        readLines(group.id, *kind, entry);
    else if (key == "kind") {
        const auto kindOfGroup = groupKind(entry.value.scalar());
        if (kindOfGroup)
            group.kind = *kindOfGroup;
        else if (!entry.value.isNull())
            wrongType(key, "one of stack, file, service, api, folder, tag", entry.value);
    } else
        readProperty(group.properties, entry, {std::nullopt, true});
}

void PartReader::readProperty(std::vector<FragmentProperty>& properties, const TreeEntry& entry,
                              const Owner& owner) {
    const std::string_view key = entry.name();
    const PropertyInfo* info = findProperty(key);
    const bool belongs = info && (owner.kind      ? belongsTo(*info, *owner.kind)
                                  : owner.isGroup ? info->onGroups
                                                  : info->onEdges);
    if (!belongs)
        unknownKey(entry, owner);
    if (entry.value.isNull())
        return; // a key without a value says nothing
    Value value = checkedValue(key, entry.value);
    m_work += weight(value);
    properties.push_back({std::string(key), std::move(value), entry.value.span(), entry.key.span(),
                          Origin::Written});
}

// What no word fits is Unknown with the text as its expression, so that nothing downstream takes it
// for a figure.
Value PartReader::checkedValue(std::string_view key, const TreeNode& node) {
    Value value = neutralValue(node);
    const PropertyInfo* info = findProperty(key);
    if (!info || accepts(*info, value)) {
        if (info && info->type == PropertyType::TextList && value.string())
            return ValueList{std::move(value)};
        return value;
    }
    const bool scalar = node.isScalar();
    if (info->type == PropertyType::Text && scalar)
        return std::string(node.scalar()); // `version: 3.10` is a text that looks like a number
    const bool numeric = info->type == PropertyType::Integer || info->type == PropertyType::Number;
    if (numeric && value.isNumber() &&
        (info->type == PropertyType::Number || value.number() == std::floor(value.number()))) {
        report(Severity::Warning, "out-of-range",
               fmt::format("`{}` is {}; it must be {}.", key, value.display(), expectation(*info)),
               node.span());
        return value;
    }
    wrongType(key, expectation(*info), node);
    if (numeric && scalar)
        if (const auto number = node.number(); number && accepts(*info, *number))
            return *number == std::floor(*number) ? Value(static_cast<std::int64_t>(*number))
                                                  : Value(*number);
    return Unknown{value.display()};
}

void PartReader::unknownKey(const TreeEntry& entry, const Owner& owner) {
    const std::string_view key = entry.name();
    const std::string where = owner.kind      ? withArticle(title(*owner.kind))
                              : owner.isGroup ? "a group"
                                              : "a line";
    if (findProperty(key))
        return report(Severity::Warning, "misplaced-key",
                      fmt::format("`{}` says nothing about {}.", key, where), entry.key.span());
    const auto known = owner.kind      ? keysOf(*owner.kind)
                       : owner.isGroup ? keysOfGroup()
                                       : keysOfLine();
    const std::string meant = didYouMean(key, known);
    report(Severity::Warning, "unknown-key",
           fmt::format("`{}` is no key of {}{}", key, where, meant.empty() ? "." : meant),
           entry.key.span());
}

Fragment PartReader::finish() {
    settleDeliveries();
    settleTargets();
    if (m_reported > mostProblems)
        m_fragment.problem(
            Severity::Info, "more-problems",
            fmt::format("{} more problems of this file are not listed.", m_reported - mostProblems),
            m_input.tree.root().span());
    return std::move(m_fragment);
}

} // namespace limn::neutral
