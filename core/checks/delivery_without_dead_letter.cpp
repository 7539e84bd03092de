// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

// Who delivers, and the facts that say how long it tries.
struct Deliverer {
    std::string_view what;
    std::string_view attempts;
    std::string_view seconds;
};
constexpr Deliverer bus{"the bus", "aws.eventbridge.target.retry.retries_default",
                        "aws.eventbridge.target.retry.max_age_default_s"};
constexpr Deliverer scheduler{"the scheduler", "aws.scheduler.target.retry.retries_default",
                              "aws.scheduler.target.retry.max_age_default_s"};
constexpr Deliverer topic{"the topic", "aws.sns.subscription.retry.aws_endpoints_attempts",
                          "aws.sns.subscription.retry.aws_endpoints_window_s"};

const Deliverer* delivererOf(const Model& model, const Node& node) {
    if (node.kind == NodeKind::Topic)
        return &topic;
    if (node.kind == NodeKind::EventBus)
        return &bus;
    if (node.kind != NodeKind::EntryPoint)
        return nullptr;
    const std::string_view subtype = model.text(node.subtype);
    if (platformOf(model, node) == "aws.scheduler.target")
        return &scheduler;
    return subtype == "bus_rule" || subtype == "schedule" ? &bus : nullptr;
}

// A message to a person is no work either.
bool isForPeople(const Model& model, const Edge& edge) {
    const std::string_view protocol = wordOf(model.property(edge, "protocol"));
    return protocol.starts_with("email") || protocol == "sms";
}

// Logs and figures are no work that could be lost.
bool isRecord(const Model& model, const Node& target) {
    const std::string_view subtype = model.text(target.subtype);
    return subtype == "log_group" || subtype == "alarm" || target.kind == NodeKind::Identity;
}

// A queue of the model that lets it in: its policy says so, or nothing has policies.
bool isOwnQueue(const Model& model, const Node& target) {
    return target.kind == NodeKind::Queue &&
           (model.property(target, "principals") || target.platformType == Symbol::None ||
            flagOf(model.property(target, "generated")) == true);
}

// One line on which an event may get lost, and to whom.
struct Line {
    const Edge* edge;
    const Node* target;
};

std::vector<Line> linesOf(const Judge& judge, const Node& from) {
    const Model& model = judge.model();
    std::vector<Line> lines;
    const auto add = [&](const Edge& edge, End end) {
        const Node* target = judge.nodeOf(end);
        if (!target || isRecord(model, *target) || isForPeople(model, edge) ||
            isSwitchedOff(model, edge))
            return;
        // A rule is what its bus asks before it delivers.
        if (from.kind == NodeKind::EventBus && target->kind == NodeKind::EntryPoint)
            return;
        lines.push_back({&edge, target});
    };
    eachOutOf(model, from, [&](const Edge& edge) {
        if (edge.kind == EdgeKind::Triggers || edge.kind == EdgeKind::Publishes ||
            edge.kind == EdgeKind::Writes)
            add(edge, edge.to);
    });
    eachInto(model, from, [&](const Edge& edge) {
        if (edge.kind == EdgeKind::Subscribes)
            add(edge, edge.from);
    });
    return lines;
}

std::string effort(const Deliverer& deliverer) {
    const Fact* attempts = findFact(deliverer.attempts);
    const std::optional<double> seconds = factNumber(deliverer.seconds);
    if (!attempts || !attempts->isNumber() || !seconds)
        return {};
    return fmt::format(" after {} tries or {} ({})", figure(attempts->number), duration(*seconds),
                       defaultNote(*attempts));
}

std::string attemptsOf(const Judge& judge, const Line& line, const Deliverer& deliverer) {
    const Model& model = judge.model();
    const Property* retries = model.property(*line.edge, "retry_attempts");
    const Node* from = judge.nodeOf(line.edge->from);
    const bool isAws = platformOf(model, *line.target).starts_with("aws.") ||
                       (from && platformOf(model, *from).starts_with("aws."));
    if (!retries)
        return isAws ? effort(deliverer) : "";
    return fmt::format(" after {} tries", judge.eff(*line.edge, "retry_attempts").display());
}

// What keeps nothing of what it cannot hand over.
struct Lossy {
    const Node* from;
    const Deliverer* deliverer;
    std::vector<Line> lost;
    bool all = false; // of its lines
};

class Deliveries {
public:
    explicit Deliveries(Judge& judge) : m_judge(judge), m_model(judge.model()) {}

