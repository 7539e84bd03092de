// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

constexpr std::array<std::string_view, 4> passing{
    "Lambda.ServiceException", "Lambda.AWSLambdaException", "Lambda.SdkClientException",
    "Lambda.TooManyRequestsException"};

enum class Retries : std::uint8_t { No, Yes, Unknown };

const Value* member(const Value& map, std::string_view key) {
    if (const ValueMap* entries = map.map())
        for (const auto& [name, value] : *entries)
            if (name == key)
                return &value;
    return nullptr;
}

bool matchesPassing(std::string_view error, bool isLambda) {
    if (error == "States.ALL" || error == "States.TaskFailed")
        return true;
    // What other services call their throttles is theirs: any name of a service's own will do.
    return isLambda ? std::ranges::find(passing, error) != passing.end()
                    : !error.starts_with("States.") && error.find('.') != std::string_view::npos;
}

Retries retriesOf(const Model& model, const State& state) {
    const Property* retry = model.property(state, "retry");
    if (!retry)
        return Retries::No;
    const ValueList* rules = retry->value.list();
    if (!rules)
        return Retries::Unknown;
    const bool isLambda = wordOf(model.property(state, "call")) == "lambda:invoke";
    bool isOpen = false;
    for (const Value& rule : *rules) {
        const Value* errors = member(rule, "errors");
        const ValueList* list = errors ? errors->list() : nullptr;
        const Value* most = member(rule, "max_attempts");
        isOpen = isOpen || rule.unknown() || (errors && errors->unknown());
        if (!list || (most && most->isNumber() && most->number() <= 0))
            continue;
        for (const Value& error : *list)
            if (error.string() && matchesPassing(*error.string(), isLambda))
                return Retries::Yes;
    }
    return isOpen ? Retries::Unknown : Retries::No;
}

bool catches(const State& state) {
    return std::ranges::find(state.transitions, Transition::Why::Error, &Transition::why) !=
           state.transitions.end();
}

class Tasks {
public:
    Tasks(Judge& judge, const Node& workflow)
        : m_judge(judge), m_model(judge.model()), m_workflow(workflow), m_lines(m_model, workflow),
          m_tree(m_model, workflow) {}

    void judgeAll() {
        findEffects();
        std::size_t tasks = 0;
        for (const State& state : m_model.states(m_workflow)) {
            if (state.kind != StateKind::Task ||
                wordOf(m_model.property(state, "call")) == "activity")
                continue;
            ++tasks;
            judgeTask(state);
        }
        if (tasks == 0)
            return;
        if (!m_bare.empty())
            reportBare();
        if (!m_uncaught.empty())
            reportUncaught();
        if (!m_inStep.empty())
            reportInStep();
        if (m_bare.empty() && m_uncaught.empty() && m_inStep.empty() && m_open.empty())
            m_judge.holds({m_judge.id(m_workflow)});
        for (const State* state : m_open)
            m_judge.cannotTell({m_judge.id(m_workflow)},
                               fmt::format("what state {} retries is not known", state->name),
                               m_model.property(*state, "retry")->at);
    }

private:
    void judgeTask(const State& state) {
        const bool isWrapped = wrapped(state);
        switch (retriesOf(m_model, state)) {
        case Retries::No:
            if (!isWrapped)
                m_bare.push_back(&state);
            break;
        case Retries::Unknown:
            m_open.push_back(&state);
            break;
        case Retries::Yes:
            if (inFanOut(state) && !spreads(state))
                m_inStep.push_back(&state);
            break;
        }
        if (!caught(state) && m_effects[&state - m_model.states(m_workflow).data()].size() >= 2)
            m_uncaught.push_back(&state);
    }

