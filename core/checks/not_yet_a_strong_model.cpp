// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/judge.h"
#include "core/checks/verdict.h"

namespace limn {
namespace {

constexpr std::size_t findingsShown = 3; // of one pillar
constexpr std::size_t strengthsShown = 2;
constexpr double enough = 0.8; // of the questions; below it the answer is provisional

struct PillarGrade {
    Pillar pillar = Pillar::None;
    Grade grade = Grade::NotJudged;
};

std::array<PillarGrade, 4> gradesOf(const Verdict& verdict) {
    return {{{Pillar::Execution, verdict.execution},
             {Pillar::State, verdict.state},
             {Pillar::Triggers, verdict.triggers},
             {Pillar::Permissions, verdict.permissions}}};
}

bool isOpen(const Finding& finding) {
    return !finding.accepted && finding.severity != Severity::Info;
}

// The open findings of a pillar, worst first.
std::vector<const Finding*> openOf(const Report& report, Pillar pillar) {
    std::vector<const Finding*> open;
    for (const Finding& finding : report.findings)
        if (finding.check->pillar == pillar && isOpen(finding))
            open.push_back(&finding);
    std::ranges::stable_sort(open, std::ranges::greater(), &Finding::severity);
    return open;
}

// The first part that computes; what the verdict is about where no finding tells.
const Node* computing(const Model& model) {
    for (const NodeClass wanted : {NodeClass::Compute, NodeClass::HostCentric}) {
        const auto found = std::ranges::find(model.nodes(), wanted, &Node::nodeClass);
        if (found != model.nodes().end())
            return &*found;
    }
    return nullptr;
}

std::string percent(double share) { return figure(static_cast<int>(share * 100)) + " %"; }

// What a pillar rests on: its findings as evidence, and its grade in the claim.
void show(const Report& report, const PillarGrade& pillar, Fault& fault,
          std::vector<std::string>& claims) {
    const std::vector<const Finding*> open = openOf(report, pillar.pillar);
    std::vector<std::string_view> ids;
    for (const Finding* finding : open)
        if (std::ranges::find(ids, finding->check->id) == ids.end())
            ids.push_back(finding->check->id);
    claims.push_back(fmt::format("{} is {}{}{}", title(pillar.pillar), word(pillar.grade),
                                 ids.empty() ? "" : ", by ", fmt::join(ids, ", ")));
    for (std::size_t i = 0; i < std::min(open.size(), findingsShown); ++i)
        fault.also.push_back(
            {fmt::format("{}: {} {}", title(pillar.pillar), open[i]->check->id, open[i]->message),
             open[i]->at});
}

// The questions that hold most often and fail nowhere, of pillars that are not the trouble.
void showStrengths(const Report& report, Fault& fault) {
    const auto isTrouble = [&](Pillar pillar) {
        return pillar == Pillar::None ||
               std::ranges::any_of(gradesOf(report.verdict), [&](const PillarGrade& one) {
                   return one.pillar == pillar && one.grade == Grade::NotYet;
               });
    };
    std::map<const Check*, int> held;
    for (const Held& one : report.held)
        if (!isTrouble(one.check->pillar))
            ++held[one.check];
    for (const Finding& finding : report.findings)
        held.erase(finding.check);
    std::vector<std::pair<int, const Check*>> best;
    for (const auto& [check, count] : held)
        best.emplace_back(count, check);
    std::ranges::sort(best, [](const auto& a, const auto& b) {
        return a.first != b.first ? a.first > b.first : a.second->id < b.second->id;
    });
    for (std::size_t i = 0; i < std::min(best.size(), strengthsShown); ++i)
        fault.also.push_back({fmt::format("a strength: no {} ({} asked, all hold)",
                                          best[i].second->name, best[i].first),
                              {}});
}

void tell(Judge& judge, const Node& about) {
    const Report& report = judge.report();
    Fault fault;
    fault.severity = Severity::Info;
    std::vector<std::string> claims;
    const Finding* worst = nullptr;
    for (const PillarGrade& pillar : gradesOf(report.verdict)) {
        show(report, pillar, fault, claims);
        for (const Finding* finding : openOf(report, pillar.pillar))
            if (!worst || finding->severity > worst->severity)
                worst = finding;
    }
    const double coverage = report.verdict.confidence;
    fault.message = fmt::format("Not yet a strong serverless model: {}", fmt::join(claims, "; "));
    if (coverage < enough)
        fault.message +=
            fmt::format(" (provisional: {} of the questions could be answered)", percent(coverage));
    const bool stands = worst && !worst->elements.empty();
    fault.elements = {stands ? worst->elements.front() : judge.id(about)};
    fault.at = worst ? worst->at : about.at;
    showStrengths(report, fault);
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Node* about = computing(judge.model());
    if (!about || judge.stopped())
        return;
    const Verdict& verdict = judge.report().verdict;
    if (verdict.overall == Grade::NotYet)
        return tell(judge, *about);
    if (verdict.overall != Grade::NotJudged)
        return judge.holds({judge.id(*about)});
    std::vector<std::string_view> open;
    for (const PillarGrade& pillar : gradesOf(verdict))
        if (pillar.grade == Grade::NotJudged)
            open.push_back(title(pillar.pillar));
    judge.cannotTell({judge.id(*about)},
                     fmt::format("too little is known of {}: {} of all questions could be "
                                 "answered; the code itself is not judged: no source",
                                 fmt::join(open, ", "), percent(verdict.confidence)),
                     about->at);
}

} // namespace

extern constinit const Check notYetAStrongModel{
    .id = "VRD001",
    .name = "not-yet-a-strong-model",
    .severity = Severity::Info,
    .pillar = Pillar::None,
    .title = "Is this really a strong serverless model?",
    .why = "A system whose code runs in functions is not yet one that is built for them: with work "
           "that lives long, state in memory, triggers that lose work and broad permissions, the "
           "deployment changed more than the architecture did.",
    .fires = "Four pillars are judged by the open findings of their checks: short-lived execution, "
             "explicit external state, trigger-aware design, tight permissions. Info when the "
             "model as a whole is not yet strong:\n"
             "a pillar has an open error, or three open warnings;\n"
             "two pillars have warnings, or one has and a host-centric part stands in the path;\n"
             "the computing itself is host-centric.",
    .notWhen = "Every pillar is strong: no open warning, and at least four in five of its "
               "questions could be answered.\n"
               "Three are strong and one is partial, with one or two warnings.\n"
               "Findings are accepted: they are evidence, but no longer open.\n"
               "Nothing in the manifest computes.\n"
               "Too few questions could be answered: then it cannot be told.",
    .platforms = "All.",
    .fix = "Mend the finding that it points at: it lifts the verdict most.",
    .source = "The design review question that this program starts from.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n"
           "    assumes: worker-role\n"
           "identities:\n"
           "  worker-role:\n"
           "    statements:\n"
           "      - {effect: allow, actions: \"*\", resources: \"*\"}\n",
    .good = "limn: 1\n"
            "entry_points:\n"
            "  place:\n"
            "    route: POST /orders\n"
            "    auth: jwt\n"
            "    timeout_seconds: 29\n"
            "    throttle_rate: 50\n"
            "    throttle_burst: 100\n"
            "    validated: true\n"
            "    triggers: Place\n"
            "functions:\n"
            "  Place:\n"
            "    handler: src/place.handle\n"
            "    runtime: nodejs22.x\n"
            "    timeout_seconds: 10\n"
            "    memory_mb: 512\n"
            "    reserved_concurrency: 20\n"
            "    tracing: true\n"
            "    assumes: place-role\n"
            "    writes: orders\n"
            "    publishes: jobs\n"
            "  Ship:\n"
            "    handler: src/ship.handle\n"
            "    runtime: nodejs22.x\n"
            "    timeout_seconds: 10\n"
            "    memory_mb: 512\n"
            "    reserved_concurrency: 20\n"
            "    tracing: true\n"
            "    assumes: ship-role\n"
            "    reads: orders\n"
            "identities:\n"
            "  place-role:\n"
            "    statements:\n"
            "      - {effect: allow, actions: dynamodb:PutItem, resources: orders}\n"
            "      - {effect: allow, actions: sqs:SendMessage, resources: jobs}\n"
            "  ship-role:\n"
            "    statements:\n"
            "      - {effect: allow, actions: dynamodb:GetItem, resources: orders}\n"
            "stores:\n"
            "  orders:\n"
            "    type: table\n"
            "    point_in_time_recovery: true\n"
            "    deletion_policy: retain\n"
            "queues:\n"
            "  jobs:\n"
            "    visibility_timeout_seconds: 60\n"
            "    retention_seconds: 345600\n"
            "    triggers: {to: Ship, batch_size: 10, partial_batch_response: true, "
            "max_concurrency: 10}\n"
            "    fails_to: {to: failed, max_receive_count: 5}\n"
            "  failed:\n"
            "    retention_seconds: 1209600\n",
    .run = run,
};

} // namespace limn
