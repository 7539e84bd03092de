// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/drawing/font_table.h"

namespace limn {

// The advance width of UTF-8 text in the bundled font, in pixels at `size` pixels, without kerning:
// an upper bound of what is drawn, and the same on every machine.
double textWidth(std::string_view text, double size, FontWeight weight);

// The text cut in the middle with an ellipsis so that it is at most `width` pixels wide; whole when
// it fits.
std::string elided(std::string_view text, double width, double size, FontWeight weight);

// The text in lines of at most `width` pixels, broken at spaces (and inside words that are wider).
std::vector<std::string> wrapped(std::string_view text, double width, double size,
                                 FontWeight weight);

} // namespace limn
