// SPDX-License-Identifier: GPL-3.0-or-later
// Graphviz's dot gets names we invent, sizes, clusters and links: never the user's text, never
// labels, whose combination with clusters corrupts its memory. Lines are routed by us.
#include <charconv>
#include <iterator>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "layouts/layered.h"
#include "layouts/plan.h"
#include "layouts/process.h"

namespace limn {

namespace {

constexpr double dotsPerInch = 72;
constexpr int clusterMargin = 36; // at least what a frame needs beside its members
constexpr std::size_t many = 300; // blocks from which on dot takes short cuts
constexpr int longestLink = 20;

class DotWriter {
public:
    explicit DotWriter(const Plan& plan)
        : m_plan(plan), m_parents(planParents(plan)), m_inside(m_parents.size() + 1) {
        for (std::size_t b = 0; b < plan.blocks.size(); ++b)
            m_inside[slot(plan.blocks[b].group == plan.root ? -1 : plan.blocks[b].group)].push_back(
                static_cast<int>(b));
        m_children.resize(m_parents.size() + 1);
        for (std::size_t g = 0; g < m_parents.size(); ++g)
            if (m_parents[g] != -2)
                m_children[slot(m_parents[g])].push_back(static_cast<int>(g));
    }

    std::string write() {
        add("digraph{{rankdir=LR;splines=false;nodesep={:.4f};ranksep={:.4f};",
            rowGap / dotsPerInch, columnGapFor(m_plan) / dotsPerInch);
        if (m_plan.blocks.size() > many)
            add("nslimit=2;mclimit=0.3;");
        add("node[shape=box,fixedsize=true,label=\"\"];\n");
        writeInside(-1);
        writeLinks();
        add("}}\n");
        return std::move(m_text);
    }

private:
    static std::size_t slot(int group) { return static_cast<std::size_t>(group + 1); }

    template <typename... T> void add(fmt::format_string<T...> format, T&&... values) {
        fmt::format_to(std::back_inserter(m_text), format, std::forward<T>(values)...);
    }

    void writeInside(int group) {
        for (const int b : m_inside[slot(group)]) {
            const Size size = m_plan.blocks[static_cast<std::size_t>(b)].size;
            add("n{}[width={:.4f},height={:.4f}];\n", b, size.w / dotsPerInch,
                size.h / dotsPerInch);
        }
        for (const int g : m_children[slot(group)]) {
            add("subgraph cluster{}{{margin={};\n", g, clusterMargin);
            writeInside(g);
            add("}}\n");
        }
    }

    // A link from the left edge is as long as the work has come, so that entry points stay in the
    // first column.
    void writeLinks() {
        std::vector<Arc> arcs;
        std::vector<bool> first;
        for (const Block& block : m_plan.blocks)
            first.push_back(block.first);
        for (const Link& link : m_plan.links)
            arcs.push_back({link.from, link.to});
        const std::vector<int> layers = layersOf(arcs, first);
        for (const Link& link : m_plan.links) {
            const int far = layers[static_cast<std::size_t>(link.to)];
            const bool fromEdge = first[static_cast<std::size_t>(link.from)] &&
                                  !first[static_cast<std::size_t>(link.to)];
            add("n{}->n{}[weight={}", link.from, link.to, link.main ? 3 : 1);
            if (fromEdge && far > 1)
                add(",minlen={}", std::min(far, longestLink));
            add("];\n");
        }
    }

    const Plan& m_plan;
    std::vector<int> m_parents;
    std::vector<std::vector<int>> m_inside, m_children; // by group + 1
    std::string m_text;
};

// The next word of a line as a number.
std::optional<double> nextNumber(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(' '), line.size()));
    double value = 0;
    const auto [end, failure] = std::from_chars(line.data(), line.data() + line.size(), value);
    if (failure != std::errc())
        return std::nullopt;
    line.remove_prefix(static_cast<std::size_t>(end - line.data()));
    return value;
}

// `node n3 x y w h …`: middles in inches, y up.
Result<Places> readPlain(std::string_view answer, const Plan& plan) {
    const Error strange{"Graphviz's `dot` gave an answer that is not a layout."};
    Places places(plan.blocks.size());
    std::vector<bool> seen(plan.blocks.size(), false);
    while (!answer.empty()) {
        const std::size_t newline = answer.find('\n');
        std::string_view line = answer.substr(0, newline);
        answer.remove_prefix(newline == std::string_view::npos ? answer.size() : newline + 1);
        if (!line.starts_with("node n"))
            continue;
        line.remove_prefix(6);
        const auto block = nextNumber(line), x = nextNumber(line), y = nextNumber(line);
        if (!block || !x || !y || *block < 0 || *block >= static_cast<double>(places.size()))
            return strange;
        const auto b = static_cast<std::size_t>(*block);
        const Size size = plan.blocks[b].size;
        places[b] = {*x * dotsPerInch - size.w / 2, -*y * dotsPerInch - size.h / 2};
        seen[b] = true;
    }
    if (std::ranges::find(seen, false) != seen.end())
        return strange;
    return places;
}

Result<Placement> run(const Graph& graph, std::stop_token stop) {
    std::optional<DotProcess> dot; // started for the first piece that needs it, used for all
    const Engine engine = [&](const Plan& plan, std::stop_token s) -> Result<Places> {
        if (!dot) {
            Result<DotProcess> started = DotProcess::start();
            if (!started)
                return started.error();
            dot = std::move(*started);
        }
        const Result<std::string> answer = dot->layOut(DotWriter(plan).write(), std::move(s));
        if (!answer)
            return answer.error();
        return readPlain(*answer, plan);
    };
    return arrangeBy(engine, graph, std::move(stop));
}

} // namespace

extern constinit const Layout graphvizLayout{"graphviz", "Graphviz", run};

} // namespace limn
