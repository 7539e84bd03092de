// SPDX-License-Identifier: GPL-3.0-or-later
#include <cmath>

#include "core/drawing/sheet.h"
#include "core/drawing/text_width.h"

namespace limn {

namespace {

constexpr double labelSize = 11;
constexpr double labelHeight = 18;
constexpr double labelPadding = 6;

// What is under a label decides its ground, so that the line seems to pass behind the words.
Color groundAt(const Sheet& sheet, Point at) {
    for (const auto& [id, box] : sheet.placement.groups)
        if (box.contains(at))
            return sheet.theme.groupFill;
    return sheet.theme.labelFill;
}

// How bad a place is; 0 is on the middle of the line's flat part with nothing else there.
double cost(const Sheet& sheet, const Box& box, int line, double fromMiddle, Point direction,
            double reachLeft) {
    double sum = fromMiddle * 0.4;
    if (sheet.bodies.anyOverlap(box.grown(3)))
        sum += 4000;
    if (sheet.words.anyOverlap(box.grown(3)))
        sum += 3000;
    sum += 120.0 * sheet.linesThrough(box, line, 6);
    if (reachLeft < 0) // it would hide an arrow head or a ring
        sum += 600 - reachLeft * 4;
    if (std::abs(direction.y) > 0.5)
        sum += 12;
    return sum;
}

void placeLabel(Sheet& sheet, int line) {
    sheet.indexLines();
    const DrawnLine& drawn = sheet.lines[static_cast<std::size_t>(line)];
    const std::string words = elided(drawn.label, drawn.labelRoom, labelSize, FontWeight::Regular);
    const Size size{std::ceil(textWidth(words, labelSize, FontWeight::Regular)) + 2 * labelPadding,
                    labelHeight};
    const double length = lengthOf(drawn.points);

    Box best;
    double bestCost = 0;
    constexpr int steps = 16;
    for (int i = 0; i <= steps; ++i) {
        // From the middle outwards, one side and the other.
        const int outwards = (i + 1) / 2;
        const double share = 0.5 + (i % 2 ? 1 : -1) * outwards * 0.8 / steps;
        const PlaceOnLine place = along(drawn.points, length * share);
        const double half =
            std::abs(place.direction.x) * size.w / 2 + std::abs(place.direction.y) * size.h / 2;
        const double left = std::min(length * share, length * (1 - share)) - half - 12;
        // On the line, or else beside it, where a short line would be hidden.
        for (const double aside : {0.0, -1.0, 1.0}) {
            const Point normal{-place.direction.y, place.direction.x};
            const double away =
                aside * (std::abs(normal.x) * size.w / 2 + std::abs(normal.y) * size.h / 2 + 3);
            const Point center = place.at + normal * away;
            const Box box{std::round(center.x - size.w / 2), std::round(center.y - size.h / 2),
                          size.w, size.h};
            double c = cost(sheet, box, line, std::abs(share - 0.5) * length, place.direction,
                            aside == 0 ? left : 0);
            c += aside == 0 ? 0 : 30;
            if (best.empty() || c < bestCost) {
                best = box;
                bestCost = c;
            }
        }
        if (bestCost < 16) // farther from the middle is no better
            break;
    }

    DrawingItem& item = sheet.add(Layer::Label, "label " + drawn.key, drawn.key, drawn.label);
    item.marks.emplace_back(
        PathMark{roundedRectangle(best, 4), groundAt(sheet, best.center()), {}});
    TextMark mark = text({best.center().x, best.y + 13}, words, labelSize, FontWeight::Regular,
                         sheet.theme.mutedText, Anchor::Middle);
    mark.detail = true;
    item.marks.emplace_back(std::move(mark));
    item.bounds = best;
    sheet.words.add(best);
}

} // namespace

void placeLabels(Sheet& sheet) {
    for (int i = 0; i < static_cast<int>(sheet.lines.size()); ++i)
        if (!sheet.lines[static_cast<std::size_t>(i)].label.empty())
            placeLabel(sheet, i);
}

} // namespace limn
