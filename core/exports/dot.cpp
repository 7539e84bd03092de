// SPDX-License-Identifier: GPL-3.0-or-later
// The picture for Graphviz: `dot` arranges it anew.
#include <iterator>

#include <fmt/format.h>

#include "core/drawing/lines.h"
#include "core/exports/outline.h"
#include "core/exports/xml_text.h"

namespace limn {

namespace {

// How Graphviz draws what the picture has a shape of its own for.
struct Look {
    std::string_view shape;
    std::string_view style = "filled";
    int rims = 1;
    std::string_view margin = {}; // where the shape has room enough by itself
};

Look lookOf(const OutlinePart& part) {
    if (!part.kind)
        return {"box", "filled,rounded", 2};
    switch (*part.kind) {
    case NodeKind::EntryPoint:
        return {"cds"};
    case NodeKind::Function:
        return {"box", "filled,rounded"};
    case NodeKind::Workflow:
        return {"box", "filled,rounded", 2};
    case NodeKind::Queue:
        return {"box"};
    case NodeKind::Topic:
        return {"hexagon", "filled", 1, "0.02,0.04"};
    case NodeKind::EventBus:
        return {"oval"};
    case NodeKind::Stream:
        return {"parallelogram", "filled", 1, "0.02,0.06"};
    case NodeKind::Store:
        return {part.holdsObjects ? "folder" : "cylinder"};
    case NodeKind::Identity:
        return {"house"};
    case NodeKind::Host:
        return {"box3d"};
    case NodeKind::External:
        return {"box", "filled,dashed"};
    case NodeKind::Automation:
        return {"component"};
    case NodeKind::Resource:
        break;
    }
    return {"note"};
}

class DotWriter {
public:
    explicit DotWriter(const Picture& picture)
        : m_theme(themeOf(picture.drawing)), m_outline(outlineOf(picture)) {}

    std::string write() {
        line(0, "digraph {}", quoted(m_outline.title));
        m_out.back() = ' ';
        m_out += "{\n";
        line(1,
             "graph [rankdir=LR, compound=true, newrank=true, nodesep=0.35, ranksep=0.8, pad=0.3,"
             " fontname=\"Inter,Helvetica,sans-serif\", fontsize=18, fontcolor=\"{}\","
             " bgcolor=\"{}\", labelloc=t, labeljust=l, label=<<b>{}</b>>]",
             hexColor(m_theme.text), hexColor(m_theme.background), xmlText(m_outline.title));
        line(1,
             "node [fontname=\"Inter,Helvetica,sans-serif\", fontsize=13, fontcolor=\"{}\","
             " margin=\"0.22,0.12\"]",
             hexColor(m_theme.text));
        line(1,
             "edge [fontname=\"Inter,Helvetica,sans-serif\", fontsize=11, fontcolor=\"{0}\","
             " color=\"{1}\", penwidth=1.25, arrowsize=0.8]",
             hexColor(m_theme.mutedText), hexColor(m_theme.edge));
        write(m_outline.top, 1);
        for (const OutlineLine& each : m_outline.lines)
            write(each);
        for (const OutlineNote& note : m_outline.notes)
            write(note);
        m_out += "}\n";
        return std::move(m_out);
    }

private:
    template <typename... Values>
    void line(int depth, fmt::format_string<Values...> words, Values&&... values) {
        m_out.append(static_cast<std::size_t>(depth) * 2, ' ');
        fmt::format_to(std::back_inserter(m_out), words, std::forward<Values>(values)...);
        m_out += '\n';
    }

    static std::string quoted(std::string_view text) {
        std::string out = "\"";
        for (const char c : text) {
            if (c == '"' || c == '\\')
                out += '\\';
            out += c;
        }
        return out + '"';
    }

