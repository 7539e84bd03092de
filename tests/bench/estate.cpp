// SPDX-License-Identifier: GPL-3.0-or-later
// What `limn model` and `limn check` cost on generated estates, as whole processes, beside a
// program that only loads the same file with yaml-cpp. Each line ends with what the figure should
// be.
#include <filesystem>

#include "tests/bench/whole_process.h"

namespace {

namespace fs = std::filesystem;
using namespace limn::bench;

const std::string generator = LIMN_SOURCE_DIR "/../shared/bench/gen_estate.py";
const std::string limn = LIMN_BUILD_BIN_DIR "/limn";
const std::string yamlFloor = LIMN_BUILD_DIR "/bench/bench_floor_yaml";

// Templates of generated systems, in a folder that goes with it.
class Estates {
public:
    Estates() : m_folder(fs::temp_directory_path() / fmt::format("limn-bench-{}", getpid())) {
        fs::create_directories(m_folder);
    }
    ~Estates() {
        std::error_code ignored;
        fs::remove_all(m_folder, ignored);
    }
    Estates(const Estates&) = delete;
    Estates& operator=(const Estates&) = delete;

    std::string file(int functions, const std::string& format) const {
        const std::string path = (m_folder / fmt::format("{}.{}", functions, format)).string();
        run(call(functions, format), path);
        return path;
    }
    std::string folder(int functions) const {
        const std::string path = (m_folder / fmt::format("split-{}", functions)).string();
        Call split = call(functions, "sam");
        split.insert(split.end(), {"--split", path});
        run(split);
        return path;
    }

private:
    static Call call(int functions, const std::string& format) {
        return {"python3",  generator,     "--shape",
                "estate",   "--functions", std::to_string(functions),
                "--format", format};
    }

    fs::path m_folder;
};

// What is measured of each command.
struct Command {
    std::string_view name;
    Call words;

    Call of(const std::string& path) const {
        Call call = words;
        call.push_back(path);
        return call;
    }
};
const Command model{"limn model", {limn, "model"}};
const Command check{"limn check", {limn, "check", "--fail-on", "never"}};

void print(const std::string& title, const Cost& cost, const std::string& goal) {
    fmt::print("{:<42} cpu {:7.1f} ms  wall {:7.1f} ms  peak {:5.1f} MB   {}\n", title, cost.cpu,
               cost.wall, cost.peak, goal);
}

void oneFile(const Estates& estates) {
    constexpr int runs = 15;
    const std::string yaml = estates.file(1000, "sam"), json = estates.file(1000, "sam-json");
    for (const Command& command : {model, check}) {
        const Pair read = compare(command.of(yaml), {yamlFloor, yaml}, runs);
        print(fmt::format("{}, 1000 functions", command.name), read.cost,
              fmt::format("{:.2f} x yaml-cpp alone (0.5; 60 MB)", read.ratio));
        const Pair asJson = compare(command.of(json), command.of(yaml), runs);
        print(fmt::format("{}, the same as JSON", command.name), asJson.cost,
              fmt::format("{:.2f} x the YAML form (1)", asJson.ratio));
    }
}

void manyFunctions(const Estates& estates) {
    constexpr int runs = 5;
    const std::string small = estates.file(1000, "sam"), large = estates.file(10000, "sam");
    for (const Command& command : {model, check}) {
        const Pair grown = compare(command.of(large), command.of(small), runs);
        print(fmt::format("{}, 10000 functions", command.name), grown.cost,
              fmt::format("{:.1f} x 1000 functions (12)", grown.ratio));
    }
}

void manyFiles(const Estates& estates) {
    constexpr int runs = 15;
    const std::string whole = estates.file(1000, "sam"), split = estates.folder(1000);
    for (const Command& command : {model, check})
        print(fmt::format("{}, 1000 functions in 84 files", command.name),
              compare(command.of(split), {yamlFloor, whole}, runs).cost, "(wall 150 ms)");
}

void smallFile(const Estates& estates) {
    constexpr int runs = 31;
    const std::string small = estates.file(10, "sam");
    print("limn check, 10 functions", compare(check.of(small), {yamlFloor, small}, runs).cost,
          "(12 ms)");
}

} // namespace

int main() {
    if (!fs::exists(generator)) {
        fmt::print("Generated estates: skipped, there is no {}\n", generator);
        return 0;
    }
    const Estates estates;
    smallFile(estates);
    oneFile(estates);
    manyFiles(estates);
    manyFunctions(estates);
    return 0;
}
