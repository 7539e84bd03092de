// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include "core/drawing/lens.h"

namespace limn {
namespace {

// By NodeKind.
constexpr std::array<LensRow, nodeKindCount> rows{{
    {"Entry point", Tone::Entry, Pattern::None, NodeKind::EntryPoint},
    {"Function", Tone::Compute, Pattern::None, NodeKind::Function},
    {"Workflow", Tone::Violet, Pattern::None, NodeKind::Workflow},
    {"Queue", Tone::Backend, Pattern::None, NodeKind::Queue},
    {"Topic", Tone::Cyan, Pattern::None, NodeKind::Topic},
    {"Event bus", Tone::Blue, Pattern::None, NodeKind::EventBus},
    {"Stream", Tone::Plum, Pattern::None, NodeKind::Stream},
    {"Store", Tone::Green, Pattern::None, NodeKind::Store},
    {"Identity", Tone::Yellow, Pattern::None, NodeKind::Identity},
    {"Host", Tone::HostCentric, Pattern::None, NodeKind::Host},
    {"External", Tone::Outside, Pattern::None, NodeKind::External},
    {"Automation", Tone::Automation, Pattern::None, NodeKind::Automation},
    {"Other resource", Tone::Resource, Pattern::None, NodeKind::Resource},
}};

int ofNode(const LensFacts&, const Node& node) { return static_cast<int>(node.kind); }

} // namespace

extern constinit const Lens kindLens{
    .id = "kind",
    .title = "Kind",
    .meaning = "What each part is",
    .rows = rows,
    .shapesTell = true,
    .ofNode = ofNode,
};

} // namespace limn