    // A Map or Parallel around it that catches and tries again does so for it.
    bool wrapped(const State& state) const {
        int depth = 0;
        for (const State* around = m_tree.parentOf(state); around && depth < 64;
             around = m_tree.parentOf(*around), ++depth)
            if (catches(*around) && retriesOf(m_model, *around) != Retries::No)
                return true;
        return false;
    }
    bool caught(const State& state) const {
        int depth = 0;
        for (const State* at = &state; at && depth < 64; at = m_tree.parentOf(*at), ++depth)
            if (catches(*at))
                return true;
        return false;
    }
    bool inFanOut(const State& state) const {
        int depth = 0;
        for (const State* at = m_tree.parentOf(state); at && depth < 64;
             at = m_tree.parentOf(*at), ++depth)
            if (at->kind == StateKind::Map)
                return true;
        return false;
    }
    // Waits that grow or differ keep a crowd from coming back all at once.
    bool spreads(const State& state) const {
        const ValueList* rules = m_model.property(state, "retry")->value.list();
        return std::ranges::any_of(*rules, [](const Value& rule) {
            return member(rule, "backoff_rate") || member(rule, "jitter");
        });
    }

    bool hasEffect(const State& state) const {
        return std::ranges::any_of(m_lines.of(state), [](const Edge* edge) {
            return edge->kind == EdgeKind::Writes || edge->kind == EdgeKind::Publishes;
        });
    }

    // Up to two tasks with effects that may have run before a state: more need not be known, so
    // each state is visited a few times at most.
    void findEffects() {
        const std::span<const State> states = m_model.states(m_workflow);
        m_effects.resize(states.size());
        std::vector<const State*> work;
        for (const State& state : states)
            work.push_back(&state);
        while (!work.empty()) {
            const State& state = *work.back();
            work.pop_back();
            std::vector<const State*> done = m_effects[&state - states.data()];
            if (state.kind == StateKind::Task && hasEffect(state))
                add(done, &state);
            for (const Transition& way : state.transitions) {
                const State* next = m_tree.state(way.to);
                if (!next || way.why == Transition::Why::Error)
                    continue;
                std::vector<const State*>& before = m_effects[next - states.data()];
                const std::size_t had = before.size();
                for (const State* effect : done)
                    if (effect != next)
                        add(before, effect);
                if (before.size() > had)
                    work.push_back(next);
            }
        }
    }
    static void add(std::vector<const State*>& list, const State* state) {
        if (list.size() < 2 && std::ranges::find(list, state) == list.end())
            list.push_back(state);
    }

    static std::string names(const std::vector<const State*>& states) {
        std::vector<std::string> names;
        for (const State* state : states)
            names.push_back(fmt::format("`{}`", state->name));
        return listed(names);
    }

    Fault begin(Severity severity, std::string_view subject,
                const std::vector<const State*>& states) const {
        Fault fault;
        fault.severity = severity;
        fault.elements = {m_judge.id(m_workflow)};
        fault.subject = subject;
        fault.at = states.front()->at;
        return fault;
    }

    void reportBare() {
        Fault fault = begin(Severity::Warning, "retry", m_bare);
        const Fact* usual = findFact("aws.sfn.lambda_task.retry.default");
        fault.message = fmt::format(
            "{} of {} {} not tried again when what {} for a moment{}: one throttle ends the run",
            names(m_bare), m_judge.name(m_workflow), m_bare.size() == 1 ? "is" : "are",
            m_bare.size() == 1 ? "it calls fails" : "they call fails",
            usual && platformOf(m_model, m_workflow) == "aws.sfn"
                ? fmt::format(" (retries {}, {})", usual->text, defaultNote(*usual))
                : "");
        for (const State* state : m_bare) {
            const bool isLambda = wordOf(m_model.property(*state, "call")) == "lambda:invoke";
            fault.also.push_back(
                {isLambda ? fmt::format("state {}: no retry of {}", state->name,
                                        fmt::join(passing, ", "))
                          : fmt::format("state {}: no retry of its service's errors", state->name),
                 state->at});
        }
        m_judge.fails(std::move(fault));
    }

