// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/read.h"

#include <filesystem>

#include <fmt/format.h>

#include "core/manifests/file.h"

namespace limn {
namespace {

namespace fs = std::filesystem;

} // namespace

Model read(const Sources& sources, std::stop_token stop, unsigned jobs) {
    return link(readEach(sources, false, std::move(stop), jobs).fragments);
}

std::string sidecarPath(std::string_view manifestPath) {
    return fmt::format("{}.limn", manifestPath);
}

Result<Snapshot> open(const std::vector<std::string>& paths, std::stop_token stop, unsigned jobs) {
    Result<Sources> sources = load(paths);
    if (!sources)
        return sources.error();
    Diagram diagram;
    const std::string sidecar = sidecarPath(paths.front());
    if (std::error_code error; fs::is_regular_file(sidecar, error)) {
        const Result<std::string> text = readFile(sidecar);
        if (!text)
            return text.error();
        Result<Diagram> parsed = parseDiagram(*text, sidecar);
        if (!parsed)
            return parsed.error();
        diagram = *std::move(parsed);
    }
    Snapshot snapshot;
    Readings readings = readEach(*std::move(sources), true, stop, jobs);
    if (readings.sources.size() == 0)
        return Error{fmt::format("`{}` holds no file in a format that Limn knows. `limn formats` "
                                 "lists them.",
                                 paths.front())};
    snapshot.model = std::make_shared<const Model>(link(std::move(readings.fragments)));
    snapshot.sources = std::make_shared<const Sources>(std::move(readings.sources));
    snapshot.diagram = std::make_shared<const Diagram>(std::move(diagram));
    return snapshot;
}

} // namespace limn
