// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

// A service that may call the function and is known to hand over its events without waiting.
bool handsOver(const Model& model, const Node& from) {
    const Fact* known = findFact("aws.lambda.async.principals");
    const std::string_view id = model.id(from);
    return known && from.kind == NodeKind::External && id.ends_with(".amazonaws.com") &&
           known->text.find(id) != std::string_view::npos;
}

std::vector<const Edge*> asyncWaysIn(const Model& model, const Node& function) {
    std::vector<const Edge*> ways;
    eachInto(model, function, [&](const Edge& edge) {
        if (edge.from.node == NodeIndex::None || isSwitchedOff(model, edge))
            return;
        const bool starts = edge.kind == EdgeKind::Triggers || edge.kind == EdgeKind::Invokes;
        if (starts &&
            (edge.delivery == Delivery::Async ||
             (edge.delivery == Delivery::None && handsOver(model, model[edge.from.node]))))
            ways.push_back(&edge);
    });
    eachOutOf(model, function, [&](const Edge& edge) {
        if (edge.kind == EdgeKind::Subscribes && edge.to.node != NodeIndex::None &&
            model[edge.to.node].kind == NodeKind::Topic)
            ways.push_back(&edge);
    });
    return ways;
}

// A failure path that is not one of a stream's mapping alone.
bool keepsRuns(const Model& model, const Node& function) {
    if (const Property* own = model.property(function, "keeps_failures"))
        return flagOf(own) != false;
    if (!hasOutOf(model, function, EdgeKind::FailsTo))
        return false;
    const auto ofMapping = [&](EdgeIndex i) {
        return flagOf(model.property(model[i], "keeps_failures")) == true;
    };
    return std::ranges::none_of(model.edgesTo(model.indexOf(function)), ofMapping);
}

void judgeFunction(Judge& judge, const Node& function) {
    const Model& model = judge.model();
    const std::vector<const Edge*> ways = asyncWaysIn(model, function);
    if (ways.empty())
        return;
    if (keepsRuns(model, function))
        return judge.holds({judge.id(function)});
    if (isUnknown(model.property(function, "retry_attempts")))
        return judge.cannotTell({judge.id(function)}, judge.eff(function, "retry_attempts"));
    const Effective retries = judge.eff(function, "retry_attempts");
    const Effective age = judge.eff(function, "max_event_age_seconds");
    Fault fault;
    fault.severity = Severity::Error;
    fault.elements = {judge.id(function)};
    fault.at = function.at;
    std::string tried;
    if (retries.number()) {
        fault.grounds.push_back(retries);
        tried = fmt::format(" after {} retries", retries.display());
    }
    if (age.number()) {
        fault.grounds.push_back(age);
        tried += fmt::format("{} within {}", tried.empty() ? "" : ",", age.display());
    }
    std::vector<const Node*> sources;
    for (const Edge* way : ways) {
        const Node& source =
            model[way->kind == EdgeKind::Subscribes ? way->to.node : way->from.node];
        sources.push_back(&source);
        fault.also.push_back({fmt::format("{} starts it and does not wait", judge.name(source)),
                              spanOfLine(model, *way)});
    }
    fault.message =
        fmt::format("{} has nowhere to put an event that it cannot handle: what {} {} is lost{}",
                    judge.name(function), listed(judge, sources),
                    sources.size() == 1 ? "sends" : "send", tried);
    fault.also.push_back(
        {fmt::format("{} has no failure path of its own", judge.name(function)), function.at});
    fault.fix = addFailureQueue(judge, function);
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        const bool isOther = node.platformType != Symbol::None &&
                             platformOfType(model.text(node.platformType)) != "aws.lambda";
        if (isOwnFunction(model, node) && !isOther)
            judgeFunction(judge, node);
    }
}

constexpr std::string_view aliases[] = {"ES1007",
                                        "aws_lambda_event_invoke_config_async_on_failure",
                                        "LambdaAsyncFailureDestination",
                                        "LambdaDLQ",
                                        "CKV_AWS_116",
                                        "asyncSpecifyFailureDestination",
                                        "require-dlq",
                                        "lambda_dlq_check",
                                        "awslambda_function_no_dead_letter_queue",
                                        "lambda_function_without_dead_letter_queue",
                                        "serverless_function_without_dead_letter_queue"};

} // namespace

extern constinit const Check asynchronousFailureLost{
    .id = "RTY001",
    .name = "asynchronous-failure-lost",
    .severity = Severity::Error,
    .pillar = Pillar::Triggers,
    .title = "After the last retry of an asynchronous run its event disappears",
    .why = "Nobody waits for the outcome of an asynchronous run. When the last retry has failed, "
           "the event is gone, and "
           "nothing says that it ever was there.",
    .fires = "A function that something starts without waiting for it, and that has neither an "
             "on-failure destination "
             "nor a dead-letter queue of its own: error.",
    .notWhen = "The function is only called by those who wait, or polls a queue or a stream: those "
               "have retries of their own.\n"
               "Either a dead-letter queue or an on-failure destination is enough.\n"
               "What starts it is switched off.\n"
               "The function only provides resources of a deployment, which waits for it.\n"
               "A dead-letter queue of the rule, subscription or schedule is no excuse: it keeps "
               "what could not be delivered, "
               "not what failed.\n"
               "How often it is tried is an expression: then it cannot be told.",
    .platforms =
        "Lambda tries an asynchronous event three times and keeps it for 6 hours at most.\n"
        "Functions of other vendors are judged by RTY004 and RTY010.",
    .fix = "Send what fails to a queue that keeps it for 14 days, let the function's role write to "
           "it, and watch it.",
    .source = "Lambda developer guide, asynchronous invocation.",
    .bad = "limn: 1\n"
           "entry_points:\n"
           "  nightly:\n"
           "    schedule: cron(0 2 * * ? *)\n"
           "    triggers: worker\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n",
    .good = "limn: 1\n"
            "entry_points:\n"
            "  nightly:\n"
            "    schedule: cron(0 2 * * ? *)\n"
            "    triggers: worker\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n"
            "    fails_to: failed-nights\n"
            "queues:\n"
            "  failed-nights:\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
