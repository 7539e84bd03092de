// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/star_pattern.h"

#include <vector>

#include "core/model/letter_case.h"

namespace limn {
namespace {

bool alike(char a, char b) { return a == '?' || b == '?' || lower(a) == lower(b); }

} // namespace

bool matchesPattern(std::string_view pattern, std::string_view text) {
    return fitsWithStars(
        pattern.size(), text.size(), [&](std::size_t p) { return pattern[p] == '*'; },
        [&](std::size_t p, std::size_t t) -> std::size_t {
            return pattern[p] == '?' || lower(pattern[p]) == lower(text[t]) ? 1 : 0;
        });
}

// Row by row: which beginnings of `other` some text of this beginning of `one` fits.
bool patternsMeet(std::string_view one, std::string_view other) {
    std::vector<bool> row(other.size() + 1), next(other.size() + 1);
    row[0] = true;
    for (std::size_t j = 0; j < other.size() && other[j] == '*'; ++j)
        row[j + 1] = true;
    for (const char c : one) {
        next[0] = c == '*' && row[0];
        for (std::size_t j = 0; j < other.size(); ++j) {
            const bool star = c == '*' || other[j] == '*';
            next[j + 1] = star ? row[j + 1] || next[j] : row[j] && alike(c, other[j]);
        }
        row.swap(next);
    }
    return row[other.size()];
}

} // namespace limn
