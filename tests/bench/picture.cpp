// SPDX-License-Identifier: GPL-3.0-or-later
// What a picture costs and how well it reads: CPU time of arranging and drawing, and the figures of
// quality.h, for every sample, for estates of growing size where their generator is at hand, and
// for the files named in the call.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <filesystem>
#include <string>
#include <vector>

#include <sys/resource.h>

#include <fmt/format.h>

#include "core/drawing/draw.h"
#include "core/manifests/read.h"
#include "layouts/graph.h"
#include "tests/bench/quality.h"

namespace {

namespace fs = std::filesystem;
using namespace limn;

// CPU of this process and of the helpers that ended, in ms.
double cpuNow() {
    double all = 0;
    for (const int who : {RUSAGE_SELF, RUSAGE_CHILDREN}) {
        rusage used{};
        getrusage(who, &used);
        for (const timeval& t : {used.ru_utime, used.ru_stime})
            all += static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
    }
    return all;
}

void measure(const std::string& title, const std::vector<std::string>& paths) {
    const Result<Snapshot> snapshot = open(paths);
    if (!snapshot) {
        fmt::print("{:<34} {}\n", title, snapshot.error().message);
        return;
    }
    const Graph graph = graphOf(*snapshot);
    const auto start = std::chrono::steady_clock::now();
    const double before = cpuNow();
    const Result<Arranged> arranged = arrange(graph);
    const double cpu = cpuNow() - before;
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
    if (!arranged) {
        fmt::print("{:<34} {}\n", title, arranged.error().message);
        return;
    }
    const double drawBefore = cpuNow();
    const Drawing drawing = draw(*snapshot, arranged->placement, Report{});
    const double drawn = cpuNow() - drawBefore;
    const bench::Quality q = bench::Measure(graph, arranged->placement, drawing).run();
    fmt::print(
        "{:<34} {:5} {:5} {:8.1f} {:8.1f} {:7.1f} {:5} {:6.2f} {:6.2f} {:6.1f} {:5.1f} {:6.2f} "
        "{:5}\n",
        title, graph.nodes.size(), graph.edges.size(), cpu, wall.count(), drawn, q.overlaps,
        q.crossings, q.aspect, q.area, 100 * q.forward, 100 * q.throughForeign, q.labelsOnLabels);
    if (!arranged->note.empty())
        fmt::print("    {}\n", arranged->note);
}

// A system of that many functions; empty where the generator or its interpreter is missing.
std::string generated(const std::string& shape, int functions, int seed) {
    const fs::path script = fs::path(LIMN_SOURCE_DIR) / "../shared/bench/gen_estate.py";
    const fs::path file =
        fs::temp_directory_path() / fmt::format("limn-bench-{}-{}-{}.yaml", shape, functions, seed);
    if (!fs::exists(script))
        return {};
    const std::string call =
        fmt::format("python3 '{}' --shape {} --functions {} --seed {} --format sam >'{}'",
                    script.string(), shape, functions, seed, file.string());
    return std::system(call.c_str()) == 0 ? file.string() : std::string();
}

// Twenty templates from the smallest to the largest, where the collection is at hand.
std::vector<fs::path> realTemplates() {
    constexpr std::size_t wanted = 20;
    const fs::path root = fs::path(LIMN_SOURCE_DIR) / "../shared/corpus/sam";
    std::vector<std::pair<std::uintmax_t, fs::path>> all;
    std::error_code missing;
    for (const auto& entry : fs::recursive_directory_iterator(root, missing))
        if (entry.is_regular_file() && entry.path().filename() == "template.yaml")
            all.emplace_back(entry.file_size(), entry.path());
    std::ranges::sort(all);
    std::vector<fs::path> some;
    for (std::size_t i = 0; i < wanted && all.size() >= wanted; ++i)
        some.push_back(all[i * (all.size() - 1) / (wanted - 1)].second);
    return some;
}

} // namespace

int main(int count, char** arguments) {
    fmt::print("{:<34} {:>5} {:>5} {:>8} {:>8} {:>7} {:>5} {:>6} {:>6} {:>6} {:>5} {:>6} {:>5}\n",
               "picture", "parts", "lines", "cpu ms", "wall ms", "draw ms", "overl", "cross", "w/h",
               "area", "fwd %", "thru %", "labels");
    if (count > 1) {
        for (int i = 1; i < count; ++i)
            measure(fs::path(arguments[i]).filename().string(), {arguments[i]});
        return 0;
    }
    std::vector<fs::path> samples;
    for (const auto& folder : fs::directory_iterator(fs::path(LIMN_SOURCE_DIR) / "samples"))
        if (folder.is_directory())
            samples.push_back(folder.path());
    std::ranges::sort(samples);
    for (const fs::path& sample : samples)
        measure("sample " + sample.filename().string(), {sample.string()});
    for (const fs::path& real : realTemplates()) {
        const std::string folder = real.parent_path().filename().string();
        measure(folder.substr(0, 34), {real.string()});
    }
    struct Size {
        const char* shape;
        int functions;
        int seed;
    };
    constexpr Size sizes[] = {{"estate", 10, 1},    {"estate", 100, 1},   {"estate", 100, 7},
                              {"estate", 1000, 1},  {"estate", 1000, 7},  {"estate", 5000, 1},
                              {"estate", 10000, 1}, {"monolith", 100, 1}, {"monolith", 1000, 1}};
    for (const Size& size : sizes) {
        const std::string file = generated(size.shape, size.functions, size.seed);
        if (file.empty()) {
            fmt::print(
                "The estates are skipped: ../shared/bench/gen_estate.py does not run here.\n");
            return 0;
        }
        measure(fmt::format("{} {} seed {}", size.shape, size.functions, size.seed), {file});
        fs::remove(file);
    }
    return 0;
}
