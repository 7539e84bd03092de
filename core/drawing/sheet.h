// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "core/drawing/box_index.h"
#include "core/drawing/draw.h"
#include "core/drawing/path.h"

namespace limn {

// A line as it was drawn, in points.
struct DrawnLine {
    const Edge* edge = nullptr;
    std::vector<Point> points;
};

// What a picture is made from and what of it stands already, so that labels, badges and callouts
// find free places. Lives for one draw().
struct Sheet {
    const Snapshot& snapshot;
    const Model& model;
    const Placement& placement;
    const Report& report;
    const DrawOptions& options;
    const Theme& theme;

    Drawing drawing{};
    std::vector<DrawnLine> lines{};
    BoxIndex bodies{};    // parts and captions: nothing may cover them
    BoxIndex pieces{256}; // of the lines, once labels or callouts look for room: see indexLines()
    std::vector<int> pieceLine{}; // by the number of the piece: index into `lines`
    BoxIndex words{};             // labels, badges and callouts placed so far

    DrawingItem& add(Layer layer, std::string id, std::string_view element, std::string title);
    // Fills `pieces`; costs nothing the second time.
    void indexLines();
    // How many pieces of lines other than `line` (-1: all) run through a box, up to `limit`.
    int linesThrough(const Box& box, int line, int limit) const;
    // A group of this picture that is drawn as one part, null where the id names none.
    bool isCollapsed(std::string_view group) const;
    // The box of a node or group; empty when it is not in the picture.
    Box boxOf(std::string_view id) const;
    // The line of an edge's key; null when it is not in the picture.
    const DrawnLine* lineOf(std::string_view key) const;
};

// The colour that does not paint.
inline constexpr Color noColor{0, 0, 0, 0};

TextMark text(Point at, std::string words, double size, FontWeight weight, Color color,
              Anchor anchor = Anchor::Start);
Box boundsOf(const Mark& mark);

// A reference's plate (references.cpp); `again`: it stands already.
void drawReference(Sheet& sheet, const Edge& edge, const Reference& reference, bool again);

// The label on every line that has one (labels.cpp).
void placeLabels(Sheet& sheet);

// Findings on the picture (annotations.cpp): a badge on each element that has some, a callout for
// each that is open.
void placeBadges(Sheet& sheet);
void placeCallouts(Sheet& sheet);
// The mark of a severity with words beside it, as on a badge; `width` is what it takes.
struct BadgeLook {
    std::vector<Mark> marks;
    Box box;
};
BadgeLook badgeLook(const Theme& theme, Severity severity, bool muted, const std::string& words,
                    Point topLeft);
// A finding's claim as it is drawn: one line, without the marks around names.
std::string spokenMessage(const Finding& finding);
// What a finding's name says in words: `Lease shorter than handler`.
std::string spokenName(const Finding& finding);
// What people call an element: a part's or group's title, `Upload → uploads` for a line.
std::string elementTitle(const Model& model, std::string_view element);
// `orders.yaml:41`; empty for a span that names nothing.
std::string placeWord(const Sources& sources, Span at);

// Title above, findings and verdict below what is drawn so far (page.cpp).
void placePage(Sheet& sheet);

} // namespace limn
