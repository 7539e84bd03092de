// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace limn {

// The parser stops behind an item that is empty in a list whose dashes stand below their key:
//     Resource:
//     - # nothing yet
//     - arn:aws:s3:::files
// The same text, byte for byte as long, with `~` in place of the comment, which is as much as
// nothing; where there is no room for it the dash is made blank. Empty when there is nothing of the
// kind, which is nearly always.
std::string withEmptyItemsSaid(std::string_view text);

} // namespace limn
