// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <deque>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

constexpr double mostRuns = 12; // of one event, before it counts as too many

// One owner of retries around a run: how often it tries in all, and what says so. Put into words
// only where a finding needs it.
struct Layer {
    double attempts = 1;
    bool known = true;
    std::string_view owner;       // "queue", "stream", "asynchronous runs of"
    const Node* part = nullptr;   // … this one
    const State* state = nullptr; // of a workflow
    const Property* says = nullptr;
    const Fact* fact = nullptr; // the default, where the text says nothing
};

// The layers around the runs of a part, outermost first, on the way where they multiply most.
struct Stack {
    double product = 1;
    std::vector<Layer> layers;
    bool isOpen = false; // some layer is not known
};

class Multiplying {
public:
    explicit Multiplying(Judge& judge)
        : m_judge(judge), m_model(judge.model()), m_stacks(m_model.nodes().size()),
          m_seen(m_model.nodes().size()) {}

    void judgeAll() {
        for (const Node& node : m_model.nodes()) {
            if (m_judge.stopped())
                return;
            if (node.kind == NodeKind::Function || node.kind == NodeKind::Workflow)
                stackOf(m_model.indexOf(node), 0);
            if (node.kind == NodeKind::Workflow)
                judgeBudget(node);
        }
        for (const Node& node : m_model.nodes())
            if (node.kind == NodeKind::Function)
                judgeNode(node, m_stacks[static_cast<std::size_t>(m_model.indexOf(node))]);
    }

private:
    enum class Seen : std::uint8_t { No, Open, Done };

    const Stack& stackOf(NodeIndex index, int depth) {
        constexpr int deepest = 64;
        const auto at = static_cast<std::size_t>(index);
        if (m_seen[at] != Seen::No || depth > deepest)
            return m_seen[at] == Seen::Done ? m_stacks[at] : m_none; // a loop is TRG004's
        m_seen[at] = Seen::Open;
        Stack best;
        eachInto(m_model, m_model[index], [&](const Edge& edge) {
            if (edge.from.node == NodeIndex::None || isSwitchedOff(m_model, edge))
                return;
            if (edge.kind != EdgeKind::Triggers && edge.kind != EdgeKind::Invokes)
                return;
            for (Stack& stack : through(edge, depth))
                if (stack.layers.size() > best.layers.size() ? stack.product >= best.product
                                                             : stack.product > best.product)
                    best = std::move(stack);
        });
        m_seen[at] = Seen::Done;
        m_stacks[at] = std::move(best);
        return m_stacks[at];
    }

    // What surrounds a run that comes this way.
    std::vector<Stack> through(const Edge& edge, int depth) {
        const Node& from = m_model[edge.from.node];
        const Node& to = m_model[edge.to.node];
        switch (edge.delivery) {
        case Delivery::PollQueue:
            return {with({}, receives(from))};
        case Delivery::PollStream:
            return {with({}, streamTries(edge, from))};
        case Delivery::Async:
            return to.kind == NodeKind::Function ? std::vector{with({}, asyncTries(to))}
                                                 : std::vector<Stack>{};
        case Delivery::Sync:
            break;
        default:
            return {};
        }
        const Stack& outer = stackOf(edge.from.node, depth + 1);
        if (from.kind != NodeKind::Workflow)
            return outer.layers.empty() ? std::vector<Stack>{} : std::vector{outer};
        return states(edge, from, outer);
    }

    // A workflow tries again state by state, and the states around a state too.
    std::vector<Stack> states(const Edge& edge, const Node& workflow, const Stack& outer) {
        std::vector<Stack> stacks;
        const Property* keys = m_model.property(edge, "states");
        const ValueList* list = keys ? keys->value.list() : nullptr;
        if (!list)
            return stacks;
        const StateTree& tree = treeOf(workflow);
        for (const Value& key : *list) {
            const State* state = key.string() ? tree.state(*key.string()) : nullptr;
            std::vector<const State*> around;
            for (; state && around.size() < 64; state = tree.parentOf(*state))
                around.push_back(state);
            Stack stack = outer;
            for (auto it = around.rbegin(); it != around.rend(); ++it)
                stack = with(std::move(stack), stateTries(workflow, **it));
            stacks.push_back(std::move(stack));
        }
        return stacks;
    }

