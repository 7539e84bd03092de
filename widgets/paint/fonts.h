// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QFont>

#include "core/drawing/font_table.h"

namespace limn {

// Makes the bundled font known to the running QGuiApplication, which must exist; asking again does
// nothing.
void loadFonts();

// The bundled font at that many pixels, without hinting, so that text is as wide at every zoom as
// core/drawing measured it.
QFont drawingFont(int pixels, FontWeight weight);

} // namespace limn
