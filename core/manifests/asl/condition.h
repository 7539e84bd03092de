// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/manifests/tree.h"

namespace limn::asl {

// The rule of a choice as one line: `$.total > 100 and not $.vip is present`; the expression
// itself where it is written in JSONata.
std::string conditionOf(const TreeNode& rule);

} // namespace limn::asl
