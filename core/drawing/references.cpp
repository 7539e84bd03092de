// SPDX-License-Identifier: GPL-3.0-or-later
// Lines to a hub as a reference: a plate with the hub's name at the part that speaks with it.
#include "core/drawing/lines.h"
#include "core/drawing/sheet.h"
#include "core/drawing/text_width.h"
#include "core/drawing/utf8.h"

namespace limn {

namespace {

constexpr double wordSize = 10.5;
constexpr double radius = 8;

// A small arrow in the direction in which the line points.
std::vector<Mark> arrow(Point left, bool toTheRight, Color color) {
    const Point tail = left + Point{toTheRight ? 0.0 : 10.0, 0},
                head = left + Point{toTheRight ? 10.0 : 0.0, 0};
    const double back = toTheRight ? -3.5 : 3.5;
    const Stroke stroke{color, 1, {}, true};
    return {
        PathMark{openLine(std::vector<Point>{tail, head}), noColor, stroke},
        PathMark{openLine(std::vector<Point>{head + Point{back, -3}, head, head + Point{back, 3}}),
                 noColor, stroke}};
}

} // namespace

void drawReference(Sheet& sheet, const Edge& edge, const Reference& reference, bool again) {
    const Model& model = sheet.model;
    const std::string key(model.text(edge.key));
    const std::string hub = elementTitle(model, reference.hub);
    const bool hubIsStart = model.id(edge.from) == reference.hub;
    const Box& plate = reference.plate;
    DrawingItem& item = sheet.add(Layer::Edge, "edge " + key, key, elementTitle(model, key));
    item.description = std::string(word(edge.kind));
    item.outline = roundedRectangle(plate, radius);
    item.bounds = plate.grown(1);
    sheet.bodies.add(plate);
    if (again) // another line has made the plate
        return;
    const LineStyle style = sheet.styleOf(edge);
    item.marks = {PathMark{item.outline,
                           sheet.theme.labelFill,
                           {style.stroke.color, 0.8, style.stroke.dashes, false}}};
    for (Mark& mark :
         arrow({plate.x + 7, plate.center().y}, hubIsStart == isReversed(edge), style.stroke.color))
        item.marks.push_back(std::move(mark));
    TextMark words = text({plate.x + 21, plate.center().y + 3.6},
                          elided(hub, plate.w - 27, wordSize, FontWeight::Regular), wordSize,
                          FontWeight::Regular, sheet.theme.text);
    words.detail = true;
    words.link = reference.hub;
    item.marks.emplace_back(std::move(words));
}

double referenceWidth(std::string_view name) {
    return textWidth(singleLine(name), wordSize, FontWeight::Regular);
}

} // namespace limn
