// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include "core/manifests/format.h"

namespace limn {

// Limn's own format, short and long form in one grammar; docs/neutral-format.md says what may stand
// in it.
extern const Format neutralFormat;

// A map with `limn`, or with sections of neutral shape and no mark of another format.
bool recognisesNeutral(const Tree& tree);
// Any tree gives a Fragment; what is wrong in it is a Problem at its place, and the rest is read
// all the same.
Fragment readNeutral(const ReadInput& input);
// The edits that make the text say what the intent means, and touch nothing else. Refuses what the
// text has no place for, with the reason.
Result<std::vector<TextEdit>> writeNeutral(const WriteInput& input, const Intent& intent);

} // namespace limn
