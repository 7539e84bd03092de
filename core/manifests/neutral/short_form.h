// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifests/neutral/part_reader.h"

namespace limn::neutral {

// The singular keys `api`, `function` and `resources`: one function, what calls it, what it uses.
// Read after the long sections, whose ids and lines come first.
void readShortForm(PartReader& reader, const TreeNode& root);

} // namespace limn::neutral
