// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes to Model and everything made of it: no input may crash, hang or grow without bound.
#include <cstddef>
#include <cstdint>
#include <memory>
#include <string>

#include "core/checks/check.h"
#include "core/drawing/draw.h"
#include "core/exports/exporter.h"
#include "core/manifests/read.h"
#include "layouts/graph.h"
#include "layouts/layout.h"

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace limn;
    const std::string text(reinterpret_cast<const char*>(bytes), size);
    Sources sources;
    sources.add(std::make_shared<const Source>("fuzz.yaml", text));
    Snapshot snapshot;
    snapshot.model = std::make_shared<const Model>(read(sources));
    snapshot.sources = std::make_shared<const Sources>(sources);
    if (Result<Diagram> diagram = parseDiagram(text, "fuzz.limn"))
        snapshot.diagram = std::make_shared<const Diagram>(*std::move(diagram));
    const Report report = check(*snapshot.model, *snapshot.diagram);
    modelJson(snapshot);
    reportText(snapshot, report, false, 80);
    // The built-in layout alone: a child process for each input would only slow the search down.
    if (const Result<Placement> placed = findLayout("columns")->run(graphOf(snapshot), {})) {
        DrawOptions shown;
        shown.page = true;
        const Drawing drawing = draw(snapshot, *placed, report, shown);
        findExporter("svg")->run({snapshot, *placed, report, drawing});
    }
    return 0;
}
