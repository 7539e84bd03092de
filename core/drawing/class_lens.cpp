// SPDX-License-Identifier: GPL-3.0-or-later
// Who manages what: the founding distinction, and the colours of every picture.
#include <array>

#include "core/drawing/lens.h"

namespace limn {
namespace {

constexpr std::array<LensRow, 7> rows{{
    {"Managed entry point", Tone::Entry, Pattern::None, NodeKind::EntryPoint},
    {"Serverless compute", Tone::Compute, Pattern::None, NodeKind::Function},
    {"Managed backend service", Tone::Backend, Pattern::None, NodeKind::Store},
    {"Host-centric", Tone::HostCentric, Pattern::Rising, NodeKind::Host},
    {"Outside", Tone::Outside, Pattern::None, NodeKind::External},
    {"Automation", Tone::Automation, Pattern::Level, NodeKind::Automation},
    {"Other resource", Tone::Resource, Pattern::None, NodeKind::Resource},
}};

int ofNode(const LensFacts&, const Node& node) {
    if (node.kind == NodeKind::Resource)
        return 6;
    switch (node.nodeClass) {
    case NodeClass::Entry:
        return 0;
    case NodeClass::Compute:
        return 1;
    case NodeClass::Backend:
        return 2;
    case NodeClass::HostCentric:
        return 3;
    case NodeClass::Outside:
        return 4;
    case NodeClass::Automation:
        return 5;
    }
    return 6;
}

} // namespace

extern constinit const Lens classLens{
    .id = "class",
    .title = "Class",
    .meaning = "Who manages it, whatever it is called",
    .rows = rows,
    .shapesTell = true,
    .ofNode = ofNode,
};

} // namespace limn
