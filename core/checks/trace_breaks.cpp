// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

// What hands over an event, as the facts about traces call it.
std::string_view hopOf(const Model& model, const Node& source) {
    const std::string_view platform = platformOf(model, source);
    if (platform == "aws.dynamodb")
        return "trace_hops.aws.dynamodb_stream>aws.lambda";
    if (platform == "aws.kinesis")
        return "trace_hops.aws.kinesis>aws.lambda";
    if (platform == "aws.s3")
        return "trace_hops.aws.s3>aws.lambda";
    if (platform == "aws.msk")
        return "trace_hops.aws.msk>aws.lambda";
    if (platform == "aws.sns")
        return "trace_hops.aws.sns>aws.lambda";
    if (platform == "aws.sqs")
        return "trace_hops.aws.sqs>aws.lambda";
    if (platform == "azure.queue_storage")
        return "trace_hops.azure.queue_storage>azure.functions";
    const std::string_view subtype = model.text(source.subtype);
    return source.kind == NodeKind::EntryPoint && subtype == "bus_rule"
               ? "trace_hops.aws.eventbridge>aws.lambda"
               : "";
}

bool runsCode(const Node& node) {
    return node.kind == NodeKind::Function || node.kind == NodeKind::Workflow;
}

// One way a trace could have come: who wrote, what handed over, who reads.
struct Path {
    const Node& writer;
    const Edge& writes;
    const Node& channel;
    const Edge& delivers;
    const Node& reader;
};

class Traces {
public:
    explicit Traces(Judge& judge) : m_judge(judge), m_model(judge.model()) {}

    void judgeAll() {
        for (const Edge& edge : m_model.edges()) {
            if (m_judge.stopped())
                return;
            if (edge.kind == EdgeKind::Triggers && edge.from.node != NodeIndex::None &&
                edge.to.node != NodeIndex::None && !isSwitchedOff(m_model, edge) &&
                m_model[edge.to.node].kind == NodeKind::Function)
                judgeDelivery(edge);
        }
        for (const Node& node : m_model.nodes())
            if (runsCode(node) && isTraced(m_model, node) == false)
                judgeMiddle(node);
    }

private:
    // Who puts into a channel what it hands over, with a trace; through its bus for a rule.
    template <typename Do> void eachWriter(const Node& channel, int depth, Do act) const {
        eachInto(m_model, channel, [&](const Edge& edge) {
            if (edge.from.node == NodeIndex::None)
                return;
            const Node& from = m_model[edge.from.node];
            const bool writes = edge.kind == EdgeKind::Writes || edge.kind == EdgeKind::Publishes;
            if (writes && runsCode(from))
                act(from, edge);
            else if (edge.kind == EdgeKind::Triggers && from.kind == NodeKind::EventBus &&
                     depth == 0)
                eachWriter(from, 1, act);
        });
    }

    void judgeDelivery(const Edge& delivers) {
        const Node& channel = m_model[delivers.from.node];
        const Node& reader = m_model[delivers.to.node];
        const std::string_view key = hopOf(m_model, channel);
        const Fact* hop = key.empty() ? nullptr : findFact(key);
        const std::optional<bool> end = isTraced(m_model, reader);
        if (!hop || end == false)
            return;
        bool asked = false;
        eachWriter(channel, 0, [&](const Node& writer, const Edge& writes) {
            if (asked || &writer == &reader)
                return;
            const std::optional<bool> begin = isTraced(m_model, writer);
            if (begin == false)
                return;
            asked = true;
            judgePath({writer, writes, channel, delivers, reader}, *hop, begin && end);
        });
    }

    // What carries the trace at a hop that can carry it; empty when it does.
    std::string unmetNeed(const Node& channel) const {
        if (platformOf(m_model, channel) != "aws.sns")
            return {};
        const Property* tracing = m_model.property(channel, "tracing");
        return flagOf(tracing) == false || !tracing ? "the topic's own tracing is off" : "";
    }

    void judgePath(const Path& path, const Fact& hop, bool isKnown) {
        const std::vector<std::string> elements{m_judge.id(path.channel), m_judge.id(path.writer),
                                                m_judge.id(path.reader)};
        const std::string need = hop.text == "no" ? std::string() : unmetNeed(path.channel);
        const bool isUnknownTopic = isUnknown(m_model.property(path.channel, "tracing"));
        if (hop.text != "no" && need.empty() && !isUnknownTopic)
            return m_judge.holds(elements);
        if (!isKnown || isUnknownTopic)
            return m_judge.cannotTell(elements, "whether both sides are traced is not known",
                                      spanOfLine(m_model, path.delivers));
        Fault fault;
        fault.severity =
            hop.confidence == Confidence::Recalled ? Severity::Info : Severity::Warning;
        fault.elements = elements;
        fault.at = spanOfLine(m_model, path.delivers);
        fault.message = fmt::format(
            "a request that {} traces cannot be followed to {}: {} {} (from {}{})",
            m_judge.name(path.writer), m_judge.name(path.reader), m_judge.name(path.channel),
            need.empty() ? "ends the trace" : fmt::format("does not carry it, because {}", need),
            sourceTitle(hop), hop.confidence == Confidence::Recalled ? ", not verified" : "");
        fault.also = {
            {fmt::format("{} is traced", m_judge.name(path.writer)), tracingAt(path.writer)},
            {fmt::format("{} writes to {}", m_judge.name(path.writer), m_judge.name(path.channel)),
             spanOfLine(m_model, path.writes)},
            {fmt::format("{} hands over to {}: here the trace breaks", m_judge.name(path.channel),
                         m_judge.name(path.reader)),
             fault.at},
            {fmt::format("{} is traced", m_judge.name(path.reader)), tracingAt(path.reader)}};
        if (!need.empty())
            fault.fix = Fix{fmt::format("Set tracing of {}", m_model.text(path.channel.name)),
                            {SetProperty{m_judge.id(path.channel), "tracing", Value(true)}}};
        m_judge.fails(std::move(fault));
    }

