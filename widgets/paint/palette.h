// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QPalette>

#include "core/drawing/theme.h"

namespace limn {

// The window's colours beside a picture of that theme.
QPalette paletteOf(ThemeName name);
// The theme a picture has in a window of those colours.
ThemeName themeOf(const QPalette& palette);

} // namespace limn
