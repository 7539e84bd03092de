// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checks/paths.h"

namespace limn {

// What stands in the way of an event that comes back: nothing, something that cannot be evaluated
// (a pattern, a broad leave), something that is an expression, or something that surely stops it.
enum class Guard : std::uint8_t { Open, Unsure, Unknown, Closed };

// Which parts an event can come back through, by node. Identities, machines, secrets and logs do
// not answer to what a function does with them, and a workflow with a choice has a way out.
std::vector<bool> passingNodes(const Model& model);
// What an edge between such parts tells by its text and its ends.
Guard guardOf(const Model& model, const Edge& edge);
// What a function does along an edge that only a policy shows: Closed where the actions cause no
// event, Unsure where they are part of a broad leave.
Guard leaveOf(const Judge& judge, const Edge& edge);
// Two edges in a row through a bucket: whether what the first writes passes the second's filter.
Guard keysOf(const Judge& judge, const Edge& write, const Edge& trigger);
// Two edges in a row through a bus: whether what the first publishes, as far as it says its kinds
// or its policy says its source, passes the second's pattern: none of it, all fields of it, or
// maybe.
Guard typesOf(const Judge& judge, const Edge& publish, const Edge& trigger);
// The property of an edge, or of the rule that it leads to, which filters; null when none does.
const Property* filterOf(const Model& model, const Edge& edge);

} // namespace limn
