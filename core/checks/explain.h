// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/checks/check.h"

namespace limn {

// All that is written about a check, as one section of Markdown: `limn explain`, the window's help
// and the reference page.
std::string explain(const Check& check);
// One line per check, for `limn explain --list`.
std::string checksList();
// The reference page docs/checks.md: how findings are to be read, the list, and a section per
// check.
std::string checksPage();

} // namespace limn
