// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

constexpr double shortWorkflow = 3600; // a run that ends within an hour holds nobody for long

// Whether somebody outside decides when the task ends.
bool isOpenEnded(const Model& model, const State& state) {
    const std::string_view waits = wordOf(model.property(state, "waits_for"));
    const std::string_view call = wordOf(model.property(state, "call"));
    return waits == "completion" || waits == "callback" || call == "activity" ||
           call.starts_with("http:") || call.starts_with("apigateway:");
}

// Whether its time, or its silence, ends somewhere; a value that each run gives does.
bool isBounded(const Model& model, const State& state) {
    return model.property(state, "timeout_seconds") || model.property(state, "heartbeat_seconds");
}

struct Waiting {
    std::vector<const State*> callbacks;
    std::vector<const State*> others;
    const State* open = nullptr; // what it waits for is not known
    bool asked = false;
};

Waiting waitingOf(const Model& model, const Node& workflow) {
    Waiting found;
    for (const State& state : model.states(workflow)) {
        if (state.kind != StateKind::Task)
            continue;
        if (isUnknown(model.property(state, "waits_for")) ||
            (isUnknown(model.property(state, "call")) && !isBounded(model, state)))
            found.open = &state;
        if (!isOpenEnded(model, state))
            continue;
        found.asked = true;
        if (isBounded(model, state))
            continue;
        const bool callback = wordOf(model.property(state, "waits_for")) == "callback";
        (callback ? found.callbacks : found.others).push_back(&state);
    }
    return found;
}

void report(Judge& judge, const Node& workflow, std::string_view subject, Severity severity,
            const std::vector<const State*>& states, const Effective& limit) {
    Fault fault;
    fault.severity = severity;
    fault.elements = {judge.id(workflow)};
    fault.subject = subject;
    fault.at = states.front()->at;
    const Fact* usual = findFact("aws.sfn.lambda_task.task_timeout_default_s");
    const bool isAws = platformOf(judge.model(), workflow) == "aws.sfn";
    const std::string bound =
        limit.number()   ? fmt::format("until the run ends after {}", limit.display())
        : usual && isAws ? fmt::format("for {} s ({})", figure(usual->number), defaultNote(*usual))
                         : std::string("without end");
    std::vector<std::string> names;
    for (const State* state : states) {
        names.push_back(fmt::format("`{}`", state->name));
        fault.also.push_back(
            {fmt::format("state {} waits for {} and has neither a timeout nor a heartbeat",
                         state->name, subject == "callback" ? "a call back" : "an answer"),
             state->at});
    }
    fault.message = fmt::format("{} of {} {} {} {} when none comes", listed(names),
                                judge.name(workflow), states.size() == 1 ? "waits" : "wait",
                                subject == "callback" ? "for a call back" : "for an answer", bound);
    if (limit.number())
        fault.grounds.push_back(limit);
    judge.fails(std::move(fault));
}

void judgeWorkflow(Judge& judge, const Node& workflow) {
    const Model& model = judge.model();
    // A run of the short kind ends within minutes by itself.
    if (wordOf(model.property(workflow, "workflow_type")) == "express")
        return;
    const Waiting waiting = waitingOf(model, workflow);
    if (waiting.open)
        judge.cannotTell({judge.id(workflow)},
                         fmt::format("what state {} waits for is not known", waiting.open->name),
                         waiting.open->at);
    if (!waiting.asked)
        return;
    if (waiting.callbacks.empty() && waiting.others.empty())
        return judge.holds({judge.id(workflow)});
    const Effective limit = judge.eff(workflow, "timeout_seconds");
    if (limit.value.unknown())
        return judge.cannotTell({judge.id(workflow)}, limit);
    const bool isShort = limit.number() && *limit.number() <= shortWorkflow;
    if (!waiting.callbacks.empty())
        report(judge, workflow, "callback", isShort ? Severity::Info : Severity::Error,
               waiting.callbacks, limit);
    if (!waiting.others.empty())
        report(judge, workflow, "answer", isShort ? Severity::Info : Severity::Warning,
               waiting.others, limit);
}

void run(Judge& judge) {
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::Workflow)
            judgeWorkflow(judge, node);
    }
}

} // namespace

extern constinit const Check taskWithoutTimeout{
    .id = "RTY012",
    .name = "task-without-timeout",
    .severity = Severity::Error,
    .pillar = Pillar::Triggers,
    .title = "A task that never answers holds its run for up to a year",
    .why = "A call back that gets lost, a worker that died, a server that hangs: the workflow "
           "cannot know, and waits. The run "
           "stays open, whoever waits for it waits too, and nothing fails that could be seen.",
    .fires = "Tasks without a timeout or heartbeat whose end somebody outside decides, one finding "
             "with a list:\n"
             "error when they wait for a call back;\n"
             "warning for activities, HTTP calls, and tasks that wait for the end of a job;\n"
             "info when the whole run ends within an hour.",
    .notWhen = "A task that calls a function: the function's own timeout ends it.\n"
               "A timeout or a heartbeat is set, also where each run gives it.\n"
               "A person decides, with a long timeout that says so.\n"
               "An express workflow, which ends within minutes by itself.\n"
               "What the task waits for, or the workflow's timeout, is an expression: then it "
               "cannot be told.",
    .platforms = "A task of Step Functions may take 99999999 s by default, a run of a standard "
                 "workflow a year.",
    .fix = "Set a timeout of twice what is expected, and for call backs a heartbeat that the "
           "worker sends.",
    .source = "Amazon States Language, Task state.",
    .bad = "limn: 1\n"
           "workflows:\n"
           "  Orders:\n"
           "    states:\n"
           "      Approve: {type: task, start: true, end: true, call: \"sqs:sendMessage\", "
           "waits_for: callback}\n"
           "    publishes: {to: approvals, states: [Approve]}\n"
           "queues:\n"
           "  approvals:\n",
    .good = "limn: 1\n"
            "workflows:\n"
            "  Orders:\n"
            "    states:\n"
            "      Approve: {type: task, start: true, end: true, call: \"sqs:sendMessage\", "
            "waits_for: callback, "
            "heartbeat_seconds: 3600}\n"
            "    publishes: {to: approvals, states: [Approve]}\n"
            "queues:\n"
            "  approvals:\n",
    .run = run,
};

} // namespace limn
