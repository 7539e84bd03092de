// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include "core/checks/finding.h"
#include "core/drawing/drawing.h"
#include "core/drawing/placement.h"
#include "core/drawing/theme.h"
#include "core/model/snapshot.h"

namespace limn {

// How the same system is shown. The canvas opens callouts one by one and has no page; an export may
// have page and list.
struct DrawOptions {
    ThemeName theme = ThemeName::Light;
    bool annotations = true;                     // badges and callouts
    std::set<std::string, std::less<>> callouts; // fingerprints of findings whose callout is open
    // Elements whose references are unfolded into lines: what is selected on the canvas.
    std::set<std::string, std::less<>> unfolded{};
    bool page = false;   // title above; findings list and verdict below, badges numbered to match
    std::string lens{};  // id of the lens that recolours; empty: classes, as ever
    bool legend = false; // what the lens' colours and patterns mean, below the picture
};

// Everything visible, from the model and where its parts stand. Pure: the same input gives the same
// Drawing.
Drawing draw(const Snapshot& snapshot, const Placement& placement, const Report& report,
             const DrawOptions& options = {});

// The legend alone, in a column, with how many elements of the picture each row is about.
Drawing drawLegend(const Snapshot& snapshot, const Placement& placement, const Report& report,
                   const DrawOptions& options);

// The size of a part's box on the 8 unit grid, wide enough for its two lines of text within limits.
Size nodeSize(const Model& model, const Node& node);
// The two lines in a part: its name, and what one asks first (`30 s · 512 MB`). Never cut.
std::string nodeTitle(const Model& model, const Node& node);
std::string nodeSubtitle(const Model& model, const Node& node);
// The two lines of a group that stands as one part: its name, and what is drawn in it when it is
// open (`6 functions · 2 queues`).
std::string groupTitle(const Model& model, const Group& group);
std::string groupSubtitle(const Model& model, const Diagram& diagram, const Group& group);
// The size of its box.
Size closedGroupSize(const Model& model, const Diagram& diagram, const Group& group);
// What a line says (`batch 10 · 30 s`); empty when it says nothing beyond its style.
std::string edgeLabel(const Model& model, const Edge& edge);
// What a name takes on a reference's plate.
double referenceWidth(std::string_view name);
// Whether a part is drawn unless a lens or the user asks for more: identities, log groups and
// alarms are not.
bool isDrawn(const Model& model, const Diagram& diagram, const Node& node);
bool isDrawn(const Model& model, const Diagram& diagram, const Edge& edge);
// Whether the arrow points at the edge's `from`: a read's arrow points at the function.
bool isReversed(const Edge& edge);

} // namespace limn
