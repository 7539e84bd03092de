// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QStringList>

namespace limn {

// What was opened of late, the latest first, kept in the settings. Of several files opened
// together each counts for itself.
QStringList recentPaths();
void rememberRecent(const QStringList& paths);

} // namespace limn
