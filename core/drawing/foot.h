// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checks/finding.h"
#include "core/drawing/drawing.h"
#include "core/drawing/theme.h"
#include "core/model/source.h"

namespace limn {

// What a printed picture says of itself along its lower edge, so that a sheet of paper alone can be
// told: what it shows, from which files, of which day, and the verdict.
struct Foot {
    std::string date{};  // an ISO day; empty: none is said
    std::string scope{}; // which part of the system it is; empty: all of it
};
void addFoot(Drawing& drawing, const Sources& sources, const Verdict& verdict, const Theme& theme,
             const Foot& foot);

} // namespace limn
