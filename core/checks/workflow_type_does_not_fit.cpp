// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

// What a definition asks of its workflow's type.
class Design {
public:
    Design(Judge& judge, const Node& workflow)
        : m_judge(judge), m_model(judge.model()), m_workflow(workflow), m_tree(m_model, workflow) {}

    void judge() {
        const Effective type = m_judge.eff(m_workflow, "workflow_type");
        if (type.value.unknown())
            return m_judge.cannotTell({m_judge.id(m_workflow)}, type);
        const std::string* word = type.value.string();
        if (word && *word == "express")
            judgeShort(type);
        else if (word && *word == "standard")
            judgeLong(type);
    }

private:
    // What runs of the short kind cannot do; empty where they can.
    std::string refused(const State& state) const {
        const std::string_view waits = wordOf(m_model.property(state, "waits_for"));
        const bool isTask = state.kind == StateKind::Task;
        if (isTask && wordOf(m_model.property(state, "call")) == "activity")
            return "is an activity";
        if (isTask && waits == "completion")
            return "waits for the end of a job (.sync)";
        if (isTask && waits == "callback")
            return "waits for a call back (.waitForTaskToken)";
        if (state.kind == StateKind::Map && flagOf(m_model.property(state, "distributed")) == true)
            return "is a distributed map";
        return {};
    }

    void judgeShort(const Effective& type) {
        std::vector<const State*> states;
        std::vector<std::string> reasons;
        const State* open = nullptr;
        for (const State& state : m_model.states(m_workflow)) {
            // States of a distributed map's own runs have that type; the map itself counts.
            if (std::string reason = refused(state); !reason.empty()) {
                states.push_back(&state);
                reasons.push_back(std::move(reason));
            }
            if (isUnknown(m_model.property(state, "wait_seconds")) ||
                (state.kind == StateKind::Task && isUnknown(m_model.property(state, "waits_for"))))
                open = &state;
        }
        const Fact* limit = findFact("aws.sfn.express.max_s");
        const double waits = longestWait();
        const bool isTooLong = limit && waits > limit->number;
        if (states.empty() && !isTooLong) {
            if (open)
                return m_judge.cannotTell(
                    {m_judge.id(m_workflow)},
                    fmt::format("how long state {} waits is not known", open->name), open->at);
            return m_judge.holds({m_judge.id(m_workflow)});
        }
        if (!states.empty())
            reportRefused(type, states, reasons);
        if (isTooLong)
            reportWaits(type, waits, limit->number);
    }

    void reportRefused(const Effective& type, const std::vector<const State*>& states,
                       const std::vector<std::string>& reasons) {
        Fault fault;
        fault.severity = Severity::Error;
        fault.elements = {m_judge.id(m_workflow)};
        fault.subject = "feature";
        fault.at = states.front()->at;
        fault.grounds = {type};
        std::vector<std::string> names;
        for (std::size_t i = 0; i < states.size(); ++i) {
            names.push_back(fmt::format("`{}`", states[i]->name));
            fault.also.push_back(
                {fmt::format("state {} {}", states[i]->name, reasons[i]), states[i]->at});
        }
        const Fact* fact = findFact("aws.sfn.express.unsupported");
        fault.message = fmt::format("{} is express, which cannot do what {} asks: it {}{}",
                                    m_judge.name(m_workflow), listed(names), reasons.front(),
                                    fact ? fmt::format(" (not supported: {})", fact->text) : "");
        m_judge.fails(std::move(fault));
    }

    void reportWaits(const Effective& type, double waits, double limit) {
        Fault fault;
        fault.severity = Severity::Error;
        fault.elements = {m_judge.id(m_workflow)};
        fault.subject = "waits";
        fault.at = type.at;
        fault.grounds = {type};
        for (const State& state : m_model.states(m_workflow))
            if (const Property* wait = m_model.property(state, "wait_seconds"))
                fault.also.push_back(
                    {fmt::format("state {} waits {} s", state.name, wait->value.display()),
                     wait->at});
        fault.message =
            fmt::format("{} is express and ends after {} s, but waits for {} s on one way",
                        m_judge.name(m_workflow), figure(limit), figure(waits));
        m_judge.fails(std::move(fault));
    }

    // The seconds of all Wait states on the way where they are most; each state counts once.
    double longestWait() {
        double most = 0;
        for (const State& state : m_model.states(m_workflow))
            if (state.isStart)
                most = std::max(most, waitFrom(state, 0));
        return most;
    }
    double waitFrom(const State& state, int depth) {
        constexpr int deepest = 2000;
        const auto [at, isNew] = m_waits.try_emplace(&state, 0);
        if (!isNew || depth > deepest)
            return at->second;
        double after = 0;
        for (const Transition& way : state.transitions)
            if (const State* next = m_tree.state(way.to))
                after = std::max(after, waitFrom(*next, depth + 1));
        const double own = figureOf(m_model.property(state, "wait_seconds")).value_or(0);
        return m_waits[&state] = own + after;
    }

