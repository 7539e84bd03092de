// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace limn {

// The parser takes a tag for the whole of a line, so that a block text after it is lost:
//     Policy:
//       !Sub |
//         {…}
// The same text, byte for byte as long, with such a tag moved beside its key by making the line
// ending between them blank. Empty when there is nothing of the kind, which is nearly always.
std::string withTagsBesideKeys(std::string_view text);

} // namespace limn
