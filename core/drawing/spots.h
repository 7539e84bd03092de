// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/drawing/sheet.h"

namespace limn {

// A card beside what it speaks of: where it stands, and the line that leads to it.
struct Spotted {
    Box box;
    Point from; // on the border of what it speaks of
    Point to;   // on its own border
    double cost = 0;
};

// The best free place for a card of that size near a part, a line's middle or a group's caption:
// over no other card, no part and as few lines as can be. The sheet's lines are indexed.
Spotted findSpot(const Sheet& sheet, const Box& part, Size size);

// What a card about an element leads to: the part, a line's middle, a group's caption. Empty where
// the element is not in the picture.
Box anchorOf(const Sheet& sheet, const std::string& element);

// Keeps the place, and the way to it, from later cards.
void take(Sheet& sheet, const Spotted& spot);

} // namespace limn
