// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "layouts/plan.h"

namespace limn {

// Columns by how far work has come: needs nothing but itself.
Result<Places> placeInColumns(const Plan& plan, std::stop_token stop);

// Graphviz's dot for each piece; one that it dies or stalls on is put in columns, which `note` says
// then. Fails where dot is missing.
Result<Arranged> arrangeWithGraphviz(const Graph& graph, std::stop_token stop);

} // namespace limn
