// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "core/model/result.h"
#include "core/model/snapshot.h"

namespace limn {

// The snapshot with groups collapsed that are named by id or name, commas between them.
Result<Snapshot> withCollapsed(Snapshot snapshot, std::string_view groups);

// A workflow by id, or by a name that only one has.
Result<const Node*> findWorkflow(const Model& model, std::string_view wanted);

} // namespace limn
