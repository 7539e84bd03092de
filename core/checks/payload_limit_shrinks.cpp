// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

// The largest message a channel takes, and where that is from.
struct Size {
    double bytes = 0;
    std::string display;
    Span at;
    bool isUnknown = false;
    bool known() const { return bytes > 0; }
};

std::string_view factOf(const Model& model, const Node& channel) {
    const std::string_view platform = platformOf(model, channel);
    if (platform == "aws.sqs")
        return "aws.sqs.message_max_b";
    if (platform == "aws.sns")
        return "aws.sns.message_max_b";
    if (platform == "aws.eventbridge")
        return "aws.eventbridge.event_max_b";
    if (platform == "aws.sfn")
        return "aws.sfn.standard.payload_max_b";
    if (platform == "aws.kinesis")
        return "aws.kinesis.record_max_b";
    if (platform == "azure.service_bus")
        return "azure.servicebus.message_max_b.standard";
    if (platform == "azure.queue_storage")
        return "azure.queue.message_max_b";
    return {};
}

Size sizeOf(const Judge& judge, const Node& channel) {
    const Model& model = judge.model();
    Size size;
    if (const Property* own = model.property(channel, "max_message_bytes")) {
        size.isUnknown = isUnknown(own);
        size.bytes = figureOf(own).value_or(0);
        size.display = fmt::format("{} B", figure(size.bytes));
        size.at = own->at;
        return size;
    }
    const std::string_view key = factOf(model, channel);
    const Fact* fact = key.empty() ? nullptr : findFact(key);
    if (!fact || !fact->isNumber())
        return size;
    size.bytes = fact->number;
    size.display = fmt::format("{} B ({})", figure(fact->number), defaultNote(*fact));
    size.at = channel.at;
    return size;
}

bool isChannel(const Node& node) {
    return node.kind == NodeKind::Queue || node.kind == NodeKind::Topic ||
           node.kind == NodeKind::EventBus || node.kind == NodeKind::Workflow ||
           node.kind == NodeKind::Stream;
}

// Whether a function keeps large things in a store of objects and may pass on their key.
bool hasClaimCheck(const Model& model, const Node& function) {
    bool found = false;
    eachOutOf(model, function, [&](const Edge& edge) {
        found = found || (edge.kind == EdgeKind::Writes && edge.to.node != NodeIndex::None &&
                          model.text(model[edge.to.node].subtype) == "object");
    });
    return found;
}

// What is handed on, by which line.
struct Hop {
    const Node* channel = nullptr;
    const Edge* edge = nullptr;
};

std::vector<Hop> channelsInto(const Judge& judge, const Node& node) {
    std::vector<Hop> hops;
    eachInto(judge.model(), node, [&](const Edge& edge) {
        const Node* from = judge.nodeOf(edge.from);
        if (edge.kind == EdgeKind::Triggers && from && isChannel(*from) &&
            !isSwitchedOff(judge.model(), edge))
            hops.push_back({from, &edge});
    });
    eachOutOf(judge.model(), node, [&](const Edge& edge) {
        const Node* to = judge.nodeOf(edge.to);
        if (edge.kind == EdgeKind::Subscribes && to && isChannel(*to))
            hops.push_back({to, &edge});
    });
    return hops;
}

std::vector<Hop> channelsOutOf(const Judge& judge, const Node& node) {
    std::vector<Hop> hops;
    eachOutOf(judge.model(), node, [&](const Edge& edge) {
        const Node* to = judge.nodeOf(edge.to);
        const bool hands =
            edge.kind == EdgeKind::Publishes ||
            (edge.kind == EdgeKind::Invokes && edge.delivery != Delivery::None && to &&
             to->kind == NodeKind::Workflow) ||
            (edge.kind == EdgeKind::Triggers && to && to->kind != NodeKind::Function);
        if (hands && to && isChannel(*to))
            hops.push_back({to, &edge});
    });
    return hops;
}

