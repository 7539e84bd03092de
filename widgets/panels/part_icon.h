// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include <QPixmap>

#include "core/drawing/theme.h"
#include "core/model/node.h"

namespace limn {

// The shape a part of that kind has on the canvas, small and without words.
QPixmap partIcon(NodeKind kind, std::string_view subtype, ThemeName theme, double pixelRatio);

} // namespace limn