    Span tracingAt(const Node& node) const {
        const Property* own = m_model.property(node, "tracing");
        return own ? own->at : node.at;
    }

    // Somebody before who traces, with the line.
    std::pair<const Node*, const Edge*> before(const Node& node) const {
        std::pair<const Node*, const Edge*> found{};
        eachInto(m_model, node, [&](const Edge& edge) {
            if (found.first || edge.from.node == NodeIndex::None)
                return;
            const bool starts = edge.kind == EdgeKind::Triggers || edge.kind == EdgeKind::Invokes;
            const Node& from = m_model[edge.from.node];
            const bool isApi = from.kind == NodeKind::EntryPoint &&
                               from.group != GroupIndex::None &&
                               isTraced(m_model, m_model[from.group]) == true;
            if (starts && edge.delivery != Delivery::None &&
                (isApi || (runsCode(from) && isTraced(m_model, from) == true)))
                found = {&from, &edge};
        });
        return found;
    }
    std::pair<const Node*, const Edge*> after(const Node& node) const {
        std::pair<const Node*, const Edge*> found{};
        eachOutOf(m_model, node, [&](const Edge& edge) {
            if (found.first || edge.kind != EdgeKind::Invokes || edge.delivery == Delivery::None ||
                edge.to.node == NodeIndex::None)
                return;
            const Node& to = m_model[edge.to.node];
            if (runsCode(to) && isTraced(m_model, to) == true)
                found = {&to, &edge};
        });
        return found;
    }

    // A part without tracing between two that have it.
    void judgeMiddle(const Node& node) {
        const auto [first, in] = before(node);
        const auto [last, out] = after(node);
        if (!first || !last || first == last)
            return;
        Fault fault;
        fault.severity = Severity::Warning;
        fault.elements = {m_judge.id(node), m_judge.id(*first), m_judge.id(*last)};
        fault.at = tracingAt(node);
        fault.message =
            fmt::format("{} takes part in no trace, and stands between {} and {}, which do",
                        m_judge.name(node), m_judge.name(*first), m_judge.name(*last));
        fault.also = {{fmt::format("{} starts {}", m_judge.name(*first), m_judge.name(node)),
                       spanOfLine(m_model, *in)},
                      {fmt::format("{} is not traced", m_judge.name(node)), fault.at},
                      {fmt::format("{} starts {}", m_judge.name(node), m_judge.name(*last)),
                       spanOfLine(m_model, *out)}};
        fault.fix = Fix{fmt::format("Set tracing of {}", m_model.text(node.name)),
                        {SetProperty{m_judge.id(node), "tracing", Value(true)}}};
        m_judge.fails(std::move(fault));
    }

    Judge& m_judge;
    const Model& m_model;
};

void run(Judge& judge) { Traces(judge).judgeAll(); }

} // namespace

extern constinit const Check traceBreaks{
    .id = "OBS002",
    .name = "trace-breaks",
    .severity = Severity::Warning,
    .pillar = Pillar::Triggers,
    .title = "A traced request cannot be followed across this channel",
    .why = "Both sides are traced, but the channel between them does not carry the trace: what one "
           "side did and what came of it "
           "on the other side stand in two traces that nobody can join.",
    .fires = "A traced part that writes to a channel which hands over to another traced part, "
             "where the channel ends the trace "
             "(Kinesis, DynamoDB streams, buckets, Kafka, Azure storage queues) or lacks what it "
             "needs to carry it (a topic without "
             "tracing): warning, info where the fact is not verified.\n"
             "An untraced function or workflow between two traced parts: warning.",
    .notWhen = "Nothing on the path is traced: OBS001 says that once.\n"
               "The channel carries the trace: queues of SQS, rules of EventBridge for events that "
               "the application puts.\n"
               "A correlation id in the message is seen in the source alone: accept the finding "
               "and say so.\n"
               "The delivery is switched off.\n"
               "Whether a side or the topic is traced is not known: then it cannot be told.",
    .platforms = "SQS links the traces of both sides, SNS carries them with tracing of its own, "
                 "EventBridge what PutEvents brought.\n"
                 "Kinesis, DynamoDB streams, S3 and Kafka end the trace (not verified).",
    .fix = "Put the trace's id into the message and take it out on the other side (OpenTelemetry), "
           "or turn on the tracing that is "
           "missing.",
    .source = "X-Ray service integrations.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  send:\n"
           "    handler: src/send.handle\n"
           "    tracing: true\n"
           "    publishes: clicks\n"
           "  count:\n"
           "    handler: src/count.handle\n"
           "    tracing: true\n"
           "streams:\n"
           "  clicks:\n"
           "    platform_type: AWS::Kinesis::Stream\n"
           "    triggers: count\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  send:\n"
            "    handler: src/send.handle\n"
            "    tracing: true\n"
            "    publishes: clicks\n"
            "  count:\n"
            "    handler: src/count.handle\n"
            "    tracing: true\n"
            "queues:\n"
            "  clicks:\n"
            "    platform_type: AWS::SQS::Queue\n"
            "    triggers: count\n",
    .run = run,
};

} // namespace limn
