// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

constexpr double room = 0.8; // of the outer time for the inner, as a proposal

void report(Judge& judge, const Node& inner, const Node& outer, std::string_view subject,
            const Effective& innerTime, const Effective& outerTime, std::string message,
            const Edge& edge) {
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = {judge.id(outer), judge.id(inner)};
    fault.subject = subject;
    fault.at = outerTime.at;
    fault.grounds = {innerTime, outerTime};
    fault.message = std::move(message);
    fault.also.push_back({fmt::format("{} waits for {}", judge.name(outer), judge.name(inner)),
                          spanOfLine(judge.model(), edge)});
    const auto proposed = static_cast<std::int64_t>(outerTime.number().value_or(0) * room);
    if (proposed >= 1)
        fault.fix = Fix{fmt::format("Set timeout_seconds of {} to {} (a proposal)",
                                    judge.model().text(inner.name), proposed),
                        {SetProperty{judge.id(inner), "timeout_seconds", Value(proposed)}}};
    judge.fails(std::move(fault));
}

void judgeCall(Judge& judge, const Edge& edge, const Node& caller, const Node& callee) {
    const std::vector<std::string> elements{judge.id(caller), judge.id(callee)};
    const Effective outer = judge.eff(caller, "timeout_seconds");
    const Effective inner = judge.eff(callee, "timeout_seconds");
    for (const Effective* time : {&outer, &inner})
        if (!time->number())
            return judge.cannotTell(elements, *time);
    if (*inner.number() < *outer.number())
        return judge.holds(elements);
    report(judge, callee, caller, "", inner, outer,
           fmt::format("{} may run for {}, but {}, which waits for it, ends after {}",
                       judge.name(callee), inner.display(), judge.name(caller), outer.display()),
           edge);
}

Effective timeOf(const State& state, const Property& written) {
    Effective time;
    time.owner = fmt::format("state {}", state.name);
    time.property = "timeout_seconds";
    time.value = written.value;
    time.at = written.at;
    if (const Unknown* unknown = written.value.unknown())
        time.reason =
            fmt::format("timeout_seconds of state {} is {}", state.name, unknown->expression);
    return time;
}

// A task that gives up before its function does, and runs of the short kind.
void judgeTask(Judge& judge, const Edge& edge, const Node& workflow, const Node& function,
               const State& state) {
    const Model& model = judge.model();
    const Effective inner = judge.eff(function, "timeout_seconds");
    const std::vector<std::string> elements{judge.id(workflow), judge.id(function)};
    const Fact* shortRun = findFact("aws.sfn.express.max_s");
    const bool isExpress = wordOf(model.property(workflow, "workflow_type")) == "express";
    const Property* own = model.property(state, "timeout_seconds");
    if (!own && !(isExpress && shortRun))
        return;
    if (!inner.number())
        return judge.cannotTell(elements, inner);
    if (own) {
        const Effective outer = timeOf(state, *own);
        if (!outer.number())
            return judge.cannotTell(elements, outer);
        if (*outer.number() < *inner.number())
            return report(judge, function, workflow, state.key, inner, outer,
                          fmt::format("state {} of {} gives up after {}, but {} may run for {}: it "
                                      "is tried again while it still works",
                                      state.name, judge.name(workflow), outer.display(),
                                      judge.name(function), inner.display()),
                          edge);
    } else if (*inner.number() >= shortRun->number) {
        Effective outer;
        outer.owner = judge.name(workflow);
        outer.property = "timeout_seconds";
        outer.value = Value(shortRun->number);
        outer.at = workflow.at;
        outer.fact = shortRun;
        return report(
            judge, function, workflow, state.key, inner, outer,
            fmt::format("{} may run for {}, but a run of the express workflow {} ends after {} s",
                        judge.name(function), inner.display(), judge.name(workflow),
                        figure(shortRun->number)),
            edge);
    }
    judge.holds(elements);
}

void judgeWorkflowCall(Judge& judge, const Edge& edge, const Node& workflow, const Node& function) {
    const Model& model = judge.model();
    const Property* keys = model.property(edge, "states");
    const ValueList* list = keys ? keys->value.list() : nullptr;
    if (!list)
        return;
    const std::string prefix = judge.id(workflow) + '/';
    for (const Value& key : *list)
        if (const std::string* text = key.string())
            if (const State* state = model.state(prefix + *text))
                judgeTask(judge, edge, workflow, function, *state);
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Edge& edge : model.edges()) {
        if (judge.stopped())
            return;
        if (edge.kind != EdgeKind::Invokes || edge.delivery != Delivery::Sync)
            continue;
        const Node* caller = judge.nodeOf(edge.from);
        const Node* callee = judge.nodeOf(edge.to);
        if (!caller || !callee || callee->kind != NodeKind::Function || caller == callee)
            continue;
        if (caller->kind == NodeKind::Function)
            judgeCall(judge, edge, *caller, *callee);
        else if (caller->kind == NodeKind::Workflow)
            judgeWorkflowCall(judge, edge, *caller, *callee);
    }
}

} // namespace

extern constinit const Check timeoutChainInverted{
    .id = "LIM005",
    .name = "timeout-chain-inverted",
    .severity = Severity::Warning,
    .pillar = Pillar::Execution,
    .title = "An inner call may take longer than the thing that waits for it",
    .why = "Whoever waits gives up first, and cannot tell a slow answer from none. It fails or "
           "tries again while the call "
           "goes on behind it: work that nobody wants any more, and often twice.",
    .fires = "Warning when\n"
             "a function waits for another whose timeout is as long as its own, or longer;\n"
             "a task's timeout is shorter than that of the function it calls;\n"
             "an express workflow waits for a function that may run as long as the whole workflow.",
    .notWhen = "Nobody waits: the call is asynchronous, or a queue stands in between.\n"
               "Whether a call waits is not known: a permission alone does not say it; nor does an "
               "answer in a stream.\n"
               "An entry point waits for the function: LIM001.\n"
               "A timeout is not known: then it cannot be told.",
    .platforms = "A Lambda function runs 3 s by default.\n"
                 "A run of an express workflow ends after 300 s.",
    .fix = "Give the inner call four fifths of the time of the outer one.",
    .source = "Timeout rules of OpenFaaS and of AWS.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  order:\n"
           "    handler: src/order.handle\n"
           "    timeout_seconds: 10\n"
           "    invokes: price\n"
           "  price:\n"
           "    handler: src/price.handle\n"
           "    timeout_seconds: 30\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  order:\n"
            "    handler: src/order.handle\n"
            "    timeout_seconds: 10\n"
            "    invokes: price\n"
            "  price:\n"
            "    handler: src/price.handle\n"
            "    timeout_seconds: 8\n",
    .run = run,
};

} // namespace limn
