// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/judge.h"
#include "core/checks/paths.h"
#include "core/checks/switched.h"

namespace limn {
namespace {

struct Consumer {
    const Edge* edge = nullptr;
    const Node* function = nullptr;
};

bool sameText(const Model& model, const Node& a, const Node& b, std::string_view property) {
    const Property* first = model.property(a, property);
    const Property* second = model.property(b, property);
    return first && second && first->value.string() && first->value == second->value;
}

// Two versions of one thing, while one takes over from the other.
bool sameArtefact(const Model& model, const Node& a, const Node& b) {
    return sameText(model, a, b, "image") ||
           (sameText(model, a, b, "code") && sameText(model, a, b, "handler"));
}

// What exists under a condition only may never be there together with the other.
bool isSure(const Model& model, const Consumer& consumer) {
    return switchOf(model, *consumer.edge) == Switch::On &&
           !model.property(*consumer.edge, "condition") &&
           !model.property(*consumer.function, "condition");
}

void report(Judge& judge, const Node& queue, const std::vector<Consumer>& consumers) {
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = {judge.id(queue)};
    std::vector<std::string> names;
    for (const Consumer& consumer : consumers) {
        names.push_back(judge.name(*consumer.function));
        fault.elements.push_back(judge.id(*consumer.function));
        fault.also.push_back(
            {fmt::format("{} takes messages of {}", names.back(), judge.name(queue)),
             placeOf(judge.model(), *consumer.edge)});
    }
    fault.at = fault.also.back().at;
    fault.message =
        fmt::format("{} take messages of {} from each other: every message reaches one of the {}",
                    fmt::join(names, " and "), judge.name(queue), names.size());
    judge.fails(std::move(fault));
}

void judgeQueue(Judge& judge, const Node& queue) {
    const Model& model = judge.model();
    std::vector<Consumer> consumers;
    for (const EdgeIndex at : model.edgesFrom(model.indexOf(queue))) {
        const Edge& edge = model[at];
        const Node* to = judge.nodeOf(edge.to);
        if (edge.kind != EdgeKind::Triggers || edge.delivery != Delivery::PollQueue || !to ||
            to->kind != NodeKind::Function || switchOf(model, edge) == Switch::Off)
            continue;
        if (std::ranges::none_of(consumers, [&](const Consumer& known) {
                return known.function == to || sameArtefact(model, *known.function, *to);
            }))
            consumers.push_back({&edge, to});
    }
    if (consumers.empty())
        return;
    if (consumers.size() == 1)
        return judge.holds({judge.id(queue)});
    // Two that are surely there are enough.
    const auto open = std::ranges::stable_partition(
        consumers, [&](const Consumer& consumer) { return isSure(model, consumer); });
    if (open.size() + 1 >= consumers.size())
        return judge.cannotTell({judge.id(queue)},
                                fmt::format("whether {} takes its messages is decided when it is "
                                            "deployed",
                                            judge.name(*open.front().function)),
                                placeOf(model, *open.front().edge));
    report(judge, queue, consumers);
}

void run(Judge& judge) {
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::Queue ||
            (node.kind == NodeKind::External && judge.model().text(node.subtype) == "queue"))
            judgeQueue(judge, node);
    }
}

} // namespace

extern constinit const Check competingConsumers{
    .id = "TRG007",
    .name = "competing-consumers",
    .severity = Severity::Warning,
    .pillar = Pillar::Triggers,
    .title = "Different functions take messages of one queue from each other",
    .why = "A message of a queue goes to one consumer. Two different functions on one queue each "
           "get a random share of the messages, and each misses the rest; most often both should "
           "have got every one.",
    .fires = "Two or more different functions that poll the same queue: warning.",
    .notWhen = "The functions have the same code and handler, or the same image: two versions of "
               "one.\n"
               "One of the mappings is switched off.\n"
               "A topic, a bus or a stream hands to each of them.\n"
               "A mapping or function exists under a condition, or its switch is an expression: "
               "then it cannot be told.",
    .platforms = "SQS, Azure queues and Pub/Sub subscriptions hand each message to one consumer. "
                 "Filters of the consumers do not help on SQS: they delete (TRG006).",
    .fix = "Put a topic in front, and give each function a queue of its own.",
    .source = "SQS developer guide, at-least-once delivery.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  mail:\n"
           "    handler: src/mail.handle\n"
           "  bill:\n"
           "    handler: src/bill.handle\n"
           "queues:\n"
           "  orders:\n"
           "    triggers: [mail, bill]\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  mail:\n"
            "    handler: src/mail.handle\n"
            "  bill:\n"
            "    handler: src/bill.handle\n"
            "topics:\n"
            "  placed:\n"
            "queues:\n"
            "  to-mail:\n"
            "    subscribes: placed\n"
            "    triggers: mail\n"
            "  to-bill:\n"
            "    subscribes: placed\n"
            "    triggers: bill\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
