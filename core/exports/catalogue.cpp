// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "core/exports/exporter.h"

namespace limn {

extern constinit const Exporter d2Exporter;
extern constinit const Exporter dotExporter;
extern constinit const Exporter drawioExporter;
extern constinit const Exporter htmlExporter;
extern constinit const Exporter markdownExporter;
extern constinit const Exporter mermaidExporter;
extern constinit const Exporter pictureJsonExporter;
extern constinit const Exporter svgExporter;

namespace {

constexpr std::array<const Exporter*, 8> table{
    &d2Exporter,       &dotExporter,     &drawioExporter,      &htmlExporter,
    &markdownExporter, &mermaidExporter, &pictureJsonExporter, &svgExporter};

} // namespace

std::span<const Exporter* const> exporters() { return table; }

const Exporter* findExporter(std::string_view extension) {
    const auto found = std::ranges::find_if(
        table, [&](const Exporter* exporter) { return exporter->extension == extension; });
    return found == table.end() ? nullptr : *found;
}

} // namespace limn
