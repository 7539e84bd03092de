// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/checks/judge.h"
#include "core/checks/switched.h"

namespace limn {
namespace {

constexpr double heavySeconds = 5; // a record's work that is worth a run of its own
constexpr std::int64_t proposedBatch = 10;
constexpr std::int64_t proposedWindow = 5;
constexpr int counted = 1000; // messages that the message counts runs for

bool inOrder(const Judge& judge, const Node& source) {
    const Property* fifo = judge.model().property(source, "fifo");
    const bool* is = fifo ? fifo->value.boolean() : nullptr;
    return is && *is;
}

void report(Judge& judge, const Edge& edge, const Node& source, const Node& handler,
            const Effective& batch, const Effective& timeout) {
    const std::string key(judge.model().text(edge.key));
    Fault fault;
    fault.severity = Severity::Info;
    fault.elements = {judge.id(source), judge.id(handler)};
    fault.at = batch.at;
    fault.message = fmt::format("{} hands over one record at a time: {} records are {} runs of {}; "
                                "with a batch of {} and a window of {} s they are {}",
                                judge.name(source), counted, counted, judge.name(handler),
                                proposedBatch, proposedWindow, counted / proposedBatch);
    fault.grounds = {batch, timeout};
    fault.fix = Fix{fmt::format("Set batch_size to {} and batch_window_seconds to {} (proposed)",
                                proposedBatch, proposedWindow),
                    {SetProperty{key, "batch_size", Value(proposedBatch)},
                     SetProperty{key, "batch_window_seconds", Value(proposedWindow)}}};
    judge.fails(std::move(fault));
}

void judgeDelivery(Judge& judge, const Edge& edge, const Node& source, const Node& handler) {
    const Property* own = judge.model().property(edge, "batch_size");
    if (!own || switchOf(judge.model(), edge) == Switch::Off)
        return; // no platform hands over single records by itself
    const std::vector<std::string> elements{judge.id(source), judge.id(handler)};
    if (own->value.isNumber() && own->value.number() != 1)
        return judge.holds(elements);
    const Effective batch = judge.eff(edge, "batch_size");
    if (!batch.number())
        return judge.cannotTell(elements, batch);
    if (inOrder(judge, source))
        return judge.holds(elements);
    const Effective timeout = judge.eff(handler, "timeout_seconds");
    if (!timeout.number())
        return judge.cannotTell(elements, timeout);
    if (*timeout.number() > heavySeconds)
        return judge.holds(elements);
    report(judge, edge, source, handler, batch, timeout);
}

void run(Judge& judge) {
    for (const Edge& edge : judge.model().edges()) {
        if (judge.stopped())
            return;
        if (edge.kind != EdgeKind::Triggers ||
            (edge.delivery != Delivery::PollQueue && edge.delivery != Delivery::PollStream))
            continue;
        const Node* source = judge.nodeOf(edge.from);
        const Node* handler = judge.nodeOf(edge.to);
        if (source && handler && handler->kind == NodeKind::Function)
            judgeDelivery(judge, edge, *source, *handler);
    }
}

} // namespace

extern constinit const Check runPerRecord{
    .id = "CST002",
    .name = "run-per-record",
    .severity = Severity::Info,
    .pillar = Pillar::None,
    .title = "Each record starts a run of its own",
    .why = "The platform could hand over a batch. One record at a time, each pays for its own run, "
           "and a burst starts as many copies as there are records.",
    .fires = "A queue or stream that hands a function one record at a time, when the function may "
             "run 5 s at most: info.",
    .notWhen = "The work on one record is heavy: the function may run longer than 5 s.\n"
               "A FIFO queue keeps the order of a group.\n"
               "No batch size is written: every platform's default is more than one.\n"
               "The mapping is switched off.\n"
               "The batch size or the timeout is an expression: then it cannot be told.\n"
               "Each record has to be there at once: accept the finding and say so.",
    .platforms = "SQS to Lambda: up to 10,000 messages and a window of up to 300 s; streams up to "
                 "10,000 records.",
    .fix = "Set a batch size and a window, and let the handler report which records failed.",
    .source = "Lambda developer guide, batching behavior.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  count:\n"
           "    handler: src/count.handle\n"
           "    timeout_seconds: 3\n"
           "queues:\n"
           "  clicks:\n"
           "    triggers: {to: count, batch_size: 1}\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  count:\n"
            "    handler: src/count.handle\n"
            "    timeout_seconds: 3\n"
            "queues:\n"
            "  clicks:\n"
            "    triggers: {to: count, batch_size: 10, batch_window_seconds: 5}\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
