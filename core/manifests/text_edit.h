// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/result.h"

namespace limn {

// Replaces the bytes [begin, end) of one source by `text`; begin == end inserts.
struct TextEdit {
    std::uint32_t source = 0;
    std::uint32_t begin = 0;
    std::uint32_t end = 0;
    std::string text;
    bool operator==(const TextEdit&) const = default;
};

// The text with all edits of it done at once; their places are those of the text before. Fails when
// two overlap or one is outside.
Result<std::string> applied(std::string_view text, std::vector<TextEdit> edits);

// What `diff -u` prints for two versions of one file, three lines of context, which `patch`
// applies; empty when they are equal. A missing last newline is said as diff says it.
std::string unifiedDiff(std::string_view path, std::string_view before, std::string_view after);

} // namespace limn
