// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifests/intent.h"
#include "core/model/model.h"
#include "core/model/result.h"

namespace limn {

// Whether `after` says what `before` said with the intent done, and nothing else. Places in the
// text do not count; what a format derives from what was changed (the name of an entry point from
// its route) may follow. The Error names the first thing that differs.
Result<Done> verify(const Model& before, const Intent& intent, const Model& after);

} // namespace limn