    void write(const OutlineContent& content, int depth) {
        for (const int i : content.groups) {
            const OutlineGroup& group = m_outline.groups[static_cast<std::size_t>(i)];
            line(depth, "subgraph cluster_{} {{", group.name);
            line(depth + 1,
                 "graph [label=<<b>{}</b>>, fontsize=12, style=\"filled,rounded\", margin=16,"
                 " fillcolor=\"{}\", color=\"{}\", fontcolor=\"{}\"]",
                 xmlText(group.title), hexColor(m_theme.groupFill), hexColor(m_theme.groupBorder),
                 hexColor(m_theme.groupText));
            write(group.content, depth + 1);
            line(depth, "}}");
        }
        for (const int i : content.parts)
            write(m_outline.parts[static_cast<std::size_t>(i)], depth);
    }

    void write(const OutlinePart& part, int depth) {
        const Look look = lookOf(part);
        const ClassColors colors = part.colors(m_theme);
        std::string second = xmlText(part.facts);
        if (!part.findings.empty())
            second += (second.empty() ? "" : " · ") + xmlText(part.findings);
        const std::string margin =
            look.margin.empty() ? std::string() : fmt::format(", margin=\"{}\"", look.margin);
        line(depth,
             "{} [label=<<b>{}</b><br/><font point-size=\"11\" color=\"{}\">{}</font>>,"
             " tooltip={}, shape={}, style=\"{}\", fillcolor=\"{}\", color=\"{}\"{}{}]",
             part.name, xmlText(part.title), hexColor(m_theme.mutedText), second,
             quoted(part.title), look.shape, look.style, hexColor(colors.fill),
             hexColor(colors.stroke), look.rims > 1 ? ", peripheries=2" : "", margin);
    }

    // The name of an end and, where it is a box, the attribute that cuts the line at its border.
    std::string_view endName(OutlineEnd end, std::string_view attribute, std::string& attributes) {
        if (!end.isGroup)
            return m_outline.nameOf(end);
        attributes += fmt::format(", {}=cluster_{}", attribute, m_outline.nameOf(end));
        return m_outline.parts[static_cast<std::size_t>(m_outline.partInside(end.index))].name;
    }

    void write(const OutlineLine& each) {
        const LineStyle& style = each.style;
        std::string attributes = fmt::format("tooltip={}", quoted(each.kind));
        if (!each.label.empty())
            attributes += fmt::format(", label=<{}>", xmlText(each.label));
        if (style.cross)
            attributes += fmt::format(", style=dotted, penwidth=1.8, color=\"{}\"",
                                      hexColor(style.stroke.color));
        else if (!style.stroke.dashes.empty())
            attributes += ", style=dashed";
        if (style.ring)
            attributes += ", dir=both, arrowtail=odot";
        const std::string_view from = endName(each.from, "ltail", attributes);
        const std::string_view to = endName(each.to, "lhead", attributes);
        line(1, "{} -> {} [{}]", from, to, attributes);
    }

    // Beside what it speaks of: a line that pulls, but orders nothing.
    void write(const OutlineNote& note) {
        const ClassColors& colors = m_theme.yellow;
        std::string words;
        for (const std::string& each : note.lines)
            words += xmlText(each) + "<br align=\"left\"/>";
        line(1,
             "{} [label=<{}>, shape=note, style=filled, fontsize=11, fillcolor=\"{}\", "
             "color=\"{}\"]",
             note.name, words, hexColor(colors.fill), hexColor(colors.stroke));
        std::string attributes = "style=dashed, arrowhead=none, constraint=false";
        const std::string_view on = endName(note.on, "ltail", attributes);
        line(1, "{} -> {} [{}, color=\"{}\"]", on, note.name, attributes, hexColor(colors.stroke));
    }

    const Theme& m_theme;
    const Outline m_outline;
    std::string m_out;
};

std::string run(const Picture& picture) { return DotWriter(picture).write(); }

} // namespace

extern constinit const Exporter dotExporter{
    .extension = "dot", .title = "Graphviz graph", .run = run};

} // namespace limn
