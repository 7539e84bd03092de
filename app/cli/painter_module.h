// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/exports/exporter.h"
#include "core/model/result.h"
#include "widgets/paint/paint_options.h"

namespace limn {

// Whether a file of that ending is painted, which needs the loadable part.
bool isPainted(std::string_view extension);

// The picture as a PNG or PDF, by the part that is loaded for it, so that no other command pays for
// Qt. It stands in ../lib/limn beside the program's folder; where it is missing, the Error says so.
Result<std::string> paintWithModule(std::string_view extension, const Picture& picture,
                                    const PaintOptions& options);

} // namespace limn
