// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/drawing/utf8.h"
#include "core/exports/report_formats.h"

namespace limn {
namespace {

// A text of a command: nothing in it ends the line. Lines that are ours are joined with `%0A`.
std::string escaped(std::string_view text) {
    std::string out;
    for (const char c : singleLine(text))
        out += c == '%' ? std::string("%25") : std::string(1, c);
    return out;
}

// The value of a property, which a comma or a colon would end.
std::string escapedValue(std::string_view text) {
    std::string out;
    for (const char c : escaped(text))
        out += c == ':' ? "%3A" : c == ',' ? "%2C" : std::string(1, c);
    return out;
}

std::string_view command(Severity severity) {
    return severity == Severity::Info ? "notice" : word(severity);
}

class ReportGithub {
public:
    explicit ReportGithub(const Snapshot& snapshot) : m_snapshot(snapshot) {}

    std::string print(const Report& report) {
        for (const Problem& problem : m_snapshot.model->problems())
            annotate(problem.severity, problem.at, problem.code, escaped(problem.message));
        for (const Finding& finding : report.findings)
            if (!finding.accepted)
                annotate(finding.severity, finding.at,
                         fmt::format("{} {}", finding.check->id, finding.check->name),
                         body(finding));
        for (const std::string& fingerprint : report.staleAcceptances)
            annotate(Severity::Warning, {}, "stale acceptance",
                     escaped(fmt::format("{} matches nothing any more; take it out of the sidecar",
                                         fingerprint)));
        return std::move(m_out);
    }

private:
    std::string where(Span at) const {
        const Place place = m_snapshot.sources->place(at);
        std::string out;
        if (at.valid() && place.path != "-")
            out = fmt::format("file={},line={},endLine={},", escapedValue(place.path), place.line,
                              place.endLine);
        // Columns are read on one line only.
        if (!out.empty() && place.line == place.endLine)
            out += fmt::format("col={},endColumn={},", place.column, place.endColumn);
        return out;
    }

    std::string body(const Finding& finding) const {
        std::string out = escaped(finding.message);
        for (const Exhibit& exhibit : finding.evidence) {
            const Place place = m_snapshot.sources->place(exhibit.at);
            out += "%0A- ";
            if (exhibit.at.valid())
                out += escaped(fmt::format("{}:{}: ", place.path, place.line));
            out += escaped(exhibit.what);
        }
        if (finding.fix)
            out += "%0Afix: " + escaped(finding.fix->title);
        return out;
    }

    void annotate(Severity severity, Span at, std::string_view title, const std::string& words) {
        m_out += fmt::format("::{} {}title={}::{}\n", command(severity), where(at),
                             escapedValue(title), words);
    }

    const Snapshot& m_snapshot;
    std::string m_out;
};

} // namespace

std::string reportGithub(const Snapshot& snapshot, const Report& report) {
    return ReportGithub(snapshot).print(report);
}

} // namespace limn
