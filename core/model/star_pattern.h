// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <string_view>

namespace limn {

// Whether a pattern of `patternSize` places, some of them stars, fits a text of `textSize`. A star
// is any stretch; `taken(p, t)` is how many places of the pattern take the text's place `t`, 0
// where they do not fit. Only the last star is tried again, so it is never more than quadratic.
template <typename IsStar, typename Taken>
bool fitsWithStars(std::size_t patternSize, std::size_t textSize, IsStar isStar, Taken taken) {
    constexpr std::size_t none = static_cast<std::size_t>(-1);
    std::size_t p = 0, t = 0, star = none, retry = 0;
    while (t < textSize) {
        if (p < patternSize && isStar(p)) {
            star = p++;
            retry = t;
        } else if (const std::size_t length = p < patternSize ? taken(p, t) : 0; length > 0) {
            p += length;
            ++t;
        } else if (star != none) {
            p = star + 1;
            t = ++retry;
        } else {
            return false;
        }
    }
    while (p < patternSize && isStar(p))
        ++p;
    return p == patternSize;
}

// `*` and `?` as policies have them: `?` is one character, letter case does not count.
bool matchesPattern(std::string_view pattern, std::string_view text);
// Whether some text fits both.
bool patternsMeet(std::string_view one, std::string_view other);

} // namespace limn
