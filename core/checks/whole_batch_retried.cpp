// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

// Brokers have no way to hear of a part, and some platforms hand over one message at a time.
bool cannotReport(const Model& model, const Node& source, const Edge& edge) {
    const std::string_view platform = platformOf(model, source);
    return platformOf(model, edge) == "aws.lambda.mq" || model.text(source.subtype) == "broker" ||
           platform.starts_with("azure.");
}

void judgeDelivery(Judge& judge, const Edge& edge, const Node& source, const Node& function) {
    const Model& model = judge.model();
    const std::vector<std::string> elements{judge.id(function), judge.id(source)};
    const Property* partial = model.property(edge, "partial_batch_response");
    if (flagOf(partial) == true)
        return judge.holds(elements);
    const Effective batch = judge.eff(edge, "batch_size");
    if (batch.number().value_or(0) == 1)
        return judge.holds(elements);
    if (isUnknown(partial))
        return judge.cannotTell(elements, judge.eff(edge, "partial_batch_response"));
    if (!batch.number())
        return judge.cannotTell(elements, batch);

    const bool cut = edge.delivery == Delivery::PollStream &&
                     flagOf(model.property(edge, "bisect_on_error")) == true;
    Fault fault;
    fault.severity = cut ? Severity::Info : Severity::Warning;
    fault.elements = elements;
    fault.at = batch.stated() ? batch.at : spanOfLine(model, edge);
    fault.grounds = {batch};
    fault.message = fmt::format(
        "{} takes {} {} of {} at a time and cannot say which of them failed: "
        "one bad one makes {}",
        judge.name(function), batch.display(),
        edge.delivery == Delivery::PollStream ? "records" : "messages", judge.name(source),
        cut ? "half of the batch run again" : "all of them run again");
    fault.also.push_back({fmt::format("{} reports no part of a batch", judge.name(function)),
                          spanOfLine(model, edge)});
    fault.fix = Fix{
        fmt::format("Let {} report the failed part of a batch (its handler must return it)",
                    model.text(function.name)),
        {SetProperty{std::string(model.text(edge.key)), "partial_batch_response", Value(true)}}};
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Edge& edge : model.edges()) {
        if (judge.stopped())
            return;
        const bool polls =
            edge.delivery == Delivery::PollQueue || edge.delivery == Delivery::PollStream;
        if (edge.kind != EdgeKind::Triggers || !polls || isSwitchedOff(model, edge))
            continue;
        const Node* source = judge.nodeOf(edge.from);
        const Node* function = judge.nodeOf(edge.to);
        if (source && function && function->kind == NodeKind::Function &&
            !cannotReport(model, *source, edge))
            judgeDelivery(judge, edge, *source, *function);
    }
}

} // namespace

extern constinit const Check wholeBatchRetried{
    .id = "RTY007",
    .name = "whole-batch-retried",
    .severity = Severity::Warning,
    .pillar = Pillar::Triggers,
    .title = "One failing message makes every message of its batch run again",
    .why = "A handler that can only fail as a whole does the good work of a batch again with every "
           "try of the bad one, and in "
           "the end good messages may land in the dead-letter queue beside it.",
    .fires = "A queue or stream that is polled for a function in batches of more than one, where "
             "the handler may not report "
             "the failed part:\n"
             "warning;\n"
             "info for a stream whose failing batches are cut in two.",
    .notWhen =
        "The batch is one message.\n"
        "The mapping takes reports of a part; whether the handler returns them is seen in its "
        "source alone.\n"
        "A broker, which cannot hear of a part, or a platform that hands over one message at a "
        "time.\n"
        "The handler does all or nothing in one transaction: accept the finding and say so.\n"
        "The mapping is switched off.\n"
        "The batch size or the report is an expression: then it cannot be told.",
    .platforms =
        "Lambda takes 10 messages of SQS and 100 records of a stream by default.\n"
        "From a FIFO queue, the handler must stop at the first failure and report the rest.",
    .fix = "Set ReportBatchItemFailures and return what failed; a batch processor (Powertools) "
           "does it.",
    .source = "Lambda developer guide, reporting batch item failures.",
    .bad = "limn: 1\n"
           "queues:\n"
           "  jobs:\n"
           "    triggers: {to: worker, batch_size: 10}\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n",
    .good = "limn: 1\n"
            "queues:\n"
            "  jobs:\n"
            "    triggers: {to: worker, batch_size: 10, partial_batch_response: true}\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n",
    .run = run,
};

} // namespace limn
