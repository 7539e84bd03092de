// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace limn {

// One character read from UTF-8 and how many bytes it takes. Bytes that are no UTF-8 give U+FFFD,
// one byte at a time.
struct Utf8Char {
    char32_t codepoint = 0xFFFD;
    std::size_t length = 1;
};

// The character that starts at `offset`, which must be inside the text.
Utf8Char decodeUtf8(std::string_view text, std::size_t offset);

// The text as one line that any reader takes: control characters become spaces, and what is no
// UTF-8 or no character of XML becomes U+FFFD.
std::string singleLine(std::string_view text);

} // namespace limn
