// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

// A queue's own failure path, and how often a message is handed out before it goes there.
struct Redrive {
    const Edge* path = nullptr;
    const Property* count = nullptr;
};

Redrive redriveOf(const Model& model, const Node& queue) {
    Redrive found;
    eachOutOf(model, queue, [&](const Edge& edge) {
        if (edge.kind != EdgeKind::FailsTo || found.path)
            return;
        found.path = &edge;
        found.count = model.property(edge, "max_receive_count");
    });
    if (found.path && !found.count)
        found.count = model.property(queue, "max_receive_count");
    return found;
}

const Edge* polled(const Model& model, const Node& queue) {
    const Edge* found = nullptr;
    eachOutOf(model, queue, [&](const Edge& edge) {
        if (!found && edge.delivery == Delivery::PollQueue && edge.to.node != NodeIndex::None &&
            model[edge.to.node].kind == NodeKind::Function && !isSwitchedOff(model, edge))
            found = &edge;
    });
    return found;
}

// Pollers that never ask for more runs than are set aside do not use up receives.
bool neverThrottled(const Model& model, const Edge& mapping, const Node& function) {
    const std::optional<double> most = figureOf(model.property(mapping, "max_concurrency"));
    const std::optional<double> reserved =
        figureOf(model.property(function, "reserved_concurrency"));
    return most && reserved && *most <= *reserved;
}

void judgeQueue(Judge& judge, const Node& queue, const Redrive& redrive, const Edge& mapping) {
    const Model& model = judge.model();
    const Node& function = model[mapping.to.node];
    const std::vector<std::string> elements{judge.id(queue)};
    const Effective count = model.property(*redrive.path, "max_receive_count")
                                ? judge.eff(*redrive.path, "max_receive_count")
                                : judge.eff(queue, "max_receive_count");
    const Fact* advice = findFact("aws.lambda.sqs.retry.advice_min");
    if (!count.number() || !advice)
        return judge.cannotTell(elements, count);
    // In order, a message that fails holds up its group: fewer tries may be meant.
    if (*count.number() >= advice->number || flagOf(model.property(queue, "fifo")) == true)
        return judge.holds(elements);
    if (isUnknown(model.property(queue, "fifo")))
        return judge.cannotTell(elements, judge.eff(queue, "fifo"));

    const bool once = *count.number() <= 1;
    Fault fault;
    fault.severity = neverThrottled(model, mapping, function) ? Severity::Info
                     : once                                   ? Severity::Error
                                                              : Severity::Warning;
    fault.elements = elements;
    fault.at = count.at;
    fault.grounds = {count};
    for (const auto& [part, property] :
         {std::pair(&function, std::string_view("reserved_concurrency"))})
        if (const Effective limit = judge.eff(*part, property); limit.number())
            fault.grounds.push_back(limit);
    if (const Effective most = judge.eff(mapping, "max_concurrency"); most.number())
        fault.grounds.push_back(most);
    else
        fault.also.push_back(
            {fmt::format("nothing bounds how many runs of {} are asked for", judge.name(function)),
             spanOfLine(model, mapping)});
    fault.message = fmt::format("{} gives up a message after {} receive{}, fewer than {}: when {} "
                                "is throttled, that counts too",
                                judge.name(queue), count.display(), once ? "" : "s",
                                figure(advice->number), judge.name(function));
    fault.fix =
        Fix{fmt::format("Set max_receive_count of {} to {}", model.text(queue.name),
                        figure(advice->number)),
            {SetProperty{model.property(*redrive.path, "max_receive_count")
                             ? std::string(model.text(redrive.path->key))
                             : judge.id(queue),
                         "max_receive_count", Value(static_cast<std::int64_t>(advice->number))}}};
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        if (node.kind != NodeKind::Queue)
            continue;
        const Redrive redrive = redriveOf(model, node);
        const Edge* mapping = redrive.count ? polled(model, node) : nullptr;
        if (mapping)
            judgeQueue(judge, node, redrive, *mapping);
    }
}

} // namespace

extern constinit const Check receiveCountTooLow{
    .id = "RTY005",
    .name = "receive-count-too-low",
    .severity = Severity::Error,
    .pillar = Pillar::Triggers,
    .title = "Messages go to the dead-letter queue although nothing was wrong with them",
    .why = "A message that is fetched while its function is throttled counts as received, and goes "
           "back. After a few of "
           "those, it is put away as bad without ever having been tried.",
    .fires =
        "A queue that a function polls, with a dead-letter queue after fewer than 5 receives:\n"
        "error after the first;\n"
        "warning after 2 to 4;\n"
        "info when the mapping never asks for more runs than the function has set aside.",
    .notWhen = "The queue is FIFO, where order may matter more than another try.\n"
               "No function polls the queue, or it has no dead-letter queue (RTY002).\n"
               "The mapping is switched off.\n"
               "The count is an expression: then it cannot be told.",
    .platforms = "Lambda advises at least 5 for SQS.\n"
                 "Service Bus delivers 10 times by default, an Azure storage queue 5 times.",
    .fix = "Let a message be received 5 times before it counts as bad.",
    .source = "Lambda developer guide, using Lambda with Amazon SQS.",
    .bad = "limn: 1\n"
           "queues:\n"
           "  jobs:\n"
           "    triggers: worker\n"
           "    fails_to: {to: jobs-dead-letter, max_receive_count: 2}\n"
           "  jobs-dead-letter:\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n",
    .good = "limn: 1\n"
            "queues:\n"
            "  jobs:\n"
            "    triggers: worker\n"
            "    fails_to: {to: jobs-dead-letter, max_receive_count: 5}\n"
            "  jobs-dead-letter:\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n",
    .run = run,
};

} // namespace limn
