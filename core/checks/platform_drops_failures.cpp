// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

// A way in that is not tried again by itself: where it starts or ends, and the facts that say so.
struct Row {
    std::string_view source;   // the platform it comes from; empty for any
    std::string_view function; // the platform it leads to, as the first words; empty for any
    std::string_view decides;  // the fact with the default
    std::string_view lost;     // the fact that says what becomes of the event
    bool isTimer = false;
};
constexpr Row rows[] = {
    {"azure.event_hubs", "", "azure.event_hubs.retry.default", "azure.event_hubs.on_exhausted"},
    {"azure.cosmos_db", "", "azure.cosmos_db.retry.default", ""},
    {"", "azure.functions", "azure.timer.retry.default", "", true},
    {"google.scheduler", "", "google.scheduler.retry.retry_count_default", ""},
    {"knative.subscription", "", "knative.subscription.retry.retry_default",
     "knative.subscription.on_exhausted"},
    {"", "google.functions", "google.functions.event.retry.default",
     "google.functions.event.on_exhausted"},
};

const Row* rowOf(const Model& model, const Node& from, const Node& function) {
    const std::string_view source = platformOf(model, from);
    const std::string_view platform = platformOf(model, function);
    const bool isTimer =
        from.kind == NodeKind::EntryPoint && model.text(from.subtype) == "schedule";
    for (const Row& row : rows) {
        if ((!row.source.empty() && row.source != source) ||
            (!row.function.empty() && !platform.starts_with(row.function)) ||
            (row.isTimer && !isTimer))
            continue;
        return &row;
    }
    return nullptr;
}

// An attempt that somebody asked for, on the line, at its start or at the function.
const Property* askedRetries(const Model& model, const Edge& edge) {
    if (const Property* own = model.property(edge, "retry_attempts"))
        return own;
    if (const Property* source = model.property(model[edge.from.node], "retry_attempts"))
        return source;
    return model.property(model[edge.to.node], "retry_attempts");
}

void judgeWay(Judge& judge, const Edge& edge, const Row& row) {
    const Model& model = judge.model();
    const Node& from = model[edge.from.node];
    const Node& function = model[edge.to.node];
    const std::vector<std::string> elements{judge.id(function), judge.id(from)};
    const Property* asked = askedRetries(model, edge);
    if (isUnknown(asked))
        return judge.cannotTell(
            elements, fmt::format("retry_attempts is {}", asked->value.display()), asked->at);
    if (asked && figureOf(asked).value_or(0) != 0)
        return judge.holds(elements);
    const Fact* decides = findFact(row.decides);
    if (!decides)
        return;
    Fault fault;
    fault.severity =
        decides->confidence == Confidence::Recalled ? Severity::Warning : Severity::Error;
    fault.elements = elements;
    fault.at = asked ? asked->at : spanOfLine(model, edge);
    const std::string rule = asked ? "retry_attempts 0"
                                   : fmt::format("retry: {} ({})",
                                                 decides->isNumber() ? figure(decides->number)
                                                                     : std::string(decides->text),
                                                 defaultNote(*decides));
    const Fact* lost = row.lost.empty() ? nullptr : findFact(row.lost);
    fault.message =
        fmt::format("an event of {} that {} fails on is not tried again: {}{}", judge.name(from),
                    judge.name(function), rule, lost ? fmt::format("; {}", lost->text) : "");
    fault.also.push_back(
        {fmt::format("{} to {}: {}", judge.name(from), judge.name(function), rule), fault.at});
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Edge& edge : model.edges()) {
        if (judge.stopped())
            return;
        if (edge.kind != EdgeKind::Triggers || edge.delivery == Delivery::Sync ||
            edge.from.node == NodeIndex::None || edge.to.node == NodeIndex::None ||
            model[edge.to.node].kind != NodeKind::Function || isSwitchedOff(model, edge))
            continue;
        if (const Row* row = rowOf(model, model[edge.from.node], model[edge.to.node]))
            judgeWay(judge, edge, *row);
    }
}

} // namespace

extern constinit const Check platformDropsFailures{
    .id = "RTY010",
    .name = "platform-drops-failures",
    .severity = Severity::Error,
    .pillar = Pillar::Triggers,
    .title = "An event whose handler fails is not tried again unless somebody asks",
    .why = "On these ways in the platform hands over an event once. When the handler fails, for "
           "whatever passing reason, the "
           "event is gone: the checkpoint moves on, the message counts as delivered.",
    .fires = "An event function of Google Cloud, an Azure function behind Event Hubs, Cosmos DB or "
             "a timer, a job of Cloud "
             "Scheduler, or a Subscription of Knative, without a retry setting: error.",
    .notWhen = "A retry is asked for, on the line, at its source or at the function.\n"
               "Service Bus, storage queues and blobs, which are tried again by themselves.\n"
               "Ways in of AWS: those that try have retries of their own (RTY001, RTY003).\n"
               "The handler catches everything and stores the event, which is seen in its source "
               "alone: accept the finding and "
               "say so.\n"
               "Samples that may get lost: accept the finding and say so.\n"
               "The retry setting is an expression: then it cannot be told.",
    .platforms = "Google event functions do not retry by default.\n"
                 "The checkpoint of Event Hubs advances after an exception; Cosmos DB and timers "
                 "have no retry policy by default.\n"
                 "Cloud Scheduler retries 0 times, a Subscription of Knative 0 times by default.",
    .fix = "Add the platform's retry policy, with growing waits, and a dead letter.",
    .source = "Functions v2 API; Azure reliable event processing; Knative delivery specification.",
    .bad = "limn: 1\n"
           "topics:\n"
           "  orders:\n"
           "    triggers: bill\n"
           "functions:\n"
           "  bill:\n"
           "    platform_type: google_cloudfunctions2_function\n"
           "    handler: src/bill.handle\n",
    .good = "limn: 1\n"
            "topics:\n"
            "  orders:\n"
            "    triggers: {to: bill, retry_attempts: 5}\n"
            "functions:\n"
            "  bill:\n"
            "    platform_type: google_cloudfunctions2_function\n"
            "    handler: src/bill.handle\n",
    .run = run,
};

} // namespace limn
