// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace limn {

// Why bytes cannot be read as a manifest at all: what was found, and what to do about it.
struct TextFault {
    std::string code; // `not-utf8`, `too-large`, `too-deep`
    std::string message;
    std::size_t at = 0;
};

// The first reason why the bytes are no UTF-8 text of a size and depth that is read; nothing where
// they are.
std::optional<TextFault> textFault(std::string_view bytes);

// The byte that a parser means by line and column, both from 1, the column in code points. Of a
// text in quotes it names the first character inside; the quote is meant.
std::size_t complaintPlace(std::string_view text, int line, int column);

// A parser's complaint in words for who wrote the text: what stands at that byte, what YAML wants
// there, and what to do.
std::string plainFault(std::string_view complaint, std::string_view text, std::size_t at);

} // namespace limn
