// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace limn {

// Text as a terminal shows it: in columns, of which a tab takes up to four, a character of the East
// Asian scripts two, a combining one none. Any bytes are allowed; what is no UTF-8 counts byte by
// byte.

// Columns the text takes when it starts after `column` others.
int columns(std::string_view text, int column = 0);
// One line with its tabs as spaces and without characters a terminal would obey.
std::string printable(std::string_view line);
// Words broken at spaces to the width, of whose first line `used` columns are taken; further lines
// are indented. A width below 20 breaks nothing.
std::string wrapped(std::string_view text, int used, int width, int indent = 4);

// A stretch of a line.
struct Excerpt {
    std::string text;
    int cut = 0; // columns that are gone on its left
};
// The line around `column`, at most `width` wide; whole when it fits or the width is below 20.
Excerpt fitted(const std::string& line, int column, int width);

} // namespace limn