    void reportUncaught() {
        Fault fault = begin(Severity::Warning, "catch", m_uncaught);
        fault.message = fmt::format("a failure of {} of {} ends the run after steps that changed "
                                    "something, and nothing undoes them",
                                    names(m_uncaught), m_judge.name(m_workflow));
        for (const State* state : m_uncaught) {
            fault.also.push_back({fmt::format("state {} catches nothing", state->name), state->at});
            for (const State* effect : m_effects[state - m_model.states(m_workflow).data()])
                fault.also.push_back(
                    {fmt::format("state {} before it has changed something", effect->name),
                     effect->at});
        }
        m_judge.fails(std::move(fault));
    }

    void reportInStep() {
        Fault fault = begin(Severity::Info, "jitter", m_inStep);
        fault.message = fmt::format("all copies of {} of {} try again at the same moment",
                                    names(m_inStep), m_judge.name(m_workflow));
        for (const State* state : m_inStep)
            fault.also.push_back(
                {fmt::format("state {}: retry without backoff rate or jitter", state->name),
                 state->at});
        m_judge.fails(std::move(fault));
    }

    Judge& m_judge;
    const Model& m_model;
    const Node& m_workflow;
    StateLines m_lines;
    StateTree m_tree;
    std::vector<std::vector<const State*>> m_effects; // by position
    std::vector<const State*> m_bare, m_uncaught, m_inStep, m_open;
};

void run(Judge& judge) {
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::Workflow && !judge.model().states(node).empty())
            Tasks(judge, node).judgeAll();
    }
}

} // namespace

extern constinit const Check taskWithoutRetry{
    .id = "RTY011",
    .name = "task-without-retry",
    .severity = Severity::Warning,
    .pillar = Pillar::Triggers,
    .title = "A passing error of one task fails the whole run",
    .why = "Every service is throttled or away for a moment now and then. A task that does not try "
           "again turns that moment "
           "into a failed run; and when steps before it have changed something, the half-done work "
           "stays.",
    .fires = "The tasks of a workflow, one finding with a list:\n"
             "warning for tasks that do not retry the passing errors of what they call: for "
             "functions one of "
             "Lambda.ServiceException, Lambda.AWSLambdaException, Lambda.SdkClientException and "
             "Lambda.TooManyRequestsException, States.TaskFailed or States.ALL; for other services "
             "an error of theirs, "
             "States.TaskFailed or States.ALL;\n"
             "warning for tasks without a catch that two or more writing or publishing tasks may "
             "precede;\n"
             "info for tasks in a map whose retries have neither a backoff rate nor jitter.",
    .notWhen = "States that call nothing, and activities.\n"
               "A map or parallel state around the task catches and retries.\n"
               "States.ALL does not cover States.DataLimitExceeded and States.Runtime, which no "
               "retry would mend.\n"
               "The definition is not in the model.\n"
               "The retry is an expression: then it cannot be told.",
    .platforms = "Step Functions retries nothing unless it is asked to.",
    .fix = "Add a retrier (1 s, 3 times, factor 2, full jitter), and a catch that leads to a state "
           "which undoes or reports.",
    .source = "Amazon States Language, error handling.",
    .bad = "limn: 1\n"
           "workflows:\n"
           "  Orders:\n"
           "    states:\n"
           "      Charge: {type: task, start: true, end: true, call: \"lambda:invoke\"}\n"
           "    invokes: {to: charge, states: [Charge]}\n"
           "functions:\n"
           "  charge:\n"
           "    handler: src/charge.handle\n",
    .good = "limn: 1\n"
            "workflows:\n"
            "  Orders:\n"
            "    states:\n"
            "      Charge: {type: task, start: true, end: true, call: \"lambda:invoke\", retry: "
            "[{errors: "
            "[States.TaskFailed]}]}\n"
            "    invokes: {to: charge, states: [Charge]}\n"
            "functions:\n"
            "  charge:\n"
            "    handler: src/charge.handle\n",
    .run = run,
};

} // namespace limn
