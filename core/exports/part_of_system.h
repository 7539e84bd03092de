// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include "core/checks/finding.h"
#include "core/model/result.h"
#include "core/model/snapshot.h"

namespace limn {

// Some of a system's parts: ids of nodes and groups, the groups around them included. A picture is
// of these when its Graph is (layouts/graph.h), and every export then is.
using PartIds = std::set<std::string, std::less<>>;

// A part or group and what can be reached from it in so many steps along drawn lines, whichever
// way they point. An id that nothing has is an Error that says what was meant perhaps.
Result<PartIds> neighbourhood(const Snapshot& snapshot, std::string_view id, int steps);
// What is in a group, its inner groups' parts included, and what a line joins to it.
Result<PartIds> groupWithBorder(const Snapshot& snapshot, std::string_view id);

// What the report says of these parts; the verdict stays that of the whole system.
Report reportOn(const Model& model, Report report, const PartIds& ids);

} // namespace limn
