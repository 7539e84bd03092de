// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/sheet_of_paper.h"

#include <algorithm>
#include <cmath>

#include "core/drawing/states.h"

namespace limn {

namespace {

// As light as the eye takes the colour to be (sRGB, relative luminance).
Color grey(Color color) {
    const auto linear = [](std::uint8_t part) {
        const double share = part / 255.0;
        return share <= 0.04045 ? share / 12.92 : std::pow((share + 0.055) / 1.055, 2.4);
    };
    const double light =
        0.2126 * linear(color.r) + 0.7152 * linear(color.g) + 0.0722 * linear(color.b);
    const double share =
        light <= 0.0031308 ? light * 12.92 : 1.055 * std::pow(light, 1 / 2.4) - 0.055;
    const auto part = static_cast<std::uint8_t>(std::lround(std::clamp(share, 0.0, 1.0) * 255));
    return {part, part, part, color.a};
}

} // namespace

Drawing inGrey(Drawing drawing) {
    drawing.background = grey(drawing.background);
    for (DrawingItem& item : drawing.items)
        for (Mark& mark : item.marks) {
            if (auto* words = std::get_if<TextMark>(&mark)) {
                words->color = grey(words->color);
                continue;
            }
            auto& shape = std::get<PathMark>(mark);
            shape.fill = grey(shape.fill);
            shape.stroke.color = grey(shape.stroke.color);
        }
    return drawing;
}

Drawing drawSheet(const Snapshot& snapshot, const Placement& placement, const Report& report,
                  DrawOptions options, const SheetLook& look) {
    options.page = true;
    Drawing drawing = look.workflow
                          ? drawStates(snapshot, *look.workflow, placement, report, options)
                          : draw(snapshot, placement, report, options);
    addFoot(drawing, *snapshot.sources, report.verdict, theme(options.theme), look.foot);
    return look.grey ? inGrey(std::move(drawing)) : drawing;
}

std::string reviewDay(const Diagram& diagram) {
    std::string newest;
    for (const auto& [fingerprint, accepted] : diagram.accepted)
        newest = std::max(newest, accepted.date);
    return newest;
}

} // namespace limn
