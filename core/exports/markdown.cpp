// SPDX-License-Identifier: GPL-3.0-or-later
// The review as a page of Markdown: the diagram for Mermaid, the parts, the findings.
#include <iterator>

#include <fmt/format.h>

#include "core/drawing/sheet.h"
#include "core/drawing/states.h"
#include "core/exports/finding_words.h"
#include "core/exports/markdown_text.h"
#include "core/exports/mermaid_text.h"

namespace limn {

namespace {

class MarkdownWriter {
public:
    explicit MarkdownWriter(const Picture& picture)
        : m_picture(picture), m_model(*picture.snapshot.model),
          m_sources(*picture.snapshot.sources) {}

    std::string write() {
        put("# {}\n\n", markdownProse(m_picture.drawing.title));
        writeHead();
        writeVerdict();
        put("\n## Diagram\n\n```mermaid\n{}```\n", mermaidText(m_picture));
        if (const Node* workflow = shownWorkflow(m_model, m_picture.placement))
            writeStates(*workflow);
        else
            writeParts();
        writeNotes();
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
            words += (i ? ", " : "From ") + markdownCode(m_sources[i].path());
        if (m_sources.size() > most)
            words += fmt::format(" and {} more", m_sources.size() - most);
        for (const std::string* more : {&m_picture.scope, &m_picture.date})
            if (!more->empty())
                words += (words.empty() ? "" : " · ") + markdownProse(*more);
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
                                          : markdownProse(m_model.text(m_model[node.group].name));
            put("| **{}** | {} | {} | {} | {} |\n", markdownProse(nodeTitle(m_model, node)),
                title(node.kind), markdownProse(nodeSubtitle(m_model, node)), group,
                markdownCode(placeWord(m_sources, node.at)));
        }
    }

    void writeStates(const Node& workflow) {
        put("\n## States\n\n| state | kind | what is said of it | where |\n"
            "| --- | --- | --- | --- |\n");
        for (const State& state : m_model.states(workflow))
            put("| **{}** | {} | {} | {} |\n", markdownProse(state.name), word(state.kind),
                markdownProse(stateSubtitle(m_model, state)),
                markdownCode(placeWord(m_sources, state.at)));
    }

    void writeNotes() {
        bool any = false;
        for (const DrawingItem& item : m_picture.drawing.items) {
            if (item.layer != Layer::Label || !item.id.starts_with("note "))
                continue;
            put("{}- **{}**: {}\n", any ? "" : "\n## Notes\n\n",
                markdownProse(elementTitle(m_model, item.id.substr(5))),
                markdownProse(item.description));
            any = true;
        }
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
                finding.check->name, markdownSentence(finding.message));
            if (const std::string place = placeWord(m_sources, finding.at); !place.empty())
                put("{}- at {}\n", indent, markdownCode(place));
            for (const Exhibit& exhibit : finding.evidence)
                if (const std::string place = placeWord(m_sources, exhibit.at); !place.empty())
                    put("{}- {}: {}\n", indent, markdownCode(place),
                        markdownSentence(exhibit.what));
            if (finding.fix)
                put("{}- fix: {}\n", indent, markdownProse(finding.fix->title));
            if (finding.accepted)
                put("{}- accepted: {}\n", indent, markdownAcceptance(*finding.accepted));
        }
    }

    void writeOpenQuestions() {
        if (m_picture.report.notJudged.empty())
            return;
        put("\n## Could not be judged\n\n");
        for (const NotJudged& open : m_picture.report.notJudged) {
            std::string who;
            for (const std::string& element : open.elements)
                who +=
                    (who.empty() ? " on " : ", ") + markdownProse(elementTitle(m_model, element));
            put("- **{}**{}: {}\n", open.check->id, who, markdownSentence(open.reason));
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
