// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

constexpr double longWait = 300;  // s that somebody waits
constexpr double nearlyAll = 0.8; // of what the platform allows

// The longest a function may run at all on its platform; nothing where no fact says it.
const Fact* longestOf(const Model& model, const Node& function) {
    if (platformOf(model, function) != "aws.lambda")
        return nullptr;
    return findFact(model.property(function, "capacity_provider")
                        ? "aws.lambda.managed_instances.timeout_max_s"
                        : "aws.lambda.timeout_max_s");
}

struct WaysIn {
    const Edge* sync = nullptr; // somebody waits, and is no deployment
    const Edge* any = nullptr;
    bool batchesOnly = true;
    bool automationOnly = true;
};

WaysIn waysInto(const Model& model, const Node& function) {
    WaysIn ways;
    eachInto(model, function, [&](const Edge& edge) {
        const bool starts = edge.kind == EdgeKind::Triggers || edge.kind == EdgeKind::Invokes;
        if (!starts || edge.delivery == Delivery::None || isSwitchedOff(model, edge))
            return;
        const Node* from = edge.from.node == NodeIndex::None ? nullptr : &model[edge.from.node];
        if (from && from->nodeClass == NodeClass::Automation)
            return;
        ways.automationOnly = false;
        ways.any = ways.any ? ways.any : &edge;
        ways.batchesOnly = ways.batchesOnly && edge.delivery == Delivery::PollQueue;
        const bool isTask = from && from->kind == NodeKind::Workflow;
        if (edge.delivery == Delivery::Sync && !isTask && !ways.sync)
            ways.sync = &edge;
    });
    return ways;
}

void judgeFunction(Judge& judge, const Node& function) {
    const Model& model = judge.model();
    // A durable run is split into steps by the platform and has a timeout of its own.
    if (function.nodeClass == NodeClass::Automation ||
        model.property(function, "durable_timeout_seconds"))
        return;
    const WaysIn ways = waysInto(model, function);
    if (!ways.any || ways.automationOnly)
        return;
    const std::vector<std::string> elements{judge.id(function)};
    const Effective timeout = judge.eff(function, "timeout_seconds");
    if (!timeout.number())
        return judge.cannotTell(elements, timeout);
    const Fact* longest = longestOf(model, function);
    const bool isNear = longest && *timeout.number() >= nearlyAll * longest->number;
    const bool isWaitedFor = ways.sync && *timeout.number() >= longWait;
    if (!isNear && !isWaitedFor)
        return judge.holds(elements);

    const Edge& way = isWaitedFor ? *ways.sync : *ways.any;
    const Node* from = judge.nodeOf(way.from);
    Fault fault;
    fault.severity = ways.batchesOnly ? Severity::Info : Severity::Warning;
    fault.elements = elements;
    fault.at = timeout.at;
    fault.grounds = {timeout};
    fault.message =
        isWaitedFor
            ? fmt::format("{} may run for {} while {} waits: {} s and more is a job, not an answer",
                          judge.name(function), timeout.display(),
                          from ? judge.name(*from) : std::string("its caller"), figure(longWait))
            : fmt::format("{} may run for {}, {} % of the {} s that the platform allows at most",
                          judge.name(function), timeout.display(),
                          figure(100 * *timeout.number() / longest->number),
                          figure(longest->number));
    if (longest)
        fault.also.push_back(
            {fmt::format("at most {} s (from {})", figure(longest->number), sourceTitle(*longest)),
             function.at});
    if (from)
        fault.also.push_back(
            {fmt::format("{} starts it", judge.name(*from)), spanOfLine(model, way)});
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (isOwnFunction(judge.model(), node))
            judgeFunction(judge, node);
    }
}

constexpr std::string_view aliases[] = {"noMaxTimeout"};

} // namespace

extern constinit const Check executionNotShort{
    .id = "LIM003",
    .name = "execution-not-short",
    .severity = Severity::Warning,
    .pillar = Pillar::Execution,
    .title = "A run of many minutes is a job wearing a function's clothes",
    .why = "A function that runs for long loses all its work when it is cut off, is paid for while "
           "it waits, and holds one of "
           "the places that other functions need. Steps of a workflow, or a job service, keep what "
           "is done.",
    .fires = "The timeout of a function that something starts:\n"
             "warning when it is 300 s or more and somebody waits for the answer;\n"
             "warning when it is 80 % or more of what the platform allows;\n"
             "info when only queues start it, whose batches may need the time.",
    .notWhen = "The function serves deployments: resources of their own, migrations.\n"
               "A durable function, whose runs are split and have a timeout of their own.\n"
               "Nothing in the model starts it.\n"
               "Its timeout is not known: then it cannot be told.",
    .platforms =
        "Lambda allows 900 s, on instances of one's own 5400 s.\n"
        "Azure allows 600 s in the consumption plan, Google 540 s for events, Knative 600 s.",
    .fix = "Split the work into states of a workflow, let a call back end the waiting, or use a "
           "job service.",
    .source = "Well-Architected, serverless lens: speedy, simple, singular.",
    .bad = "limn: 1\n"
           "entry_points:\n"
           "  get-report:\n"
           "    route: GET /report\n"
           "    triggers: report\n"
           "functions:\n"
           "  report:\n"
           "    handler: src/report.handle\n"
           "    timeout_seconds: 600\n",
    .good = "limn: 1\n"
            "entry_points:\n"
            "  get-report:\n"
            "    route: GET /report\n"
            "    triggers: report\n"
            "functions:\n"
            "  report:\n"
            "    handler: src/report.handle\n"
            "    timeout_seconds: 20\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
