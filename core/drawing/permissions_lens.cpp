// SPDX-License-Identifier: GPL-3.0-or-later
// How far the policies of each part reach, as their text says it.
#include <algorithm>
#include <array>

#include "core/drawing/lens.h"

namespace limn {
namespace {

enum Row { Everything, Wide, Unclear, Named, AccessLine, GrantLine };
constexpr std::array<LensRow, 6> rows{{
    {"May do anything to anything of a service", Tone::Red, Pattern::Crossed},
    {"Any action, or any resource", Tone::Yellow, Pattern::Rising},
    {"Cannot be told from the text", Tone::Blue, Pattern::Dots},
    {"Named actions on named resources", Tone::Green, Pattern::None},
    {"Access that a policy grants", Tone::Backend, Pattern::None, {}, EdgeKind::Writes},
    {"Runs as, may touch", Tone::Automation, Pattern::None, {}, EdgeKind::Grants},
}};
constexpr std::array<std::string_view, 1> shown{"identity"};

// What begins with an expression says nothing of what it is about; one within a name leaves the
// name.
bool anyUnknown(const std::vector<Statement::Item>& items) {
    return std::ranges::any_of(items, [](const Statement::Item& item) {
        return !item.unknown.empty() && item.target.empty() &&
               (item.text.empty() || item.text.starts_with("${"));
    });
}

int reachOf(const Statement& statement) {
    if (!statement.allow)
        return Named;
    const bool anyAction = !statement.notActions.empty() ||
                           std::ranges::any_of(statement.actions, [](const Statement::Item& item) {
                               return item.text == "*" || item.text.ends_with(":*");
                           });
    const bool anyResource =
        !statement.notResources.empty() ||
        std::ranges::any_of(statement.resources,
                            [](const Statement::Item& item) { return item.text == "*"; });
    // A condition narrows what it stands on, by how much the text alone does not tell.
    if (anyAction && anyResource && !statement.conditional)
        return Everything;
    if (anyAction || anyResource)
        return statement.conditional ? Unclear : Wide;
    return anyUnknown(statement.actions) || anyUnknown(statement.resources) ? Unclear : Named;
}

// The widest of an identity's statements; rows stand with the widest first.
int reachOf(const LensFacts& facts, NodeIndex identity) {
    const auto own = facts.statements.find(identity);
    if (own == facts.statements.end())
        return noRow;
    int widest = Named;
    for (const Statement* statement : own->second)
        widest = std::min(widest, reachOf(*statement));
    return widest;
}

int ofNode(const LensFacts& facts, const Node& node) {
    const Model& model = facts.model;
    const NodeIndex at = model.indexOf(node);
    int widest = reachOf(facts, at);
    for (const EdgeIndex e : model.edgesFrom(at)) {
        if (model[e].kind != EdgeKind::Assumes || model[e].to.node == NodeIndex::None)
            continue;
        const int reach = reachOf(facts, model[e].to.node);
        if (reach != noRow)
            widest = widest == noRow ? reach : std::min(widest, reach);
    }
    return widest;
}

int ofEdge(const LensFacts& facts, const Edge& edge) {
    if (edge.kind == EdgeKind::Grants || edge.kind == EdgeKind::Assumes)
        return GrantLine;
    const auto evidence = facts.model.evidence(edge);
    const bool granted = std::ranges::any_of(
        evidence, [](const Evidence& proof) { return proof.how == How::Policy; });
    return granted ? AccessLine : noRow;
}

} // namespace

extern constinit const Lens permissionsLens{
    .id = "permissions",
    .title = "Permissions",
    .meaning = "How far the policies of each part reach",
    .rows = rows,
    .ranked = true,
    .shows = shown,
    .ofNode = ofNode,
    .ofEdge = ofEdge,
};

} // namespace limn
