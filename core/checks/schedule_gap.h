// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

namespace limn {

// The shortest time between two runs that a schedule asks for, in seconds, over a year:
// `rate(5 minutes)`, `cron(0/15 * * * ? *)` as EventBridge has it, five fields as Unix has them,
// six with seconds first. Infinite for what runs once (`at(…)`). Nothing where the expression is
// not understood.
std::optional<double> smallestGap(std::string_view schedule);

} // namespace limn
