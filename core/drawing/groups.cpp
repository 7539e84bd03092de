// SPDX-License-Identifier: GPL-3.0-or-later
// Boxes around parts, and groups that stand as one part.
#include <algorithm>
#include <array>
#include <cmath>

#include <fmt/format.h>

#include "core/drawing/sheet.h"
#include "core/drawing/text_width.h"
#include "core/drawing/utf8.h"

namespace limn {

namespace {

constexpr double captionSize = 12;
constexpr double titleSize = 13;
constexpr double subtitleSize = 11.5;
constexpr double closedInset = 20;

// How many drawn parts a group holds, those of its inner groups included.
std::vector<int> partCounts(const Sheet& sheet) {
    const Model& model = sheet.model;
    std::vector<int> counts(model.groups().size(), 0);
    for (const Node& node : model.nodes()) {
        if (!isDrawn(model, *sheet.snapshot.diagram, node))
            continue;
        std::size_t steps = 0;
        for (GroupIndex g = node.group; g != GroupIndex::None && steps++ < counts.size();
             g = model[g].parent)
            ++counts[static_cast<std::size_t>(g)];
    }
    return counts;
}

std::string partsWord(int count) { return fmt::format("{} part{}", count, count == 1 ? "" : "s"); }

// A group as one part: because the user collapsed it, or because nothing in it is drawn.
void drawClosed(Sheet& sheet, DrawingItem& item, const Box& box, const Group& group,
                std::string_view facts) {
    const Theme& theme = sheet.theme;
    const NodeLook look = sheet.lookOf(group);
    const double room = box.w - 2 * closedInset, left = box.x + closedInset;
    const std::string first = elided(item.title, room, titleSize, FontWeight::Bold);
    const std::string second = elided(facts, room, subtitleSize, FontWeight::Regular);
    item.layer = Layer::Node;
    item.outline = roundedRectangle(box, 14);
    item.marks = {PathMark{item.outline, look.colors.fill, {look.colors.stroke, 1.25, {}, false}}};
    for (Mark& mark : patternMarks(item.outline, look.pattern, look.colors.stroke))
        item.marks.push_back(std::move(mark));
    item.marks.emplace_back(
        PathMark{roundedRectangle(box.grown(-5), 10), noColor, {theme.groupBorder, 1, {}, false}});
    if (look.pattern != Pattern::None) {
        const double words = std::max(textWidth(first, titleSize, FontWeight::Bold),
                                      textWidth(second, subtitleSize, FontWeight::Regular));
        item.marks.emplace_back(
            PathMark{roundedRectangle({left - 5, box.center().y - 17, words + 10, 36}, 5),
                     look.colors.fill,
                     {}});
    }
    item.marks.emplace_back(
        text({left, box.center().y - 3}, first, titleSize, FontWeight::Bold, theme.text));
    TextMark below = text({left, box.center().y + 14}, second, subtitleSize, FontWeight::Regular,
                          theme.mutedText);
    below.detail = true;
    item.marks.emplace_back(std::move(below));
    sheet.bodies.add(box);
}

void drawGroup(Sheet& sheet, const Group& group, const Box& box, int count) {
    const Theme& theme = sheet.theme;
    const std::string id(sheet.model.text(group.id));
    const std::string name = groupTitle(sheet.model, group);
    DrawingItem& item = sheet.add(Layer::Group, "group " + id, id, name);
    item.description = fmt::format("{} of {}", word(group.kind), partsWord(count));
    item.bounds = box.grown(1);
    if (count == 0 || sheet.isCollapsed(id)) {
        const std::string kind =
            group.kind == GroupKind::Api ? "API" : std::string(word(group.kind));
        drawClosed(sheet, item, box, group,
                   count == 0 ? kind : groupSubtitle(sheet.model, *sheet.snapshot.diagram, group));
        return;
    }
    item.outline = roundedRectangle(box, 14);
    item.marks.emplace_back(
        PathMark{item.outline, theme.groupFill, {theme.groupBorder, 1, {}, false}});
    const std::string shown =
        elided(name, std::max(24.0, box.w - 32), captionSize, FontWeight::Bold);
    const double nameWidth = textWidth(shown, captionSize, FontWeight::Bold);
    item.marks.emplace_back(
        text({box.x + 16, box.y + 22}, shown, captionSize, FontWeight::Bold, theme.groupText));
    const std::string parts = partsWord(count);
    double captionEnd = box.x + 16 + nameWidth;
    if (captionEnd + 12 + textWidth(parts, 11.5, FontWeight::Regular) < box.right() - 12) {
        TextMark second =
            text({captionEnd + 12, box.y + 22}, parts, 11.5, FontWeight::Regular, theme.mutedText);
        second.detail = true;
        captionEnd += 12 + textWidth(parts, 11.5, FontWeight::Regular);
        item.marks.emplace_back(std::move(second));
    }
    sheet.bodies.add({box.x + 12, box.y + 8, captionEnd - box.x - 8, 20});
}

std::string several(NodeKind kind, int count) {
    const std::string_view one = title(kind);
    if (count == 1)
        return fmt::format("1 {}", one);
    const bool hisses = one.ends_with('s');
    const bool why = one.ends_with('y');
    return why ? fmt::format("{} {}ies", count, one.substr(0, one.size() - 1))
               : fmt::format("{} {}{}", count, one, hisses ? "es" : "s");
}

} // namespace

std::string groupTitle(const Model& model, const Group& group) {
    return singleLine(model.text(group.name));
}

std::string groupSubtitle(const Model& model, const Diagram& diagram, const Group& group) {
    constexpr std::size_t most = 3; // kinds that are named
    std::array<std::pair<int, int>, nodeKindCount> counts{};
    for (std::size_t k = 0; k < counts.size(); ++k)
        counts[k] = {0, static_cast<int>(k)};
    const GroupIndex wanted = model.indexOf(group);
    for (const Node& node : model.nodes()) {
        if (!isDrawn(model, diagram, node))
            continue;
        std::size_t steps = 0;
        GroupIndex g = node.group;
        while (g != GroupIndex::None && g != wanted && steps++ < model.groups().size())
            g = model[g].parent;
        if (g == wanted)
            --counts[static_cast<std::size_t>(node.kind)].first; // the most come first
    }
    std::ranges::sort(counts);
    std::string words;
    int more = 0;
    for (std::size_t i = 0; i < counts.size() && counts[i].first < 0; ++i) {
        if (i < most)
            words += (words.empty() ? "" : " · ") +
                     several(static_cast<NodeKind>(counts[i].second), -counts[i].first);
        else
            more -= counts[i].first;
    }
    return more > 0 ? fmt::format("{} +{}", words, more) : words;
}

Size closedGroupSize(const Model& model, const Diagram& diagram, const Group& group) {
    const double words = std::max(
        textWidth(groupTitle(model, group), titleSize, FontWeight::Bold),
        textWidth(groupSubtitle(model, diagram, group), subtitleSize, FontWeight::Regular));
    return {std::clamp(std::ceil((words + 2 * closedInset) / 8) * 8, 152.0, 288.0), 56};
}

void drawGroups(Sheet& sheet) {
    const std::vector<int> counts = partCounts(sheet);
    for (const auto& [id, box] : sheet.placement.groups)
        if (const Group* group = sheet.model.group(id))
            drawGroup(sheet, *group, box,
                      counts[static_cast<std::size_t>(sheet.model.indexOf(*group))]);
}

void Sheet::countMerged() {
    const bool any = std::ranges::any_of(
        placement.groups, [&](const auto& entry) { return isCollapsed(entry.first); });
    if (!any)
        return;
    for (const Edge& edge : model.edges()) {
        if (!isDrawn(model, *snapshot.diagram, edge))
            continue;
        const std::string from = standsFor(model.id(edge.from)), to = standsFor(model.id(edge.to));
        if (from != to && (isCollapsed(from) || isCollapsed(to)))
            ++merged[{from, to, edge.kind}];
    }
}

int Sheet::linesIn(const Edge& edge) const {
    if (merged.empty())
        return 1;
    const auto found =
        merged.find({standsFor(model.id(edge.from)), standsFor(model.id(edge.to)), edge.kind});
    return found == merged.end() ? 1 : found->second;
}

std::string Sheet::lineTitle(const Edge& edge) const {
    if (merged.empty())
        return elementTitle(model, model.text(edge.key));
    return elementTitle(model, standsFor(model.id(edge.from))) + " → " +
           elementTitle(model, standsFor(model.id(edge.to)));
}

} // namespace limn
