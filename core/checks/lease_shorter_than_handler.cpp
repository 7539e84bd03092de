// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/judge.h"

namespace limn {
namespace {

constexpr double sqsFactor = 6;     // what the platform advises for its function service
constexpr double otherFactor = 1.1; // room for the answer to arrive
constexpr double longestLease = 43200;

// One delivery of a queue's messages to a handler, with the values that decide.
struct Handover {
    const Node& queue;
    const Node& handler;
    Effective lease;
    Effective timeout;
    Effective window;
    bool sqsToLambda = false;
};

// One message at a time, in order, and nothing of ours that turns runs away: a message never waits
// outside its run.
bool neverWaits(const Judge& judge, const Edge& edge, const Node& queue, const Node& handler) {
    const Effective fifo = judge.eff(queue, "fifo");
    const bool* inOrder = fifo.value.boolean();
    const std::optional<double> batch = judge.eff(edge, "batch_size").number();
    return inOrder && *inOrder && batch && *batch == 1 &&
           !judge.model().property(handler, "reserved_concurrency") &&
           !judge.model().property(edge, "max_concurrency");
}

Fix raiseLease(const Judge& judge, const Handover& d) {
    const double advised = sqsFactor * *d.timeout.number() + d.window.number().value_or(0);
    const auto seconds = static_cast<std::int64_t>(std::min(advised, longestLease));
    return {fmt::format("Set visibility_timeout_seconds of {} to {}",
                        judge.model().text(d.queue.name), seconds),
            {SetProperty{judge.id(d.queue), "visibility_timeout_seconds", Value(seconds)}}};
}

void report(Judge& judge, const Handover& d, Severity severity, std::string message) {
    Fault fault;
    fault.severity = severity;
    fault.elements = {judge.id(d.queue), judge.id(d.handler)};
    fault.message = std::move(message);
    fault.at = d.lease.at;
    fault.grounds = {d.lease, d.timeout};
    if (d.window.number().value_or(0) > 0)
        fault.grounds.push_back(d.window);
    fault.fix = raiseLease(judge, d);
    judge.fails(std::move(fault));
}

void judgeDelivery(Judge& judge, const Edge& edge, const Handover& d) {
    const std::vector<std::string> elements{judge.id(d.queue), judge.id(d.handler)};
    if (!d.timeout.number())
        return judge.cannotTell(elements, d.timeout);
    if (!d.lease.number())
        return judge.cannotTell(elements, d.lease);

    const double lease = *d.lease.number(), timeout = *d.timeout.number();
    const std::string claim = fmt::format("visibility timeout {} of {} is shorter than",
                                          d.lease.display(), judge.name(d.queue));
    if (lease < timeout)
        return report(judge, d, Severity::Error,
                      fmt::format("{} the {} timeout of {}{}", claim, d.timeout.display(),
                                  judge.name(d.handler),
                                  d.sqsToLambda ? ": the deployment is refused"
                                                : ": a message comes back while it is worked on"));
    if (neverWaits(judge, edge, d.queue, d.handler))
        return judge.holds(elements);
    if (!d.sqsToLambda) {
        if (lease >= otherFactor * timeout)
            return judge.holds(elements);
        return report(judge, d, Severity::Warning,
                      fmt::format("{} the {} timeout of {} and 10 % more", claim,
                                  d.timeout.display(), judge.name(d.handler)));
    }
    const double window = d.window.number().value_or(0);
    const double needed = sqsFactor * timeout + window;
    if (lease >= needed)
        return d.window.known() ? judge.holds(elements) : judge.cannotTell(elements, d.window);
    const std::string plus = window > 0 ? fmt::format(" and its {} batch window ({} s)",
                                                      d.window.display(), figure(needed))
                                        : "";
    report(judge, d, Severity::Warning,
           fmt::format("{} 6 × the {} timeout of {}{}", claim, d.timeout.display(),
                       judge.name(d.handler), plus));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Edge& edge : model.edges()) {
        if (judge.stopped())
            return;
        if (edge.kind != EdgeKind::Triggers || edge.delivery != Delivery::PollQueue)
            continue;
        const Node* queue = judge.nodeOf(edge.from);
        const Node* handler = judge.nodeOf(edge.to);
        // The lease of a queue outside the model is its owner's business.
        if (!queue || !handler || queue->kind != NodeKind::Queue ||
            handler->kind != NodeKind::Function)
            continue;
        // The host of a storage queue renews the lease while the handler runs.
        if (platformOf(model, *queue) == "azure.queue_storage") {
            judge.holds({judge.id(*queue), judge.id(*handler)});
            continue;
        }
        judgeDelivery(judge, edge,
                      {*queue, *handler, judge.eff(*queue, "visibility_timeout_seconds"),
                       judge.eff(*handler, "timeout_seconds"),
                       judge.eff(edge, "batch_window_seconds"),
                       platformOf(model, edge) == "aws.lambda.sqs"});
    }
}

constexpr std::string_view aliases[] = {"E3505", "LambdaEventSourceSQSVisibilityTimeout",
                                        "timeoutSmallEnoughForSqsVisibility"};

} // namespace

extern constinit const Check leaseShorterThanHandler{
    .id = "RTY006",
    .name = "lease-shorter-than-handler",
    .severity = Severity::Error,
    .pillar = Pillar::Triggers,
    .title = "A message becomes visible again while its handler still works on it",
    .why = "A queue hides a message from others only for a while: its lease. When the lease ends "
           "before the handler does, another "
           "copy of the handler takes the same message, the work is done twice, and the receive "
           "count rises towards the dead-letter "
           "queue without any failure.",
    .fires =
        "The visibility timeout of a queue against the timeout of the function that polls it:\n"
        "error when it is shorter than the function's timeout;\n"
        "warning from SQS to Lambda when it is shorter than 6 × the timeout plus the batch "
        "window;\n"
        "warning elsewhere when it leaves less than 10 % over the timeout.",
    .notWhen = "The handler's timeout or the lease is not known: then it cannot be told.\n"
               "A FIFO queue hands over one message at a time and nothing limits the function's "
               "concurrency: only the first rule "
               "counts.\n"
               "The queue is outside the model.\n"
               "The host renews the lease by itself: Azure storage queues.\n"
               "The handler extends the lease in its code: accept the finding and say so.",
    .platforms = "SQS hides a message for 30 s by default, 43200 s at most; a Lambda function runs "
                 "3 s by default.\n"
                 "A deployment with a lease below 1 × the timeout is refused by Lambda.\n"
                 "A queue that SAM makes for a subscription always has 30 s.\n"
                 "Service Bus locks a message for 60 s by default.",
    .fix = "Raise the lease to 6 × the handler's timeout plus the batch window, or shorten the "
           "handler.",
    .source = "Lambda developer guide, using Lambda with Amazon SQS.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n"
           "    timeout_seconds: 60\n"
           "queues:\n"
           "  jobs:\n"
           "    visibility_timeout_seconds: 30\n"
           "    triggers: worker\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n"
            "    timeout_seconds: 60\n"
            "queues:\n"
            "  jobs:\n"
            "    visibility_timeout_seconds: 360\n"
            "    triggers: worker\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
