// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QColor>
#include <QIcon>
#include <QPalette>

#include "core/model/model.h"

namespace limn {

// A severity the same way everywhere: its mark, its word, its colour as text.
QIcon severityIcon(Severity severity, const QPalette& palette);
QString severityTitle(Severity severity);
QColor severityColor(Severity severity, const QPalette& palette);

} // namespace limn
