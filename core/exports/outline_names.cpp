// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/outline_names.h"

#include <fmt/format.h>

#include "core/drawing/text_width.h"
#include "core/drawing/utf8.h"

namespace limn {

namespace {

constexpr double widestText = 300;
constexpr std::size_t longestName = 48;

} // namespace

std::string fitted(std::string_view text) {
    return elided(singleLine(text), widestText, 13, FontWeight::Regular);
}

std::string OutlineNames::make(std::string_view what, std::string_view id) {
    std::string name;
    for (const std::string_view piece : {what, std::string_view("_"), id.substr(0, longestName)})
        for (const char c : piece) {
            const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                               (c >= '0' && c <= '9') || c == '_';
            name += plain ? c : '_';
        }
    std::string unlike = name;
    // Long ids may begin alike by the thousand: each counts on from the last of them.
    for (int& n = m_counts[name]; !m_names.insert(unlike).second;)
        unlike = fmt::format("{}_{}", name, ++n + 1);
    return unlike;
}

} // namespace limn
