// SPDX-License-Identifier: GPL-3.0-or-later
// A report as Markdown for a comment on a change: what is open first, the rest folded away.
#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "core/checks/rulings.h"
#include "core/drawing/sheet.h"
#include "core/exports/finding_words.h"
#include "core/exports/markdown_text.h"
#include "core/exports/report_formats.h"

namespace limn {
namespace {

class ReportMarkdown {
public:
    explicit ReportMarkdown(const Snapshot& snapshot)
        : m_model(*snapshot.model), m_sources(*snapshot.sources) {}

    std::string print(const Report& report) {
        put("## Limn: {}\n\n", headline(report));
        put("**Is this a strong serverless model? {}.**\n\n", word(report.verdict.overall));
        put("| question | answer |\n| --- | --- |\n");
        for (const PillarGrade& each : pillarGrades(report.verdict))
            put("| {} | {} |\n", title(each.pillar), word(each.grade));
        problems();
        findings(report);
        accepted(report);
        notJudged(report);
        stale(report);
        return std::move(m_out);
    }

private:
    template <typename... Values>
    void put(fmt::format_string<Values...> words, Values&&... values) {
        fmt::format_to(std::back_inserter(m_out), words, std::forward<Values>(values)...);
    }

    static std::string headline(const Report& report) {
        std::string out;
        for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Info}) {
            const auto count = std::ranges::count_if(report.findings, [&](const Finding& each) {
                return !each.accepted && each.severity == severity;
            });
            if (count > 0)
                out += fmt::format("{}{} {}{}", out.empty() ? "" : ", ", count, word(severity),
                                   count == 1 || severity == Severity::Info ? "" : "s");
        }
        return out.empty() ? "no open findings" : out;
    }

    std::string where(Span at) const {
        const std::string place = placeWord(m_sources, at);
        return place.empty() ? place : markdownCode(place) + ": ";
    }

    void problems() {
        if (m_model.problems().empty())
            return;
        put("\n### Could not be read as it is\n\n");
        for (const Problem& problem : m_model.problems())
            put("- {} {}{}\n", sign(problem.severity), where(problem.at),
                markdownSentence(problem.message));
    }

    void findings(const Report& report) {
        bool any = false;
        for (const Finding& finding : report.findings) {
            if (finding.accepted)
                continue;
            if (!any)
                put("\n### Findings\n\n");
            any = true;
            put("- {} **{} {}** {}{}\n", sign(finding.severity), finding.check->id,
                finding.check->name, where(finding.at), markdownSentence(finding.message));
            for (const Exhibit& exhibit : finding.evidence)
                put("  - {}{}\n", where(exhibit.at), markdownSentence(exhibit.what));
            if (finding.fix)
                put("  - fix: {}\n", markdownProse(finding.fix->title));
        }
    }

    void fold(std::string_view summary, std::size_t count) {
        put("\n<details><summary>{}: {}</summary>\n\n", summary, count);
    }

    void accepted(const Report& report) {
        const auto isAccepted = [](const Finding& each) { return each.accepted.has_value(); };
        const auto count = std::ranges::count_if(report.findings, isAccepted);
        if (count == 0)
            return;
        fold("Accepted", static_cast<std::size_t>(count));
        for (const Finding& finding : report.findings) {
            if (!finding.accepted)
                continue;
            put("- **{} {}** {}{}\n  - accepted: {}\n", finding.check->id, finding.check->name,
                where(finding.at), markdownSentence(finding.message),
                markdownAcceptance(*finding.accepted));
            if (const Exhibit* marker = markerOf(finding))
                put("  - {}{}\n", where(marker->at), markdownSentence(marker->what));
        }
        put("\n</details>\n");
    }

    void notJudged(const Report& report) {
        if (report.notJudged.empty())
            return;
        fold("Could not be judged", report.notJudged.size());
        for (const NotJudged& open : report.notJudged)
            put("- **{} {}** {}{}\n", open.check->id, open.check->name, where(open.at),
                markdownSentence(open.reason));
        put("\n</details>\n");
    }

    void stale(const Report& report) {
        if (report.staleAcceptances.empty())
            return;
        put("\n### Accepted, but gone\n\nTake these out of the sidecar:\n\n");
        for (const std::string& fingerprint : report.staleAcceptances)
            put("- {}\n", markdownCode(fingerprint));
    }

    const Model& m_model;
    const Sources& m_sources;
    std::string m_out;
};

} // namespace

std::string reportMarkdown(const Snapshot& snapshot, const Report& report) {
    return ReportMarkdown(snapshot).print(report);
}

} // namespace limn
