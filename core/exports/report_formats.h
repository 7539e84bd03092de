// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/checks/check.h"
#include "core/model/snapshot.h"

namespace limn {

// A report in the words of other tools. docs/ci.md says who reads them.

// SARIF 2.1.0, for code scanning and editors. `version` is that of the program.
std::string reportSarif(const Snapshot& snapshot, const Report& report, std::string_view version);
// JUnit's XML, a suite for each check: a finding is a failure from the severity on that fails the
// call (never, where there is none), what is accepted or could not be judged is skipped.
std::string reportJunit(const Snapshot& snapshot, const Report& report,
                        std::optional<Severity> failOn);
// Markdown for a comment or a job's summary: verdict, open findings, what is accepted.
std::string reportMarkdown(const Snapshot& snapshot, const Report& report);
// Workflow commands that put the open findings on a change's lines at GitHub.
std::string reportGithub(const Snapshot& snapshot, const Report& report);

// The ways among a finding's evidence: two or more steps "`a` triggers `b`", "`b` publishes to
// `c`", where each starts at what the one before ends at.
std::vector<std::vector<const Exhibit*>> waysOf(const Model& model, const Finding& finding);

} // namespace limn
