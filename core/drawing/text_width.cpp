// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drawing/text_width.h"

#include <algorithm>
#include <utility>

#include "core/drawing/utf8.h"

namespace limn {

namespace {

constexpr std::string_view ellipsis = "…";

// In units of the em. What the bundled font lacks comes from another font at run time: a generous
// guess keeps text inside its box.
double advance(char32_t c, std::span<const GlyphWidth> table) {
    if (c >= 0x20 &&
        c < 0x7F) { // the table starts with printable ASCII in every font worth bundling
        const std::size_t guess = c - 0x20;
        if (guess < table.size() && table[guess].codepoint == c)
            return table[guess].width;
    }
    const auto found =
        std::lower_bound(table.begin(), table.end(), c,
                         [](const GlyphWidth& g, char32_t value) { return g.codepoint < value; });
    if (found != table.end() && found->codepoint == c)
        return found->width;
    return c >= 0x1100 ? fontUnitsPerEm() : 0.62 * fontUnitsPerEm();
}

// Where each character starts, the end included.
std::vector<std::size_t> starts(std::string_view text) {
    std::vector<std::size_t> at;
    for (std::size_t i = 0; i < text.size(); i += decodeUtf8(text, i).length)
        at.push_back(i);
    at.push_back(text.size());
    return at;
}

// How many bytes of the text fit; at least one character.
std::size_t fitting(std::string_view text, double width, double size, FontWeight weight) {
    const auto table = glyphWidths(weight);
    const double limit = width * fontUnitsPerEm() / size;
    double sum = 0;
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Char c = decodeUtf8(text, i);
        sum += advance(c.codepoint, table);
        if (sum > limit)
            return std::max(i, std::min(c.length, text.size()));
        i += c.length;
    }
    return text.size();
}

} // namespace

double textWidth(std::string_view text, double size, FontWeight weight) {
    const auto table = glyphWidths(weight);
    double sum = 0;
    for (std::size_t i = 0; i < text.size();) {
        const Utf8Char c = decodeUtf8(text, i);
        sum += advance(c.codepoint, table);
        i += c.length;
    }
    return sum * size / fontUnitsPerEm();
}

std::string elided(std::string_view text, double width, double size, FontWeight weight) {
    if (textWidth(text, size, weight) <= width)
        return std::string(text);
    const auto table = glyphWidths(weight);
    const double scale = size / fontUnitsPerEm();
    const std::vector<std::size_t> at = starts(text);
    double room = width - textWidth(ellipsis, size, weight);
    std::size_t head = 0, tail = at.size() - 1;
    // Taken from both ends in turn: names of one system tend to differ at their ends.
    for (bool front = true; head < tail; front = !front) {
        const std::size_t next = front ? head : tail - 1;
        const double w = advance(decodeUtf8(text, at[next]).codepoint, table) * scale;
        if (w > room)
            break;
        room -= w;
        front ? ++head : --tail;
    }
    return std::string(text.substr(0, at[head])).append(ellipsis).append(text.substr(at[tail]));
}

std::vector<std::string> wrapped(std::string_view text, double width, double size,
                                 FontWeight weight) {
    std::vector<std::string> lines;
    std::string line;
    const auto flush = [&] {
        if (!line.empty())
            lines.push_back(std::exchange(line, {}));
    };
    while (!text.empty()) {
        const std::size_t space = text.find(' ');
        std::string_view word = text.substr(0, space);
        text.remove_prefix(space == std::string_view::npos ? text.size() : space + 1);
        if (word.empty())
            continue;
        const std::string longer =
            line.empty() ? std::string(word) : line + ' ' + std::string(word);
        if (textWidth(longer, size, weight) <= width) {
            line = longer;
            continue;
        }
        flush();
        while (textWidth(word, size, weight) > width) {
            const std::size_t part = fitting(word, width, size, weight);
            lines.emplace_back(word.substr(0, part));
            word.remove_prefix(part);
        }
        line = word;
    }
    flush();
    return lines;
}

} // namespace limn
