// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>

#include "core/checks/finding.h"

namespace limn {

// "4 functions · 2 queues · 3 warnings · verdict: not yet": a system in one line.
QString statusWords(const Model& model, const Report& report);

} // namespace limn
