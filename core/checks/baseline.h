// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstddef>
#include <set>
#include <string>
#include <string_view>

#include "core/checks/finding.h"
#include "core/model/result.h"

namespace limn {

// The fingerprints of an earlier report.
struct Baseline {
    std::set<std::string, std::less<>> open;
    std::set<std::string, std::less<>> accepted;
};

// What `limn check` printed as JSON or SARIF. The error says what the text has to be.
Result<Baseline> parseBaseline(std::string_view text, std::string_view path);

// Takes the findings out that the baseline knows, and tells how many. What was accepted then and is
// no more comes back: somebody has to look at it again.
std::size_t dropKnown(const Baseline& baseline, Report& report);

} // namespace limn
