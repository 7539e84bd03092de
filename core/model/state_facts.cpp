// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/state_facts.h"

#include <algorithm>

namespace limn {
namespace {

ValueList texts(const std::vector<std::string>& all) { return ValueList(all.begin(), all.end()); }

void addTransitions(ValueMap& facts, const State& state) {
    using enum Transition::Why;
    ValueList choices, errors;
    const Transition *next = nullptr, *standard = nullptr;
    for (const Transition& way : state.transitions)
        switch (way.why) {
        case Next:
            next = &way;
            break;
        case Default:
            standard = &way;
            break;
        case Choice:
            choices.emplace_back(ValueMap{{"condition", way.condition}, {"next", way.to}});
            break;
        case Error:
            errors.emplace_back(ValueMap{{"errors", texts(way.errors)}, {"next", way.to}});
            break;
        }
    if (next)
        facts.emplace_back("next", next->to);
    if (!choices.empty())
        facts.emplace_back("choices", std::move(choices));
    if (standard)
        facts.emplace_back("default", standard->to);
    if (!errors.empty())
        facts.emplace_back("catch", std::move(errors));
}

} // namespace

ValueMap stateFacts(const Model& model, const State& state) {
    ValueMap facts;
    if (state.name != state.key)
        facts.emplace_back("name", state.name);
    facts.emplace_back("type", word(state.kind));
    if (state.isStart)
        facts.emplace_back("start", true);
    if (state.isEnd)
        facts.emplace_back("end", true);
    if (!state.parent.empty())
        facts.emplace_back("in", state.parent);
    if (state.branch > 0)
        facts.emplace_back("branch", state.branch);
    addTransitions(facts, state);
    for (const Property& property : model.properties(state))
        facts.emplace_back(model.text(property.key), property.value);
    return facts;
}

ValueMap statesOf(const Model& model, const Node& workflow) {
    ValueMap all;
    for (const State& state : model.states(workflow))
        all.emplace_back(state.key, stateFacts(model, state));
    return all;
}

PartsByState partsByState(const Model& model, const Node& workflow) {
    PartsByState parts;
    for (const EdgeIndex index : model.edgesFrom(model.indexOf(workflow))) {
        const Property* states = model.property(model[index], "states");
        const ValueList* keys = states ? states->value.list() : nullptr;
        if (!keys)
            continue;
        const std::string_view to = model.id(model[index].to);
        for (const Value& key : *keys)
            if (const std::string* text = key.string()) {
                auto& own = parts[*text];
                if (std::ranges::find(own, to) == own.end())
                    own.push_back(to);
            }
    }
    return parts;
}

} // namespace limn
