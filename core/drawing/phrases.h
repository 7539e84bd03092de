// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

namespace limn {

// A number as a person writes it: `10`, `0.25`.
std::string spokenAmount(double value);
// `30 s`, `15 min`, `24 h`, `14 days`: the largest unit that says it exactly and is not pedantic.
std::string spokenDuration(double seconds);

} // namespace limn
