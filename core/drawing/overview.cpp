// SPDX-License-Identifier: GPL-3.0-or-later
// What groups say where the picture is too small for words: their names and summed badges, in
// pixels.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/drawing/sheet.h"
#include "core/drawing/text_width.h"

namespace limn {

namespace {

constexpr double nameSize = 12;
constexpr double widestName = 180;
constexpr double plateHeight = 26;
constexpr double padding = 10;

struct Sum {
    int count = 0;
    Severity worst = Severity::Info;
};

// The findings nobody accepted, by the groups around what they stand on.
std::vector<Sum> sumsOf(const Sheet& sheet) {
    const Model& model = sheet.model;
    std::vector<Sum> sums(model.groups().size());
    for (const Finding& finding : sheet.report.findings) {
        if (finding.elements.empty() || finding.accepted || isOfTheWhole(finding))
            continue;
        const std::string& element = finding.elements.front();
        GroupIndex group = GroupIndex::None;
        if (const Node* node = model.node(element))
            group = node->group;
        else if (const Group* itself = model.group(element))
            group = model.indexOf(*itself);
        else if (const Edge* edge = model.edge(element))
            group = edge->from.node == NodeIndex::None ? edge->from.group
                                                       : model[edge->from.node].group;
        for (std::size_t steps = 0; group != GroupIndex::None && steps < sums.size(); ++steps) {
            Sum& sum = sums[static_cast<std::size_t>(group)];
            ++sum.count;
            sum.worst = std::max(sum.worst, finding.severity);
            group = model[group].parent;
        }
    }
    return sums;
}

DrawingItem plateOf(const Sheet& sheet, const Group& group, const Sum& sum) {
    const Theme& theme = sheet.theme;
    const std::string name = groupTitle(sheet.model, group);
    const std::string shown = elided(name, widestName, nameSize, FontWeight::Bold);
    const double words = std::ceil(textWidth(shown, nameSize, FontWeight::Bold));
    const std::string count = fmt::format("{}", sum.count);
    const double badge =
        sum.count > 0 ? badgeLook(theme, sum.worst, false, count, {}).box.w + 8 : 0;
    const double width = words + badge + 2 * padding;
    const Box plate{-width / 2, -plateHeight / 2, width, plateHeight};

    DrawingItem item;
    item.id = fmt::format("overview {}", sheet.model.text(group.id));
    item.element = sheet.model.text(group.id);
    item.layer = Layer::Badge;
    item.title = name;
    if (sum.count > 0)
        item.description = fmt::format("{} finding{}", sum.count, sum.count == 1 ? "" : "s");
    item.outline = roundedRectangle(plate, plateHeight / 2);
    item.bounds = plate.grown(1);
    item.marks.emplace_back(
        PathMark{item.outline, theme.calloutFill, {theme.groupBorder, 1, {}, false}});
    item.marks.emplace_back(
        text({plate.x + padding, 4}, shown, nameSize, FontWeight::Bold, theme.text));
    if (sum.count > 0)
        for (Mark& mark :
             badgeLook(theme, sum.worst, false, count, {plate.x + padding + words + 8, -9}).marks)
            item.marks.push_back(std::move(mark));
    return item;
}

} // namespace

void placeOverview(Sheet& sheet) {
    const std::vector<Sum> sums = sumsOf(sheet);
    // The outer ones first: they come before what is in them when there is no room for all.
    std::vector<std::pair<double, const Group*>> groups;
    for (const auto& [id, box] : sheet.placement.groups)
        if (const Group* group = sheet.model.group(id))
            groups.emplace_back(-box.w * box.h, group);
    std::ranges::stable_sort(groups, {}, &std::pair<double, const Group*>::first);
    for (const auto& [area, group] : groups) {
        const Sum& sum = sums[static_cast<std::size_t>(sheet.model.indexOf(*group))];
        sheet.drawing.overview.push_back(
            plateOf(sheet, *group, sheet.options.annotations ? sum : Sum{}));
    }
}

} // namespace limn
