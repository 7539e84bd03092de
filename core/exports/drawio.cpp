// SPDX-License-Identifier: GPL-3.0-or-later
// The picture for diagrams.net, where everything stands as it does here and may be moved on.
#include <algorithm>
#include <cmath>
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/drawing/lines.h"
#include "core/exports/outline.h"
#include "core/exports/xml_text.h"

namespace limn {

namespace {

std::string_view shapeOf(const OutlinePart& part) {
    if (!part.kind)
        return "shape=rectangle;rounded=1;arcSize=20;";
    switch (*part.kind) {
    case NodeKind::EntryPoint:
        return "shape=offPageConnector;direction=north;size=0.12;horizontal=1;";
    case NodeKind::Function:
        return "rounded=1;arcSize=20;";
    case NodeKind::Workflow:
        return "shape=ext;double=1;rounded=1;arcSize=20;";
    case NodeKind::Queue:
        return "shape=process;size=0.06;";
    case NodeKind::Topic:
        return "shape=hexagon;perimeter=hexagonPerimeter2;fixedSize=1;size=14;";
    case NodeKind::EventBus:
        return "rounded=1;arcSize=50;";
    case NodeKind::Stream:
        return "shape=parallelogram;perimeter=parallelogramPerimeter;fixedSize=1;size=14;";
    case NodeKind::Store:
        return part.holdsObjects
                   ? "shape=trapezoid;perimeter=trapezoidPerimeter;flipV=1;fixedSize=1;size=10;"
                   : "shape=cylinder3;boundedLbl=1;backgroundOutline=1;size=6;";
    case NodeKind::Identity:
        return "shape=mxgraph.basic.shield;";
    case NodeKind::Host:
        return "shape=cube;size=8;darkOpacity=0.05;";
    case NodeKind::External:
        return "rounded=1;arcSize=12;dashed=1;";
    case NodeKind::Automation:
        return "shape=document;boundedLbl=1;size=0.12;";
    case NodeKind::Resource:
        break;
    }
    return "shape=rectangle;";
}

class DrawioWriter {
public:
    explicit DrawioWriter(const Picture& picture)
        : m_picture(picture), m_theme(themeOf(picture.drawing)), m_outline(outlineOf(picture)) {}

    std::string write() {
        put("<mxfile host=\"limn\">\n<diagram id=\"system\" name=\"{0}\">\n"
            "<mxGraphModel grid=\"1\" gridSize=\"8\" page=\"0\" background=\"{1}\">\n<root>\n"
            "<mxCell id=\"0\"/>\n<mxCell id=\"1\" parent=\"0\"/>\n",
            xmlText(m_outline.title), hexColor(m_theme.background));
        for (const OutlineGroup& group : m_outline.groups)
            write(group);
        for (const OutlinePart& part : m_outline.parts)
            write(part);
        for (const OutlineLine& line : m_outline.lines)
            write(line);
        for (const OutlineNote& note : m_outline.notes)
            write(note);
        put("</root>\n</mxGraphModel>\n</diagram>\n</mxfile>\n");
        return std::move(m_out);
    }

private:
    template <typename... Values>
    void put(fmt::format_string<Values...> words, Values&&... values) {
        fmt::format_to(std::back_inserter(m_out), words, std::forward<Values>(values)...);
    }

    static long long whole(double value) { return std::llround(value); }

    std::string_view parentOf(int box) const {
        return box < 0 ? "1"
                       : std::string_view(m_outline.groups[static_cast<std::size_t>(box)].name);
    }
    Box boxOf(const OutlineGroup& group) const {
        const auto found = m_picture.placement.groups.find(group.id);
        return found == m_picture.placement.groups.end() ? Box{} : found->second;
    }
    Box boxOf(const OutlinePart& part) const {
        const auto& boxes = part.kind ? m_picture.placement.nodes : m_picture.placement.groups;
        const auto found = boxes.find(part.id);
        return found == boxes.end() ? Box{} : found->second;
    }

    // Places are told from the corner of the box around, so that a box takes its parts along.
    void putBox(const Box& box, int around) {
        Point corner{};
        if (around >= 0) {
            const Box outer = boxOf(m_outline.groups[static_cast<std::size_t>(around)]);
            corner = {outer.x, outer.y};
        }
        put("<mxGeometry x=\"{}\" y=\"{}\" width=\"{}\" height=\"{}\" as=\"geometry\"/></mxCell>\n",
            whole(box.x - corner.x), whole(box.y - corner.y), whole(box.w), whole(box.h));
    }

    void write(const OutlineGroup& group) {
        put("<mxCell id=\"{}\" value=\"{}\" style=\"rounded=1;absoluteArcSize=1;arcSize=28;html=0;"
            "container=1;collapsible=0;verticalAlign=top;align=left;spacingLeft=12;spacingTop=4;"
            "fontStyle=1;fontSize=12;fontFamily=Inter;fillColor={};strokeColor={};fontColor={};\" "
            "vertex=\"1\" parent=\"{}\">",
            group.name, xmlText(group.title), hexColor(m_theme.groupFill),
            hexColor(m_theme.groupBorder), hexColor(m_theme.groupText), parentOf(group.parent));
        putBox(boxOf(group), group.parent);
    }

