// SPDX-License-Identifier: GPL-3.0-or-later
// What the colours and patterns of a lens mean.
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/drawing/sheet.h"
#include "core/drawing/text_width.h"

namespace limn {

namespace {

constexpr double titleSize = 13;
constexpr double wordSize = 12;
constexpr double rowHeight = 26;
constexpr double columnGap = 40;
constexpr Size sample{34, 20};
constexpr double wordsAt = sample.w + 12;
constexpr double shapeScale = 0.42; // of a body as large as a part's, so that it looks like one
constexpr double overlayMargin = 14;

struct Entry {
    const LensRow* row = nullptr;
    int number = 0;
    int count = 0;

    std::string words() const { return fmt::format("{} · {}", row->words, count); }
};

// The rows that something in the picture is in.
std::vector<Entry> entriesOf(const Sheet& sheet) {
    std::vector<Entry> entries;
    for (std::size_t i = 0; i < sheet.lens->rows.size(); ++i) {
        const LensRow& row = sheet.lens->rows[i];
        const int number = static_cast<int>(i);
        const auto count = std::ranges::count(row.line ? sheet.edgeRows : sheet.nodeRows, number);
        if (count > 0)
            entries.push_back({&row, number, static_cast<int>(count)});
    }
    return entries;
}

void scale(Mark& mark, double by, Point to) {
    auto& drawn = std::get<PathMark>(mark);
    for (PathStep& step : drawn.path) {
        step.control1 = step.control1 * by + to;
        step.control2 = step.control2 * by + to;
        step.end = step.end * by + to;
    }
}

// A small part, or a piece of line, in the look of the row.
std::vector<Mark> sampleMarks(const Sheet& sheet, const LensRow& row, const Box& box) {
    const ClassColors& colors = sheet.theme.of(row.tone);
    if (row.line) {
        Edge edge;
        edge.kind = *row.line;
        LineStyle style = lineStyle(edge, sheet.theme);
        style.stroke.color = colors.stroke;
        style.stroke.width = std::max(style.stroke.width, 1.6);
        const double y = box.center().y;
        return lineMarks(openLine(std::vector<Point>{{box.x, y}, {box.right(), y}}), style,
                         sheet.theme);
    }
    const bool patterned = sheet.theme.grey || !sheet.lens->shapesTell;
    const NodeLook look{colors, patterned ? row.pattern : Pattern::None};
    if (!row.shape) {
        // Unlike a shape it is not made smaller, so that its pattern looks as in the picture.
        const Path outline = roundedRectangle(box, 5);
        std::vector<Mark> marks{PathMark{outline, colors.fill, {colors.stroke, 1.25, {}, false}}};
        for (Mark& mark : patternMarks(outline, look.pattern, colors.stroke))
            marks.push_back(std::move(mark));
        return marks;
    }
    const Box body{0, 0, box.w / shapeScale, box.h / shapeScale};
    std::vector<Mark> marks = bodyMarks(*row.shape, body, look);
    for (Mark& mark : marks)
        scale(mark, shapeScale, {box.x, box.y});
    return marks;
}

// Writes title and rows from a corner, in as many columns as the width has room for; returns what
// it took.
Box writeLegend(Sheet& sheet, Point at, double width) {
    const Lens& lens = *sheet.lens;
    const std::vector<Entry> entries = entriesOf(sheet);
    DrawingItem& head = sheet.add(Layer::Page, "legend", {}, fmt::format("Legend: {}", lens.title));
    head.description = lens.meaning;
    const std::string title(lens.title);
    const double titleWidth = textWidth(title, titleSize, FontWeight::Bold);
    head.marks.emplace_back(
        text({at.x, at.y + 14}, title, titleSize, FontWeight::Bold, sheet.theme.text));
    head.marks.emplace_back(text({at.x + titleWidth + 12, at.y + 14}, std::string(lens.meaning),
                                 wordSize, FontWeight::Regular, sheet.theme.mutedText));
    for (const Mark& mark : head.marks)
        head.bounds = head.bounds.united(limn::boundsOf(mark));
    Box all = head.bounds;

    double column = 0;
    for (const Entry& entry : entries)
        column =
            std::max(column, wordsAt + textWidth(entry.words(), wordSize, FontWeight::Regular));
    const int across = std::max(1, static_cast<int>((width + columnGap) / (column + columnGap)));
    const int down = (static_cast<int>(entries.size()) + across - 1) / across;
    for (int i = 0; i < static_cast<int>(entries.size()); ++i) {
        const Entry& entry = entries[static_cast<std::size_t>(i)];
        const int columnsBefore = i / down;
        const Point corner{at.x + columnsBefore * (column + columnGap),
                           at.y + 30 + i % down * rowHeight};
        const Box box{corner.x, corner.y, sample.w, sample.h};
        DrawingItem& item = sheet.add(Layer::Page, fmt::format("legend row {:02}", entry.number),
                                      {}, std::string(entry.row->words));
        item.description = fmt::format("{}", entry.count);
        item.marks = sampleMarks(sheet, *entry.row, box);
        item.marks.emplace_back(text({box.x + wordsAt, box.center().y + 4}, entry.words(), wordSize,
                                     FontWeight::Regular, sheet.theme.text));
        item.bounds = box.grown(1).united(limn::boundsOf(item.marks.back()));
        all = all.united(item.bounds);
    }
    return all;
}

} // namespace

void placeLegend(Sheet& sheet) {
    Box& bounds = sheet.drawing.bounds;
    constexpr double inset = 32; // the picture's own margin
    const Box taken =
        writeLegend(sheet, {bounds.x + inset, bounds.bottom() + 4}, bounds.w - 2 * inset);
    bounds = bounds.united({taken.x - inset, taken.y, taken.w + 2 * inset, taken.h + inset});
}

Drawing drawLegend(const Snapshot& snapshot, const Placement& placement, const Report& report,
                   const DrawOptions& options) {
    Sheet sheet{snapshot, *snapshot.model, placement, report, options, theme(options.theme)};
    sheet.look();
    sheet.drawing.background = sheet.theme.background;
    sheet.drawing.title = fmt::format("Legend: {}", sheet.lens->title);
    sheet.drawing.bounds = writeLegend(sheet, {}, 0).grown(overlayMargin);
    return std::move(sheet.drawing);
}

} // namespace limn