    // A way back with nothing that ends it: every turn adds to a history that may not grow for
    // ever.
    void judgeLong(const Effective& type) {
        const State* back = wayBack();
        if (!back)
            return m_judge.holds({m_judge.id(m_workflow)});
        const Effective timeout = m_judge.eff(m_workflow, "timeout_seconds");
        if (timeout.value.unknown())
            return m_judge.cannotTell({m_judge.id(m_workflow)}, timeout);
        if (timeout.number())
            return m_judge.holds({m_judge.id(m_workflow)});
        const Fact* most = findFact("aws.sfn.standard.history_events_max");
        if (!most)
            return;
        Fault fault;
        fault.severity = Severity::Warning;
        fault.elements = {m_judge.id(m_workflow)};
        fault.subject = "loop";
        fault.at = back->at;
        if (type.stated())
            fault.grounds = {type};
        fault.message = fmt::format("{} comes back to state {} with nothing to end it: a run fails "
                                    "when its history has {} events",
                                    m_judge.name(m_workflow), back->name, figure(most->number));
        fault.also.push_back({fmt::format("a way leads back to state {}", back->name), back->at});
        fault.also.push_back(
            {fmt::format("{} has no timeout", m_judge.name(m_workflow)), m_workflow.at});
        m_judge.fails(std::move(fault));
    }

    // A state that is reached again from itself; null where there is none. Waits in between make a
    // turn slow, not the history short.
    const State* wayBack() {
        std::unordered_map<const State*, char> seen; // 1: on the way, 2: done
        for (const State& start : m_model.states(m_workflow)) {
            if (seen[&start] != 0)
                continue;
            std::vector<std::pair<const State*, std::size_t>> way{{&start, 0}};
            seen[&start] = 1;
            while (!way.empty()) {
                auto& [state, next] = way.back();
                if (next == state->transitions.size()) {
                    seen[state] = 2;
                    way.pop_back();
                    continue;
                }
                const Transition& transition = state->transitions[next++];
                const State* to = m_tree.state(transition.to);
                if (!to || transition.why == Transition::Why::Error)
                    continue;
                if (seen[to] == 1)
                    return to;
                if (seen[to] == 0) {
                    seen[to] = 1;
                    way.emplace_back(to, 0);
                }
            }
        }
        return nullptr;
    }

    Judge& m_judge;
    const Model& m_model;
    const Node& m_workflow;
    StateTree m_tree;
    std::unordered_map<const State*, double> m_waits;
};

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::Workflow && !model.states(node).empty())
            Design(judge, node).judge();
    }
}

} // namespace

extern constinit const Check workflowTypeDoesNotFit{
    .id = "LIM015",
    .name = "workflow-type-does-not-fit",
    .severity = Severity::Error,
    .pillar = Pillar::None,
    .title = "The workflow's type lacks what its definition uses",
    .why = "Express workflows are many, short and cheap; standard ones are kept and may be long. A "
           "definition that needs what "
           "its type does not have is refused, or ends in the middle of its work.",
    .fires = "Error for an express workflow with a task that waits for a job or a call back, an "
             "activity or a distributed map, "
             "and for one whose Wait states take more than 300 s on one way.\n"
             "Warning for a standard workflow with a loop that nothing ends: its history may have "
             "25,000 events.",
    .notWhen =
        "A standard workflow starts express ones for the short part.\n"
        "The loop is in a workflow with a timeout.\n"
        "A way back by a catch, which ends with its cause.\n"
        "The definition is not in the model, or the type of a neutral workflow is not stated.\n"
        "The type, a wait or what a task waits for is an expression: then it cannot be told.",
    .platforms = "Step Functions: standard by default, up to a year; express up to 300 s, without "
                 ".sync, .waitForTaskToken, "
                 "activities and distributed maps.",
    .fix = "Change the type, or start an express workflow from a standard one for the part that "
           "fits it; start a loop's rest as a "
           "run of its own.",
    .source = "Step Functions developer guide, standard and express workflows.",
    .bad = "limn: 1\n"
           "workflows:\n"
           "  Orders:\n"
           "    workflow_type: express\n"
           "    states:\n"
           "      Approve: {type: task, start: true, end: true, call: \"sqs:sendMessage\", "
           "waits_for: callback}\n",
    .good = "limn: 1\n"
            "workflows:\n"
            "  Orders:\n"
            "    workflow_type: standard\n"
            "    states:\n"
            "      Approve: {type: task, start: true, end: true, call: \"sqs:sendMessage\", "
            "waits_for: callback}\n",
    .run = run,
};

} // namespace limn
