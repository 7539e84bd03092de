// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drawing/draw.h"

#include <algorithm>
#include <array>
#include <cmath>
#include <numeric>
#include <set>

#include <fmt/format.h>

#include "core/drawing/lines.h"
#include "core/drawing/shapes.h"
#include "core/drawing/sheet.h"
#include "core/drawing/text_width.h"
#include "core/drawing/utf8.h"

namespace limn {

namespace {

constexpr double grid = 8;
constexpr double margin = 32; // around the picture
constexpr double narrowest = 184;
constexpr double widest = 248;
constexpr double widthStep = 32; // few widths make calm columns

void drawNode(Sheet& sheet, const Node& node, const Box& box) {
    const Model& model = sheet.model;
    const NodeType type = nodeType(node.kind);
    const TextInsets insets = textInsets(node.kind);
    const double room = box.w - insets.left - insets.right;
    const std::string id(model.id(node));
    const std::string name = nodeTitle(model, node), facts = nodeSubtitle(model, node);
    std::string first = elided(name, room, type.titleSize, type.titleWeight);
    std::string second = elided(facts, room, type.subtitleSize, FontWeight::Regular);
    NodeLook look = sheet.lookOf(node);
    if (look.pattern != Pattern::None)
        look.words = std::max(textWidth(first, type.titleSize, type.titleWeight),
                              textWidth(second, type.subtitleSize, FontWeight::Regular));
    NodeShape shape = nodeShape(model, node, box, look);

    DrawingItem& item = sheet.add(Layer::Node, "node " + id, id, name);
    item.description = fmt::format("{}, {}", title(node.kind), facts);
    item.marks = std::move(shape.marks);
    item.marks.emplace_back(text({shape.textLeft, shape.titleBaseline}, std::move(first),
                                 type.titleSize, type.titleWeight,
                                 sheet.isPale(node) ? sheet.theme.mutedText : sheet.theme.text));
    TextMark below = text({shape.textLeft, shape.subtitleBaseline}, std::move(second),
                          type.subtitleSize, FontWeight::Regular, sheet.theme.mutedText);
    below.detail = true;
    item.marks.emplace_back(std::move(below));
    item.outline = std::move(shape.outline);
    item.bounds = box.grown(1);
    sheet.bodies.add(box);
}

// Outlines of the drawn parts in points, by the Model's index.
using Outlines = std::vector<std::vector<Point>>;

void drawEdge(Sheet& sheet, const Edge& edge, Path path, const Outlines& outlines, bool headOnly) {
    const Model& model = sheet.model;
    const auto outlineOf = [&](End end) -> const std::vector<Point>& {
        static const std::vector<Point> none;
        return end.node == NodeIndex::None ? none : outlines[static_cast<std::size_t>(end.node)];
    };
    const bool reversed = isReversed(edge);
    path = attached(std::move(path), outlineOf(reversed ? edge.to : edge.from),
                    outlineOf(reversed ? edge.from : edge.to));
    const std::string key(model.text(edge.key));
    std::vector<Point> points = flattened(path);
    if (points.size() < 2)
        return;
    DrawingItem& item = sheet.add(Layer::Edge, "edge " + key, key, sheet.lineTitle(edge));
    item.description = edge.delivery == Delivery::None
                           ? std::string(word(edge.kind))
                           : fmt::format("{}, {}", word(edge.kind), word(edge.delivery));
    const int lines = sheet.linesIn(edge);
    if (lines > 1)
        item.description += fmt::format(", {} lines in one", lines);
    item.marks = lineMarks(path, sheet.styleOf(edge), sheet.theme, headOnly);
    if (!sheet.options.page) // nobody points at a page
        item.outline = hitOutline(points, 6);
    item.bounds = limn::boundsOf(points).grown(6);

    sheet.lines.push_back({key, lines > 1 ? fmt::format("{} lines", lines) : edgeLabel(model, edge),
                           std::move(points)});
}

bool isUnfolded(const Sheet& sheet, const Edge& edge) {
    const auto& unfolded = sheet.options.unfolded;
    return !unfolded.empty() && (unfolded.contains(sheet.model.text(edge.key)) ||
                                 unfolded.contains(sheet.model.id(edge.from)) ||
                                 unfolded.contains(sheet.model.id(edge.to)));
}

// The system's name: that of its one stack, else of its first file.
std::string pictureTitle(const Snapshot& snapshot) {
    const Model& model = *snapshot.model;
    const auto isStack = [](const Group& group) {
        return group.parent == GroupIndex::None && group.kind == GroupKind::Stack;
    };
    if (std::ranges::count_if(model.groups(), isStack) == 1)
        return singleLine(model.text(std::ranges::find_if(model.groups(), isStack)->name));
    if (snapshot.sources->size() == 0)
        return "Untitled";
    return singleLine((*snapshot.sources)[0].title());
}

} // namespace

void sortItems(std::vector<DrawingItem>& items) {
    const auto before = [&](std::uint32_t i, std::uint32_t k) {
        const DrawingItem &a = items[i], &b = items[k];
        if (a.layer != b.layer)
            return a.layer < b.layer;
        if (a.layer == Layer::Group) {
            const double areaA = a.bounds.w * a.bounds.h, areaB = b.bounds.w * b.bounds.h;
            if (areaA != areaB)
                return areaA > areaB;
        }
        return a.id < b.id;
    };
    std::vector<std::uint32_t> order(items.size());
    std::iota(order.begin(), order.end(), 0);
    std::ranges::sort(order, before);
    std::vector<DrawingItem> sorted;
    sorted.reserve(items.size());
    for (const std::uint32_t i : order)
        sorted.push_back(std::move(items[i]));
    items = std::move(sorted);
}

TextMark text(Point at, std::string words, double size, FontWeight weight, Color color,
              Anchor anchor) {
    TextMark mark;
    mark.at = at;
    mark.text = std::move(words);
    mark.size = size;
    mark.weight = weight;
    mark.color = color;
    mark.anchor = anchor;
    return mark;
}

Box boundsOf(const Mark& mark) {
    if (const auto* words = std::get_if<TextMark>(&mark)) {
        const double width = textWidth(words->text, words->size, words->weight);
        const double shift = words->anchor == Anchor::Start    ? 0
                             : words->anchor == Anchor::Middle ? width / 2
                                                               : width;
        return {words->at.x - shift, words->at.y - words->size, width, words->size * 1.3};
    }
    const auto& drawn = std::get<PathMark>(mark);
    std::vector<Point> hull;
    for (const PathStep& step : drawn.path) {
        if (step.verb == PathStep::Verb::Close)
            continue;
        if (step.verb == PathStep::Verb::Cubic) {
            hull.push_back(step.control1);
            hull.push_back(step.control2);
        }
        hull.push_back(step.end);
    }
    return boundsOf(hull).grown(drawn.stroke.color.a == 0 ? 0 : drawn.stroke.width / 2);
}

DrawingItem& Sheet::add(Layer layer, std::string id, std::string_view element, std::string title) {
    DrawingItem& item = drawing.items.emplace_back();
    item.layer = layer;
    item.id = std::move(id);
    item.element = element;
    item.title = std::move(title);
    return item;
}

void Sheet::indexLines() {
    constexpr double longest =
        1024; // a longer slanted piece says little about the places it may cross
    if (pieces.size() > 0)
        return;
    for (std::size_t line = 0; line < lines.size(); ++line) {
        const std::vector<Point>& points = lines[line].points;
        for (std::size_t i = 1; i < points.size(); ++i) {
            const Point ends[] = {points[i - 1], points[i]};
            const Box box = limn::boundsOf(ends).grown(0.5);
            if (std::min(box.w, box.h) > longest)
                continue;
            pieces.add(box);
            pieceLine.push_back(static_cast<int>(line));
        }
    }
}

int Sheet::linesThrough(const Box& box, int line, int limit) const {
    int count = 0;
    pieces.any(box, [&](int piece) {
        count += pieceLine[static_cast<std::size_t>(piece)] != line;
        return count >= limit;
    });
    return count;
}

bool Sheet::isCollapsed(std::string_view group) const {
    return snapshot.diagram->collapsed.contains(group) && placement.groups.contains(group);
}

Box Sheet::boxOf(std::string_view id) const {
    if (const auto node = placement.nodes.find(id); node != placement.nodes.end())
        return node->second;
    const auto group = placement.groups.find(id);
    return group == placement.groups.end() ? Box{} : group->second;
}

const DrawnLine* Sheet::lineOf(std::string_view key) const {
    // Lines are drawn in the order of their keys.
    const auto found = std::ranges::lower_bound(lines, key, {}, &DrawnLine::key);
    return found == lines.end() || found->key != key ? nullptr : &*found;
}

Size nodeSize(const Model& model, const Node& node) {
    const NodeType type = nodeType(node.kind);
    const TextInsets insets = textInsets(node.kind);
    const double words =
        std::max(textWidth(nodeTitle(model, node), type.titleSize, type.titleWeight),
                 textWidth(nodeSubtitle(model, node), type.subtitleSize, FontWeight::Regular));
    const double wanted = words + insets.left + insets.right;
    if (node.kind == NodeKind::Resource)
        return {std::clamp(std::ceil(wanted / grid) * grid, 96.0, 200.0), type.height};
    const double steps = std::ceil((wanted - narrowest) / widthStep);
    return {std::clamp(narrowest + steps * widthStep, narrowest, widest), type.height};
}

Drawing draw(const Snapshot& snapshot, const Placement& placement, const Report& report,
             const DrawOptions& options) {
    Sheet sheet{snapshot, *snapshot.model, placement, report, options, theme(options.theme)};
    const Model& model = sheet.model;
    sheet.drawing.title = pictureTitle(snapshot);
    sheet.drawing.background = sheet.theme.background;
    sheet.drawing.items.reserve(placement.nodes.size() + placement.edges.size() * 2 +
                                placement.groups.size());
    sheet.lines.reserve(placement.edges.size());
    sheet.look();
    sheet.countMerged();

    drawGroups(sheet);
    Outlines outlines(model.nodes().size());
    for (const auto& [id, box] : placement.nodes)
        if (const Node* node = model.node(id)) {
            drawNode(sheet, *node, box);
            outlines[static_cast<std::size_t>(model.indexOf(*node))] =
                flattened(sheet.drawing.items.back().outline);
        }
    // A read and a write may run along one line, one each way: painted twice it would look bolder.
    std::set<std::array<double, 4>> drawn;
    for (const auto& [key, path] : placement.edges) {
        const Edge* edge = model.edge(key);
        if (!edge || path.empty())
            continue;
        const Point a = path.front().end, b = path.back().end;
        const bool again = drawn.contains({b.x, b.y, a.x, a.y});
        drawn.insert({a.x, a.y, b.x, b.y});
        const auto reference = placement.references.find(key);
        if (reference == placement.references.end())
            drawEdge(sheet, *edge, path, outlines, again);
        else if (isUnfolded(sheet, *edge))
            drawEdge(sheet, *edge, reference->second.line, outlines, again);
        else
            drawReference(sheet, *edge, reference->second, again);
    }
    if (options.annotations)
        placeBadges(sheet);
    placeLabels(sheet);
    placeNotes(sheet);
    if (options.annotations)
        placeCallouts(sheet);

    // An empty picture still has a sheet to be seen on.
    Box all = sheet.drawing.items.empty() ? Box{0, 0, 320, 96} : Box{};
    for (const DrawingItem& item : sheet.drawing.items)
        all = all.united(item.bounds);
    sheet.drawing.bounds = all.grown(margin);
    if (!options.page)
        placeOverview(sheet);
    if (options.legend)
        placeLegend(sheet);
    if (options.page)
        placePage(sheet, true);

    sortItems(sheet.drawing.items);
    return std::move(sheet.drawing);
}

} // namespace limn
