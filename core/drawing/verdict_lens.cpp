// SPDX-License-Identifier: GPL-3.0-or-later
// The grades of the verdict, asked of each part alone.
#include <array>

#include "core/drawing/lens.h"

namespace limn {
namespace {

enum Row { NotYet, Partial, Open, Strong };
constexpr std::array<LensRow, 4> rows{{
    {"Not yet: an error stands on it", Tone::Red, Pattern::Crossed},
    {"Partial: a warning stands on it", Tone::Yellow, Pattern::Rising},
    {"Could not be judged in full", Tone::Blue, Pattern::Dots},
    {"Strong: every question is answered well", Tone::Green, Pattern::None},
}};

int ofNode(const LensFacts& facts, const Node& node) {
    const Said said = facts.on(facts.model.id(node));
    if (said.worst == Severity::Error)
        return NotYet;
    if (said.worst == Severity::Warning)
        return Partial;
    return said.open ? Open : said.held ? Strong : noRow;
}

} // namespace

extern constinit const Lens verdictLens{
    .id = "verdict",
    .title = "Verdict",
    .meaning = "What keeps this from being a strong serverless model",
    .rows = rows,
    .ranked = true,
    .ofNode = ofNode,
};

} // namespace limn
