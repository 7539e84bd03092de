// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

namespace limn {

// What every exported page has: its looks, with the theme's colours as variables, and its script,
// which zooms and jumps. The page allows this script alone, by its hash, and no connection at all.
extern const std::string_view htmlStyle;
extern const std::string_view htmlScript;
extern const std::string_view htmlScriptHash; // base64 of its SHA-256

} // namespace limn
