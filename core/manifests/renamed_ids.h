// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>

#include "core/manifests/intent.h"
#include "core/model/model.h"

namespace limn {

// Ids of nodes and groups and keys of edges that the intent gave another name, old to new. A part's
// name may carry others along: entry points that are called after their function.
std::map<std::string, std::string, std::less<>>
renamedIds(const Model& before, const Intent& intent, const Model& after);

// The id of the part that came to be by the name: the name itself, or with the prefix of the file,
// group or function that the part `near` is of. The name when there is no such part.
std::string newId(const Model& before, const Model& after, std::string_view near,
                  std::string_view name);

} // namespace limn
