// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace limn {

// A text in which both sides' changes to the base count, line by line and with their own line
// ends. Nothing when both changed the same lines or lines that touch, each in its way, or when the
// texts are too large and too different to compare.
std::optional<std::string> mergeTexts(std::string_view base, std::string_view mine,
                                      std::string_view theirs);

} // namespace limn
