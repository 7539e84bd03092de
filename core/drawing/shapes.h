// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

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

// A part's body without its words: what tells the kind in a grey print.
struct NodeShape {
    Path outline;            // what is filled, hit and reached by lines
    std::vector<Mark> marks; // body, details and icon, in painting order
    double textLeft = 0;     // where both lines start
    double textWidth = 0;    // room for them
    double titleBaseline = 0;
    double subtitleBaseline = 0;
};
NodeShape nodeShape(const Model& model, const Node& node, const Box& box, const Theme& theme);

} // namespace limn
