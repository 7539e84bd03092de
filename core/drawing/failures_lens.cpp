// SPDX-License-Identifier: GPL-3.0-or-later
// Where work goes that fails: the ways there are, and the parts that have none.
#include <algorithm>
#include <array>

#include "core/drawing/lens.h"

namespace limn {
namespace {

enum Row { NoWay, HandsOn, Catches, FailureLine, UnwaitedLine };
constexpr std::array<LensRow, 5> rows{{
    {"Nobody waits, and what fails has no way on", Tone::Red, Pattern::Crossed},
    {"Hands on what fails", Tone::Blue, Pattern::Level},
    {"Takes what failed elsewhere", Tone::Yellow, Pattern::Dots},
    {"Failure path", Tone::Red, Pattern::None, {}, EdgeKind::FailsTo},
    {"Nobody waits for the answer", Tone::Compute, Pattern::None, {}, EdgeKind::Triggers},
}};

bool isUnwaited(const Edge& edge) {
    return edge.delivery == Delivery::Async || edge.delivery == Delivery::PollQueue ||
           edge.delivery == Delivery::PollStream;
}

bool handsOn(const Model& model, NodeIndex node) {
    return std::ranges::any_of(model.edgesFrom(node),
                               [&](EdgeIndex e) { return model[e].kind == EdgeKind::FailsTo; });
}

// Work that comes to a part without anybody waiting: what fails goes the part's own way, or that of
// the queue it is fetched from.
bool losesWork(const Model& model, NodeIndex node) {
    const Node& part = model[node];
    if (part.kind != NodeKind::Function && part.kind != NodeKind::Host)
        return false;
    return std::ranges::any_of(model.edgesTo(node), [&](EdgeIndex e) {
        const Edge& edge = model[e];
        if (!isUnwaited(edge))
            return false;
        return edge.delivery != Delivery::PollQueue || edge.from.node == NodeIndex::None ||
               !handsOn(model, edge.from.node);
    });
}

int ofNode(const LensFacts& facts, const Node& node) {
    const Model& model = facts.model;
    const NodeIndex at = model.indexOf(node);
    if (handsOn(model, at))
        return HandsOn;
    if (losesWork(model, at))
        return NoWay;
    const bool catches = std::ranges::any_of(
        model.edgesTo(at), [&](EdgeIndex e) { return model[e].kind == EdgeKind::FailsTo; });
    return catches ? Catches : noRow;
}

int ofEdge(const LensFacts&, const Edge& edge) {
    return edge.kind == EdgeKind::FailsTo ? FailureLine : isUnwaited(edge) ? UnwaitedLine : noRow;
}

} // namespace

extern constinit const Lens failuresLens{
    .id = "failures",
    .title = "Failure paths",
    .meaning = "Where work goes that fails",
    .rows = rows,
    .ranked = true,
    .ofNode = ofNode,
    .ofEdge = ofEdge,
};

} // namespace limn
