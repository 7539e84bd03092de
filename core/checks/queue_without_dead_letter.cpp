// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/checks/judge.h"

namespace limn {
namespace {

constexpr int proposedReceiveCount = 5;

bool hasBuiltInDeadLetter(const Judge& judge, const Node& queue) {
    const std::string_view platform = platformOf(judge.model(), queue);
    return platform == "azure.service_bus" || platform == "azure.queue_storage" ||
           judge.model().text(queue.subtype) == "broker";
}

struct Consumers {
    std::vector<const Node*> functions;
    bool onlyWithOwnDeadLetter = false; // a pipe or a stream that takes its own failures away
};

Consumers consumersOf(const Judge& judge, const Node& queue) {
    Consumers found;
    std::size_t ownDeadLetter = 0, all = 0;
    const auto add = [&](const Node* consumer) {
        if (!consumer)
            return;
        ++all;
        if (consumer->kind == NodeKind::Function)
            found.functions.push_back(consumer);
        else if (!judge.outOf(*consumer, EdgeKind::FailsTo).empty())
            ++ownDeadLetter;
    };
    for (const Edge* edge : judge.outOf(queue, EdgeKind::Triggers))
        add(judge.nodeOf(edge->to));
    for (const Edge* edge : judge.into(queue, EdgeKind::Subscribes))
        add(judge.nodeOf(edge->from));
    found.onlyWithOwnDeadLetter = all > 0 && ownDeadLetter == all;
    return found;
}

// How often a message that always fails is handed out before it vanishes.
std::string wastedRuns(const Effective& retention, const Effective& visibility) {
    const std::optional<double> kept = retention.number();
    const std::optional<double> hidden = visibility.number();
    if (!kept || !hidden || *hidden <= 0)
        return "comes back until its retention ends";
    return fmt::format("comes back about {} times in {}", figure(std::floor(*kept / *hidden)),
                       duration(*kept));
}

// In the manner of the queue's own name: `JobsDeadLetter` where names are of that kind, else
// `jobs-dead-letter`.
std::string deadLetterName(std::string_view queue) {
    const auto isUpper = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto isPlain = [&](char c) {
        return isUpper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    };
    const bool camel =
        !queue.empty() && isUpper(queue.front()) && std::ranges::all_of(queue, isPlain);
    return fmt::format("{}{}", queue, camel ? "DeadLetter" : "-dead-letter");
}

Fix addDeadLetterQueue(const Judge& judge, const Node& queue) {
    const Model& model = judge.model();
    const std::string id = judge.id(queue);
    const std::size_t slash = id.rfind('/');
    const std::string prefix = slash == std::string::npos ? "" : id.substr(0, slash + 1);
    const std::string stem = deadLetterName(model.text(queue.name));
    std::string name = stem;
    for (int i = 2; model.node(prefix + name); ++i)
        name = fmt::format("{}{}", stem, i);

    AddNode add;
    add.kind = NodeKind::Queue;
    add.name = name;
    if (queue.group != GroupIndex::None)
        add.group = model.text(model[queue.group].id);
    // A FIFO queue hands its failures to a FIFO queue only.
    const Effective fifo = judge.eff(queue, "fifo");
    if (const bool* kept = fifo.value.boolean(); kept && *kept)
        add.properties.emplace_back("fifo", true);
    const Connect connect{
        id, prefix + name, EdgeKind::FailsTo, {{"max_receive_count", proposedReceiveCount}}};
    return {
        fmt::format("Add the dead-letter queue {}, after {} receives", name, proposedReceiveCount),
        {add, connect}};
}

void judgeQueue(Judge& judge, const Node& queue) {
    const std::string id = judge.id(queue);
    const Consumers consumers = consumersOf(judge, queue);
    if (!judge.outOf(queue, EdgeKind::FailsTo).empty() || hasBuiltInDeadLetter(judge, queue) ||
        consumers.onlyWithOwnDeadLetter)
        return judge.holds({id});
    if (const Property* count = judge.model().property(queue, "max_receive_count"))
        return judge.cannotTell({id}, "where its failures go is not known", count->at);

    const Effective retention = judge.eff(queue, "retention_seconds");
    const Effective visibility = judge.eff(queue, "visibility_timeout_seconds");
    Fault fault;
    fault.elements = {id};
    fault.at = queue.at;
    const bool consumed = !consumers.functions.empty();
    fault.severity = consumed ? Severity::Error : Severity::Warning;
    fault.message = fmt::format(
        "{} has no dead-letter queue: a message that {} can never handle {} and is then lost",
        judge.name(queue),
        consumed ? judge.name(*consumers.functions.front())
                 : std::string("its consumer (not in the model)"),
        wastedRuns(retention, visibility));
    fault.also.push_back({fmt::format("{} has no failure path", judge.name(queue)), queue.at});
    if (retention.number() && visibility.number()) {
        fault.also.push_back(retention.exhibit());
        fault.also.push_back(visibility.exhibit());
    }
    for (const Node* function : consumers.functions)
        fault.also.push_back({fmt::format("{} consumes it", judge.name(*function)), function->at});
    fault.fix = addDeadLetterQueue(judge, queue);
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        // A queue that takes failures is the end of the line: people empty it.
        if (node.kind == NodeKind::Queue && !judge.takesFailures(node))
            judgeQueue(judge, node);
    }
}

constexpr std::string_view aliases[] = {"ES6000", "aws_sqs_queue_redrive_policy",
                                        "SQSRedrivePolicy", "AwsSolutions-SQS3", "specifyDlqOnSqs"};

} // namespace

extern constinit const Check queueWithoutDeadLetter{
    .id = "RTY002",
    .name = "queue-without-dead-letter",
    .severity = Severity::Error,
    .pillar = Pillar::Triggers,
    .title = "A queue has nowhere to put a message that always fails",
    .why = "A message that its handler cannot digest comes back again and again until the queue's "
           "retention ends, and then "
           "vanishes without a trace. Meanwhile every try costs a run, and in a FIFO queue "
           "everything behind it waits.",
    .fires = "A queue without a failure path (redrive policy, dead-letter target):\n"
             "error when a function consumes it;\n"
             "warning when what consumes it is not in the model.",
    .notWhen =
        "The queue is itself the failure target of something: of a queue, a rule, a function, a "
        "subscription, a pipe, a "
        "schedule or an event source mapping.\n"
        "It only buffers for a pipe or a stream that has a dead letter of its own.\n"
        "The platform brings a dead-letter queue: Service Bus queues, Azure storage queues, "
        "brokers.\n"
        "Its handler never fails by design: accept the finding and say so.",
    .platforms = "SQS: no redrive policy unless one is written; messages are kept for 4 days and "
                 "hidden for 30 s by default.\n"
                 "Service Bus has a dead-letter subqueue, an Azure storage queue a poison queue: "
                 "both come by themselves.",
    .fix = "Add a queue of the same kind and let messages go there after some receives; 5 is a "
           "good start. Then watch it.",
    .source = "SQS developer guide, dead-letter queues.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n"
           "queues:\n"
           "  jobs:\n"
           "    triggers: worker\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n"
            "queues:\n"
            "  jobs:\n"
            "    triggers: worker\n"
            "    fails_to:\n"
            "      to: jobs-dead-letter\n"
            "      max_receive_count: 5\n"
            "  jobs-dead-letter:\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
