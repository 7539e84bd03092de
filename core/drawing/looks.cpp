// SPDX-License-Identifier: GPL-3.0-or-later
// How a lens colours what is drawn.
#include "core/drawing/sheet.h"

namespace limn {
namespace {

constexpr double stressed = 0.75; // how much wider a line is that the lens speaks of

} // namespace

void Sheet::look() {
    lens = findLens(options.lens.empty() ? "class" : options.lens);
    if (!lens)
        lens = findLens("class");
    nodeRows.assign(model.nodes().size(), noRow);
    edgeRows.assign(model.edges().size(), noRow);
    const LensFacts facts(model, report);
    for (const Node& node : model.nodes()) // those in closed groups, too
        if (isDrawn(model, *snapshot.diagram, node))
            nodeRows[static_cast<std::size_t>(model.indexOf(node))] = lens->ofNode(facts, node);
    if (!lens->ofEdge)
        return;
    for (const auto& [key, path] : placement.edges)
        if (const Edge* edge = model.edge(key))
            edgeRows[static_cast<std::size_t>(model.indexOf(*edge))] = lens->ofEdge(facts, *edge);
}

bool Sheet::isPale(const Node& node) const {
    return nodeRows[static_cast<std::size_t>(model.indexOf(node))] == noRow;
}

NodeLook Sheet::lookOfRow(int row) const {
    const LensRow& said = lens->rows[static_cast<std::size_t>(row)];
    return {theme.of(said.tone), theme.grey || !lens->shapesTell ? said.pattern : Pattern::None};
}

NodeLook Sheet::lookOf(const Node& node) const {
    const int row = nodeRows[static_cast<std::size_t>(model.indexOf(node))];
    return row == noRow ? NodeLook{theme.of(Tone::Resource)} : lookOfRow(row);
}

NodeLook Sheet::lookOf(const Group& closed) const {
    int worst = noRow;
    const GroupIndex wanted = model.indexOf(closed);
    for (const Node& node : model.nodes()) {
        const int row = nodeRows[static_cast<std::size_t>(model.indexOf(node))];
        if (!lens->ranked || row == noRow || (worst != noRow && row >= worst))
            continue;
        GroupIndex around = node.group;
        for (std::size_t steps = 0;
             around != GroupIndex::None && around != wanted && steps < model.groups().size();
             ++steps)
            around = model[around].parent;
        if (around == wanted)
            worst = row;
    }
    return worst == noRow ? NodeLook{{theme.groupFill, theme.groupText}} : lookOfRow(worst);
}

LineStyle Sheet::styleOf(const Edge& edge) const {
    LineStyle style = lineStyle(edge, theme);
    if (!lens->ofEdge)
        return style;
    const int row = edgeRows[static_cast<std::size_t>(model.indexOf(edge))];
    if (row == noRow) {
        style.stroke.color = theme.grant;
        style.stroke.width = std::min(style.stroke.width, 1.0);
        return style;
    }
    style.stroke.color = theme.of(lens->rows[static_cast<std::size_t>(row)].tone).stroke;
    style.stroke.width += stressed;
    return style;
}

std::string Sheet::standsFor(std::string_view element) const {
    if (lineOf(element) || placement.nodes.contains(element) || placement.groups.contains(element))
        return std::string(element);
    const auto closedAround = [&](GroupIndex group) {
        std::size_t steps = 0;
        for (; group != GroupIndex::None && steps++ < model.groups().size();
             group = model[group].parent)
            if (isCollapsed(model.text(model[group].id)))
                return std::string(model.text(model[group].id));
        return std::string();
    };
    if (const Node* node = model.node(element))
        return closedAround(node->group);
    if (const Group* group = model.group(element))
        return closedAround(group->parent);
    if (const Edge* edge = model.edge(element)) {
        const auto holder = [&](End end) {
            return closedAround(end.node == NodeIndex::None ? end.group : model[end.node].group);
        };
        const std::string from = holder(edge->from);
        return from.empty() ? holder(edge->to) : from;
    }
    return {};
}

} // namespace limn
