// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/read.h"

#include <filesystem>
#include <unordered_map>

#include <fmt/format.h>

#include "core/manifests/file.h"

namespace limn {
namespace {

namespace fs = std::filesystem;

// The sources, but those that were there before and say the same as the objects they were.
Sources kept(const Sources& now, const Sources& before) {
    std::unordered_map<std::string_view, std::shared_ptr<const Source>> known;
    for (const auto& source : before)
        known.emplace(source->path(), source);
    Sources out;
    for (const auto& source : now) {
        const auto found = known.find(source->path());
        out.add(found != known.end() && found->second->isSame(*source) ? found->second : source);
    }
    return out;
}

// What the sidecar of a manifest says; empty where there is none.
Result<Diagram> diagramBeside(const std::string& manifest) {
    const std::string sidecar = sidecarPath(manifest);
    if (std::error_code error; !fs::is_regular_file(sidecar, error))
        return Diagram{};
    const Result<std::string> text = readFile(sidecar);
    if (!text)
        return text.error();
    return parseDiagram(*text, sidecar);
}

} // namespace

Model read(const Sources& sources, std::stop_token stop, unsigned jobs) {
    return link(readEach(sources, {.jobs = jobs, .stop = std::move(stop)}).fragments);
}

Snapshot reread(const Snapshot& before, Sources sources, std::stop_token stop) {
    Readings readings = readEach(std::move(sources), {.stop = std::move(stop), .before = &before});
    Snapshot after = before;
    after.sources = std::make_shared<const Sources>(std::move(readings.sources));
    if (before.fragments)
        after.fragments = std::make_shared<const Fragments>(readings.fragments);
    after.model = std::make_shared<const Model>(link(std::move(readings.fragments)));
    return after;
}

std::string sidecarPath(std::string_view manifestPath) {
    return fmt::format("{}.limn", manifestPath);
}

Result<Snapshot> open(const std::vector<std::string>& paths, std::stop_token stop, unsigned jobs,
                      const Snapshot* before) {
    Result<Sources> sources = load(paths);
    if (!sources)
        return sources.error();
    if (before)
        sources = kept(*sources, *before->sources);
    Readings readings = readEach(*std::move(sources), {true, jobs, stop, before});
    if (readings.sources.size() == 0)
        return Error{fmt::format("`{}` holds no file in a format that Limn knows. `limn formats` "
                                 "lists them.",
                                 paths.front())};
    Result<Diagram> diagram = diagramBeside(readings.sources[0].path());
    if (!diagram)
        return diagram.error();
    Snapshot snapshot;
    if (before)
        snapshot.fragments = std::make_shared<const Fragments>(readings.fragments);
    snapshot.model = std::make_shared<const Model>(link(std::move(readings.fragments)));
    snapshot.sources = std::make_shared<const Sources>(std::move(readings.sources));
    snapshot.diagram = std::make_shared<const Diagram>(*std::move(diagram));
    return snapshot;
}

} // namespace limn
