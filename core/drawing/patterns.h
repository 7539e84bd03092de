// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drawing/drawing.h"

namespace limn {

// What fills a part beside its colour, to be told apart in a grey print.
enum class Pattern : std::uint8_t { None, Rising, Falling, Crossed, Level, Dots };

// The pattern inside a closed outline, in a colour that lets words be read over it.
std::vector<Mark> patternMarks(const Path& outline, Pattern pattern, Color ink);

} // namespace limn
