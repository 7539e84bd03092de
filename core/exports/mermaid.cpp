// SPDX-License-Identifier: GPL-3.0-or-later
// The picture as a Mermaid flowchart: for pages that draw it themselves, GitHub's among them.
#include <array>
#include <iterator>

#include <fmt/format.h>

#include "core/drawing/lines.h"
#include "core/exports/mermaid_text.h"
#include "core/exports/outline.h"
#include "core/exports/xml_text.h"

namespace limn {

namespace {

// Mermaid's own way to spell a character: `#35;`. Whatever could end a text, begin a directive or
// be taken for Markdown or HTML is spelled so.
std::string escaped(std::string_view text) {
    constexpr std::string_view special = "\"#&<>`%;\\*_~[]{}|()@$";
    std::string out;
    for (const char c : text) {
        if (special.find(c) == std::string_view::npos)
            out += c;
        else
            fmt::format_to(std::back_inserter(out), "#{};", static_cast<int>(c));
    }
    return out;
}

// The two ends of a part's shape.
std::pair<std::string_view, std::string_view> shapeOf(const OutlinePart& part) {
    if (!part.kind)
        return {"[[", "]]"};
    switch (*part.kind) {
    case NodeKind::EntryPoint:
        return {">", "]"};
    case NodeKind::Function:
        return {"(", ")"};
    case NodeKind::Workflow:
    case NodeKind::Queue:
        return {"[[", "]]"};
    case NodeKind::Topic:
        return {"{{", "}}"};
    case NodeKind::EventBus:
        return {"([", "])"};
    case NodeKind::Stream:
        return {"[/", "/]"};
    case NodeKind::Store:
        return {"[(", ")]"};
    default:
        return {"[", "]"};
    }
}

// The colours in Mermaid's words, as Tone has them: it has no kinds of its own.
constexpr std::array<std::string_view, toneCount> classNames{
    "entry",  "compute", "backend", "hostCentric", "outside", "automation", "resource",
    "violet", "cyan",    "blue",    "plum",        "green",   "yellow",     "red"};

std::string_view classNameOf(const OutlinePart& part) {
    return part.kind ? classNames[static_cast<std::size_t>(part.tone)] : "group";
}

class MermaidWriter {
public:
    explicit MermaidWriter(const Picture& picture)
        : m_theme(themeOf(picture.drawing)), m_outline(outlineOf(picture)) {}

    std::string write() {
        write(m_outline.top, 1);
        std::string failures;
        for (std::size_t i = 0; i < m_outline.lines.size(); ++i) {
            write(m_outline.lines[i]);
            if (m_outline.lines[i].failure)
                failures += fmt::format("{}{}", failures.empty() ? "" : ",", i);
        }
        if (!failures.empty())
            line(1, "linkStyle {} stroke:{}", failures, hexColor(m_theme.failure));
        for (const OutlineNote& note : m_outline.notes)
            write(note);
        writeClasses();
        return head() + m_out;
    }

private:
    template <typename... Values>
    void line(int depth, fmt::format_string<Values...> words, Values&&... values) {
        m_out.append(static_cast<std::size_t>(depth) * 2, ' ');
        fmt::format_to(std::back_inserter(m_out), words, std::forward<Values>(values)...);
        m_out += '\n';
    }

    std::string head() const {
        std::string out = "flowchart LR\n";
        if (m_out.size() >= mermaidMostBytes - 300 || m_outline.lines.size() > mermaidMostLines)
            out += fmt::format("  %% Larger than what Mermaid renders unless its maxTextSize ({}) "
                               "and maxEdges ({}) are raised.\n"
                               "  %% Export a part of the system with --group or --focus.\n",
                               mermaidMostBytes, mermaidMostLines);
        return out + fmt::format("  accTitle: {}\n", escaped(m_outline.title));
    }

    void write(const OutlineContent& content, int depth) {
        for (const int i : content.groups) {
            const OutlineGroup& group = m_outline.groups[static_cast<std::size_t>(i)];
            line(depth, "subgraph {}[\"{}\"]", group.name, escaped(group.title));
            write(group.content, depth + 1);
            line(depth, "end");
        }
        for (const int i : content.parts) {
            const OutlinePart& part = m_outline.parts[static_cast<std::size_t>(i)];
            const auto [open, close] = shapeOf(part);
            std::string words = fmt::format("{}<br/>{}", escaped(part.title), escaped(part.facts));
            if (!part.findings.empty())
                words += " · " + escaped(part.findings);
            const std::string_view className = classNameOf(part);
            m_isUsed[className] = true;
            line(depth, "{}{}\"{}\"{}:::{}", part.name, open, words, close, className);
        }
    }

    void write(const OutlineLine& each) {
        const LineStyle& style = each.style;
        const std::string_view arrow = style.cross                    ? "-.-x"
                                       : !style.stroke.dashes.empty() ? "-.->"
                                                                      : "-->";
        const std::string label =
            each.label.empty() ? std::string() : fmt::format("|\"{}\"|", escaped(each.label));
        line(1, "{} {}{} {}", m_outline.nameOf(each.from), arrow, label, m_outline.nameOf(each.to));
    }

    // A flowchart has no notes of its own: a box without a border to its line.
    void write(const OutlineNote& note) {
        m_isUsed["yellow"] = true;
        std::string words;
        for (const std::string& each : note.lines)
            words += (words.empty() ? "" : "<br/>") + escaped(each);
        line(1, "{}[\"{}\"]:::yellow", note.name, words);
        line(1, "{} -.- {}", m_outline.nameOf(note.on), note.name);
    }

    void writeClasses() {
        for (std::size_t i = 0; i < classNames.size(); ++i)
            if (m_isUsed.contains(classNames[i]))
                writeClass(classNames[i], m_theme.of(static_cast<Tone>(i)));
        if (m_isUsed.contains("group"))
            writeClass("group", {m_theme.groupFill, m_theme.groupText});
        for (const OutlineGroup& group : m_outline.groups)
            line(1, "style {} fill:{},stroke:{},color:{}", group.name, hexColor(m_theme.groupFill),
                 hexColor(m_theme.groupBorder), hexColor(m_theme.groupText));
    }
    void writeClass(std::string_view name, const ClassColors& colors) {
        line(1, "classDef {} fill:{},stroke:{},color:{}{}", name, hexColor(colors.fill),
             hexColor(colors.stroke), hexColor(m_theme.text),
             name == "outside" ? ",stroke-dasharray:5 3" : "");
    }

    const Theme& m_theme;
    const Outline m_outline;
    std::map<std::string_view, bool> m_isUsed; // the classes that some part has
    std::string m_out;
};

} // namespace

std::string mermaidText(const Picture& picture) { return MermaidWriter(picture).write(); }

extern constinit const Exporter mermaidExporter{
    .extension = "mmd", .title = "Mermaid flowchart", .run = mermaidText};

} // namespace limn
