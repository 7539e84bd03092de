// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/switched.h"

#include <fmt/format.h>

namespace limn {
namespace {

Switch both(Switch a, Switch b) {
    if (a == Switch::Off || b == Switch::Off)
        return Switch::Off;
    return a == Switch::Unknown || b == Switch::Unknown ? Switch::Unknown : Switch::On;
}

} // namespace

Switch switchOf(const Property* enabled) {
    if (!enabled)
        return Switch::On;
    if (const bool* on = enabled->value.boolean())
        return *on ? Switch::On : Switch::Off;
    return Switch::Unknown;
}

Switch switchOf(const Model& model, const Edge& edge) {
    Switch state = switchOf(model.property(edge, "enabled"));
    for (const End end : {edge.from, edge.to})
        if (end.node != NodeIndex::None && model[end.node].kind == NodeKind::EntryPoint)
            state = both(state, switchOf(model.property(model[end.node], "enabled")));
    return state;
}

Gap gapOf(const Model& model) {
    for (const Problem& problem : model.problems())
        if (problem.severity == Severity::Error)
            return {"a part of the system cannot be read", problem.at};
    for (const Node& node : model.nodes())
        // Not the stack of somebody else that an import names.
        if (model.text(node.subtype) == "stack" &&
            (node.kind != NodeKind::External || !model.text(node.platformType).empty()))
            return {fmt::format("the parts of `{}` are not at hand", model.text(node.name)),
                    node.at};
    return {};
}

} // namespace limn