// From one channel through what passes it on to the next.
void judgeHops(Judge& judge, const Node& through, const Hop& in, const Hop& out) {
    if (in.channel == out.channel)
        return;
    const Size first = sizeOf(judge, *in.channel);
    const Size second = sizeOf(judge, *out.channel);
    std::vector<std::string> elements{judge.id(*out.channel), judge.id(*in.channel)};
    if (&through != out.channel)
        elements.push_back(judge.id(through));
    for (const auto& [size, channel] :
         {std::pair(&first, in.channel), std::pair(&second, out.channel)})
        if (size->isUnknown)
            return judge.cannotTell(elements, judge.eff(*channel, "max_message_bytes"));
    if (!first.known() || !second.known())
        return;
    if (second.bytes >= first.bytes || hasClaimCheck(judge.model(), through))
        return judge.holds(elements);
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = elements;
    fault.at = spanOfLine(judge.model(), *out.edge);
    const bool isOwn = &through == out.channel; // a channel behind a channel
    fault.message = fmt::format(
        "a message of {} may have {}, and {}, which takes {}", judge.name(*in.channel),
        first.display,
        isOwn ? fmt::format("goes on to {}", judge.name(through))
              : fmt::format("{} passes it on to {}", judge.name(through), judge.name(*out.channel)),
        second.display);
    fault.also = {
        {fmt::format("{} takes {}", judge.name(*in.channel), first.display), first.at},
        {fmt::format("{} gets it", judge.name(through)), spanOfLine(judge.model(), *in.edge)}};
    if (!isOwn)
        fault.also.push_back(
            {fmt::format("{} sends to {}", judge.name(through), judge.name(*out.channel)),
             fault.at});
    fault.also.push_back(
        {fmt::format("{} takes {}", judge.name(*out.channel), second.display), second.at});
    judge.fails(std::move(fault));
}

// A request that goes from a gateway into a channel as it is.
void judgeGateway(Judge& judge, const Node& entry) {
    const Fact* body = findFact("aws.apigateway.rest.payload_max_b");
    if (!body || !platformOf(judge.model(), entry).starts_with("aws.apigateway"))
        return;
    for (const Hop& out : channelsOutOf(judge, entry)) {
        const Size size = sizeOf(judge, *out.channel);
        const std::vector<std::string> elements{judge.id(*out.channel), judge.id(entry)};
        if (size.isUnknown)
            judge.cannotTell(elements, judge.eff(*out.channel, "max_message_bytes"));
        if (!size.known())
            continue;
        if (size.bytes >= body->number) {
            judge.holds(elements);
            continue;
        }
        Fault fault;
        fault.severity = Severity::Warning;
        fault.elements = elements;
        fault.at = spanOfLine(judge.model(), *out.edge);
        fault.message = fmt::format(
            "a request to {} may have {} B ({}), and it goes as it is to {}, which takes {}",
            judge.name(entry), figure(body->number), defaultNote(*body), judge.name(*out.channel),
            size.display);
        fault.also = {
            {fmt::format("{} passes it on to {}", judge.name(entry), judge.name(*out.channel)),
             fault.at},
            {fmt::format("{} takes {}", judge.name(*out.channel), size.display), size.at}};
        judge.fails(std::move(fault));
    }
}

