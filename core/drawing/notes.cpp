// SPDX-License-Identifier: GPL-3.0-or-later
// What the user noted of a part, on a slip of paper beside it.
#include <algorithm>
#include <cmath>

#include "core/drawing/spots.h"
#include "core/drawing/text_width.h"
#include "core/drawing/utf8.h"

namespace limn {

namespace {

constexpr double widest = 216;
constexpr double padding = 12;
constexpr double wordSize = 12;
constexpr double lineHeight = 17;
constexpr double fold = 12;          // the corner that is turned down
constexpr std::size_t mostLines = 8; // whole in the title

// The words in lines, as their writer broke them and no wider than a slip.
std::vector<std::string> linesOf(std::string_view note) {
    std::vector<std::string> lines;
    while (!note.empty()) {
        const std::size_t end = note.find('\n');
        for (std::string& line : wrapped(singleLine(note.substr(0, end)), widest - 2 * padding,
                                         wordSize, FontWeight::Regular))
            lines.push_back(std::move(line));
        note.remove_prefix(end == std::string_view::npos ? note.size() : end + 1);
    }
    if (lines.size() > mostLines) {
        lines.resize(mostLines);
        lines.back() += " …";
    }
    return lines;
}

Size sizeOf(const std::vector<std::string>& lines) {
    double width = 0;
    for (const std::string& line : lines)
        width = std::max(width, textWidth(line, wordSize, FontWeight::Regular));
    return {std::ceil(width) + 2 * padding + 4,
            static_cast<double>(lines.size()) * lineHeight + padding + 4};
}

void placeNote(Sheet& sheet, const std::string& id, const std::string& note) {
    const std::string element = sheet.standsFor(id);
    const Box part = anchorOf(sheet, element);
    const std::vector<std::string> lines = linesOf(note);
    if (part.empty() || lines.empty())
        return;
    sheet.indexLines();
    const Spotted spot = findSpot(sheet, part, sizeOf(lines));
    const Box& box = spot.box;
    const ClassColors& colors = sheet.theme.yellow;
    DrawingItem& item =
        sheet.add(Layer::Label, "note " + id, element, "Note on " + elementTitle(sheet.model, id));
    item.description = singleLine(note);
    item.marks.emplace_back(PathMark{openLine(std::vector<Point>{spot.from, spot.to}),
                                     noColor,
                                     {colors.stroke, 1, {2, 3}, false}});
    const Point top{box.right() - fold, box.y}, side{box.right(), box.y + fold};
    item.outline = polygon(std::vector<Point>{
        {box.x, box.y}, top, side, {box.right(), box.bottom()}, {box.x, box.bottom()}});
    item.marks.emplace_back(PathMark{item.outline, colors.fill, {colors.stroke, 1, {}, false}});
    item.marks.emplace_back(
        PathMark{openLine(std::vector<Point>{top, {box.right() - fold, box.y + fold}, side}),
                 noColor,
                 {colors.stroke, 1, {}, false}});
    double y = box.y + padding / 2;
    for (const std::string& line : lines)
        item.marks.emplace_back(text({box.x + padding, y += lineHeight}, line, wordSize,
                                     FontWeight::Regular, sheet.theme.text));
    const Point ends[] = {spot.from, spot.to};
    item.bounds = box.grown(1).united(boundsOf(ends).grown(1));
    take(sheet, spot);
}

} // namespace

void placeNotes(Sheet& sheet) {
    for (const auto& [id, note] : sheet.snapshot.diagram->notes)
        placeNote(sheet, id, note);
}

} // namespace limn
