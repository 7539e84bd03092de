// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string_view>

#include "core/drawing/drawing.h"
#include "core/model/model.h"

namespace limn {

enum class ThemeName : std::uint8_t { Light, Dark };
std::optional<ThemeName> themeName(std::string_view word); // `light`, `dark`

// The three colours a class of parts has: its body, its border and icon, its text.
struct ClassColors {
    Color fill;
    Color stroke;
};

struct SeverityColors {
    Color fill;
    Color mark; // on the fill
    Color text; // the same meaning as text on the background
};

// All colours of the picture. Text on its ground has at least WCAG AA contrast in both themes; a
// test measures it.
struct Theme {
    Color background, text, mutedText, link, edge, failure, grant, groupFill, groupBorder,
        groupText, calloutFill, labelFill, selection, rule;
    ClassColors entry, compute, backend, hostCentric, outside, automation, resource;
    SeverityColors error, warning, info;
    const ClassColors& of(const Node& node) const;
    const SeverityColors& of(Severity severity) const;
};

const Theme& theme(ThemeName name);

} // namespace limn
