// SPDX-License-Identifier: GPL-3.0-or-later
// Bytes to Model and everything made of it: no input may crash, hang or grow without bound.
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <string>
#include <string_view>

#include "core/checks/check.h"
#include "core/drawing/draw.h"
#include "core/exports/exporter.h"
#include "core/manifests/read.h"
#include "layouts/graph.h"
#include "layouts/layout.h"

namespace {

// One input is one file, or several of one system with a record separator between them. Their names
// are what one file calls another by.
limn::Sources sourcesOf(std::string_view bytes) {
    static constexpr std::array<const char*, 4> names{"template.yaml", "child.yaml", "openapi.yaml",
                                                      "states.asl.json"};
    limn::Sources sources;
    for (const char* const name : names) {
        const std::size_t end = name == names.back() ? std::string_view::npos : bytes.find('\x1E');
        sources.add(std::make_shared<const limn::Source>(name, std::string(bytes.substr(0, end))));
        if (end == std::string_view::npos)
            break;
        bytes.remove_prefix(end + 1);
    }
    return sources;
}

} // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size);

int LLVMFuzzerTestOneInput(const std::uint8_t* bytes, std::size_t size) {
    using namespace limn;
    const std::string text(reinterpret_cast<const char*>(bytes), size);
    const Sources sources = sourcesOf(text);
    Snapshot snapshot;
    snapshot.model = std::make_shared<const Model>(read(sources));
    snapshot.sources = std::make_shared<const Sources>(sources);
    if (Result<Diagram> diagram = parseDiagram(text, "fuzz.limn"))
        snapshot.diagram = std::make_shared<const Diagram>(*std::move(diagram));
    const Report report = check(*snapshot.model, *snapshot.diagram);
    modelJson(snapshot);
    // What is printed as a manifest is one, whatever it was made of.
    Sources printed;
    printed.add(std::make_shared<const Source>("printed.yaml", neutralYaml(*snapshot.model)));
    const Model again = read(printed);
    if (again.sources().front().format != "neutral")
        std::abort();
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
