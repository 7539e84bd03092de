// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "core/drawing/drawing.h"
#include "core/model/model.h"

namespace limn {

enum class ThemeName : std::uint8_t { Light, Dark, Print, Contrast };
// `light`, `dark`, `print`, `contrast`
std::optional<ThemeName> themeName(std::string_view word);

// The two colours of a part: its body, and its border and icon.
struct ClassColors {
    Color fill;
    Color stroke;
    bool operator==(const ClassColors&) const = default;
};

// What lenses paint with. The first seven are those of the classes.
enum class Tone : std::uint8_t {
    Entry,
    Compute,
    Backend,
    HostCentric,
    Outside,
    Automation,
    Resource, // subdued
    Violet,
    Cyan,
    Blue,
    Plum,
    Green,
    Yellow,
    Red,
};
inline constexpr std::size_t toneCount = 14;

struct SeverityColors {
    Color fill;
    Color mark; // on the fill
    Color text; // the same meaning as text on the background
};

// All colours of the picture. Text on its ground has at least WCAG AA contrast in every theme, AAA
// in `contrast`; a test measures it.
struct Theme {
    Color background, text, mutedText, link, edge, failure, grant, groupFill, groupBorder,
        groupText, calloutFill, labelFill, selection, rule;
    ClassColors entry, compute, backend, hostCentric, outside, automation, resource, violet, cyan,
        blue, plum, green, yellow, red;
    SeverityColors error, warning, info;
    bool grey = false; // for paper: what colour says elsewhere, shapes and patterns say
    const ClassColors& of(const Node& node) const;
    const ClassColors& of(Tone tone) const;
    const SeverityColors& of(Severity severity) const;
};

const Theme& theme(ThemeName name);

} // namespace limn
