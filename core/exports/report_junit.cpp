// SPDX-License-Identifier: GPL-3.0-or-later
#include <iterator>
#include <map>

#include <fmt/format.h>

#include "core/drawing/sheet.h"
#include "core/exports/report_formats.h"
#include "core/exports/xml_text.h"

namespace limn {
namespace {

// One suite: its cases as text, and how they came out.
struct Suite {
    std::string cases;
    int tests = 0, failures = 0, errors = 0, skipped = 0;
};

class ReportJunit {
public:
    ReportJunit(const Snapshot& snapshot, std::optional<Severity> failOn)
        : m_model(*snapshot.model), m_sources(*snapshot.sources), m_failOn(failOn) {}

    std::string print(const Report& report) {
        for (const Problem& problem : m_model.problems())
            add(problem);
        for (const Finding& finding : report.findings)
            add(finding);
        for (const NotJudged& open : report.notJudged)
            addCase(suite(*open.check), *open.check, titles(open.elements), open.at,
                    skipped(suite(*open.check), "cannot tell: " + open.reason));
        for (const Held& held : report.held)
            addCase(suite(*held.check), *held.check, titles(held.elements), {}, {});
        for (const std::string& fingerprint : report.staleAcceptances)
            addStale(fingerprint);
        return whole();
    }

private:
    // Suites stand in the order of the checks' ids, what concerns the files first.
    Suite& suite(const Check& check) {
        return m_suites[fmt::format("{} {}", check.id, check.name)];
    }

    std::string titles(const std::vector<std::string>& elements) const {
        std::string out;
        for (const std::string& element : elements)
            out += (out.empty() ? "" : ", ") + elementTitle(m_model, element);
        return out.empty() ? "the system" : out;
    }

    void addCase(Suite& suite, std::string_view className, std::string_view name, Span at,
                 std::string_view outcome) {
        ++suite.tests;
        suite.cases += fmt::format("    <testcase classname=\"{}\" name=\"{}\"", xmlText(className),
                                   xmlText(name));
        if (at.valid()) {
            const Place place = m_sources.place(at);
            suite.cases += fmt::format(" file=\"{}\" line=\"{}\"", xmlText(place.path), place.line);
        }
        suite.cases += outcome.empty() ? "/>\n" : fmt::format(">\n{}    </testcase>\n", outcome);
    }
    void addCase(Suite& suite, const Check& check, std::string_view name, Span at,
                 std::string_view outcome) {
        addCase(suite, fmt::format("limn.{}", check.id), name, at, outcome);
    }

    static std::string skipped(Suite& suite, std::string_view why) {
        ++suite.skipped;
        return fmt::format("      <skipped message=\"{}\"/>\n", xmlText(why));
    }

    std::string line(Span at, std::string_view words) const {
        const std::string place = placeWord(m_sources, at);
        return fmt::format("{}{}{}\n", xmlText(place), place.empty() ? "" : ": ", xmlText(words));
    }

    std::string account(const Finding& finding) const {
        std::string out =
            line(finding.at, fmt::format("{}: {}", word(finding.severity), finding.message));
        for (const Exhibit& exhibit : finding.evidence)
            out += "  " + line(exhibit.at, exhibit.what);
        if (finding.fix)
            out += "  " + line({}, "fix: " + finding.fix->title);
        return out;
    }

    void add(const Finding& finding) {
        Suite& own = suite(*finding.check);
        std::string outcome;
        if (finding.accepted) {
            const Acceptance& accepted = *finding.accepted;
            outcome =
                skipped(own, fmt::format("accepted: {}{}", accepted.reason,
                                         accepted.by.empty() ? std::string()
                                                             : fmt::format(" ({})", accepted.by)));
        } else if (m_failOn && finding.severity >= *m_failOn) {
            ++own.failures;
            outcome =
                fmt::format("      <failure type=\"{}\" message=\"{}\">{}</failure>\n",
                            word(finding.severity), xmlText(finding.message), account(finding));
        } else {
            outcome = fmt::format("      <system-out>{}</system-out>\n", account(finding));
        }
        addCase(own, *finding.check, titles(finding.elements), finding.at, outcome);
    }

    void add(const Problem& problem) {
        std::string outcome;
        if (problem.severity == Severity::Error) {
            ++m_files.errors;
            outcome = fmt::format("      <error type=\"{}\" message=\"{}\"/>\n",
                                  xmlText(problem.code), xmlText(problem.message));
        } else {
            outcome = fmt::format("      <system-out>{}</system-out>\n",
                                  line(problem.at, problem.message));
        }
        addCase(m_files, "limn.files", problem.code, problem.at, outcome);
    }

    void addStale(const std::string& fingerprint) {
        const std::string words =
            fingerprint + " matches nothing any more; take it out of the sidecar";
        addCase(m_files, "limn.files", "stale acceptance " + fingerprint, {},
                fmt::format("      <system-out>{}</system-out>\n", line({}, words)));
    }

    static std::string counts(const Suite& suite) {
        return fmt::format("tests=\"{}\" failures=\"{}\" errors=\"{}\" skipped=\"{}\"", suite.tests,
                           suite.failures, suite.errors, suite.skipped);
    }

    static std::string printed(std::string_view name, const Suite& suite) {
        return fmt::format("  <testsuite name=\"{}\" {}>\n{}  </testsuite>\n", xmlText(name),
                           counts(suite), suite.cases);
    }

    std::string whole() const {
        Suite all = m_files;
        std::string out = m_files.tests > 0 ? printed("files", m_files) : std::string();
        for (const auto& [name, each] : m_suites) {
            all.tests += each.tests;
            all.failures += each.failures;
            all.errors += each.errors;
            all.skipped += each.skipped;
            out += printed(name, each);
        }
        return fmt::format("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
                           "<testsuites name=\"limn\" {}>\n{}</testsuites>\n",
                           counts(all), out);
    }

    const Model& m_model;
    const Sources& m_sources;
    std::optional<Severity> m_failOn;
    Suite m_files;
    std::map<std::string, Suite> m_suites;
};

} // namespace

std::string reportJunit(const Snapshot& snapshot, const Report& report,
                        std::optional<Severity> failOn) {
    return ReportJunit(snapshot, failOn).print(report);
}

} // namespace limn
