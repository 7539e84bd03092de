// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/verdict.h"

#include <algorithm>
#include <array>

#include "core/checks/rulings.h"

namespace limn {
namespace {

constexpr int warningsForNotYet = 3;
constexpr double coverageForStrong = 0.8;

// What the answers of one pillar's checks come to.
struct Tally {
    int errors = 0;
    int warnings = 0;
    int answered = 0;
    int unanswered = 0;
    bool isOff = false; // one of its checks

    double coverage() const {
        const int asked = answered + unanswered;
        return asked == 0 ? 0 : static_cast<double>(answered) / asked;
    }
    Grade grade() const {
        if (errors > 0 || warnings >= warningsForNotYet)
            return Grade::NotYet;
        if (warnings > 0)
            return Grade::Partial;
        const bool isKnown = answered > 0 && coverage() >= coverageForStrong && !isOff;
        return isKnown ? Grade::Strong : Grade::NotJudged;
    }
};

using Tallies = std::array<Tally, static_cast<std::size_t>(Pillar::None) + 1>;

Tallies talliesOf(const Report& report) {
    Tallies tallies;
    const auto of = [&](const Check* check) -> Tally& {
        return tallies[static_cast<std::size_t>(check->pillar)];
    };
    for (const Held& held : report.held)
        ++of(held.check).answered;
    for (const NotJudged& open : report.notJudged) {
        ++of(open.check).unanswered;
        of(open.check).isOff |= open.reason == switchedOff;
    }
    for (const Finding& finding : report.findings) {
        Tally& tally = of(finding.check);
        ++tally.answered;
        if (finding.accepted)
            continue;
        tally.errors += finding.severity == Severity::Error ? 1 : 0;
        tally.warnings += finding.severity == Severity::Warning ? 1 : 0;
    }
    return tallies;
}

// Work that the application waits for or hands on; permissions and alarms are no path.
bool carriesWork(const Edge& edge) {
    return edge.kind != EdgeKind::Grants && edge.kind != EdgeKind::Assumes &&
           edge.kind != EdgeKind::Observes;
}

bool hostInThePath(const Model& model) {
    const auto isHost = [&](End end) {
        return end.node != NodeIndex::None && model[end.node].nodeClass == NodeClass::HostCentric;
    };
    return std::ranges::any_of(model.edges(), [&](const Edge& edge) {
        return carriesWork(edge) && (isHost(edge.from) || isHost(edge.to));
    });
}

bool hasClass(const Model& model, NodeClass nodeClass) {
    return std::ranges::find(model.nodes(), nodeClass, &Node::nodeClass) != model.nodes().end();
}

bool unread(const Model& model) {
    return std::ranges::find(model.problems(), Severity::Error, &Problem::severity) !=
           model.problems().end();
}

Grade overall(const Model& model, const Verdict& verdict) {
    const std::array pillars{verdict.execution, verdict.state, verdict.triggers,
                             verdict.permissions};
    const auto partial = std::ranges::count(pillars, Grade::Partial);
    const auto strong = std::ranges::count(pillars, Grade::Strong);
    const bool hostsOnly =
        hasClass(model, NodeClass::HostCentric) && !hasClass(model, NodeClass::Compute);
    if (std::ranges::count(pillars, Grade::NotYet) > 0 || partial > 1 || hostsOnly)
        return Grade::NotYet;
    if (partial == 1 && hostInThePath(model))
        return Grade::NotYet;
    const bool allJudged = partial + strong == static_cast<std::ptrdiff_t>(pillars.size());
    if (allJudged && !unread(model))
        return Grade::Strong;
    return partial == 1 ? Grade::Partial : Grade::NotJudged;
}

} // namespace

Verdict verdictOf(const Model& model, const Report& report) {
    const Tallies tallies = talliesOf(report);
    const auto gradeOf = [&](Pillar pillar) {
        return tallies[static_cast<std::size_t>(pillar)].grade();
    };
    Verdict verdict;
    verdict.execution = gradeOf(Pillar::Execution);
    verdict.state = gradeOf(Pillar::State);
    verdict.triggers = gradeOf(Pillar::Triggers);
    verdict.permissions = gradeOf(Pillar::Permissions);
    verdict.overall = overall(model, verdict);
    Tally all;
    for (const Tally& tally : tallies) {
        all.answered += tally.answered;
        all.unanswered += tally.unanswered;
    }
    verdict.confidence = all.coverage();
    return verdict;
}

} // namespace limn
