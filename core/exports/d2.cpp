// SPDX-License-Identifier: GPL-3.0-or-later
// The picture for D2, which arranges it anew.
#include <iterator>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/drawing/lines.h"
#include "core/exports/outline.h"
#include "core/exports/xml_text.h"

namespace limn {

namespace {

// In double quotes only these can mean something; a `$` begins a substitution there too.
std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (const char c : text) {
        if (c == '"' || c == '\\' || c == '$')
            out += '\\';
        out += c;
    }
    return out + '"';
}

std::string_view shapeOf(const OutlinePart& part) {
    if (!part.kind)
        return "package";
    switch (*part.kind) {
    case NodeKind::EntryPoint:
        return "step";
    case NodeKind::Queue:
        return "queue";
    case NodeKind::Topic:
        return "hexagon";
    case NodeKind::EventBus:
        return "oval";
    case NodeKind::Stream:
        return "parallelogram";
    case NodeKind::Store:
        return "cylinder";
    case NodeKind::Identity:
        return "person";
    case NodeKind::External:
        return "cloud";
    case NodeKind::Automation:
        return "document";
    case NodeKind::Resource:
        return "page";
    case NodeKind::Function:
    case NodeKind::Workflow:
    case NodeKind::Host:
        break;
    }
    return "rectangle";
}

class D2Writer {
public:
    explicit D2Writer(const Picture& picture)
        : m_theme(themeOf(picture.drawing)), m_outline(outlineOf(picture)) {}

    std::string write() {
        line(0, "direction: right");
        line(0, "style.fill: \"{}\"", hexColor(m_theme.background));
        line(0,
             "title: {} {{near: top-left; shape: text; style: {{font-size: 24; bold: true; "
             "font-color: \"{}\"}}}}",
             quoted(m_outline.title), hexColor(m_theme.text));
        write(m_outline.top, 0);
        for (const OutlineLine& each : m_outline.lines)
            write(each);
        for (const OutlineNote& note : m_outline.notes)
            write(note);
        return std::move(m_out);
    }

private:
    template <typename... Values>
    void line(int depth, fmt::format_string<Values...> words, Values&&... values) {
        m_out.append(static_cast<std::size_t>(depth) * 2, ' ');
        fmt::format_to(std::back_inserter(m_out), words, std::forward<Values>(values)...);
        m_out += '\n';
    }

    void write(const OutlineContent& content, int depth) {
        for (const int i : content.groups) {
            const OutlineGroup& group = m_outline.groups[static_cast<std::size_t>(i)];
            line(depth, "{}: {} {{", group.name, quoted(group.title));
            line(depth + 1, "style: {{fill: \"{}\"; stroke: \"{}\"; font-color: \"{}\"}}",
                 hexColor(m_theme.groupFill), hexColor(m_theme.groupBorder),
                 hexColor(m_theme.groupText));
            write(group.content, depth + 1);
            line(depth, "}}");
        }
        for (const int i : content.parts)
            write(m_outline.parts[static_cast<std::size_t>(i)], depth);
    }

    void write(const OutlinePart& part, int depth) {
        const ClassColors colors = part.colors(m_theme);
        std::string words = quoted(part.title);
        words.pop_back();
        for (const std::string* more : {&part.facts, &part.findings})
            if (!more->empty()) // the second line's own quotes are left out
                words += "\\n" + quoted(*more).substr(1, quoted(*more).size() - 2);
        std::string style =
            fmt::format("fill: \"{}\"; stroke: \"{}\"; font-color: \"{}\"", hexColor(colors.fill),
                        hexColor(colors.stroke), hexColor(m_theme.text));
        const NodeKind kind = part.kind.value_or(NodeKind::Resource);
        if (kind == NodeKind::Function || kind == NodeKind::Workflow)
            style += "; border-radius: 12";
        if (kind == NodeKind::Workflow)
            style += "; double-border: true";
        if (kind == NodeKind::Host)
            style += "; 3d: true";
        if (kind == NodeKind::External)
            style += "; stroke-dash: 4";
        line(depth, "{}: {}\" {{shape: {}; style: {{{}}}}}", part.name, words, shapeOf(part),
             style);
    }

    // From the outermost box inwards: that is how D2 names what is in one.
    std::string path(OutlineEnd end) const {
        std::string out(m_outline.nameOf(end));
        int box = end.isGroup ? m_outline.groups[static_cast<std::size_t>(end.index)].parent
                              : m_outline.parts[static_cast<std::size_t>(end.index)].inside;
        for (; box >= 0; box = m_outline.groups[static_cast<std::size_t>(box)].parent)
            out = fmt::format("{}.{}", m_outline.groups[static_cast<std::size_t>(box)].name, out);
        return out;
    }

    void write(const OutlineLine& each) {
        const LineStyle& style = each.style;
        std::string words = fmt::format("style: {{stroke: \"{}\"", hexColor(style.stroke.color));
        if (!style.stroke.dashes.empty())
            words += style.cross ? "; stroke-dash: 2" : "; stroke-dash: 5";
        words += '}';
        if (style.ring)
            words += "; source-arrowhead: {shape: circle; style.filled: false}";
        line(0, "{} {} {}{} {{{}}}", path(each.from), style.ring ? "<->" : "->", path(each.to),
             each.label.empty() ? ":" : fmt::format(": {}", quoted(each.label)), words);
    }

    void write(const OutlineNote& note) {
        const ClassColors& colors = m_theme.yellow;
        line(0,
             "{}: {} {{shape: page; style: {{fill: \"{}\"; stroke: \"{}\"; font-color: \"{}\"}}}}",
             note.name, quoted(fmt::format("{}", fmt::join(note.lines, " "))),
             hexColor(colors.fill), hexColor(colors.stroke), hexColor(m_theme.text));
        line(0, "{} -- {}: {{style: {{stroke: \"{}\"; stroke-dash: 3}}}}", path(note.on), note.name,
             hexColor(colors.stroke));
    }

    const Theme& m_theme;
    const Outline m_outline;
    std::string m_out;
};

std::string run(const Picture& picture) { return D2Writer(picture).write(); }

} // namespace

extern constinit const Exporter d2Exporter{.extension = "d2", .title = "D2 diagram", .run = run};

} // namespace limn
