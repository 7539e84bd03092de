// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checks/check.h"

namespace limn {

// The verdict on a Model by the answers of the report, whose acceptances are already in place.
// Accepted findings are no longer open.
//
// A pillar is not yet there with an open error or three open warnings, partial with one or two, and
// strong with none when at least four in five of its questions could be answered and no check of it
// that speaks of the system is off; else it is not judged. Overall is strong when all four pillars are, or three with one partial and nothing
// host-centric in the application's path; not yet when that can no longer come about.
Verdict verdictOf(const Model& model, const Report& report);

} // namespace limn
