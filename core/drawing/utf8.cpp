// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drawing/utf8.h"

#include <algorithm>

namespace limn {

namespace {

std::size_t lengthOf(unsigned char lead) {
    if (lead < 0x80)
        return 1;
    if (lead >= 0xC2 && lead < 0xE0)
        return 2;
    if (lead >= 0xE0 && lead < 0xF0)
        return 3;
    return lead >= 0xF0 && lead < 0xF5 ? 4 : 0;
}

bool isAllowed(char32_t c) {
    return c <= 0x10FFFF && (c < 0xD800 || c > 0xDFFF) && c != 0xFFFE && c != 0xFFFF;
}

} // namespace

Utf8Char decodeUtf8(std::string_view text, std::size_t offset) {
    const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(text[offset + i]); };
    const std::size_t length = lengthOf(byte(0));
    if (length == 0 || offset + length > text.size())
        return {};
    if (length == 1)
        return {byte(0), 1};
    char32_t c = byte(0) & (0xFFU >> (length + 1));
    for (std::size_t i = 1; i < length; ++i) {
        if ((byte(i) & 0xC0U) != 0x80U)
            return {};
        c = (c << 6U) | (byte(i) & 0x3FU);
    }
    const bool overlong = (length == 3 && c < 0x800) || (length == 4 && c < 0x10000);
    if (overlong || !isAllowed(c))
        return {};
    return {c, length};
}

std::string singleLine(std::string_view text) {
    // Nearly every text is plain already.
    if (std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; }))
        return std::string(text);
    std::string line;
    line.reserve(text.size());
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Char c = decodeUtf8(text, i);
        const bool control = c.codepoint < 0x20 || (c.codepoint >= 0x7F && c.codepoint < 0xA0);
        if (control)
            line += ' ';
        else if (c.codepoint == 0xFFFD)
            line += "\xEF\xBF\xBD";
        else
            line.append(text, i, c.length);
        i += c.length;
    }
    return line;
}

} // namespace limn
