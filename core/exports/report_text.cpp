// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/check.h"
#include "core/checks/rulings.h"
#include "core/drawing/utf8.h"
#include "core/exports/exporter.h"
#include "core/exports/terminal_text.h"

namespace limn {
namespace {

constexpr int gutter = 5;            // digits of the line number
constexpr std::size_t nearby = 2000; // bytes of a line on either side of a place

// The next character that starts at the byte or after it.
std::size_t characterAt(std::string_view text, std::size_t at) {
    while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U)
        ++at;
    return at;
}

struct Style {
    std::string_view on;
    std::string_view off;
};

class ReportText {
public:
    ReportText(const Snapshot& snapshot, bool colour, int width, std::size_t known)
        : m_sources(*snapshot.sources), m_model(*snapshot.model), m_known(known), m_colour(colour),
          m_width(width) {}

    std::string print(const Report& report) {
        for (const Problem& problem : m_model.problems())
            print(problem);
        for (const Finding& finding : report.findings)
            if (!finding.accepted)
                print(finding);
        for (const Finding& finding : report.findings)
            if (finding.accepted)
                printAccepted(finding);
        for (const std::string& fingerprint : report.staleAcceptances)
            paragraph(fmt::format("stale acceptance: {} matches nothing any more; take it out of "
                                  "the sidecar",
                                  fingerprint),
                      0);
        if (!report.staleAcceptances.empty())
            m_out += '\n';
        summary(report);
        return std::move(m_out);
    }

private:
    Style bold() const { return style("\x1b[1m"); }
    Style dim() const { return style("\x1b[2m"); }
    Style of(Severity severity) const {
        switch (severity) {
        case Severity::Error:
            return style("\x1b[1;31m");
        case Severity::Warning:
            return style("\x1b[1;33m");
        case Severity::Info:
            return style("\x1b[1;36m");
        }
        return {};
    }
    Style style(std::string_view on) const { return m_colour ? Style{on, "\x1b[0m"} : Style{}; }
    static std::string in(Style style, std::string_view text) {
        return std::string(style.on).append(text).append(style.off);
    }

    std::string place(Span span) const {
        if (!span.valid())
            return {};
        const Place at = m_sources.place(span);
        return fmt::format("{}:{}:{}: ", singleLine(at.path), at.line, at.column);
    }

    // Below a finding its own file goes without saying.
    std::string placeBelow(const Finding& finding, Span span) const {
        if (!span.valid() || !finding.at.valid() || span.source != finding.at.source)
            return place(span);
        const Place at = m_sources.place(span);
        return fmt::format("{}:{}: ", at.line, at.column);
    }

    // A name of a manifest may hold anything, a terminal's commands too.
    void paragraph(std::string_view text, int used) {
        m_out += wrapped(singleLine(text), used, m_width);
        m_out += '\n';
    }

    // `path:line:col: error CODE name: message`
    void head(Span at, Style severityStyle, std::string_view severityWord, std::string_view what,
              std::string_view message) {
        const std::string where = place(at);
        m_out += in(bold(), where) + in(severityStyle, severityWord);
        const std::string rest = fmt::format(" {}: {}", what, message);
        // The space after the severity belongs to the paragraph's first word.
        m_out += ' ';
        paragraph(std::string_view(rest).substr(1), columns(where) + columns(severityWord) + 1);
    }

    // The first line of the span with its part marked.
    void excerpt(Span span, Style mark) {
        if (!span.valid() || span.source >= m_sources.size())
            return;
        const Source& source = m_sources[span.source];
        const int line = source.lineColumn(span.begin).line;
        const std::string_view whole = source.line(line);
        const std::size_t at = std::min(span.begin - source.lineStart(line), whole.size());
        // Of a line without end, such as that of minified JSON, no more can be shown than is near.
        const std::size_t skipped = std::min(at, characterAt(whole, at - std::min(at, nearby)));
        const std::size_t from = at - skipped;
        const std::string_view text = whole.substr(
            skipped, characterAt(whole, std::min(at + nearby, whole.size())) - skipped);
        std::size_t to =
            std::clamp<std::size_t>(span.end - source.lineStart(line) - skipped, from, text.size());
        while (to > from && (text[to - 1] == ' ' || text[to - 1] == '\t'))
            --to;
        const int before = columns(text.substr(0, from));
        const int marked = std::max(1, columns(text.substr(from, to - from), before));
        const auto [shown, cut] = fitted(printable(text), before, m_width - gutter - 3);
        m_out += fmt::format("{} {}\n", in(dim(), fmt::format("{:>{}} |", line, gutter)), shown);
        const int left = before - cut;
        const int room = std::max(1, columns(shown) - left);
        const std::string wave =
            "^" + std::string(static_cast<std::size_t>(std::min(marked, room) - 1), '~');
        m_out += fmt::format("{} {:{}}{}\n", in(dim(), fmt::format("{:>{}} |", "", gutter)), "",
                             left, in(mark, wave));
    }

    // Further text of a finding, set off below its line.
    void note(std::string_view label, std::string_view text, Style words = {}) {
        constexpr int indent = gutter + 5;
        m_out += in(dim(), std::string(gutter, ' ') + " = ");
        m_out += in(words, wrapped(singleLine(std::string(label).append(text)), gutter + 3, m_width,
                                   indent));
        m_out += '\n';
    }

