// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string_view>
#include <vector>

#include "core/model/model.h"

namespace limn {

// What is said of a state, as every printed form has it: `name` where it is not the key, `type`,
// `start`, `end`, `in`, `branch`, `next`, `choices`, `default`, `catch`, then its properties.
ValueMap stateFacts(const Model& model, const State& state);

// All states of a workflow by key, in the order of the text.
ValueMap statesOf(const Model& model, const Node& workflow);

// Ids of the parts that the states of a workflow use, by the state's key: what its lines say.
using PartsByState = std::map<std::string_view, std::vector<std::string_view>>;
PartsByState partsByState(const Model& model, const Node& workflow);

} // namespace limn