// A batch as large as it may become, against what one call of a function takes. Only figures that
// somebody chose: the mapping itself cuts what the defaults come to.
void judgeBatch(Judge& judge, const Edge& edge, const Node& queue, const Node& function) {
    const Fact* most = findFact("aws.lambda.sync_payload_max_b");
    const std::optional<double> batch = figureOf(judge.model().property(edge, "batch_size"));
    const std::optional<double> bytes =
        figureOf(judge.model().property(queue, "max_message_bytes"));
    if (!most || !batch || !bytes || platformOf(judge.model(), function) != "aws.lambda")
        return;
    const std::vector<std::string> elements{judge.id(function), judge.id(queue)};
    if (*batch * *bytes <= most->number)
        return judge.holds(elements);
    Fault fault;
    fault.severity = Severity::Info;
    fault.elements = elements;
    fault.subject = "batch";
    fault.grounds = {judge.eff(edge, "batch_size"), judge.eff(queue, "max_message_bytes")};
    fault.at = fault.grounds.front().at;
    fault.message = fmt::format("{} messages of {} may have {} B together, but one call of {} "
                                "takes {} B: batches come smaller than asked",
                                figure(*batch), judge.name(queue), figure(*batch * *bytes),
                                judge.name(function), figure(most->number));
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::EntryPoint)
            judgeGateway(judge, node);
        const bool passesOn = node.kind == NodeKind::Function || node.kind == NodeKind::Queue ||
                              platformOf(model, node) == "aws.pipes";
        if (!passesOn)
            continue;
        // A channel's own limit bounds what it was given itself.
        if (node.kind == NodeKind::Queue) {
            for (const Hop& in : channelsInto(judge, node))
                judgeHops(judge, node, in, {&node, in.edge});
            continue;
        }
        const std::vector<Hop> out = channelsOutOf(judge, node);
        if (out.empty())
            continue;
        for (const Hop& in : channelsInto(judge, node))
            for (const Hop& next : out)
                judgeHops(judge, node, in, next);
    }
    for (const Edge& edge : model.edges())
        if (edge.kind == EdgeKind::Triggers && edge.delivery == Delivery::PollQueue)
            if (const Node *queue = judge.nodeOf(edge.from), *function = judge.nodeOf(edge.to);
                queue && function)
                judgeBatch(judge, edge, *queue, *function);
}

} // namespace

extern constinit const Check payloadLimitShrinks{
    .id = "LIM011",
    .name = "payload-limit-shrinks",
    .severity = Severity::Warning,
    .pillar = Pillar::State,
    .title = "A message that fits the first channel may not fit a later one",
    .why = "Sizes are seldom tested: the message that is too large for the next channel comes "
           "months later, fails where it is "
           "passed on, and is tried again until it is given up.",
    .fires =
        "Warning when\n"
        "a function or pipe passes on what it gets from one channel to another that takes less;\n"
        "a gateway hands a request as it is to a channel that takes less than the gateway.\n"
        "Info when a stated batch of messages of a stated size is more than one call of a function "
        "takes.",
    .notWhen = "The function keeps large things in a store of objects on the way and can pass on "
               "their key.\n"
               "The first channel is set to take no more than the later one.\n"
               "A function behind a gateway that makes a message of its own: what it passes on is "
               "seen in its source alone.\n"
               "No limit of a channel is known: in a neutral manifest it has to be stated.\n"
               "A size is an expression: then it cannot be told.",
    .platforms = "API Gateway takes 10 MB, a call of Lambda 6 MB, SQS 1 MiB, SNS, EventBridge and "
                 "Step Functions 256 KB.\n"
                 "Service Bus takes 256 KB, an Azure storage queue 64 KB (not verified).",
    .fix = "Keep what is large in a store of objects and pass on its key, or let the first channel "
           "refuse what a later one "
           "cannot take.",
    .source = "Quotas of the channels.",
    .bad = "limn: 1\n"
           "queues:\n"
           "  jobs:\n"
           "    max_message_bytes: 1048576\n"
           "    triggers: worker\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n"
           "    publishes: done\n"
           "topics:\n"
           "  done:\n"
           "    max_message_bytes: 262144\n",
    .good = "limn: 1\n"
            "queues:\n"
            "  jobs:\n"
            "    max_message_bytes: 262144\n"
            "    triggers: worker\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n"
            "    publishes: done\n"
            "topics:\n"
            "  done:\n"
            "    max_message_bytes: 262144\n",
    .run = run,
};

} // namespace limn
