// SPDX-License-Identifier: GPL-3.0-or-later
// What `limn export` costs as a whole process beside Graphviz's `dot` on the same graph: on the
// bare graph as the estates' generator writes it, and on the one that `limn export` writes for dot,
// with the same groups and words as our picture. CPU of pairs that ran in turn; sizes in bytes.
#include <filesystem>

#include "tests/bench/whole_process.h"

namespace {

using namespace limn::bench;
namespace fs = std::filesystem;

const std::string limn = LIMN_BUILD_BIN_DIR "/limn";

std::string temporary(int functions, std::string_view ending) {
    return (fs::temp_directory_path() /
            fmt::format("limn-bench-{}-{}.{}", getpid(), functions, ending))
        .string();
}

// False where the generator or its interpreter is missing.
bool generate(int functions, const std::string& format, const std::string& file) {
    const fs::path script = fs::path(LIMN_SOURCE_DIR) / "../shared/bench/gen_estate.py";
    const std::string call =
        fmt::format("python3 '{}' --shape estate --functions {} --seed 1 --format {} >'{}'",
                    script.string(), functions, format, file);
    return fs::exists(script) && std::system(call.c_str()) == 0;
}

double share(const std::string& file, const std::string& of) {
    return static_cast<double>(fs::file_size(file)) / static_cast<double>(fs::file_size(of));
}

void compareWithDot(int functions, double goal) {
    const std::string manifest = temporary(functions, "yaml"), bare = temporary(functions, "gv"),
                      own = temporary(functions, "dot"), svg = temporary(functions, "svg"),
                      dotSvg = temporary(functions, "dot.svg");
    if (!generate(functions, "sam", manifest) || !generate(functions, "dot", bare)) {
        fmt::print("Skipped: ../shared/bench/gen_estate.py does not run here.\n");
        return;
    }
    run({limn, "export", manifest, "-o", own});
    const Call ours{limn, "export", manifest, "-o", svg};
    const int runs = functions < 1000 ? 11 : 5;
    const Pair onBare = compare(ours, {"dot", "-Tsvg", bare, "-o", dotSvg}, runs);
    const double bareSize = share(svg, dotSvg);
    const Pair onOwn = compare(ours, {"dot", "-Tsvg", own, "-o", dotSvg}, functions < 1000 ? 7 : 1);
    fmt::print("{:>5} functions: cpu {:7.1f} ms, {:.2f} x dot on the bare graph (goal {:.1f}), "
               "{:.2f} x on our own; size {:.2f} x and {:.2f} x (goal 0.33)\n",
               functions, onBare.cost.cpu, onBare.ratio, goal, onOwn.ratio, bareSize,
               share(svg, dotSvg));
    for (const std::string& file : {manifest, bare, own, svg, dotSvg}) {
        std::error_code ignored;
        fs::remove(file, ignored);
    }
}

// The page is about 17,000 units wide: a quarter of them are 4096 pixels.
void paint(int functions) {
    const std::string manifest = temporary(functions, "yaml");
    if (!generate(functions, "sam", manifest))
        return;
    const std::string pdf = temporary(functions, "pdf"), png = temporary(functions, "png");
    run({limn, "export", manifest, "-o", pdf});
    const Cost toPdf = run({limn, "export", manifest, "-o", pdf}),
               toSvg = run({limn, "export", manifest, "-o", temporary(functions, "svg")}),
               toPng = run({limn, "export", manifest, "-o", png, "--scale", "0.25"});
    fmt::print("{:>5} functions: PDF {:.0f} ms more than the SVG (goal 200), PNG {:.0f} ms more "
               "(goal 800), {:.0f} MB\n",
               functions, toPdf.cpu - toSvg.cpu, toPng.cpu - toSvg.cpu, toPng.peak);
    for (const std::string& file : {manifest, pdf, png, temporary(functions, "svg")}) {
        std::error_code ignored;
        fs::remove(file, ignored);
    }
}

} // namespace

int main() {
    compareWithDot(10, 1.5);
    compareWithDot(100, 1.0);
    compareWithDot(1000, 0.2);
    paint(1000);
    return 0;
}
