// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <unordered_set>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

// A back-pressure that shows in one figure first.
struct Question {
    std::array<std::string_view, 2> metrics;
    std::string_view what;
};
constexpr Question streamLag{{"IteratorAge", "GetRecords.IteratorAgeMilliseconds"},
                             "how far it is behind"};
constexpr Question queueAge{{"ApproximateAgeOfOldestMessage", ""}, "how old its oldest message is"};
constexpr Question throttles{{"Throttles", ""}, "how often it is turned away"};

// A function, what it is asked of, and the parts whose alarms would tell.
struct Consumer {
    const Node& function;
    const Question& question;
    const Node* source = nullptr;
};

bool isAlarm(const Model& model, const Node& node) { return model.text(node.subtype) == "alarm"; }

// An alarm of the figure; of an alarm that does not say its figure, nobody knows.
enum class Watched : std::uint8_t { No, Yes, Unknown };

Watched watched(const Judge& judge, const Node& part, const Question& question) {
    const Model& model = judge.model();
    Watched answer = Watched::No;
    eachInto(model, part, [&](const Edge& edge) {
        const Node* alarm = judge.nodeOf(edge.from);
        if (edge.kind != EdgeKind::Observes || !alarm || !isAlarm(model, *alarm))
            return;
        const std::string_view metric = wordOf(model.property(*alarm, "metric"));
        if (metric.empty())
            answer = answer == Watched::Yes ? answer : Watched::Unknown;
        else if (std::ranges::find(question.metrics, metric) != question.metrics.end())
            answer = Watched::Yes;
    });
    return answer;
}

std::vector<Consumer> consumersOf(const Judge& judge) {
    const Model& model = judge.model();
    std::vector<Consumer> found;
    for (const Edge& edge : model.edges()) {
        if (edge.kind != EdgeKind::Triggers || isSwitchedOff(model, edge))
            continue;
        const Node* source = judge.nodeOf(edge.from);
        const Node* function = judge.nodeOf(edge.to);
        if (!source || !function || function->kind != NodeKind::Function)
            continue;
        if (edge.delivery == Delivery::PollStream)
            found.push_back({*function, streamLag, source});
        else if (edge.delivery == Delivery::PollQueue)
            found.push_back({*function, queueAge, source});
    }
    for (const Node& node : model.nodes())
        if (node.kind == NodeKind::Function &&
            figureOf(model.property(node, "reserved_concurrency")).value_or(0) > 0)
            found.push_back({node, throttles, nullptr});
    return found;
}

std::vector<std::string> elementsOf(const Judge& judge, const Consumer& consumer) {
    std::vector<std::string> elements{judge.id(consumer.function)};
    if (consumer.source)
        elements.push_back(judge.id(*consumer.source));
    return elements;
}

void judgeConsumer(Judge& judge, const Consumer& consumer) {
    Watched answer = watched(judge, consumer.function, consumer.question);
    if (consumer.source && answer != Watched::Yes)
        answer = std::max(answer, watched(judge, *consumer.source, consumer.question));
    if (answer == Watched::Yes)
        return judge.holds(elementsOf(judge, consumer));
    if (answer == Watched::Unknown)
        return judge.cannotTell(elementsOf(judge, consumer),
                                "an alarm on it does not say its metric", consumer.function.at);
    const Node& subject = consumer.source ? *consumer.source : consumer.function;
    Fault fault;
    fault.severity = Severity::Info;
    fault.elements = elementsOf(judge, consumer);
    fault.subject = consumer.question.metrics.front();
    fault.at = consumer.function.at;
    fault.message = fmt::format(
        "no alarm tells {} for {}: {}", consumer.question.what,
        consumer.source
            ? fmt::format("{}, which reads {}", judge.name(consumer.function), judge.name(subject))
            : judge.name(subject),
        consumer.question.metrics.front());
    fault.also.push_back({fmt::format("{} has no alarm on {}", judge.name(subject),
                                      consumer.question.metrics.front()),
                          subject.at});
    judge.fails(std::move(fault));
}

// Where there are no alarms at all, they are somewhere else, or missing: said once.
void reportAll(Judge& judge, const std::vector<Consumer>& consumers) {
    Fault fault;
    fault.severity = Severity::Info;
    fault.at = consumers.front().function.at;
    std::vector<const Node*> functions;
    std::unordered_set<const Node*> seen;
    for (const Consumer& consumer : consumers)
        if (seen.insert(&consumer.function).second)
            functions.push_back(&consumer.function);
    for (const Node* function : functions)
        fault.elements.push_back(judge.id(*function));
    fault.message = fmt::format(
        "the model has no alarms: when {} fall{} behind, or {} turned away, nobody is told",
        listed(judge, functions), functions.size() == 1 ? "s" : "",
        functions.size() == 1 ? "is" : "are");
    for (const Consumer& consumer : consumers)
        fault.also.push_back({fmt::format("{}: no alarm on {}", judge.name(consumer.function),
                                          consumer.question.metrics.front()),
                              consumer.function.at});
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    const std::vector<Consumer> consumers = consumersOf(judge);
    if (consumers.empty() || judge.stopped())
        return;
    const bool hasAlarm =
        std::ranges::any_of(model.nodes(), [&](const Node& node) { return isAlarm(model, node); });
    if (!hasAlarm)
        return reportAll(judge, consumers);
    for (const Consumer& consumer : consumers) {
        if (judge.stopped())
            return;
        judgeConsumer(judge, consumer);
    }
}

} // namespace

extern constinit const Check noLagAlarm{
    .id = "OBS006",
    .name = "no-lag-alarm",
    .severity = Severity::Info,
    .pillar = Pillar::None,
    .title = "Back-pressure shows as age first, and nobody looks",
    .why = "A consumer that is too slow fails at nothing. Its messages grow older and older until "
           "the first ones expire; only "
           "their age tells in time.",
    .fires = "Info for a reader of a stream without an alarm on its iterator age, a reader of a "
             "queue without one on the age of "
             "the oldest message, and a function with reserved concurrency without one on its "
             "throttles.\n"
             "Where the model has no alarms at all: one info for all of them.",
    .notWhen = "An alarm of that figure watches the function or what it reads.\n"
               "The mapping is switched off.\n"
               "The alarms are in another stack or tool: accept the finding and say so.\n"
               "An alarm on them does not say its figure: then it cannot be told.",
    .platforms = "On AWS the figures are IteratorAge, ApproximateAgeOfOldestMessage and Throttles.",
    .fix = "Add the alarm.",
    .source = "AWS serverless notes, the least set of alarms.",
    .bad = "limn: 1\n"
           "queues:\n"
           "  jobs:\n"
           "    triggers: worker\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n",
    .good = "limn: 1\n"
            "queues:\n"
            "  jobs:\n"
            "    triggers: worker\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n"
            "other:\n"
            "  old-jobs:\n"
            "    type: alarm\n"
            "    metric: ApproximateAgeOfOldestMessage\n"
            "    observes: jobs\n",
    .run = run,
};

} // namespace limn
