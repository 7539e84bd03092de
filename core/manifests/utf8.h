// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace limn {

// The byte where text stops being valid UTF-8 (overlong forms and surrogates are faults too); npos
// when all of it is.
std::size_t utf8Fault(std::string_view text);

// The text with every byte that is not valid UTF-8 replaced by U+FFFD: for showing, never for
// editing.
std::string asUtf8(std::string_view text);

} // namespace limn