    void write(const OutlinePart& part) {
        const ClassColors colors = part.colors(m_theme);
        std::string words = xmlText(part.title);
        if (!part.facts.empty())
            words += "&#10;" + xmlText(part.facts);
        if (!part.findings.empty())
            words += " · " + xmlText(part.findings);
        put("<mxCell id=\"{}\" value=\"{}\" style=\"{}html=0;whiteSpace=wrap;fontSize=12;"
            "fontFamily=Inter;fillColor={};strokeColor={};fontColor={};\" vertex=\"1\" "
            "parent=\"{}\">",
            part.name, words, shapeOf(part), hexColor(colors.fill), hexColor(colors.stroke),
            hexColor(m_theme.text), parentOf(part.inside));
        putBox(boxOf(part), part.inside);
    }

    void write(const OutlineLine& line) {
        const LineStyle& look = line.style;
        std::string style = fmt::format("html=0;fontSize=11;fontFamily=Inter;strokeColor={};"
                                        "fontColor={};labelBackgroundColor={};"
                                        "endArrow=block;endFill=1;endSize=5;",
                                        hexColor(look.stroke.color), hexColor(m_theme.mutedText),
                                        hexColor(m_theme.background));
        if (!look.stroke.dashes.empty())
            style += look.cross ? "dashed=1;dashPattern=1 3;strokeWidth=2;" : "dashed=1;";
        if (look.ring)
            style += "startArrow=oval;startFill=0;";
        std::string points;
        if (const auto found = m_picture.placement.edges.find(line.key);
            found != m_picture.placement.edges.end() &&
            !m_picture.placement.references.contains(found->first)) {
            const Path& path = found->second;
            points = anchors(line, path);
            const bool isCurved = std::ranges::any_of(
                path, [](const PathStep& s) { return s.verb == PathStep::Verb::Cubic; });
            style += (isCurved ? "curved=1;" : "rounded=1;") + points;
            points = bends(path);
        }
        put("<mxCell id=\"line_{}\" value=\"{}\" style=\"{}\" edge=\"1\" parent=\"1\" "
            "source=\"{}\" "
            "target=\"{}\"><mxGeometry relative=\"1\" as=\"geometry\">{}</mxGeometry></mxCell>\n",
            ++m_lines, xmlText(line.label), style, m_outline.nameOf(line.from),
            m_outline.nameOf(line.to), points);
    }

    // Where the picture has it.
    void write(const OutlineNote& note) {
        put("<mxCell id=\"{}\" value=\"{}\" style=\"shape=note;size=12;html=0;whiteSpace=wrap;"
            "align=left;spacingLeft=8;fontSize=12;fontFamily=Inter;fillColor={};strokeColor={};"
            "fontColor={};\" vertex=\"1\" parent=\"1\">",
            note.name, xmlText(fmt::format("{}", fmt::join(note.lines, " "))),
            hexColor(m_theme.yellow.fill), hexColor(m_theme.yellow.stroke), hexColor(m_theme.text));
        putBox(note.box, -1);
        put("<mxCell id=\"line_{}\" style=\"endArrow=none;dashed=1;strokeColor={};\" edge=\"1\" "
            "parent=\"1\" source=\"{}\" target=\"{}\"><mxGeometry relative=\"1\" "
            "as=\"geometry\"/></mxCell>\n",
            ++m_lines, hexColor(m_theme.yellow.stroke), m_outline.nameOf(note.on), note.name);
    }

    // Where on the borders of its ends the line begins and ends, as shares of their sides.
    std::string anchors(const OutlineLine& line, const Path& path) const {
        const auto share = [&](OutlineEnd end, Point at) {
            const Box box = end.isGroup
                                ? boxOf(m_outline.groups[static_cast<std::size_t>(end.index)])
                                : boxOf(m_outline.parts[static_cast<std::size_t>(end.index)]);
            const auto of = [](double from, double length) {
                return length > 0 ? std::clamp(std::round(from / length * 1000) / 1000, 0.0, 1.0)
                                  : 0.5;
            };
            return Point{of(at.x - box.x, box.w), of(at.y - box.y, box.h)};
        };
        if (path.empty())
            return {};
        const Point from = share(line.from, path.front().end), to = share(line.to, path.back().end);
        return fmt::format(
            "exitX={};exitY={};exitPerimeter=0;entryX={};entryY={};entryPerimeter=0;", from.x,
            from.y, to.x, to.y);
    }

    static std::string bends(const Path& path) {
        std::string out;
        for (std::size_t i = 1; i + 1 < path.size(); ++i)
            out += fmt::format("<mxPoint x=\"{}\" y=\"{}\"/>", whole(path[i].end.x),
                               whole(path[i].end.y));
        return out.empty() ? out : fmt::format("<Array as=\"points\">{}</Array>", out);
    }

    const Picture& m_picture;
    const Theme& m_theme;
    const Outline m_outline;
    std::string m_out;
    int m_lines = 0;
};

std::string run(const Picture& picture) { return DrawioWriter(picture).write(); }

} // namespace

extern constinit const Exporter drawioExporter{
    .extension = "drawio", .title = "diagrams.net drawing", .run = run};

} // namespace limn