    const StateTree& treeOf(const Node& workflow) {
        return m_trees.try_emplace(m_model.indexOf(workflow), m_model, workflow).first->second;
    }

    static Stack with(Stack stack, Layer layer) {
        if (layer.known && layer.attempts <= 1)
            return stack;
        stack.product *= layer.attempts;
        stack.isOpen = stack.isOpen || !layer.known;
        stack.layers.push_back(layer);
        return stack;
    }

    // A count that is written, else the platform's; none that is negative, for that has no end.
    static Layer counted(std::string_view owner, const Node& part, const Property* says,
                         const Fact* fact, double extra) {
        if (says && says->value.unknown())
            return {1, false, owner, &part, nullptr, says, nullptr};
        const std::optional<double> count = says                       ? figureOf(says)
                                            : fact && fact->isNumber() ? std::optional(fact->number)
                                                                       : std::nullopt;
        if (!count || *count < 0)
            return {};
        return {*count + extra, true, owner, &part, nullptr, says, says ? nullptr : fact};
    }

    Layer receives(const Node& queue) const {
        const Property* count = m_model.property(queue, "max_receive_count");
        eachOutOf(m_model, queue, [&](const Edge& edge) {
            if (const Property* own = edge.kind == EdgeKind::FailsTo
                                          ? m_model.property(edge, "max_receive_count")
                                          : nullptr)
                count = own;
        });
        return counted("queue", queue, count, nullptr, 0);
    }

    // Without a figure of its own a stream tries without end, which is RTY003's question.
    Layer streamTries(const Edge& edge, const Node& source) const {
        return counted("stream", source, m_model.property(edge, "retry_attempts"), nullptr, 1);
    }

    Layer asyncTries(const Node& function) const {
        const Property* own = m_model.property(function, "retry_attempts");
        const std::optional<PlatformDefault> usual =
            own ? std::nullopt : platformDefault(platformOf(m_model, function), "retry_attempts");
        return counted("asynchronous runs of", function, own, usual ? usual->fact : nullptr, 1);
    }

    // The most that any of a state's rules tries again.
    Layer stateTries(const Node& workflow, const State& state) const {
        const Property* retry = m_model.property(state, "retry");
        if (!retry)
            return {};
        Layer layer{1, false, "state", &workflow, &state, retry, nullptr};
        const ValueList* rules = retry->value.list();
        if (!rules)
            return layer;
        const Fact* usual = findFact("aws.sfn.lambda_task.retry.retrier_defaults.MaxAttempts");
        double most = 0;
        for (const Value& rule : *rules) {
            const Value* own = member(rule, "max_attempts");
            if (own && own->unknown())
                return layer;
            const double tries = own && own->isNumber() ? own->number() : usual ? usual->number : 0;
            if (tries > most) {
                most = tries;
                layer.fact = own ? nullptr : usual;
            }
        }
        layer.known = true;
        layer.attempts = most + 1;
        return layer;
    }

    std::string ownerOf(const Layer& layer) const {
        return layer.state
                   ? fmt::format("state {} of {}", layer.state->name, m_judge.name(*layer.part))
                   : fmt::format("{} {}", layer.owner, m_judge.name(*layer.part));
    }
    // What stands where a figure should: of the rules of a state, the first count that is none.
    static std::string expressionIn(const Value& value) {
        if (const ValueList* rules = value.list())
            for (const Value& rule : *rules)
                if (const Value* count = member(rule, "max_attempts"); count && count->unknown())
                    return count->display();
        return value.display();
    }
    Exhibit exhibitOf(const Layer& layer) const {
        const Span at = layer.says ? layer.says->at : layer.part->at;
        if (!layer.known)
            return {fmt::format("{}: how often it tries is {}", ownerOf(layer),
                                expressionIn(layer.says->value)),
                    at};
        return {fmt::format("{}: {} tries in all{}", ownerOf(layer), figure(layer.attempts),
                            layer.fact ? fmt::format(" ({})", defaultNote(*layer.fact)) : ""),
                at};
    }

