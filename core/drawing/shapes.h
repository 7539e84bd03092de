// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/drawing/patterns.h"
#include "core/drawing/theme.h"
#include "core/model/model.h"

namespace limn {

// Room that a kind's shape takes away from its two lines of text, left (with the icon) and right.
struct TextInsets {
    double left = 44;
    double right = 14;
};
TextInsets textInsets(NodeKind kind);

// Sizes of the two lines of text in a part; a plain resource speaks lower.
struct NodeType {
    double titleSize = 13;
    FontWeight titleWeight = FontWeight::SemiBold;
    double subtitleSize = 11.5;
    double height = 56;
};
NodeType nodeType(NodeKind kind);

// What colours a part, and how wide its words are, which a pattern must not run under.
struct NodeLook {
    ClassColors colors;
    Pattern pattern = Pattern::None;
    double words = 0;
};

// A part's body without its words: what tells the kind in a grey print.
struct NodeShape {
    Path outline;            // what is filled, hit and reached by lines
    std::vector<Mark> marks; // body, details and icon, in painting order
    double textLeft = 0;     // where both lines start
    double titleBaseline = 0;
    double subtitleBaseline = 0;
};
NodeShape nodeShape(const Model& model, const Node& node, const Box& box, const NodeLook& look);
// The same in the colours of its class.
NodeShape nodeShape(const Model& model, const Node& node, const Box& box, const Theme& theme);
// The body of a kind alone, without an icon.
std::vector<Mark> bodyMarks(NodeKind kind, const Box& box, const NodeLook& look);
// The file name of the icon that stands for a part.
std::string iconId(NodeKind kind, std::string_view subtype);
// One of our icons, its top left corner at a point.
void addIcon(std::vector<Mark>& marks, std::string_view id, Point at, double size, Color color);

} // namespace limn
