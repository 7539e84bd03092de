// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/model/diagram.h"

namespace limn {

// On one line, with everything that Markdown or HTML would take for more than itself spelled out.
// What counts at the start of a line only must not be put there.
std::string markdownProse(std::string_view raw);
// As code, between more backticks than it has in a row.
std::string markdownCode(std::string_view raw);
// A claim: names as code, the words around them as prose.
std::string markdownSentence(std::string_view message);
// Why a finding may stand: "It is a demonstration. (Ada, 2026-01-10) until 2026-12-31"
std::string markdownAcceptance(const Acceptance& accepted);

} // namespace limn
