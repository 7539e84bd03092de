// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "core/exports/exporter.h"

namespace limn {

extern constinit const Exporter svgExporter;
extern constinit const Exporter pictureJsonExporter;

namespace {

constexpr std::array<const Exporter*, 2> table{&pictureJsonExporter, &svgExporter};

} // namespace

std::span<const Exporter* const> exporters() { return table; }

const Exporter* findExporter(std::string_view extension) {
    const auto found = std::ranges::find_if(
        table, [&](const Exporter* exporter) { return exporter->extension == extension; });
    return found == table.end() ? nullptr : *found;
}

} // namespace limn
