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
    for (const auto& [id, box] : placement.nodes)
        if (const Node* node = model.node(id))
            nodeRows[static_cast<std::size_t>(model.indexOf(*node))] = lens->ofNode(facts, *node);
    if (!lens->ofEdge)
        return;
    for (const auto& [key, path] : placement.edges)
        if (const Edge* edge = model.edge(key))
            edgeRows[static_cast<std::size_t>(model.indexOf(*edge))] = lens->ofEdge(facts, *edge);
}

bool Sheet::isPale(const Node& node) const {
    return nodeRows[static_cast<std::size_t>(model.indexOf(node))] == noRow;
}

NodeLook Sheet::lookOf(const Node& node) const {
    const int row = nodeRows[static_cast<std::size_t>(model.indexOf(node))];
    if (row == noRow)
        return {theme.of(Tone::Resource)};
    const LensRow& said = lens->rows[static_cast<std::size_t>(row)];
    return {theme.of(said.tone), theme.grey || !lens->shapesTell ? said.pattern : Pattern::None};
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