    void print(const Problem& problem) {
        head(problem.at, of(problem.severity), word(problem.severity), problem.code,
             problem.message);
        excerpt(problem.at, of(problem.severity));
        m_out += '\n';
    }

    void print(const Finding& finding) {
        head(finding.at, of(finding.severity), word(finding.severity),
             fmt::format("{} {}", finding.check->id, finding.check->name), finding.message);
        excerpt(finding.at, of(finding.severity));
        for (const Exhibit& exhibit : finding.evidence)
            note(placeBelow(finding, exhibit.at), exhibit.what);
        if (finding.fix)
            note("fix: ", finding.fix->title);
        m_out += '\n';
    }

    // Muted: one line for the claim, one for why it may stand.
    void printAccepted(const Finding& finding) {
        const Acceptance& accepted = *finding.accepted;
        m_out += dim().on;
        paragraph(fmt::format("{}accepted {} {} {}: {}", place(finding.at), word(finding.severity),
                              finding.check->id, finding.check->name, finding.message),
                  0);
        m_out += dim().off;
        std::string signature;
        for (const auto& [label, value] :
             {std::pair("", &accepted.by), std::pair("", &accepted.date),
              std::pair("until ", &accepted.until)})
            if (!value->empty())
                signature += fmt::format("{}{}{}", signature.empty() ? "" : ", ", label, *value);
        if (!signature.empty())
            signature = fmt::format(" ({})", signature);
        note(accepted.reason, signature, dim());
        if (const Exhibit* marker = markerOf(finding))
            note(placeBelow(finding, marker->at), marker->what, dim());
        m_out += '\n';
    }

    static std::string counted(std::ptrdiff_t count, std::string_view what) {
        return fmt::format("{} {}{}", count, what, count == 1 ? "" : "s");
    }

    void summary(const Report& report) {
        std::ptrdiff_t bySeverity[3]{};
        std::ptrdiff_t open = 0, accepted = 0;
        for (const Finding& finding : report.findings) {
            if (finding.accepted) {
                ++accepted;
                continue;
            }
            ++open;
            ++bySeverity[static_cast<std::size_t>(finding.severity)];
        }
        std::string line;
        if (open == 0) {
            line = m_known > 0                 ? "No new findings"
                   : !report.held.empty()      ? "No findings: what could be judged holds"
                   : !report.notJudged.empty() ? "No findings"
                                               : "Nothing here that a check speaks of";
        } else {
            line = counted(open, "finding") + ": ";
            bool first = true;
            for (const Severity severity : {Severity::Error, Severity::Warning, Severity::Info}) {
                const std::ptrdiff_t count = bySeverity[static_cast<std::size_t>(severity)];
                if (count == 0)
                    continue;
                line += (first ? "" : ", ") + (severity == Severity::Info
                                                   ? fmt::format("{} info", count)
                                                   : counted(count, word(severity)));
                first = false;
            }
        }
        if (m_known > 0)
            line += fmt::format(" · {} known from the baseline", m_known);
        if (accepted > 0)
            line += fmt::format(" · {} accepted", accepted);
        if (!report.notJudged.empty())
            line += fmt::format(" · {} not judged", report.notJudged.size());
        line += fmt::format(" · verdict: {}", word(report.verdict.overall));
        paragraph(line, 0);
        if (report.verdict.overall != Grade::NotJudged)
            pillars(report);
    }

    // What the verdict rests on: a line for each pillar, with the checks that have open findings.
    void pillars(const Report& report) {
        const std::pair<Pillar, Grade> rows[] = {{Pillar::Execution, report.verdict.execution},
                                                 {Pillar::State, report.verdict.state},
                                                 {Pillar::Triggers, report.verdict.triggers},
                                                 {Pillar::Permissions, report.verdict.permissions}};
        for (const auto& [pillar, grade] : rows) {
            std::vector<std::string_view> ids;
            for (const Finding& finding : report.findings)
                if (finding.check->pillar == pillar && !finding.accepted &&
                    finding.severity != Severity::Info &&
                    std::ranges::find(ids, finding.check->id) == ids.end())
                    ids.push_back(finding.check->id);
            std::ranges::sort(ids);
            std::string line = fmt::format("  {:<24}{}{}{}", title(pillar), word(grade),
                                           ids.empty() ? "" : ": ", fmt::join(ids, ", "));
            std::string_view lead = ids.empty() ? ": off " : "; off ";
            for (const NotJudged& open : report.notJudged)
                if (open.check->pillar == pillar && open.reason == switchedOff)
                    line += fmt::format("{}{}", std::exchange(lead, ", "), open.check->id);
            m_out += wrapped(line, 0, m_width, 26) + '\n';
        }
        // Once for all checks that would need it.
        m_out += wrapped("  what the code itself does is not judged: no source", 0, m_width) + '\n';
    }

    const Sources& m_sources;
    const Model& m_model;
    std::size_t m_known = 0;
    bool m_colour = false;
    int m_width = 0;
    std::string m_out;
};

} // namespace

std::string reportText(const Snapshot& snapshot, const Report& report, bool colour, int width,
                       std::size_t known) {
    return ReportText(snapshot, colour, width, known).print(report);
}

} // namespace limn