    static const Value* member(const Value& map, std::string_view key) {
        if (const ValueMap* entries = map.map())
            for (const auto& [name, value] : *entries)
                if (name == key)
                    return &value;
        return nullptr;
    }

    void judgeNode(const Node& node, const Stack& stack) {
        if (stack.layers.size() < 2)
            return;
        if (stack.product <= mostRuns) {
            if (!stack.isOpen)
                return m_judge.holds({m_judge.id(node)});
            const auto open = std::ranges::find(stack.layers, false, &Layer::known);
            const Exhibit exhibit = exhibitOf(*open);
            return m_judge.cannotTell({m_judge.id(node)}, exhibit.what, exhibit.at);
        }
        Fault fault;
        fault.severity = Severity::Warning;
        fault.elements = {m_judge.id(node)};
        fault.at = exhibitOf(stack.layers.back()).at;
        std::vector<std::string> terms;
        for (const Layer& layer : stack.layers) {
            terms.push_back(fmt::format("{} ({})", figure(layer.attempts), ownerOf(layer)));
            fault.also.push_back(exhibitOf(layer));
        }
        fault.also.push_back(
            {fmt::format("{} runs inside of all of them", m_judge.name(node)), node.at});
        fault.message =
            fmt::format("one bad event makes up to {} runs of {}: {}", figure(stack.product),
                        m_judge.name(node), fmt::join(terms, " × "));
        m_judge.fails(std::move(fault));
    }

    // All tries of one task, with the waits between them, against the time that its workflow has.
    void judgeBudget(const Node& workflow) {
        const Effective limit = m_judge.eff(workflow, "timeout_seconds");
        if (!limit.number())
            return;
        const StateLines lines(m_model, workflow);
        for (const State& state : m_model.states(workflow)) {
            const Property* retry = m_model.property(state, "retry");
            const ValueList* rules = retry ? retry->value.list() : nullptr;
            const std::optional<Effective> once = timeOf(state, lines);
            if (!rules || !once)
                continue;
            for (const Value& rule : *rules)
                if (const double total = totalOf(rule, *once->number()); total > *limit.number())
                    return reportBudget(workflow, state, limit, *once, total, retry->at);
        }
    }

    std::optional<Effective> timeOf(const State& state, const StateLines& lines) const {
        if (const Property* own = m_model.property(state, "timeout_seconds")) {
            Effective time;
            time.owner = fmt::format("state {}", state.name);
            time.property = "timeout_seconds";
            time.value = own->value;
            time.at = own->at;
            return time.number() ? std::optional(time) : std::nullopt;
        }
        for (const Edge* edge : lines.of(state))
            if (edge->kind == EdgeKind::Invokes && edge->delivery == Delivery::Sync &&
                edge->to.node != NodeIndex::None &&
                m_model[edge->to.node].kind == NodeKind::Function)
                if (Effective time = m_judge.eff(m_model[edge->to.node], "timeout_seconds");
                    time.number())
                    return time;
        return std::nullopt;
    }

    static double totalOf(const Value& rule, double once) {
        const auto figureOr = [&](std::string_view key, std::string_view fact) {
            const Value* own = member(rule, key);
            return own && own->isNumber() ? own->number() : factNumber(fact).value_or(0);
        };
        const double tries =
            figureOr("max_attempts", "aws.sfn.lambda_task.retry.retrier_defaults.MaxAttempts");
        const double rate =
            figureOr("backoff_rate", "aws.sfn.lambda_task.retry.retrier_defaults.BackoffRate");
        double wait = figureOr("interval_seconds",
                               "aws.sfn.lambda_task.retry.retrier_defaults.IntervalSeconds");
        const Value* most = member(rule, "max_delay_seconds");
        double total = once;
        for (double i = 0; i < tries && i < 100; ++i) {
            total += once + (most && most->isNumber() ? std::min(wait, most->number()) : wait);
            wait *= rate;
        }
        return total;
    }

