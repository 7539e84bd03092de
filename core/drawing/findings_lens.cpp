// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/drawing/lens.h"

namespace limn {
namespace {

enum Row { Errors, Warnings, Hints, Accepted, Clean };
constexpr std::array<LensRow, 5> rows{{
    {"Loses data, fails, or opens the system", Tone::Red, Pattern::Crossed},
    {"Goes wrong under failure, load or growth", Tone::Yellow, Pattern::Rising},
    {"A hint", Tone::Blue, Pattern::Level},
    {"Accepted findings only", Tone::Automation, Pattern::Dots},
    {"Asked, and nothing found", Tone::Green, Pattern::None},
}};

int rowOf(const Said& said) {
    if (said.worst)
        return *said.worst == Severity::Error     ? Errors
               : *said.worst == Severity::Warning ? Warnings
                                                  : Hints;
    return said.accepted ? Accepted : said.held ? Clean : noRow;
}

int ofNode(const LensFacts& facts, const Node& node) {
    return rowOf(facts.on(facts.model.id(node)));
}

int ofEdge(const LensFacts& facts, const Edge& edge) {
    const int row = rowOf(facts.on(facts.model.text(edge.key)));
    return row == Clean ? noRow : row;
}

} // namespace

extern constinit const Lens findingsLens{
    .id = "findings",
    .title = "Findings",
    .meaning = "The worst that is said of each part",
    .rows = rows,
    .ranked = true,
    .ofNode = ofNode,
    .ofEdge = ofEdge,
};

} // namespace limn
