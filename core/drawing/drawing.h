// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "core/drawing/font_table.h"
#include "core/model/geometry.h"

namespace limn {

struct Color {
    std::uint8_t r = 0, g = 0, b = 0, a = 255;
    bool operator==(const Color&) const = default;
};

struct Stroke {
    Color color{0, 0, 0, 0};
    double width = 1;
    std::vector<double> dashes; // lengths of dash and gap in pixels; empty: solid
    bool roundCaps = false;
    bool operator==(const Stroke&) const = default;
};

// An outline: filled, stroked or both. A colour with a == 0 paints nothing.
struct PathMark {
    Path path;
    Color fill{0, 0, 0, 0};
    Stroke stroke{{0, 0, 0, 0}, 0, {}, false};
    bool operator==(const PathMark&) const = default;
};

enum class Anchor : std::uint8_t { Start, Middle, End };

// One line of text on its baseline. `detail` marks text that gives way when zoomed out.
struct TextMark {
    Point at;
    std::string text;
    double size = 13; // pixels
    FontWeight weight = FontWeight::Regular;
    Color color;
    Anchor anchor = Anchor::Start;
    bool detail = false;
    bool underline = false;
    std::string link; // `path:line` evidence, an id to jump to, `fix`; empty: plain text
    bool operator==(const TextMark&) const = default;
};

using Mark = std::variant<PathMark, TextMark>;

enum class Layer : std::uint8_t { Group, Edge, Node, Label, Badge, Callout, Page };

// Everything visible of one element: a part, a line, its label, a group, a badge, a callout. `id`
// names the item (`node Upload`, `edge Upload writes uploads`, `badge Upload`, `callout
// RTY002:file-jobs`), `element` the node id, edge key or group id it belongs to. `finding` is the
// fingerprint a callout speaks of. Marks are painted in their order.
struct DrawingItem {
    std::string id;
    std::string element;
    std::string finding;
    Layer layer = Layer::Node;
    std::string title;       // what a screen reader says first, whole and never cut
    std::string description; // and then
    Box bounds;              // of all marks
    Path outline;            // what can be hit; empty: the bounds
    std::vector<Mark> marks;
    bool operator==(const DrawingItem&) const = default;
};

// The whole picture as flat shapes in painting order (by layer, then id). Canvas, SVG, PNG and PDF
// all come from it and add nothing.
struct Drawing {
    Box bounds;
    Color background;
    std::string title;
    std::vector<DrawingItem> items;
    // Names of groups with their summed badges, for a screen that shows the picture so small that
    // captions are not legible: each in pixels around the origin, to stand where its `element`
    // begins. The outer ones come first. No part of the picture itself.
    std::vector<DrawingItem> overview{};
    bool operator==(const Drawing&) const = default;
};

} // namespace limn
