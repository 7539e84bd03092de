// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifests/format.h"

namespace limn {

// A file that is one state machine in Amazon's States Language, as JSON or YAML.
extern const Format aslFormat;

} // namespace limn
