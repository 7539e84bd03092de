// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include <QIcon>

namespace limn {

// One of our own icons (resources/icons) in the colours of the palette, enabled and disabled, sharp
// at 1x and 2x. An unknown id gives an empty icon.
QIcon icon(std::string_view id, const QPalette& palette);
// The same in one colour.
QPixmap iconPixmap(std::string_view id, const QColor& color, int size, double pixelRatio);

} // namespace limn
