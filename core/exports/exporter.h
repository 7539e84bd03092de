// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/drawing/draw.h"

namespace limn {

// What an exporter gets. `drawing` is of the same snapshot, placement and report.
struct Picture {
    const Snapshot& snapshot;
    const Placement& placement;
    const Report& report;
    const Drawing& drawing;
    std::string date{};  // that documents bear: an ISO day; empty for none
    std::string scope{}; // which part of the system it shows, in words; empty for all of it
};

// A picture as the bytes of a file. Painted formats (PNG, PDF) have the same table in
// widgets/paint.
struct Exporter {
    std::string_view extension; // `svg`
    std::string_view title;
    std::string (*run)(const Picture& picture) = nullptr;
};

std::span<const Exporter* const> exporters();
const Exporter* findExporter(std::string_view extension);

// The contracts of the command line as JSON text, newline at the end. Schemas: resources/schema/.
std::string modelJson(const Snapshot& snapshot);
std::string reportJson(const Snapshot& snapshot, const Report& report);
// The findings as a person reads them: source line with the deciding part marked; `colour` adds
// ANSI colours, `width` is that of the terminal, `known` how many findings a baseline keeps back.
std::string reportText(const Snapshot& snapshot, const Report& report, bool colour, int width,
                       std::size_t known = 0);
// The neutral manifest that says what the model says.
std::string neutralYaml(const Model& model);

} // namespace limn
