// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <span>

namespace limn {

enum class FontWeight : std::uint16_t { Regular = 400, Medium = 500, SemiBold = 600, Bold = 700 };

// The advance of one character in units of the font.
struct GlyphWidth {
    char32_t codepoint = 0;
    std::uint16_t width = 0;
};

// Made by the build from the bundled font: sorted by code point, Basic Multilingual Plane only.
std::span<const GlyphWidth> glyphWidths(FontWeight weight);
int fontUnitsPerEm();

} // namespace limn
