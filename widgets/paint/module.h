// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/exports/exporter.h"
#include "core/model/result.h"
#include "widgets/paint/paint_options.h"

// What the loadable part offers to `limn`, which does not link Qt: it is found with dlsym under
// limnPaintModuleSymbol. Both sides come from one build; `version` differs when somebody mixes two.
struct LimnPaintModule {
    std::string_view version;
    // The picture as the bytes of a PNG or PDF file. Makes an application without a screen for the
    // call when none is running.
    limn::Result<std::string> (*paint)(std::string_view extension, const limn::Picture& picture,
                                       const limn::PaintOptions& options) = nullptr;
};

inline constexpr const char* limnPaintModuleSymbol = "limnPaintModule";
using LimnPaintModuleEntry = const LimnPaintModule* (*)();
