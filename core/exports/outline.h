// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/drawing/lines.h"
#include "core/drawing/theme.h"
#include "core/exports/exporter.h"

namespace limn {

// A part of the picture, a state of a workflow, or a group that stands as one box. `name` is unlike
// every other and made of letters, digits and `_`, so that any language takes it; it stays the same
// while the id does.
struct OutlinePart {
    std::string name;
    std::string id;
    std::string title; // cut where a box would be wider than a line of text
    std::string facts;
    std::string findings;           // `⚠ 1, 3` with the numbers of the findings on it
    std::optional<NodeKind> kind{}; // whose shape it has; none for a group
    bool holdsObjects = false;      // of a store
    Tone tone = Tone::Resource;
    int inside = -1; // index into Outline::groups

    ClassColors colors(const Theme& theme) const;
};

// What stands directly in a box, or in none: indices into the Outline.
struct OutlineContent {
    std::vector<int> groups, parts;
};

// A box around parts. Parents come before their children.
struct OutlineGroup {
    std::string name;
    std::string id;
    std::string title;
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
    std::string key;
    std::string_view kind; // `publishes`
    bool failure = false;
    LineStyle style;
    OutlineEnd from, to;
    std::string label; // what the arrow's style does not say; empty for a plain trigger
};

// What the user noted of a part, a box or, where a line is meant, of what it starts from.
struct OutlineNote {
    std::string name;
    std::vector<std::string> lines; // cut as on a slip of paper
    OutlineEnd on;
    Box box; // of the slip on the picture
};

// What stands on a picture, for the languages that arrange it themselves.
struct Outline {
    std::string title;
    std::vector<OutlineGroup> groups;
    std::vector<OutlinePart> parts;
    std::vector<OutlineLine> lines;
    std::vector<OutlineNote> notes;
    OutlineContent top;

    std::string_view nameOf(OutlineEnd end) const;
    // A part somewhere inside a box, for languages whose arrows know parts only.
    int partInside(int group) const;
};

Outline outlineOf(const Picture& picture);
// The same of a workflow whose states the picture shows (outline_states.cpp).
Outline outlineOfStates(const Picture& picture, const Node& workflow);
// What stands on the picture for an end of a line: its part, or the box it is in.
std::string drawnId(const Picture& picture, End end);
// Badges as words, by element: `⚠ 1, 3`.
std::map<std::string, std::string, std::less<>> badgeWordsOf(const Picture& picture);
// The notes on what `endOf` finds for an element.
std::vector<OutlineNote> notesOf(const Drawing& drawing,
                                 const std::function<OutlineEnd(std::string_view)>& endOf);

// The theme a drawing was made with.
const Theme& themeOf(const Drawing& drawing);

} // namespace limn
