// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drawing/shapes.h"

#include <array>
#include <string>

#include "core/drawing/icon_table.h"
#include "core/drawing/path.h"

namespace limn {

namespace {

using Verb = PathStep::Verb;
constexpr double bodyWidth = 1.5;
constexpr double iconSize = 16;
constexpr double bucketTaper = 12;
constexpr double lid = 6; // half the height of a cylinder's or bucket's opening

// The outline, and lines inside it.
struct Body {
    Body(Path path) : outline(std::move(path)) {}

    Path outline;
    struct Line {
        Path path;
        double width = 1.2;
        bool filled = false;
    };
    std::vector<Line> lines;
    bool dashed = false;
};

Path stroke(std::initializer_list<Point> points) { return openLine(std::vector<Point>(points)); }

Body tag(const Box& b) {
    const double point = 20, r = 8, k = r * 0.45;
    return Body(
        Path{{Verb::Move, {}, {}, {b.x + r, b.y}},
             {Verb::Line, {}, {}, {b.right() - point, b.y}},
             {Verb::Line, {}, {}, {b.right(), b.center().y}},
             {Verb::Line, {}, {}, {b.right() - point, b.bottom()}},
             {Verb::Line, {}, {}, {b.x + r, b.bottom()}},
             {Verb::Cubic, {b.x + k, b.bottom()}, {b.x, b.bottom() - k}, {b.x, b.bottom() - r}},
             {Verb::Line, {}, {}, {b.x, b.y + r}},
             {Verb::Cubic, {b.x, b.y + k}, {b.x + k, b.y}, {b.x + r, b.y}},
             {Verb::Close, {}, {}, {}}});
}

Body queueBody(const Box& b) {
    Body body(roundedRectangle(b, 3));
    for (const double from : {8.0, 16.0, 24.0})
        body.lines.push_back({stroke({{b.right() - from, b.y}, {b.right() - from, b.bottom()}})});
    return body;
}

Body hexagon(const Box& b) {
    const double cut = 16, y = b.center().y;
    return Body(polygon(std::vector<Point>{{b.x + cut, b.y},
                                           {b.right() - cut, b.y},
                                           {b.right(), y},
                                           {b.right() - cut, b.bottom()},
                                           {b.x + cut, b.bottom()},
                                           {b.x, y}}));
}

Body slanted(const Box& b) {
    return Body(polygon(std::vector<Point>{
        {b.x + 16, b.y}, {b.right(), b.y}, {b.right() - 16, b.bottom()}, {b.x, b.bottom()}}));
}

// The lower half of the opening, which is drawn over the body.
Path openingFront(const Box& b, double y) {
    const double k = 0.5522847498 * b.w / 2, c = b.center().x;
    return {{Verb::Move, {}, {}, {b.x, y}},
            {Verb::Cubic, {b.x, y + lid * 0.55}, {c - k, y + lid}, {c, y + lid}},
            {Verb::Cubic, {c + k, y + lid}, {b.right(), y + lid * 0.55}, {b.right(), y}}};
}

Body cylinder(const Box& b) {
    const double top = b.y + lid, base = b.bottom() - lid, c = b.center().x,
                 k = 0.5522847498 * b.w / 2;
    Body body(
        Path{{Verb::Move, {}, {}, {b.x, top}},
             {Verb::Cubic, {b.x, top - lid * 0.55}, {c - k, b.y}, {c, b.y}},
             {Verb::Cubic, {c + k, b.y}, {b.right(), top - lid * 0.55}, {b.right(), top}},
             {Verb::Line, {}, {}, {b.right(), base}},
             {Verb::Cubic, {b.right(), base + lid * 0.55}, {c + k, b.bottom()}, {c, b.bottom()}},
             {Verb::Cubic, {c - k, b.bottom()}, {b.x, base + lid * 0.55}, {b.x, base}},
             {Verb::Close, {}, {}, {}}});
    body.lines.push_back({openingFront(b, top), bodyWidth});
    return body;
}

Body bucket(const Box& b) {
    const double top = b.y + lid, base = b.bottom() - 6, c = b.center().x,
                 k = 0.5522847498 * b.w / 2;
    Body body(Path{
        {Verb::Move, {}, {}, {b.x, top}},
        {Verb::Cubic, {b.x, top - lid * 0.55}, {c - k, b.y}, {c, b.y}},
        {Verb::Cubic, {c + k, b.y}, {b.right(), top - lid * 0.55}, {b.right(), top}},
        {Verb::Line, {}, {}, {b.right() - bucketTaper, base}},
        {Verb::Cubic, {c + k, b.bottom() + 2}, {c - k, b.bottom() + 2}, {b.x + bucketTaper, base}},
        {Verb::Close, {}, {}, {}}});
    body.lines.push_back({openingFront(b, top), bodyWidth});
    return body;
}

Body shield(const Box& box) {
    const Box b{box.x, box.y, std::min(48.0, box.w), box.h};
    const double c = b.center().x;
    return Body(Path{{Verb::Move, {}, {}, {c, b.y}},
                     {Verb::Line, {}, {}, {b.right(), b.y + 8}},
                     {Verb::Line, {}, {}, {b.right(), b.y + b.h * 0.5}},
                     {Verb::Cubic,
                      {b.right(), b.y + b.h * 0.75},
                      {c + b.w * 0.25, b.bottom() - 4},
                      {c, b.bottom()}},
                     {Verb::Cubic,
                      {c - b.w * 0.25, b.bottom() - 4},
                      {b.x, b.y + b.h * 0.75},
                      {b.x, b.y + b.h * 0.5}},
                     {Verb::Line, {}, {}, {b.x, b.y + 8}},
                     {Verb::Close, {}, {}, {}}});
}

Body slotted(const Box& b) {
    Body body(roundedRectangle(b, 0));
    const double step = 10, middle = b.center().y;
    for (const double y : {middle - step, middle, middle + step})
        body.lines.push_back({stroke({{b.right() - 26, y}, {b.right() - 10, y}}), 2});
    return body;
}

Body cogCornered(const Box& b) {
    const double n = 8, l = b.x, t = b.y, r = b.right(), d = b.bottom();
    return Body(polygon(std::vector<Point>{{l + n, t},
                                           {r - n, t},
                                           {r - n, t + n},
                                           {r, t + n},
                                           {r, d - n},
                                           {r - n, d - n},
                                           {r - n, d},
                                           {l + n, d},
                                           {l + n, d - n},
                                           {l, d - n},
                                           {l, t + n},
                                           {l + n, t + n}}));
}

Body dashedBox(const Box& b) {
    Body body(roundedRectangle(b, 6));
    body.dashed = true;
    return body;
}

Body bodyOf(NodeKind kind, bool objectStore, const Box& b) {
    switch (kind) {
    case NodeKind::EntryPoint:
        return tag(b);
    case NodeKind::Function:
        return Body(roundedRectangle(b, 12));
    case NodeKind::Workflow: {
        Body body(roundedRectangle(b, 12));
        body.lines.push_back({roundedRectangle(b.grown(-4), 9), 1});
        return body;
    }
    case NodeKind::Queue:
        return queueBody(b);
    case NodeKind::Topic:
        return hexagon(b);
    case NodeKind::EventBus:
        return Body(roundedRectangle(b, b.h / 2));
    case NodeKind::Stream:
        return slanted(b);
    case NodeKind::Store:
        return objectStore ? bucket(b) : cylinder(b);
    case NodeKind::Identity:
        return shield(b);
    case NodeKind::Host:
        return slotted(b);
    case NodeKind::External:
        return dashedBox(b);
    case NodeKind::Automation:
        return cogCornered(b);
    case NodeKind::Resource:
        break;
    }
    return Body(roundedRectangle(b, 2));
}

std::vector<Mark> bodyMarks(Body body, const NodeLook& look, double width) {
    const ClassColors& colors = look.colors;
    const Stroke outline{colors.stroke, width,
                         body.dashed ? std::vector<double>{5, 4} : std::vector<double>{}, false};
    std::vector<Mark> marks;
    marks.reserve(body.lines.size() + 5); // body, pattern, plate, icon and two lines of text
    marks.emplace_back(PathMark{body.outline, colors.fill, outline});
    for (Mark& mark : patternMarks(body.outline, look.pattern, colors.stroke))
        marks.push_back(std::move(mark));
    for (Body::Line& line : body.lines)
        marks.emplace_back(
            PathMark{std::move(line.path), {0, 0, 0, 0}, {colors.stroke, line.width, {}, false}});
    return marks;
}

} // namespace

std::string iconId(NodeKind kind, std::string_view subtype) {
    // Subtypes that share an icon.
    constexpr std::array<std::pair<std::string_view, std::string_view>, 14> alike{{
        {"catalog", "table"},
        {"cluster", "container"},
        {"container_service", "container"},
        {"deployment", "pipeline"},
        {"email", "message"},
        {"identity_pool", "user-pool"},
        {"job_queue", "queue"},
        {"kafka", "stream"},
        {"key", "secret"},
        {"load_balancer", "topic"},
        {"metric_filter", "bus-rule"},
        {"object", "object-store"},
        {"task", "container"},
        {"user", "identity"},
    }};
    const auto found =
        std::ranges::find(alike, subtype, [](const auto& pair) { return pair.first; });
    std::string id(found == alike.end() ? subtype : found->second);
    std::ranges::replace(id, '_', '-');
    if (findIcon(id))
        return id;
    if (kind == NodeKind::EntryPoint)
        return "manual";
    if (kind == NodeKind::Store)
        return "table";
    id = word(kind);
    std::ranges::replace(id, '_', '-');
    return id;
}

void addIcon(std::vector<Mark>& marks, std::string_view id, Point at, double size, Color color) {
    const Icon* icon = findIcon(id);
    if (!icon)
        return;
    Path path(icon->steps.begin(), icon->steps.end());
    const double scale = size / iconSize;
    for (PathStep& step : path) {
        step.control1 = step.control1 * scale + at;
        step.control2 = step.control2 * scale + at;
        step.end = step.end * scale + at;
    }
    marks.emplace_back(
        PathMark{std::move(path), {0, 0, 0, 0}, {color, bodyWidth * scale, {}, true}});
}

TextInsets textInsets(NodeKind kind) {
    switch (kind) {
    case NodeKind::EntryPoint:
        return {44, 24};
    case NodeKind::Queue:
        return {44, 32};
    case NodeKind::Topic:
        return {48, 20};
    case NodeKind::EventBus:
        return {48, 24};
    case NodeKind::Stream:
        return {48, 20};
    case NodeKind::Store:
        return {46, 16};
    case NodeKind::Identity:
        return {60, 8};
    case NodeKind::Host:
        return {44, 36};
    case NodeKind::Resource:
        return {32, 10};
    default:
        return {};
    }
}

NodeType nodeType(NodeKind kind) {
    if (kind == NodeKind::Resource)
        return {12, FontWeight::Medium, 10.5, 40};
    return {};
}

NodeShape nodeShape(const Model& model, const Node& node, const Box& box, const NodeLook& look) {
    const std::string_view subtype = model.text(node.subtype);
    const bool objectStore = node.kind == NodeKind::Store && subtype == "object";
    const bool small = node.kind == NodeKind::Resource;
    Body body = bodyOf(node.kind, objectStore, box);

    // Below its lid, a store's room starts lower.
    const double drop = node.kind == NodeKind::Store ? (objectStore ? 3.5 : 4.5) : 0;
    const double middle = box.center().y;
    const TextInsets insets = textInsets(node.kind);
    const NodeType type = nodeType(node.kind);
    const double size = small ? 13 : iconSize;
    const double iconLeft = node.kind == NodeKind::Identity ? 16 : insets.left - (small ? 21 : 26);

    NodeShape shape;
    shape.outline = body.outline;
    shape.textLeft = box.x + insets.left;
    shape.titleBaseline = middle + drop - (small ? 2.5 : 3);
    shape.subtitleBaseline = middle + drop + (small ? 3 : 3.5) + type.subtitleSize * 0.92;
    shape.marks = bodyMarks(std::move(body), look, small ? 1 : bodyWidth);
    if (look.pattern != Pattern::None) { // nothing runs under icon and words
        const double left = box.x + iconLeft - 5, top = shape.titleBaseline - type.titleSize;
        const bool beside = node.kind == NodeKind::Identity; // its words stand on the ground
        const double right = beside ? left + size + 10 : shape.textLeft + look.words + 6;
        shape.marks.emplace_back(PathMark{
            roundedRectangle({left, top, right - left, shape.subtitleBaseline + 5 - top}, 5),
            look.colors.fill,
            {}});
    }
    addIcon(shape.marks, iconId(node.kind, subtype), {box.x + iconLeft, middle + drop - size / 2},
            size, look.colors.stroke);
    return shape;
}

NodeShape nodeShape(const Model& model, const Node& node, const Box& box, const Theme& theme) {
    return nodeShape(model, node, box, NodeLook{theme.of(node)});
}

std::vector<Mark> bodyMarks(NodeKind kind, const Box& box, const NodeLook& look) {
    return bodyMarks(bodyOf(kind, false, box), look, bodyWidth);
}

} // namespace limn
