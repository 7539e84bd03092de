// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/check.h"

#include <algorithm>
#include <span>
#include <tuple>
#include <unordered_set>

#include <fmt/format.h>

#include "core/checks/judge.h"
#include "core/checks/rulings.h"
#include "core/checks/verdict.h"

namespace limn {
namespace {

// Why an acceptance does not count although it is of this finding; empty when it counts. Its last
// day is included; ISO days compare as text.
std::string lapse(const Acceptance& acceptance, const Finding& finding, const std::string& today) {
    if (!acceptance.until.empty() && !today.empty() && today > acceptance.until)
        return fmt::format("it was accepted until {}: {}", acceptance.until, acceptance.reason);
    if (!acceptance.evidence.empty() && acceptance.evidence != finding.basis)
        return fmt::format("it was accepted when it stood on {}: {}", acceptance.evidence,
                           acceptance.reason);
    return {};
}

void applyAcceptances(const Diagram& diagram, const std::string& today,
                      std::span<Finding> findings) {
    for (Finding& finding : findings) {
        const auto at = diagram.accepted.find(finding.fingerprint);
        if (at == diagram.accepted.end())
            continue;
        if (std::string why = lapse(at->second, finding, today); why.empty())
            finding.accepted = at->second;
        else
            finding.evidence.push_back({std::move(why), finding.at});
    }
}

void listStale(const Diagram& diagram, Report& report) {
    std::unordered_set<std::string_view> matched;
    for (const Finding& finding : report.findings)
        matched.insert(finding.fingerprint);
    for (const auto& [fingerprint, acceptance] : diagram.accepted)
        if (!matched.contains(fingerprint))
            report.staleAcceptances.push_back(fingerprint);
}

// A finding is large: places are sorted, and each finding moves once.
void sort(std::vector<Finding>& findings) {
    const auto key = [](const Finding* f) {
        return std::tuple(-static_cast<int>(f->severity), f->at.source, f->at.begin, f->at.end,
                          f->check->id, std::string_view(f->fingerprint));
    };
    std::vector<Finding*> order;
    order.reserve(findings.size());
    for (Finding& finding : findings)
        order.push_back(&finding);
    if (std::ranges::is_sorted(order, {}, key))
        return;
    std::ranges::stable_sort(order, {}, key);
    std::vector<Finding> sorted;
    sorted.reserve(findings.size());
    for (Finding* finding : order)
        sorted.push_back(std::move(*finding));
    findings = std::move(sorted);
}

} // namespace

Report check(const Model& model, const Diagram& diagram, std::stop_token stop,
             const CheckOptions& options) {
    Report report;
    Judge judge(model, report, stop);
    judge.m_today = options.today;
    const std::span<const Check* const> all = checks();
    const auto ask = [&](const Check* check) {
        judge.m_check = check;
        check->run(judge);
    };
    // The last one tells what all others come to.
    for (const Check* check : all.first(all.size() - 1)) {
        if (stop.stop_requested())
            break;
        ask(check);
    }
    if (options.rulings)
        weigh(*options.rulings, model, report);
    sort(report.findings);
    // A run that was cut short has not seen everything an acceptance may speak of.
    if (stop.stop_requested())
        return report;
    applyAcceptances(diagram, options.today, report.findings);
    if (options.rulings)
        acceptMarked(*options.rulings, model, report.findings);
    report.verdict = verdictOf(model, report);
    const std::size_t before = report.findings.size();
    ask(all.back());
    if (options.rulings)
        weigh(*options.rulings, model, report, before);
    applyAcceptances(diagram, options.today, std::span(report.findings).subspan(before));
    sort(report.findings);
    listStale(diagram, report);
    return report;
}

} // namespace limn
