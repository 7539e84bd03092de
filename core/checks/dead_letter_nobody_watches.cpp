// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

bool isAlarm(const Model& model, const Node& node) { return model.text(node.subtype) == "alarm"; }

// Who looks at a part that takes failures: an alarm, or whoever empties it.
const Node* watcherOf(const Judge& judge, const Node& place) {
    const Model& model = judge.model();
    const Node* watcher = nullptr;
    eachInto(model, place, [&](const Edge& edge) {
        const Node* from = judge.nodeOf(edge.from);
        if (from && ((edge.kind == EdgeKind::Observes && isAlarm(model, *from)) ||
                     edge.kind == EdgeKind::Subscribes ||
                     (edge.kind == EdgeKind::Reads && from->kind != NodeKind::Identity)))
            watcher = from;
    });
    eachOutOf(model, place, [&](const Edge& edge) {
        const Node* to = judge.nodeOf(edge.to);
        if (to && (edge.kind == EdgeKind::Triggers || edge.kind == EdgeKind::Publishes))
            watcher = to;
    });
    return watcher;
}

void judgePlace(Judge& judge, const Node& place) {
    const Model& model = judge.model();
    std::vector<const Node*> senders;
    std::vector<const Edge*> paths;
    eachInto(model, place, [&](const Edge& edge) {
        const Node* from = judge.nodeOf(edge.from);
        if (edge.kind != EdgeKind::FailsTo || !from)
            return;
        senders.push_back(from);
        paths.push_back(&edge);
    });
    if (senders.empty())
        return;
    if (watcherOf(judge, place))
        return judge.holds({judge.id(place)});
    if (isUnknown(model.property(place, "condition")))
        return judge.cannotTell({judge.id(place)}, "whether it exists is not known", place.at);
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = {judge.id(place)};
    fault.at = place.at;
    fault.message = fmt::format("{} keeps what fails at {}, and nobody will know: no alarm watches "
                                "it and nothing reads it{}",
                                judge.name(place), listed(judge, senders),
                                place.kind == NodeKind::Topic ? ", nor does anyone subscribe" : "");
    for (std::size_t i = 0; i < senders.size(); ++i)
        fault.also.push_back({fmt::format("{} sends its failures there", judge.name(*senders[i])),
                              spanOfLine(model, *paths[i])});
    judge.fails(std::move(fault));
}

// A watcher whose target nobody knows may be the one.
bool hasOpenAlarm(const Model& model) {
    return std::ranges::any_of(model.nodes(), [&](const Node& node) {
        return isAlarm(model, node) && !hasOutOf(model, node, EdgeKind::Observes);
    });
}

void run(Judge& judge) {
    const Model& model = judge.model();
    const bool isOpen = hasOpenAlarm(model);
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        const bool keeps = node.kind == NodeKind::Queue || node.kind == NodeKind::Topic ||
                           (node.kind == NodeKind::Store && model.text(node.subtype) == "object");
        if (!keeps || !judge.takesFailures(node))
            continue;
        if (isOpen && !watcherOf(judge, node))
            judge.cannotTell({judge.id(node)}, "an alarm of the model does not say what it watches",
                             node.at);
        else
            judgePlace(judge, node);
    }
}

} // namespace

extern constinit const Check deadLetterNobodyWatches{
    .id = "OBS005",
    .name = "dead-letter-nobody-watches",
    .severity = Severity::Warning,
    .pillar = Pillar::None,
    .title = "Failures are kept but nobody will know",
    .why = "A dead-letter queue without an alarm is a slower way of losing messages: they lie "
           "there until their retention ends, "
           "while whoever sent them believes that all went well.",
    .fires = "A queue, topic or bucket that takes failures, with no alarm on it, nobody that reads "
             "it and, for a topic, no "
             "subscription: warning.",
    .notWhen = "An alarm watches it, whatever its figure.\n"
               "Something consumes it: a function, a pipe, a workflow.\n"
               "A topic has a subscription.\n"
               "It is outside the model.\n"
               "The alarms are in another stack or tool: accept the finding and say so.\n"
               "An alarm of the model does not say what it watches: then it cannot be told.",
    .platforms = "On AWS the figure is ApproximateNumberOfMessagesVisible of the queue; Service "
                 "Bus counts dead letters.",
    .fix = "Add an alarm on more than 0 messages that tells a person.",
    .source = "AWS serverless notes, the least set of alarms.",
    .bad = "limn: 1\n"
           "queues:\n"
           "  jobs:\n"
           "    fails_to: jobs-dead-letter\n"
           "  jobs-dead-letter:\n",
    .good = "limn: 1\n"
            "queues:\n"
            "  jobs:\n"
            "    fails_to: jobs-dead-letter\n"
            "  jobs-dead-letter:\n"
            "other:\n"
            "  failed-jobs:\n"
            "    type: alarm\n"
            "    observes: jobs-dead-letter\n",
    .run = run,
};

} // namespace limn
