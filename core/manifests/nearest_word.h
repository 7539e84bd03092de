// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

namespace limn {

// The word a person most likely meant, by letters added, left out, changed or swapped; empty when
// none is near.
std::string_view nearestWord(std::string_view word, std::span<const std::string_view> known);

// "; did you mean `timeout_seconds`?", or nothing when no known word is near.
std::string didYouMean(std::string_view word, std::span<const std::string_view> known);

} // namespace limn
