// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/drawing/drawing.h"

namespace limn {

// Appends any bytes as text of an XML or HTML document, in an element or in a quoted attribute: on
// one line, and nothing in it is taken for markup.
void appendXml(std::string& out, std::string_view raw);
std::string xmlText(std::string_view raw);

// `#1f2430`; the opacity is not said.
std::string hexColor(Color color);

// An id no other item has: letters, digits, `-` and `.` as they are, a space as `_`, everything
// else spelled out.
std::string xmlId(std::string_view id);

} // namespace limn
