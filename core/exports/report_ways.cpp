// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/exports/finding_words.h"
#include "core/exports/report_formats.h"

namespace limn {
namespace {

struct Step {
    std::string_view from, to; // empty where it is none
};

// "`orders` publishes to `jobs`": two names with words between them.
Step stepOf(const Exhibit& exhibit) {
    const std::vector<ClaimPiece> pieces = claimPieces(exhibit.what);
    const bool isStep =
        exhibit.at.valid() && pieces.size() == 3 && pieces.front().isName && pieces.back().isName;
    return isStep ? Step{pieces.front().words, pieces.back().words} : Step{};
}

// An API leads to its routes, and a route to all that its API leads to, without a line.
bool isGroup(const Model& model, std::string_view name) {
    return std::ranges::any_of(model.groups(),
                               [&](const Group& group) { return model.text(group.name) == name; });
}

} // namespace

std::vector<std::vector<const Exhibit*>> waysOf(const Model& model, const Finding& finding) {
    std::vector<std::vector<const Exhibit*>> ways;
    std::vector<const Exhibit*> way;
    std::string_view last;
    const auto finish = [&] {
        if (way.size() > 1)
            ways.push_back(std::move(way));
        way.clear();
    };
    for (const Exhibit& exhibit : finding.evidence) {
        const Step step = stepOf(exhibit);
        const bool goesOn =
            !way.empty() && !step.from.empty() &&
            (step.from == last || isGroup(model, last) || isGroup(model, step.from));
        if (!goesOn)
            finish();
        if (!step.from.empty())
            way.push_back(&exhibit);
        last = step.to;
    }
    finish();
    return ways;
}

} // namespace limn
