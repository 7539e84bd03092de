// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/exports/exporter.h"
#include "core/model/result.h"
#include "widgets/paint/paint_options.h"

namespace limn {

// A picture painted into the bytes of a file: the table of core/exports for formats that need Qt
// Gui. A QGuiApplication must be running. Fails when the picture is too large for the format.
struct PaintedExporter {
    std::string_view extension; // `png`
    std::string_view title;
    Result<std::string> (*run)(const Picture& picture, const PaintOptions& options) = nullptr;
};

std::span<const PaintedExporter* const> paintedExporters();
const PaintedExporter* findPaintedExporter(std::string_view extension);

} // namespace limn
