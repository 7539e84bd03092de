// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/paint/painted.h"

#include <algorithm>
#include <array>

namespace limn {

extern const PaintedExporter pngExporter;
extern const PaintedExporter pdfExporter;

namespace {
constexpr std::array all{&pngExporter, &pdfExporter};
} // namespace

std::span<const PaintedExporter* const> paintedExporters() { return all; }

const PaintedExporter* findPaintedExporter(std::string_view extension) {
    const auto found = std::find_if(all.begin(), all.end(), [&](const PaintedExporter* exporter) {
        return exporter->extension == extension;
    });
    return found == all.end() ? nullptr : *found;
}

} // namespace limn
