// SPDX-License-Identifier: GPL-3.0-or-later
// The review as a page of Markdown: the diagram for Mermaid, the parts, the findings.
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "core/drawing/sheet.h"
#include "core/drawing/utf8.h"
#include "core/exports/finding_words.h"
#include "core/exports/mermaid_text.h"

namespace limn {

namespace {

// On one line, with everything that Markdown or HTML would take for more than itself spelled out.
// What counts at the start of a line only never stands there.
std::string prose(std::string_view raw) {
    constexpr std::string_view special = "\\`*_[]#|~$";
    std::string out;
    for (const char c : singleLine(raw)) {
        if (c == '&')
            out += "&amp;";
        else if (c == '<')
            out += "&lt;";
        else if (c == '>')
            out += "&gt;";
        else if (special.find(c) != std::string_view::npos)
            (out += '\\') += c;
        else
            out += c;
    }
    return out;
}

// As code, between more backticks than it has in a row.
std::string code(std::string_view raw) {
    const std::string words = singleLine(raw);
    if (words.empty())
        return {};
    std::size_t longest = 0, run = 0;
    std::string out;
    for (const char c : words) {
        run = c == '`' ? run + 1 : 0;
        longest = std::max(longest, run);
        if (c == '|') // ends a table's cell, in code too
            out += '\\';
        out += c;
    }
    const std::string fence(longest + 1, '`');
    const std::string_view room = longest > 0 ? " " : "";
    return fmt::format("{0}{1}{2}{1}{0}", fence, room, out);
}

class MarkdownWriter {
public:
    explicit MarkdownWriter(const Picture& picture)
        : m_picture(picture), m_model(*picture.snapshot.model),
          m_sources(*picture.snapshot.sources) {}

    std::string write() {
        put("# {}\n\n", prose(m_picture.drawing.title));
        writeHead();
        writeVerdict();
        put("\n## Diagram\n\n```mermaid\n{}```\n", mermaidText(m_picture));
        writeParts();
        writeFindings();
        writeOpenQuestions();
        return std::move(m_out);
    }

private:
    template <typename... Values>
    void put(fmt::format_string<Values...> words, Values&&... values) {
        fmt::format_to(std::back_inserter(m_out), words, std::forward<Values>(values)...);
    }

    void writeHead() {
        constexpr std::uint32_t most = 8;
        std::string words;
        for (std::uint32_t i = 0; i < m_sources.size() && i < most; ++i)
            words += (i ? ", " : "From ") + code(m_sources[i].path());
        if (m_sources.size() > most)
            words += fmt::format(" and {} more", m_sources.size() - most);
        for (const std::string* more : {&m_picture.scope, &m_picture.date})
            if (!more->empty())
                words += (words.empty() ? "" : " · ") + prose(*more);
        if (!words.empty())
            put("{}\n\n", words);
    }

    void writeVerdict() {
        const Verdict& verdict = m_picture.report.verdict;
        put("**Is this a strong serverless model? {}.**\n\n", word(verdict.overall));
        put("| question | answer |\n| --- | --- |\n");
        for (const PillarGrade& each : pillarGrades(verdict))
            put("| {} | {} |\n", title(each.pillar), word(each.grade));
    }

    void writeParts() {
        put("\n## Parts\n\n| part | kind | what is said of it | in | where |\n"
            "| --- | --- | --- | --- | --- |\n");
        for (const Node& node : m_model.nodes()) {
            if (!m_picture.placement.nodes.contains(m_model.id(node)))
                continue;
            const std::string group = node.group == GroupIndex::None
                                          ? std::string()
                                          : prose(m_model.text(m_model[node.group].name));
            put("| **{}** | {} | {} | {} | {} |\n", prose(nodeTitle(m_model, node)),
                title(node.kind), prose(nodeSubtitle(m_model, node)), group,
                code(placeWord(m_sources, node.at)));
        }
    }

    static std::string sentence(std::string_view message) {
        std::string out;
        for (const ClaimPiece& piece : claimPieces(message))
            out += piece.isName ? code(piece.words) : prose(piece.words);
        return out;
    }

    void writeFindings() {
        put("\n## Findings\n\n");
        if (m_picture.report.findings.empty())
            put("None.\n");
        int number = 0;
        for (const Finding& finding : m_picture.report.findings) {
            const std::string mark = std::to_string(++number) + ". ";
            const std::string indent(mark.size(), ' ');
            put("{}{} **{} {}**: {}\n", mark, sign(finding.severity), finding.check->id,
                finding.check->name, sentence(finding.message));
            if (const std::string place = placeWord(m_sources, finding.at); !place.empty())
                put("{}- at {}\n", indent, code(place));
            for (const Exhibit& exhibit : finding.evidence)
                if (const std::string place = placeWord(m_sources, exhibit.at); !place.empty())
                    put("{}- {}: {}\n", indent, code(place), sentence(exhibit.what));
            if (finding.fix)
                put("{}- fix: {}\n", indent, prose(finding.fix->title));
            if (finding.accepted)
                put("{}- accepted: {}\n", indent, acceptance(*finding.accepted));
        }
    }

    static std::string acceptance(const Acceptance& accepted) {
        std::string out = prose(accepted.reason);
        if (!accepted.by.empty())
            out += fmt::format(" ({}{}{})", prose(accepted.by), accepted.date.empty() ? "" : ", ",
                               prose(accepted.date));
        if (!accepted.until.empty())
            out += " until " + prose(accepted.until);
        return out;
    }

    void writeOpenQuestions() {
        if (m_picture.report.notJudged.empty())
            return;
        put("\n## Could not be judged\n\n");
        for (const NotJudged& open : m_picture.report.notJudged) {
            std::string who;
            for (const std::string& element : open.elements)
                who += (who.empty() ? " on " : ", ") + prose(elementTitle(m_model, element));
            put("- **{}**{}: {}\n", open.check->id, who, sentence(open.reason));
        }
    }

    const Picture& m_picture;
    const Model& m_model;
    const Sources& m_sources;
    std::string m_out;
};

std::string run(const Picture& picture) { return MarkdownWriter(picture).write(); }

} // namespace

extern constinit const Exporter markdownExporter{
    .extension = "md", .title = "Markdown page", .run = run};

} // namespace limn
