// SPDX-License-Identifier: GPL-3.0-or-later
// The words in states and on the ways between them.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/drawing/phrases.h"
#include "core/drawing/states.h"
#include "core/drawing/text_width.h"
#include "core/drawing/utf8.h"
#include "core/model/state_facts.h"

namespace limn {
namespace {

using Facts = std::vector<std::string>;

const Value* known(const Model& model, const State& state, std::string_view key) {
    const Property* property = model.property(state, key);
    return property && !property->value.unknown() ? &property->value : nullptr;
}

std::optional<double> numberOf(const Model& model, const State& state, std::string_view key) {
    const Value* value = known(model, state, key);
    return value && value->isNumber() ? std::optional(value->number()) : std::nullopt;
}

std::string textOf(const Model& model, const State& state, std::string_view key) {
    const Value* value = known(model, state, key);
    return value && value->string() ? *value->string() : std::string();
}

// What a task speaks with: the parts of the system, else the call as the platform names it.
std::string usedBy(const Model& model, const State& state) {
    const PartsByState parts = partsByState(model, model[state.workflow]);
    const auto used = parts.find(state.key);
    if (used == parts.end())
        return textOf(model, state, "call");
    std::string names;
    for (const std::string_view id : used->second)
        if (const Node* node = model.node(id))
            names += (names.empty() ? "" : ", ") + nodeTitle(model, *node);
    return names;
}

// The most tries that any of its retries allows; where none says a number, the platform's own.
void addRetries(Facts& facts, const Model& model, const State& state) {
    const Value* retry = known(model, state, "retry");
    if (!retry || !retry->list() || retry->list()->empty())
        return;
    double most = 0;
    for (const Value& rule : *retry->list())
        if (const ValueMap* map = rule.map())
            for (const auto& [key, value] : *map)
                if (key == "max_attempts" && value.isNumber())
                    most = std::max(most, value.number());
    facts.push_back(most > 0 ? "retries " + spokenAmount(most) : "retries");
}

int branchesOf(const Model& model, const State& state) {
    int most = 0;
    for (const State& other : model.states(model[state.workflow]))
        if (other.parent == state.key)
            most = std::max(most, other.branch);
    return most;
}

Facts factsOf(const Model& model, const State& state) {
    Facts facts;
    const auto add = [&](std::string words) {
        if (!words.empty())
            facts.push_back(std::move(words));
    };
    switch (state.kind) {
    case StateKind::Task:
        add(usedBy(model, state));
        if (textOf(model, state, "waits_for") == "callback")
            facts.emplace_back("waits for callback");
        if (const auto timeout = numberOf(model, state, "timeout_seconds"))
            facts.push_back(spokenDuration(*timeout));
        break;
    case StateKind::Wait:
        if (const auto seconds = numberOf(model, state, "wait_seconds"))
            facts.push_back("waits " + spokenDuration(*seconds));
        else if (const std::string until = textOf(model, state, "wait_until"); !until.empty())
            facts.push_back("until " + until);
        break;
    case StateKind::Parallel:
        if (const int branches = branchesOf(model, state); branches > 0)
            facts.push_back(fmt::format("{} branch{}", branches, branches == 1 ? "" : "es"));
        break;
    case StateKind::Map:
        facts.emplace_back("for each item");
        if (const auto most = numberOf(model, state, "max_concurrency"); most && *most > 0)
            facts.push_back(spokenAmount(*most) + " at once");
        break;
    case StateKind::Fail:
        add(textOf(model, state, "error"));
        break;
    case StateKind::Choice:
    case StateKind::Pass:
    case StateKind::Succeed:
    case StateKind::Unknown:
        break;
    }
    addRetries(facts, model, state);
    return facts;
}

} // namespace

std::string stateSubtitle(const Model& model, const State& state) {
    const Facts facts = factsOf(model, state);
    return singleLine(facts.empty() ? std::string(word(state.kind))
                                    : fmt::format("{}", fmt::join(facts, " · ")));
}

std::string transitionLabel(const Transition& transition) {
    switch (transition.why) {
    case Transition::Why::Next:
        return {};
    case Transition::Why::Choice:
        return singleLine(transition.condition);
    case Transition::Why::Default:
        return "otherwise";
    case Transition::Why::Error:
        break;
    }
    // Any error is what the line's own look says.
    const auto any = [](std::string_view error) { return error == "States.ALL"; };
    if (transition.errors.empty() || std::ranges::any_of(transition.errors, any))
        return {};
    std::string_view first = transition.errors.front();
    if (constexpr std::string_view platform = "States."; first.starts_with(platform))
        first.remove_prefix(platform.size());
    return singleLine(transition.errors.size() == 1
                          ? std::string(first)
                          : fmt::format("{} +{}", first, transition.errors.size() - 1));
}

std::string startId(const Model& model, const Node& workflow) {
    return fmt::format("{}#start", model.id(workflow));
}
std::string startLineId(const Model& model, const Node& workflow) {
    return fmt::format("{}#start line", model.id(workflow));
}
std::string branchId(const Model& model, const State& state, int branch) {
    return fmt::format("{}#branch {}", model.id(state), branch);
}
std::string transitionId(const Model& model, const State& state, std::size_t transition) {
    return fmt::format("{}#way {:03}", model.id(state), transition);
}

bool holdsStates(const Model& model, const State& state) {
    if (state.kind != StateKind::Parallel && state.kind != StateKind::Map)
        return false;
    return std::ranges::any_of(model.states(model[state.workflow]),
                               [&](const State& other) { return other.parent == state.key; });
}

Size stateSize(const Model& model, const State& state) {
    constexpr double insets = 44 + 28, step = 32, narrowest = 152, widest = 248;
    const double words =
        std::max(textWidth(singleLine(state.name), 13, FontWeight::SemiBold),
                 textWidth(stateSubtitle(model, state), 11.5, FontWeight::Regular));
    const double steps = std::max(0.0, std::ceil((words + insets - narrowest) / step));
    return {std::min(narrowest + steps * step, widest), 56};
}

} // namespace limn