    void reportBudget(const Node& workflow, const State& state, const Effective& limit,
                      const Effective& once, double total, Span at) {
        Fault fault;
        fault.severity = Severity::Warning;
        fault.elements = {m_judge.id(workflow)};
        fault.subject = state.key;
        fault.at = at;
        fault.grounds = {once, limit};
        fault.message = fmt::format("state {} of {} may be tried for {} s in all, each time {}, "
                                    "but the workflow ends after {}",
                                    state.name, m_judge.name(workflow), figure(total),
                                    once.display(), limit.display());
        m_judge.fails(std::move(fault));
    }

    Judge& m_judge;
    const Model& m_model;
    std::vector<Stack> m_stacks;
    std::vector<Seen> m_seen;
    std::map<NodeIndex, StateTree> m_trees;
    Stack m_none;
};

void run(Judge& judge) { Multiplying(judge).judgeAll(); }

} // namespace

extern constinit const Check retryMultiplication{
    .id = "RTY009",
    .name = "retry-multiplication",
    .severity = Severity::Warning,
    .pillar = Pillar::Triggers,
    .title = "Retries at several layers multiply",
    .why = "A queue tries again, the workflow in it tries again, the state in that tries again: "
           "one bad event becomes dozens "
           "of runs, all of them against the thing that is struggling already.",
    .fires = "A function whose runs are inside of several layers that try again (receives of a "
             "queue, tries of a stream, "
             "asynchronous tries, states of a workflow and the states around them): warning when "
             "the product is more than 12.\n"
             "A task of a workflow that, with all its tries and waits, takes longer than its "
             "workflow may: warning.",
    .notWhen = "Only one layer tries again.\n"
               "Delivery by a bus or a topic is no try of the function: it ends when the event was "
               "handed over.\n"
               "A layer that does not wait for the next one ends where it hands over.\n"
               "Retries in code, and circuit breakers, are seen in the source alone.\n"
               "What is switched off.\n"
               "A count is an expression and the others do not decide: then it cannot be told.",
    .platforms = "Lambda tries asynchronous events 3 times.\n"
                 "A retrier of Step Functions tries 3 times more by default.",
    .fix = "Decide which layer owns the retry, and set the others to none or one.",
    .source = "Trigger facts of the platforms.",
    .bad = "limn: 1\n"
           "queues:\n"
           "  jobs:\n"
           "    triggers: {to: start, delivery: poll-queue}\n"
           "    fails_to: {to: jobs-dead-letter, max_receive_count: 5}\n"
           "  jobs-dead-letter:\n"
           "functions:\n"
           "  start:\n"
           "    handler: src/start.handle\n"
           "    invokes: Orders\n"
           "  charge:\n"
           "    handler: src/charge.handle\n"
           "workflows:\n"
           "  Orders:\n"
           "    states:\n"
           "      Charge: {type: task, start: true, end: true, call: \"lambda:invoke\", retry: "
           "[{errors: [States.ALL], "
           "max_attempts: 3}]}\n"
           "    invokes: {to: charge, states: [Charge]}\n",
    .good = "limn: 1\n"
            "queues:\n"
            "  jobs:\n"
            "    triggers: {to: start, delivery: poll-queue}\n"
            "    fails_to: {to: jobs-dead-letter, max_receive_count: 5}\n"
            "  jobs-dead-letter:\n"
            "functions:\n"
            "  start:\n"
            "    handler: src/start.handle\n"
            "    invokes: Orders\n"
            "  charge:\n"
            "    handler: src/charge.handle\n"
            "workflows:\n"
            "  Orders:\n"
            "    states:\n"
            "      Charge: {type: task, start: true, end: true, call: \"lambda:invoke\", retry: "
            "[{errors: [States.ALL], "
            "max_attempts: 1}]}\n"
            "    invokes: {to: charge, states: [Charge]}\n",
    .run = run,
};

} // namespace limn
