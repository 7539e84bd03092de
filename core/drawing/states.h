// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drawing/draw.h"
#include "core/drawing/lines.h"

namespace limn {

// How the parts of a workflow's picture are named in its Placement: a state by its id, the dot
// where it starts, the box around the states of a parallel or map state by that state's id, that
// around one branch by its number.
std::string startId(const Model& model, const Node& workflow);
std::string branchId(const Model& model, const State& state, int branch);
// Of a state's transition, by its position; of the way in.
std::string transitionId(const Model& model, const State& state, std::size_t transition);
std::string startLineId(const Model& model, const Node& workflow);

// Whether other states are in it, so that it is a box around them.
bool holdsStates(const Model& model, const State& state);
inline constexpr double widestStateLabel = 152;
Size stateSize(const Model& model, const State& state);
// The two lines in a state: its name, and what one asks first (`charges Payment · retries 3`).
std::string stateSubtitle(const Model& model, const State& state);
// When a way is taken: `$.total > 100`, `otherwise`, `Timeout`; empty where nothing is asked, and
// on any error.
std::string transitionLabel(const Transition& transition);

// The body of a part that means something alike, and the colour of its class.
NodeKind bodyOf(StateKind kind);
Tone toneOf(StateKind kind);
LineStyle styleOf(const Transition& way, const Theme& theme);
// The workflow whose states a placement is of; null where it is of a system.
const Node* shownWorkflow(const Model& model, const Placement& placement);

// The inner graph of one workflow: states, choices, parallel branches, retries and catches. Pure,
// like draw().
Drawing drawStates(const Snapshot& snapshot, const Node& workflow, const Placement& placement,
                   const Report& report, const DrawOptions& options = {});

} // namespace limn
