// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "core/checks/finding.h"
#include "core/drawing/patterns.h"
#include "core/drawing/theme.h"
#include "core/model/snapshot.h"

namespace limn {

// One thing a lens tells apart: what it is called in the legend, and its look. The pattern says the
// same to who sees no colours.
struct LensRow {
    std::string_view words{};
    Tone tone = Tone::Resource;
    Pattern pattern = Pattern::None;
    std::optional<NodeKind> shape{}; // whose outline its sample has
    std::optional<EdgeKind> line{};  // it is about lines, and its sample is one of these
};

// What the report has on an element.
struct Said {
    std::optional<Severity> worst; // of what nobody accepted
    bool accepted = false;
    bool held = false;
    bool open = false; // a question that could not be answered
};

// What lenses look at, gathered once for a picture.
struct LensFacts {
    LensFacts(const Model& model, const Report& report);
    Said on(std::string_view element) const;

    const Model& model;
    std::map<std::string_view, Said> said; // by element: views into the report
    std::map<NodeIndex, std::vector<const Statement*>> statements; // by identity
};

inline constexpr int noRow = -1; // not what the lens speaks of: drawn pale

// A way to colour the same picture. A table of rows, and functions that tell which row an element
// is in.
struct Lens {
    std::string_view id{};    // `failures`
    std::string_view title{}; // "Failure paths"
    std::string_view meaning{};
    std::span<const LensRow> rows{};
    bool ranked = false; // the first row is the worst: a closed group has the worst of its parts
    bool shapesTell = false; // shapes say most of it already, so that patterns are for paper only
    // What is drawn for it beside what is drawn anyway, as in Diagram::shownKinds.
    std::span<const std::string_view> shows{};
    int (*ofNode)(const LensFacts& facts, const Node& node) = nullptr;
    int (*ofEdge)(const LensFacts& facts, const Edge& edge) = nullptr; // null: lines as ever
};

// Every lens, in the order menus have them.
std::span<const Lens* const> lenses();
const Lens* findLens(std::string_view id);

// The snapshot with what the lens wants to be drawn.
Snapshot seenThrough(Snapshot snapshot, const Lens& lens);

} // namespace limn
