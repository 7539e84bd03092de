// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/markdown_text.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/drawing/utf8.h"
#include "core/exports/finding_words.h"

namespace limn {

std::string markdownProse(std::string_view raw) {
    constexpr std::string_view special = "\\`*_[]#|~$";
    std::string out;
    for (const char c : singleLine(raw)) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (special.find(c) != std::string_view::npos)
            (out += '\\') += c;
        else
            out += c;
    }
    return out;
}

std::string markdownCode(std::string_view raw) {
    const std::string words = singleLine(raw);
    if (words.empty())
        return {};
    std::size_t longest = 0, run = 0;
    std::string out;
    for (const char c : words) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
        if (c == '|') // ends a table's cell, in code too
            out += '\\';
        out += c;
    }
    const std::string fence(longest + 1, '`');
    const std::string_view room = longest > 0 ? " " : "";
    return fmt::format("{0}{1}{2}{1}{0}", fence, room, out);
}

std::string markdownSentence(std::string_view message) {
    std::string out;
    for (const ClaimPiece& piece : claimPieces(message))
        out += piece.isName ? markdownCode(piece.words) : markdownProse(piece.words);
    return out;
}

std::string markdownAcceptance(const Acceptance& accepted) {
    std::string out = markdownProse(accepted.reason);
    if (!accepted.by.empty())
        out += fmt::format(" ({}{}{})", markdownProse(accepted.by),
                           accepted.date.empty() ? "" : ", ", markdownProse(accepted.date));
    if (!accepted.until.empty())
        out += " until " + markdownProse(accepted.until);
    return out;
}

} // namespace limn
