// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/terminal_text.h"

#include <algorithm>

#include <fmt/format.h>

namespace limn {
namespace {

constexpr int tabWidth = 4;
constexpr int narrowest = 20;

// The first character of a text: its bytes and its code point.
struct Character {
    std::string_view bytes;
    char32_t code = 0;
};

Character firstOf(std::string_view text) {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t wanted = lead >= 0xF0 ? 4 : lead >= 0xE0 ? 3 : lead >= 0xC0 ? 2 : 1;
    char32_t code = wanted == 1 ? lead : lead & (0xFFU >> (wanted + 1));
    std::size_t end = 1;
    for (; end < wanted && end < text.size(); ++end) {
        const auto next = static_cast<unsigned char>(text[end]);
        if ((next & 0xC0U) != 0x80U)
            break;
        code = (code << 6U) | (next & 0x3FU);
    }
    return {text.substr(0, end), code};
}

bool isWide(char32_t c) {
    return (c >= 0x1100 && c <= 0x115F) || (c >= 0x2E80 && c <= 0xA4CF) ||
           (c >= 0xAC00 && c <= 0xD7A3) || (c >= 0xF900 && c <= 0xFAFF) ||
           (c >= 0xFE30 && c <= 0xFE6F) || (c >= 0xFF00 && c <= 0xFF60) ||
           (c >= 0xFFE0 && c <= 0xFFE6) || (c >= 0x1F300 && c <= 0x1F64F) ||
           (c >= 0x1F900 && c <= 0x1F9FF) || (c >= 0x20000 && c <= 0x3FFFD);
}

bool isCombining(char32_t c) {
    return (c >= 0x0300 && c <= 0x036F) || (c >= 0x200B && c <= 0x200F) ||
           (c >= 0x20D0 && c <= 0x20FF) || (c >= 0xFE00 && c <= 0xFE0F);
}

bool isObeyed(char32_t c) { return c < 0x20 || (c >= 0x7F && c < 0xA0); }

int columnsOf(char32_t c, int column) {
    if (c == '\t')
        return tabWidth - column % tabWidth;
    if (isCombining(c))
        return 0;
    return isWide(c) ? 2 : 1;
}

// One column for each byte, and nothing that a terminal obeys.
bool isPlain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) { return c >= 0x20 && c < 0x7F; });
}

} // namespace

int columns(std::string_view text, int column) {
    if (isPlain(text))
        return static_cast<int>(text.size());
    const int start = column;
    while (!text.empty()) {
        const Character character = firstOf(text);
        column += columnsOf(character.code, column);
        text.remove_prefix(character.bytes.size());
    }
    return column - start;
}

std::string printable(std::string_view line) {
    if (isPlain(line))
        return std::string(line);
    std::string out;
    int column = 0;
    while (!line.empty()) {
        const Character character = firstOf(line);
        const int width = columnsOf(character.code, column);
        if (character.code == '\t')
            out.append(static_cast<std::size_t>(width), ' ');
        else
            out += isObeyed(character.code) ? std::string_view("?") : character.bytes;
        column += width;
        line.remove_prefix(character.bytes.size());
    }
    return out;
}

std::string wrapped(std::string_view text, int used, int width, int indent) {
    std::string out;
    int column = used;
    for (bool first = true; !text.empty(); first = false) {
        const std::string_view word = text.substr(0, text.find(' '));
        const int length = columns(word);
        if (!first && width >= narrowest && column + 1 + length > width) {
            (out += '\n').append(static_cast<std::size_t>(indent), ' ');
            column = indent;
        } else if (!first) {
            out += ' ';
            ++column;
        }
        out += word;
        column += length;
        text.remove_prefix(std::min(word.size() + 1, text.size()));
    }
    return out;
}

Excerpt fitted(const std::string& line, int column, int width) {
    if (width < narrowest || columns(line) <= width)
        return {line, 0};
    // Text before the place is what says where one is, so keep some of it.
    const int first = column < width * 3 / 4 ? 0 : column - width / 3;
    Excerpt out;
    int at = 0;
    for (std::string_view rest = line; !rest.empty();) {
        const Character character = firstOf(rest);
        const int wide = columnsOf(character.code, at);
        if (at < first)
            out.cut = at + wide;
        else if (at + wide - out.cut <= width)
            out.text += character.bytes;
        else
            break;
        at += wide;
        rest.remove_prefix(character.bytes.size());
    }
    return out;
}

} // namespace limn
