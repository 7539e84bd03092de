// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <stop_token>

#include "core/manifests/intent.h"
#include "core/model/result.h"
#include "core/model/snapshot.h"

namespace limn {

// The snapshot after the intents, in their order, all or none. Each is written by its format's
// writer, the text is read again, and the Model read back must differ from the one before by
// exactly what the intent means; else nothing is done and the Error says why. Positions, notes and
// acceptances in the Diagram follow a renamed part.
Result<Snapshot> edit(const Snapshot& before, std::span<const Intent> intents,
                      std::stop_token stop = {});

// A new, empty neutral manifest of that name: what a diagram started from nothing begins with.
std::string emptyManifest(std::string_view name);

} // namespace limn
