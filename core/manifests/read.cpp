// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/read.h"

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <thread>

#include <fmt/format.h>

#include "core/manifests/file.h"
#include "core/manifests/format.h"

namespace limn {
namespace {

namespace fs = std::filesystem;

std::shared_ptr<const Fragment> readOne(const Source& source, std::uint32_t index,
                                        std::stop_token stop) {
    const Tree tree = Tree::parse(source, index);
    Fragment fragment;
    if (const Format* format = formatOf(tree)) {
        fragment = format->read({source, index, tree, stop});
        fragment.source = {std::string(format->id), format->write != nullptr};
    } else if (tree.problems().empty()) {
        fragment.problem(
            Severity::Warning, "unknown-format",
            fmt::format("`{}` is in no format that Limn knows. `limn formats` lists them.",
                        source.path()),
            {index, 0, 0});
    }
    if (fragment.name.empty())
        fragment.name = source.title();
    fragment.problems.insert(fragment.problems.begin(), tree.problems().begin(),
                             tree.problems().end());
    return std::make_shared<const Fragment>(std::move(fragment));
}

} // namespace

Model read(const Sources& sources, std::stop_token stop, unsigned jobs) {
    const auto count = static_cast<std::uint32_t>(sources.size());
    std::vector<std::shared_ptr<const Fragment>> fragments(count,
                                                           std::make_shared<const Fragment>());
    std::atomic<std::uint32_t> next{0};
    const auto work = [&] {
        for (std::uint32_t i = next++; i < count && !stop.stop_requested(); i = next++)
            fragments[i] = readOne(sources[i], i, stop);
    };
    if (jobs == 0)
        jobs = std::max(1U, std::thread::hardware_concurrency());
    {
        std::vector<std::jthread> others;
        for (unsigned i = 1; i < std::min(jobs, count); ++i)
            others.emplace_back(work);
        work();
    }
    return link(std::move(fragments));
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
    snapshot.model = std::make_shared<const Model>(read(*sources, stop, jobs));
    snapshot.sources = std::make_shared<const Sources>(*std::move(sources));
    snapshot.diagram = std::make_shared<const Diagram>(std::move(diagram));
    return snapshot;
}

} // namespace limn
