// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

constexpr std::size_t manySubscribers = 10;

bool isBoundedItself(const Model& model, const Node& node) {
    return model.property(node, "reserved_concurrency") ||
           model.property(node, "max_concurrency") || model.property(node, "max_instances");
}

// What the copies of one map call without a bound of its own.
class Maps {
public:
    Maps(Judge& judge, const Node& workflow)
        : m_judge(judge), m_model(judge.model()), m_workflow(workflow), m_lines(m_model, workflow),
          m_tree(m_model, workflow) {}

    void judgeAll() {
        std::unordered_map<const State*, std::vector<const Edge*>> called;
        for (const State& state : m_model.states(m_workflow))
            for (const Edge* edge : m_lines.of(state))
                if (edge->kind == EdgeKind::Invokes)
                    for (const State* map : mapsAround(state))
                        called[map].push_back(edge);
        for (const State& state : m_model.states(m_workflow))
            if (const auto found = called.find(&state); found != called.end())
                judgeMap(state, found->second);
    }

private:
    std::vector<const State*> mapsAround(const State& state) const {
        std::vector<const State*> maps;
        int depth = 0;
        for (const State* at = m_tree.parentOf(state); at && depth < 64;
             at = m_tree.parentOf(*at), ++depth)
            if (at->kind == StateKind::Map)
                maps.push_back(at);
        return maps;
    }

    void judgeMap(const State& state, const std::vector<const Edge*>& calls) {
        const Property* most = m_model.property(state, "max_concurrency");
        if (isUnknown(most)) {
            m_judge.cannotTell(
                {m_judge.id(m_workflow)},
                fmt::format("max_concurrency of state {} is {}", state.name, most->value.display()),
                most->at);
            return;
        }
        const Node* target = nullptr;
        const Edge* call = nullptr;
        for (const Edge* edge : calls) {
            const Node* to = m_judge.nodeOf(edge->to);
            const bool isOpen =
                to && (to->kind == NodeKind::Function || to->kind == NodeKind::External) &&
                !isBoundedItself(m_model, *to);
            if (isOpen && !target) {
                target = to;
                call = edge;
            }
        }
        if (!target || figureOf(most).value_or(0) > 0)
            return m_judge.holds({m_judge.id(m_workflow)});
        report(state, most, *target, *call);
    }

    void report(const State& state, const Property* most, const Node& target, const Edge& call) {
        const bool isDistributed = flagOf(m_model.property(state, "distributed")) == true;
        const Fact* limit = findFact(isDistributed ? "aws.sfn.standard.distributed_map_children_max"
                                                   : "aws.sfn.standard.inline_map_concurrency_max");
        const bool isAws = platformOf(m_model, m_workflow) == "aws.sfn";
        Fault fault;
        fault.severity = Severity::Warning;
        fault.elements = {m_judge.id(m_workflow), m_judge.id(target)};
        fault.subject = state.key;
        fault.at = most ? most->at : state.at;
        fault.message =
            fmt::format("state {} of {} calls {} for every item at once, {}", state.name,
                        m_judge.name(m_workflow), m_judge.name(target),
                        limit && isAws ? fmt::format("up to {} ({})", figure(limit->number),
                                                     defaultNote(*limit))
                                       : std::string("with nothing to bound it"));
        fault.also.push_back({most ? fmt::format("state {}: max_concurrency {} is no bound",
                                                 state.name, most->value.display())
                                   : fmt::format("state {} has no max_concurrency", state.name),
                              fault.at});
        fault.also.push_back(
            {fmt::format("{} calls {}", m_judge.name(m_workflow), m_judge.name(target)),
             spanOfLine(m_model, call)});
        fault.also.push_back(
            {fmt::format("{} has no bound of its own", m_judge.name(target)), target.at});
        m_judge.fails(std::move(fault));
    }

    Judge& m_judge;
    const Model& m_model;
    const Node& m_workflow;
    StateLines m_lines;
    StateTree m_tree;
};

void judgeTopic(Judge& judge, const Node& topic) {
    const Model& model = judge.model();
    std::vector<const Node*> functions;
    const auto add = [&](End end) {
        const Node* node = judge.nodeOf(end);
        if (node && node->kind == NodeKind::Function && !isBoundedItself(model, *node))
            functions.push_back(node);
    };
    eachOutOf(model, topic, [&](const Edge& edge) {
        if (edge.kind == EdgeKind::Triggers)
            add(edge.to);
    });
    eachInto(model, topic, [&](const Edge& edge) {
        if (edge.kind == EdgeKind::Subscribes)
            add(edge.from);
    });
    if (functions.empty())
        return;
    if (functions.size() <= manySubscribers)
        return judge.holds({judge.id(topic)});
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = {judge.id(topic)};
    fault.at = topic.at;
    fault.message = fmt::format("each message of {} starts {} functions at once: {}",
                                judge.name(topic), functions.size(), listed(judge, functions));
    for (const Node* function : functions) {
        fault.elements.push_back(judge.id(*function));
        fault.also.push_back(
            {fmt::format("{} subscribes, with no bound of its own", judge.name(*function)),
             function->at});
    }
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::Workflow && !model.states(node).empty())
            Maps(judge, node).judgeAll();
        else if (node.kind == NodeKind::Topic)
            judgeTopic(judge, node);
    }
}

} // namespace

extern constinit const Check fanOutWithoutBound{
    .id = "LIM014",
    .name = "fan-out-without-bound",
    .severity = Severity::Warning,
    .pillar = Pillar::Triggers,
    .title = "One event becomes an unknown number of parallel runs",
    .why = "How many items a list has is decided by whoever sends it. Without a bound all of them "
           "run at once, take the places "
           "of everything else in the account, and hit what is behind them together.",
    .fires = "Warning for a map of a workflow that calls a function or a service outside, with no "
             "max_concurrency or one of 0, "
             "and for a topic with more than 10 functions that subscribe to it.",
    .notWhen =
        "The map has a bound.\n"
        "What is called has a bound of its own: reserved or highest concurrency.\n"
        "The map calls no function and nothing outside: services of the platform grow with it.\n"
        "The items are a short list that never grows: accept the finding and say so.\n"
        "A loop in code, which is seen in the source alone.\n"
        "The bound is given by each run: then it cannot be told.",
    .platforms =
        "Step Functions runs 40 copies of an inline map at once, 10,000 of a distributed one.",
    .fix = "Set MaxConcurrency, or send the items to a queue whose consumer is bounded.",
    .source = "Step Functions developer guide, Map state.",
    .bad = "limn: 1\n"
           "workflows:\n"
           "  Import:\n"
           "    states:\n"
           "      Each: {type: map, start: true, end: true}\n"
           "      Store: {type: task, in: Each, start: true, end: true, call: \"lambda:invoke\"}\n"
           "    invokes: {to: store, states: [Store]}\n"
           "functions:\n"
           "  store:\n"
           "    handler: src/store.handle\n",
    .good = "limn: 1\n"
            "workflows:\n"
            "  Import:\n"
            "    states:\n"
            "      Each: {type: map, start: true, end: true, max_concurrency: 10}\n"
            "      Store: {type: task, in: Each, start: true, end: true, call: \"lambda:invoke\"}\n"
            "    invokes: {to: store, states: [Store]}\n"
            "functions:\n"
            "  store:\n"
            "    handler: src/store.handle\n",
    .run = run,
};

} // namespace limn
