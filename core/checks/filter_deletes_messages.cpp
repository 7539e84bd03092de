// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/judge.h"
#include "core/checks/paths.h"
#include "core/checks/switched.h"

namespace limn {
namespace {

// Whether anything is filtered; nothing where that is an expression.
std::optional<bool> filters(const Property& filter) {
    if (filter.value.unknown())
        return std::nullopt;
    const ValueList* patterns = filter.value.list();
    if (!patterns)
        return filter.value.string() && !filter.value.string()->empty();
    if (std::ranges::any_of(*patterns, [](const Value& one) { return one.unknown(); }))
        return std::nullopt;
    return std::ranges::any_of(*patterns, [](const Value& one) {
        return one.string() && !one.string()->empty() && *one.string() != "{}";
    });
}

// Another that takes messages of the queue, and so misses what this filter deletes.
const Edge* otherConsumer(const Judge& judge, const Node& queue, const Edge& edge) {
    for (const Edge* other : judge.outOf(queue, EdgeKind::Triggers))
        if (other != &edge && switchOf(judge.model(), *other) != Switch::Off)
            return other;
    return nullptr;
}

void judgeFilter(Judge& judge, const Edge& edge, const Node& queue, const Property& filter) {
    const Model& model = judge.model();
    const std::vector<std::string> elements{judge.id(queue), std::string(model.id(edge.to))};
    if (platformOf(model, edge) != "aws.lambda.sqs")
        return judge.cannotTell(elements,
                                "no platform says what becomes of a message that passes no filter",
                                filter.at);
    const std::optional<bool> does = filters(filter);
    if (!does)
        return judge.cannotTell(elements, fmt::format("filter is {}", filter.value.display()),
                                filter.at);
    const Edge* other = otherConsumer(judge, queue, edge);
    const std::vector<const Edge*> failures = judge.outOf(queue, EdgeKind::FailsTo);
    if (!*does || (!other && failures.empty()))
        return judge.holds(elements);

    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = elements;
    fault.at = filter.at;
    const std::string who = judge.name(*judge.nodeOf(edge.to));
    fault.message = fmt::format("the filter `{}` of {} deletes what it does not match from {}",
                                filter.value.display(), who, judge.name(queue));
    fault.also = {{fmt::format("filter `{}`", filter.value.display()), filter.at}};
    if (other) {
        const std::string name = judge.nodeOf(other->to) ? judge.name(*judge.nodeOf(other->to))
                                                         : std::string(model.id(other->to));
        fault.message += fmt::format(": {} never sees it", name);
        fault.also.push_back({fmt::format("{} takes messages of {} too", name, judge.name(queue)),
                              placeOf(model, *other)});
    } else {
        const std::string name = std::string(model.id(failures.front()->to));
        fault.message += fmt::format(": it does not reach the dead-letter queue `{}` either", name);
        fault.also.push_back({fmt::format("failures of {} go to `{}`", judge.name(queue), name),
                              placeOf(model, *failures.front())});
    }
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Edge& edge : model.edges()) {
        if (judge.stopped())
            return;
        if (edge.kind != EdgeKind::Triggers || edge.delivery != Delivery::PollQueue)
            continue;
        const Property* filter = model.property(edge, "filter");
        const Node* queue = judge.nodeOf(edge.from);
        if (filter && queue && queue->kind == NodeKind::Queue && judge.nodeOf(edge.to) &&
            switchOf(model, edge) != Switch::Off)
            judgeFilter(judge, edge, *queue, *filter);
    }
}

} // namespace

extern constinit const Check filterDeletesMessages{
    .id = "TRG006",
    .name = "filter-deletes-messages",
    .severity = Severity::Warning,
    .pillar = Pillar::Triggers,
    .title = "A consumer's filter deletes the messages of others",
    .why = "On a queue, a filter of the consumer does not leave the rest for others: what it does "
           "not match is deleted, as if it had been handled. Nobody is told, and no dead-letter "
           "queue gets it.",
    .fires = "A filter on an event source mapping from SQS: warning when another consumer takes "
             "messages of the same queue, or when the queue has a dead-letter queue that would be "
             "expected to get the rest.",
    .notWhen = "It is the only consumer and no dead-letter queue is there: what is filtered is "
               "meant to go.\n"
               "It reads a stream: what is skipped stays there.\n"
               "It is the filter of a topic's subscription.\n"
               "The mapping is switched off.\n"
               "The filter is an expression, or no platform says what becomes of the rest: then it "
               "cannot be told.\n"
               "All that is sent matches, or the rest is meant to go: accept the finding and say "
               "so.",
    .platforms = "SQS to Lambda: what matches no filter is removed for good, and so is a body that "
                 "is no JSON when the filter is.\n"
                 "Kinesis and DynamoDB streams skip it; a topic's filter only holds back that "
                 "subscription.",
    .fix = "Put the filter on the subscription of the topic or the rule of the bus in front of the "
           "queue.",
    .source = "Lambda developer guide, event filtering with Amazon SQS.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  mail:\n"
           "    handler: src/mail.handle\n"
           "    platform_type: AWS::Lambda::Function\n"
           "  bill:\n"
           "    handler: src/bill.handle\n"
           "    platform_type: AWS::Lambda::Function\n"
           "queues:\n"
           "  jobs:\n"
           "    platform_type: AWS::SQS::Queue\n"
           "    triggers:\n"
           "      - {to: mail, filter: ['{\"body\": {\"kind\": [\"mail\"]}}']}\n"
           "      - bill\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  mail:\n"
            "    handler: src/mail.handle\n"
            "    platform_type: AWS::Lambda::Function\n"
            "queues:\n"
            "  jobs:\n"
            "    platform_type: AWS::SQS::Queue\n"
            "    triggers:\n"
            "      - {to: mail, filter: ['{\"body\": {\"kind\": [\"mail\"]}}']}\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
