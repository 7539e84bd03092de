// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/drawing/theme.h"
#include "core/exports/exporter.h"

namespace limn {

// A part of the picture, or a group that stands as one box. `name` is unlike every other and made
// of letters, digits and `_`, so that any language takes it; it stays the same while the id does.
struct OutlinePart {
    std::string name;
    std::string title; // cut where a box would be wider than a line of text
    std::string facts;
    std::string findings;       // `⚠ 1, 3` with the numbers of the findings on it; empty for none
    const Node* node = nullptr; // null for a group
    const Group* group = nullptr; // null for a part
    int inside = -1;              // index into Outline::groups
};

// What stands directly in a box, or in none: indices into the Outline.
struct OutlineContent {
    std::vector<int> groups, parts;
};

// A box around parts. Parents come before their children.
struct OutlineGroup {
    std::string name;
    std::string title;
    const Group* group = nullptr;
    int parent = -1;
    OutlineContent content;
};

// An arrow as it is drawn: a read points at its reader. An end is a part, or a box where the whole
// of it is meant.
struct OutlineEnd {
    int index = -1;
    bool isGroup = false;
};
struct OutlineLine {
    const Edge* edge = nullptr;
    OutlineEnd from, to;
    std::string label; // what the arrow's style does not say; empty for a plain trigger
};

// What stands on a picture, for the languages that arrange it themselves.
struct Outline {
    std::string title;
    std::vector<OutlineGroup> groups;
    std::vector<OutlinePart> parts;
    std::vector<OutlineLine> lines;
    OutlineContent top;

    std::string_view nameOf(OutlineEnd end) const;
    // A part somewhere inside a box, for languages whose arrows know parts only.
    int partInside(int group) const;
};

Outline outlineOf(const Picture& picture);

// The theme a drawing was made with.
const Theme& themeOf(const Drawing& drawing);

} // namespace limn