    void judgeDeliverer(const Node& from, const Deliverer& deliverer) {
        const std::vector<Line> lines = linesOf(m_judge, from);
        if (lines.empty())
            return;
        std::vector<Line> lost;
        for (const Line& line : lines) {
            const Property* keeps = m_model.property(*line.edge, "keeps_failures");
            if (isUnknown(keeps))
                return m_judge.cannotTell({m_judge.id(from), m_judge.id(*line.target)},
                                          m_judge.eff(*line.edge, "keeps_failures"));
            if (!keepsFailures(m_model, from, *line.edge))
                lost.push_back(line);
        }
        if (lost.empty())
            return m_judge.holds({m_judge.id(from)});
        const bool queuesOnly = std::ranges::all_of(
            lost, [&](const Line& line) { return isOwnQueue(m_model, *line.target); });
        const bool all = lost.size() == lines.size();
        Lossy lossy{&from, &deliverer, std::move(lost), all};
        if (queuesOnly)
            m_toQueues[{from.at.source, &deliverer}].push_back(std::move(lossy));
        else
            report(Severity::Warning, {&lossy, 1});
    }

    // Hints: those of one file that are about queues, and about one kind of deliverer, are one.
    void reportHints() {
        for (const auto& [key, lossy] : m_toQueues)
            report(Severity::Info, lossy);
    }

private:
    void report(Severity severity, std::span<const Lossy> lossy) {
        Fault fault;
        fault.severity = severity;
        const Line& first = lossy.front().lost.front();
        fault.at = spanOfLine(m_model, *first.edge);
        std::vector<const Node*> froms, targets;
        for (const Lossy& one : lossy) {
            froms.push_back(one.from);
            fault.elements.push_back(m_judge.id(*one.from));
            for (const Line& line : one.lost) {
                targets.push_back(line.target);
                fault.elements.push_back(m_judge.id(*line.target));
                fault.also.push_back(
                    {fmt::format("{} to {} has no dead letter", m_judge.name(*one.from),
                                 m_judge.name(*line.target)),
                     spanOfLine(m_model, *line.edge)});
            }
        }
        const bool many = lossy.size() > 1;
        fault.message = fmt::format("{} {} up an event that {} cannot hand to {}{}: nothing keeps "
                                    "it",
                                    listed(m_judge, froms), many ? "give" : "gives",
                                    many ? "they" : "it", listed(m_judge, targets),
                                    attemptsOf(m_judge, first, *lossy.front().deliverer));
        if (!many && lossy.front().all)
            fault.fix = addFailureQueue(m_judge, *lossy.front().from);
        m_judge.fails(std::move(fault));
    }

    Judge& m_judge;
    const Model& m_model;
    std::map<std::pair<std::uint32_t, const Deliverer*>, std::vector<Lossy>> m_toQueues;
};

void run(Judge& judge) {
    Deliveries deliveries(judge);
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (const Deliverer* deliverer = delivererOf(judge.model(), node))
            deliveries.judgeDeliverer(node, *deliverer);
    }
    deliveries.reportHints();
}

constexpr std::string_view aliases[] = {"ES4000",
                                        "aws_cloudwatch_event_target_no_dlq",
                                        "ES7000",
                                        "aws_sns_topic_subscription_redrive_policy",
                                        "EventBusDLQ",
                                        "SNSRedrivePolicy",
                                        "specifyDlqOnEventBridgeRule"};

} // namespace

extern constinit const Check deliveryWithoutDeadLetter{
    .id = "RTY004",
    .name = "delivery-without-dead-letter",
    .severity = Severity::Warning,
    .pillar = Pillar::Triggers,
    .title = "What cannot be delivered is given up in silence",
    .why = "A bus, a topic or a schedule tries for a while to hand over an event. When the target "
           "is throttled, gone or "
           "closed to it for longer than that, the event is dropped and nothing tells of it.",
    .fires = "A rule of a bus, a schedule, or a subscription of a topic without a dead-letter "
             "target of its own:\n"
             "warning;\n"
             "info when the target is a queue of the model that lets it in: it cannot fail for "
             "want of capacity; one for all of a file.",
    .notWhen = "The line, or what delivers where no line says more, has a dead-letter target.\n"
               "Notifications of a bucket, which have no such setting.\n"
               "Pipes, whose source keeps what failed (RTY003).\n"
               "The target is a log group, or a person by mail or text message.\n"
               "The rule or schedule is switched off.\n"
               "Whether there is a dead letter is an expression: then it cannot be told.",
    .platforms = "EventBridge and the Scheduler try 185 times within 24 hours.\n"
                 "SNS tries targets in AWS 100,015 times over 23 days, web addresses 3 times.",
    .fix = "Give the rule's target, the schedule or the subscription a dead-letter queue, and let "
           "it write there.",
    .source = "EventBridge retry policy; SNS delivery retries.",
    .bad = "limn: 1\n"
           "topics:\n"
           "  orders:\n"
           "    triggers: bill\n"
           "functions:\n"
           "  bill:\n"
           "    handler: src/bill.handle\n",
    .good = "limn: 1\n"
            "topics:\n"
            "  orders:\n"
            "    triggers: bill\n"
            "    fails_to: undelivered\n"
            "functions:\n"
            "  bill:\n"
            "    handler: src/bill.handle\n"
            "queues:\n"
            "  undelivered:\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
