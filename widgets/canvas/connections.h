// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <vector>

#include "core/manifests/intent.h"
#include "core/model/model.h"

namespace limn {

// What a line drawn from one part to another can mean, the likeliest first; empty where it means
// nothing. A line that is there already is left out. The intent's ends may be turned round: a line
// from a store to a function means that the function reads it.
std::vector<Connect> connectionsBetween(const Model& model, std::string_view from,
                                        std::string_view to);

// The parts a line from this one may end at.
std::set<std::string, std::less<>> connectionTargets(const Model& model, std::string_view from);

} // namespace limn
