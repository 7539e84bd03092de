// SPDX-License-Identifier: GPL-3.0-or-later
// The states of a workflow.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/manifests/nearest_word.h"
#include "core/manifests/neutral/part_reader.h"
#include "core/model/property_table.h"

namespace limn::neutral {
namespace {

constexpr std::array<std::string_view, 10> ownKeys{"name",   "type", "start",   "end",     "in",
                                                   "branch", "next", "choices", "default", "catch"};
constexpr std::string_view stateKinds = "one of task, choice, wait, pass, parallel, map, succeed, "
                                        "fail";

std::vector<std::string_view> keysOfState() {
    std::vector<std::string_view> keys(ownKeys.begin(), ownKeys.end());
    for (const PropertyInfo& info : propertyTable())
        if (info.onStates)
            keys.push_back(info.name);
    return keys;
}

} // namespace

void PartReader::readStates(const std::string& workflow, const TreeEntry& entry) {
    if (entry.value.isNull())
        return;
    if (!entry.value.isMap())
        return wrongType(entry.name(), "a map from names to states", entry.value);
    const std::size_t first = m_fragment.states.size();
    for (const TreeEntry& each : distinctEntries(entry.value)) {
        if (givenUp())
            return;
        ++m_work;
        FragmentState made;
        made.workflow = workflow;
        made.state.key = made.state.name = each.name();
        made.state.at = each.span;
        if (!each.value.isMap() && !each.value.isNull())
            wrongType(each.name(), "a map of keys", each.value);
        for (const TreeEntry& key : distinctEntries(each.value)) {
            ++m_work;
            readStateKey(made, key);
        }
        m_fragment.states.push_back(std::move(made));
    }
    std::set<std::string_view> known;
    for (std::size_t i = first; i < m_fragment.states.size(); ++i)
        known.insert(m_fragment.states[i].state.key);
    for (std::size_t i = first; i < m_fragment.states.size(); ++i)
        for (const Transition& way : m_fragment.states[i].state.transitions)
            if (!known.contains(way.to))
                report(Severity::Warning, "unknown-state",
                       fmt::format("`{}` goes on to `{}`, which is no state of `{}`.",
                                   m_fragment.states[i].state.key, way.to, workflow),
                       way.at);
}

void PartReader::readStateKey(FragmentState& made, const TreeEntry& entry) {
    using enum Transition::Why;
    State& state = made.state;
    const std::string_view key = entry.name();
    const PropertyInfo* info = findProperty(key);
    if (key == "name") {
        state.name = textOf(key, entry.value);
    } else if (key == "type") {
        const auto kind = stateKind(entry.value.scalar());
        state.kind = kind.value_or(StateKind::Unknown);
        if (!kind)
            wrongType(key, stateKinds, entry.value);
    } else if (key == "start" || key == "end") {
        const auto said = entry.value.boolean();
        (key == "start" ? state.isStart : state.isEnd) = said.value_or(false);
        if (!said)
            wrongType(key, "true or false", entry.value);
    } else if (key == "in") {
        state.parent = textOf(key, entry.value);
    } else if (key == "branch") {
        const auto number = entry.value.number();
        if (number && *number >= 1 && *number <= 1e6)
            state.branch = static_cast<int>(*number);
        else
            wrongType(key, "a whole number from 1", entry.value);
    } else if (key == "next" || key == "default") {
        state.transitions.push_back(
            {key == "next" ? Next : Default, textOf(key, entry.value), {}, {}, entry.value.span()});
    } else if (key == "choices" || key == "catch") {
        readWays(state, key == "catch" ? Error : Choice, entry);
    } else if (info && info->onStates) {
        if (entry.value.isNull())
            return;
        made.properties.push_back({std::string(key), checkedValue(key, entry.value),
                                   entry.value.span(), entry.key.span(), Origin::Written});
    } else {
        const auto known = keysOfState();
        const std::string meant = didYouMean(key, known);
        report(Severity::Warning, info ? "misplaced-key" : "unknown-key",
               fmt::format("`{}` is no key of a state{}", key, meant.empty() ? "." : meant),
               entry.key.span());
    }
}

void PartReader::readWays(State& state, Transition::Why why, const TreeEntry& entry) {
    if (!entry.value.isSequence())
        return wrongType(entry.name(), "a list of maps with `next`", entry.value);
    for (const TreeNode& item : entry.value.items()) {
        if (givenUp())
            return;
        ++m_work;
        if (!item.isMap() || !item["next"].isScalar()) {
            wrongType(entry.name(), "a list of maps with `next`", item);
            continue;
        }
        Transition way;
        way.why = why;
        way.to = item["next"].scalar();
        way.at = item["next"].span();
        way.condition = textOf("condition", item["condition"]);
        for (const TreeNode& error : item["errors"].items())
            way.errors.emplace_back(error.scalar());
        if (item["errors"].isScalar())
            way.errors.emplace_back(item["errors"].scalar());
        state.transitions.push_back(std::move(way));
    }
}

} // namespace limn::neutral
