// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <span>
#include <string>
#include <tuple>
#include <vector>

#include "core/drawing/box_index.h"
#include "core/drawing/draw.h"
#include "core/drawing/lens.h"
#include "core/drawing/lines.h"
#include "core/drawing/path.h"
#include "core/drawing/shapes.h"

namespace limn {

// A line as it was drawn, in points.
struct DrawnLine {
    std::string key;
    std::string label; // what it says; empty for nothing
    std::vector<Point> points;
    double labelRoom = 200; // as far as its words may go
};

// The line from a card to what it speaks of.
struct Leader {
    Point from, to;
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
    const Lens* lens = nullptr;              // never null in a drawing
    std::vector<int> nodeRows{}, edgeRows{}; // of the lens, by index; what is not drawn has none

    // Lines that end at a collapsed group, by their ends in the picture and their kind.
    std::map<std::tuple<std::string, std::string, EdgeKind>, int> merged{};

    Drawing drawing{};
    std::vector<DrawnLine> lines{};
    BoxIndex bodies{};    // parts and captions: nothing may cover them
    BoxIndex pieces{256}; // of the lines, once labels or callouts look for room: see indexLines()
    std::vector<int> pieceLine{};  // by the number of the piece: index into `lines`
    BoxIndex words{};              // labels, badges and callouts placed so far
    std::vector<Leader> leaders{}; // of the notes and callouts placed so far

    DrawingItem& add(Layer layer, std::string id, std::string_view element, std::string title);
    // Fills `pieces`; costs nothing the second time.
    void indexLines();
    // How many pieces of lines other than `line` (-1: all) run through a box, up to `limit`.
    int linesThrough(const Box& box, int line, int limit) const;
    // Counts the lines that collapsed groups merge (groups.cpp).
    void countMerged();
    // Asks the lens about all that is drawn (looks.cpp).
    void look();
    NodeLook lookOf(const Node& node) const;
    NodeLook lookOf(const Group& closed) const;
    NodeLook lookOfRow(int row) const;
    LineStyle styleOf(const Edge& edge) const;
    // How many lines of the Model one line at a collapsed group stands for; 1 for any other.
    int linesIn(const Edge& edge) const;
    // `Upload → billing`, with a collapsed group for what is in it.
    std::string lineTitle(const Edge& edge) const;
    // Whether the lens has nothing to say of it.
    bool isPale(const Node& node) const;
    // The part, line or group that stands in this picture for an element: itself, or the collapsed
    // group it is in; empty where nothing does.
    std::string standsFor(std::string_view element) const;
    // A group of this picture that is drawn as one part, false where the id names none.
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

// The boxes of all groups (groups.cpp).
void drawGroups(Sheet& sheet);

// A reference's plate (references.cpp); `again`: it stands already.
void drawReference(Sheet& sheet, const Edge& edge, const Reference& reference, bool again);

// The label on every line that has one (labels.cpp).
void placeLabels(Sheet& sheet);

// Findings on the picture (annotations.cpp): a badge on each element that has some, a callout for
// each that is open.
void placeBadges(Sheet& sheet);
void placeCallouts(Sheet& sheet);
// What the user noted of parts (notes.cpp).
void placeNotes(Sheet& sheet);
// Whether a finding is about the system as a whole, so that it stands on no single part.
bool isOfTheWhole(const Finding& finding);
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

// Names of groups with their summed badges, for a picture seen from afar (overview.cpp).
void placeOverview(Sheet& sheet);

// What the lens' rows mean, below what is drawn so far (legend.cpp).
void placeLegend(Sheet& sheet);

// By layer, then id; larger groups first, so that inner ones lie on top (draw.cpp).
void sortItems(std::vector<DrawingItem>& items);

// Title above, findings and perhaps the verdict below what is drawn so far (page.cpp).
void placePage(Sheet& sheet, bool verdict);
// The numbered list of findings from a corner, in as many columns as the width has room for;
// returns where it ends (page_findings.cpp).
double placeFindings(Sheet& sheet, Point at, double width);

} // namespace limn
