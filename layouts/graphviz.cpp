// SPDX-License-Identifier: GPL-3.0-or-later
// Graphviz's dot gets names we invent, sizes, clusters and links: never the user's text, never
// labels, whose combination with clusters corrupts its memory. Lines are routed by us.
#include <algorithm>
#include <charconv>
#include <cmath>
#include <iterator>
#include <memory>
#include <optional>

#include <fmt/format.h>

#include "layouts/dot_pool.h"
#include "layouts/engines.h"
#include "layouts/plan.h"

namespace limn {

namespace {

constexpr double dotsPerInch = 72;
constexpr int clusterMargin = 36; // at least what a frame needs beside its members
constexpr std::size_t many = 300; // blocks from which on dot takes short cuts

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
        add("digraph{{rankdir=LR;newrank=true;splines=false;nodesep={:.4f};ranksep={:.4f};",
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
    static std::size_t slot(int group) { return static_cast<std::size_t>(group) + 1; }

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

    // What belongs at the left edge and gets no work from elsewhere stands in the first column.
    void writeLinks() {
        std::vector<bool> first;
        for (const Block& block : m_plan.blocks)
            first.push_back(block.first);
        for (const Link& link : m_plan.links)
            first[static_cast<std::size_t>(link.to)] = false;
        if (std::ranges::find(first, true) != first.end()) {
            add("{{rank=min;");
            for (std::size_t b = 0; b < first.size(); ++b)
                if (first[b])
                    add("n{};", b);
            add("}}\n");
        }
        for (const Link& link : m_plan.links)
            add("n{}->n{}[weight={}];\n", link.from, link.to, link.main ? 6 : 1);
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

// Dot keeps one distance between all columns. Here each gap gets what its labels and the frames
// that begin or end in it need, and the blocks of a column start at one line.
class ColumnSpacer {
public:
    ColumnSpacer(const Plan& plan, Places& places)
        : m_plan(plan), m_places(places), m_columnOf(places.size()) {}

    void run() {
        findColumns();
        if (m_widths.empty())
            return;
        const std::vector<double> gaps = gapsBetween();
        double x = 0;
        std::vector<double> lefts;
        for (std::size_t c = 0; c < m_widths.size(); ++c) {
            lefts.push_back(x);
            x += std::ceil((m_widths[c] + (c < gaps.size() ? gaps[c] : 0)) / gridStep) * gridStep;
        }
        for (std::size_t b = 0; b < m_places.size(); ++b)
            m_places[b].x = lefts[m_columnOf[b]];
    }

private:
    // Dot centres the blocks of a column on one line.
    void findColumns() {
        std::vector<std::pair<double, std::size_t>> middles;
        for (std::size_t b = 0; b < m_places.size(); ++b)
            middles.emplace_back(m_places[b].x + m_plan.blocks[b].size.w / 2, b);
        std::ranges::sort(middles);
        double last = 0;
        for (const auto& [middle, b] : middles) {
            if (m_widths.empty() || middle - last > 12)
                m_widths.push_back(0);
            last = middle;
            m_columnOf[b] = m_widths.size() - 1;
            m_widths.back() = std::max(m_widths.back(), m_plan.blocks[b].size.w);
        }
    }

    std::vector<double> gapsBetween() const {
        std::vector<double> gaps(m_widths.size() - 1, columnGap);
        for (const Link& link : m_plan.links) {
            const auto [from, to] = std::minmax(m_columnOf[static_cast<std::size_t>(link.from)],
                                                m_columnOf[static_cast<std::size_t>(link.to)]);
            if (link.label.w > 0 && to - from == 1)
                gaps[from] = std::max(gaps[from], std::min(240.0, link.label.w + 56));
        }
        struct Reach {
            std::size_t first = 0, last = 0;
            bool any = false;
        };
        const std::vector<int> parents = planParents(m_plan);
        std::vector<Reach> reach(parents.size());
        for (std::size_t b = 0; b < m_places.size(); ++b) {
            const std::size_t c = m_columnOf[b];
            const int group = m_plan.blocks[b].group;
            for (int g = group == m_plan.root ? -1 : group; g != -1;
                 g = parents[static_cast<std::size_t>(g)]) {
                Reach& r = reach[static_cast<std::size_t>(g)];
                r = r.any ? Reach{std::min(r.first, c), std::max(r.last, c), true}
                          : Reach{c, c, true};
            }
        }
        // Frames inside each other that begin in the same gap stand side by side in it.
        std::vector<double> begins(m_widths.size(), 0), ends(m_widths.size(), 0);
        for (std::size_t g = 0; g < parents.size(); ++g) {
            if (!reach[g].any)
                continue;
            double before = 0, after = 0;
            for (int up = static_cast<int>(g); up != -1;
                 up = parents[static_cast<std::size_t>(up)]) {
                before +=
                    reach[static_cast<std::size_t>(up)].first == reach[g].first ? groupPadding : 0;
                after +=
                    reach[static_cast<std::size_t>(up)].last == reach[g].last ? groupPadding : 0;
            }
            begins[reach[g].first] = std::max(begins[reach[g].first], before);
            ends[reach[g].last] = std::max(ends[reach[g].last], after);
        }
        for (std::size_t c = 0; c < gaps.size(); ++c)
            gaps[c] += ends[c] + begins[c + 1];
        return gaps;
    }

    const Plan& m_plan;
    Places& m_places;
    std::vector<std::size_t> m_columnOf; // by block
    std::vector<double> m_widths;        // by column
};

Result<Placement> run(const Graph& graph, std::stop_token stop) {
    Result<Arranged> arranged = arrangeWithGraphviz(graph, std::move(stop));
    if (!arranged)
        return arranged.error();
    return std::move(arranged->placement);
}

std::string noteOf(const DotPool& dots) {
    if (dots.failures() == 0)
        return {};
    return fmt::format("{} of the picture {} arranged in plain columns. {}",
                       dots.failures() == 1 ? std::string("A part")
                                            : fmt::format("{} parts", dots.failures()),
                       dots.failures() == 1 ? "is" : "are", dots.firstFailure());
}

} // namespace

Result<Arranged> arrangeWithGraphviz(const Graph& graph, std::stop_token stop) {
    DotPool dots;
    const Engine engine = [&](const Plan& plan, std::stop_token s) -> Result<Places> {
        const Result<std::string> answer = dots.layOut(DotWriter(plan).write(), s);
        if (!answer && (s.stop_requested() || dots.missing()))
            return answer.error();
        Result<Places> places =
            answer ? readPlain(*answer, plan) : placeInColumns(plan, std::move(s));
        if (answer && places)
            ColumnSpacer(plan, *places).run();
        return places;
    };
    Result<Placement> placement = arrangeBy(engine, graph, std::move(stop));
    if (!placement)
        return placement.error();
    return Arranged{std::move(*placement), noteOf(dots)};
}

extern constinit const Layout graphvizLayout{"graphviz", "Graphviz", run};

} // namespace limn
