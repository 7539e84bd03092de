// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "core/drawing/placement.h"
#include "core/model/result.h"

namespace limn {

// Boxes and lines to arrange: all a layout may know. Positions in `nodes` and `groups` are how
// edges and members name each other.
struct GraphNode {
    std::string id;
    Size size;
    int group = -1;
    std::optional<Point> fixed; // top left corner where the user put it: stays
    int column = -1;            // a wish: 0 for entry points at the left edge; -1 for none
    double foot = 0;            // room that is kept free below it, for references
};
// How a group's members stand: as the work flows, or as the user wants them.
enum class GroupStyle { Flow, Rows, Columns, Radial };
struct GraphGroup {
    std::string id;
    int parent = -1;
    Size title; // room the caption needs along the top
    // Of a group that stands as one box because it is collapsed or holds nothing; zero for a box
    // around its members.
    Size closed;
    std::optional<Point> fixed; // of a closed group
    GroupStyle style = GroupStyle::Flow;
    bool captionAside = false; // the caption stands along the left, in a mirrored graph
};
struct GraphEdge {
    std::string id;
    int from = 0; // where the arrow starts: a node, or a group where `fromGroup` says so
    int to = 0;   // where it points
    Size label;   // of the text that must find room on it; zero for none
    bool failure = false;
    bool backward =
        false; // the work flows against the arrow, which points from a store at its reader
    bool fromGroup = false;
    bool toGroup = false;
    int sharesWith = -1; // an earlier edge between the same ends whose line it may run along, so
                         // that one line has two arrows
    int style = 0;       // lines of one style that meet at a busy side may run together
    int referrer = -1;   // the node that tells it as a reference; -1 for a line
    Box plate;           // of the reference, from the referrer's top left corner
};
struct Graph {
    std::vector<GraphNode> nodes;
    std::vector<GraphGroup> groups;
    std::vector<GraphEdge> edges;
    bool down = false; // flows from top to bottom, else from left to right
};

// A way to arrange: boxes on the 8 unit grid, no two overlapping, members inside their group and
// nothing else there. `fixed` nodes stand where they are. The same graph gives the same placement
// on every machine. A stopped layout gives an Error.
struct Layout {
    std::string_view id; // `graphviz`, `columns`
    std::string_view title;
    Result<Placement> (*run)(const Graph& graph, std::stop_token stop) = nullptr;
};
std::span<const Layout* const> layouts();
const Layout* findLayout(std::string_view id);

// Arranges with the best layout at hand: Graphviz, and columns where that is missing, or for the
// parts on which it dies or stalls, which `note` then says in a sentence.
struct Arranged {
    Placement placement;
    std::string note;
};
Result<Arranged> arrange(const Graph& graph, std::stop_token stop = {});

// New lines for a placement whose boxes have been moved: each avoids the boxes that are not its
// ends. Also finds the group boxes again.
void route(const Graph& graph, Placement& placement);

} // namespace limn
