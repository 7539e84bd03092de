// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QString>
#include <QStringList>

#include "core/drawing/draw.h"
#include "core/model/result.h"
#include "widgets/session/derived.h"

namespace limn {

// What can be exported, as a file dialog lists it: "SVG image (*.svg)".
QStringList exportFilters();

// Writes the picture, with its page of findings, in the format that the file's ending names. Gives
// back the path.
Result<QString> exportPicture(const Derived& derived, DrawOptions options,
                              const std::string& workflow, const QString& path);

} // namespace limn
