// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drawing/foot.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/drawing/sheet.h"
#include "core/drawing/shown_paths.h"
#include "core/drawing/text_width.h"
#include "core/drawing/utf8.h"

namespace limn {

namespace {

constexpr double room = 40;
constexpr double edgeRoom = 32; // as the page above has
constexpr double wordSize = 11;

std::string joined(std::initializer_list<std::string> words) {
    std::string out;
    for (const std::string& each : words)
        if (!each.empty())
            out += (out.empty() ? "" : " · ") + each;
    return out;
}

} // namespace

void addFoot(Drawing& drawing, const Sources& sources, const Verdict& verdict, const Theme& theme,
             const Foot& foot) {
    Box& page = drawing.bounds;
    const double left = page.x + edgeRoom, right = page.right() - edgeRoom;
    const double ruleAt = page.bottom() - 8, baseline = ruleAt + 22;
    page.h += room - 8;

    DrawingItem item;
    item.layer = Layer::Page;
    item.id = "page foot";
    const std::string end =
        joined({singleLine(foot.date), fmt::format("verdict: {}", word(verdict.overall))});
    const std::string start =
        joined({drawing.title, singleLine(foot.scope), ShownPaths(sources).list(3, ", ")});
    item.title = joined({start, end});
    item.marks.emplace_back(PathMark{openLine(std::vector<Point>{{left, ruleAt}, {right, ruleAt}}),
                                     noColor,
                                     {theme.rule, 1, {}, false}});
    item.marks.emplace_back(
        text({right, baseline}, end, wordSize, FontWeight::Regular, theme.mutedText, Anchor::End));
    const double width = right - left - textWidth(end, wordSize, FontWeight::Regular) - 24;
    item.marks.emplace_back(
        text({left, baseline}, elided(start, std::max(40.0, width), wordSize, FontWeight::Regular),
             wordSize, FontWeight::Regular, theme.mutedText));
    item.bounds = {left, ruleAt, right - left, baseline - ruleAt + 4};
    // Items are sorted by layer, then id.
    const auto at = std::ranges::find_if(drawing.items, [&](const DrawingItem& other) {
        return other.layer > item.layer || (other.layer == item.layer && other.id > item.id);
    });
    drawing.items.insert(at, std::move(item));
}

} // namespace limn
