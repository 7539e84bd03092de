// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/judge.h"
#include "core/checks/paths.h"
#include "core/checks/switched.h"
#include "core/manifests/nearest_word.h"

namespace limn {
namespace {

bool within(Span inner, Span outer) {
    return inner.source == outer.source && inner.begin >= outer.begin && inner.end <= outer.end;
}

// The outside parts that stand for a name nobody has, by the place that names them.
class Nobodies {
public:
    explicit Nobodies(const Model& model) {
        for (const Node& node : model.nodes())
            if (node.kind == NodeKind::External && node.at.valid())
                m_nodes.push_back(&node);
        std::ranges::sort(m_nodes, {}, key);
    }
    // The last that starts at or before the place and holds it.
    const Node* at(Span place) const {
        auto found =
            std::ranges::upper_bound(m_nodes, std::pair(place.source, place.begin), {}, key);
        while (found != m_nodes.begin()) {
            const Node* node = *--found;
            if (node->at.source != place.source)
                return nullptr;
            if (within(place, node->at))
                return node;
            if (node->at.end < place.begin)
                return nullptr;
        }
        return nullptr;
    }

private:
    static std::pair<std::uint32_t, std::uint32_t> key(const Node* node) {
        return {node->at.source, node->at.begin};
    }
    std::vector<const Node*> m_nodes;
};

std::vector<std::string_view> namesOf(const Model& model) {
    std::vector<std::string_view> names;
    for (const Node& node : model.nodes())
        if (node.kind != NodeKind::External)
            names.push_back(model.id(node));
    for (const Group& group : model.groups())
        names.push_back(model.text(group.id));
    return names;
}

std::string_view use(EdgeKind kind) {
    switch (kind) {
    case EdgeKind::Triggers:
        return "is started by";
    case EdgeKind::FailsTo:
        return "sends its failures to";
    case EdgeKind::Subscribes:
        return "subscribes to";
    case EdgeKind::Publishes:
        return "publishes to";
    case EdgeKind::Reads:
        return "reads";
    case EdgeKind::Writes:
        return "writes";
    case EdgeKind::Assumes:
        return "runs as";
    case EdgeKind::Observes:
        return "watches";
    case EdgeKind::Grants:
        return "may use";
    default:
        return "calls";
    }
}

std::string partName(const Judge& judge, End end) {
    const Model& model = judge.model();
    return end.node != NodeIndex::None ? judge.name(model[end.node])
                                       : fmt::format("`{}`", model.text(model[end.group].name));
}

// Who names it, as a sentence: "`worker` is started by `jbos`".
std::string claim(const Judge& judge, const Edge& edge, bool isStart) {
    const std::string from = partName(judge, edge.from), to = partName(judge, edge.to);
    if (edge.kind == EdgeKind::Triggers)
        return isStart ? fmt::format("{} is started by {}", to, from)
                       : fmt::format("{} starts {}", from, to);
    return fmt::format("{} {} {}", from, use(edge.kind), to);
}

void reportPart(Judge& judge, const Node& nobody, Span place,
                const std::vector<std::string_view>& names) {
    const Model& model = judge.model();
    const NodeIndex index = model.indexOf(nobody);
    Fault fault;
    fault.severity = Severity::Error;
    fault.elements = {judge.id(nobody)};
    fault.at = place;
    const auto add = [&](const Edge& edge, bool isStart) {
        // A leave repeats what the line beside it says.
        if (edge.kind == EdgeKind::Grants)
            return;
        const std::string says = claim(judge, edge, isStart);
        if (fault.message.empty())
            fault.message = fmt::format("{}, but nothing has that name", says);
        fault.also.push_back({says, placeOf(model, edge)});
    };
    for (const EdgeIndex edge : model.edgesFrom(index))
        add(model[edge], true);
    for (const EdgeIndex edge : model.edgesTo(index))
        add(model[edge], false);
    if (fault.message.empty())
        return; // no line leads there
    if (const std::string_view near = nearestWord(model.id(nobody), names); !near.empty()) {
        fault.message += fmt::format("; did you mean `{}`?", near);
        if (const Node* node = model.node(near))
            fault.also.push_back({fmt::format("`{}` is here", near), node->at});
    }
    fault.message += " (or the model is incomplete)";
    judge.fails(std::move(fault));
}

void reportState(Judge& judge, const State& state, const Transition& transition) {
    const Model& model = judge.model();
    std::vector<std::string_view> names;
    for (const State& other : model.states(model[state.workflow]))
        names.push_back(other.key);
    Fault fault;
    fault.severity = Severity::Error;
    fault.elements = {judge.id(model[state.workflow])};
    fault.subject = fmt::format("{}>{}", state.key, transition.to);
    fault.at = transition.at;
    fault.message = fmt::format("state `{}` of {} goes on to `{}`, which is no state of it{}",
                                state.name, judge.name(model[state.workflow]), transition.to,
                                didYouMean(transition.to, names));
    fault.also = {{fmt::format("state `{}`", state.name), state.at}};
    judge.fails(std::move(fault));
}

void judgeStates(Judge& judge) {
    const Model& model = judge.model();
    for (const State& state : model.states())
        for (const Transition& transition : state.transitions) {
            const auto own = model.states(model[state.workflow]);
            if (!transition.to.empty() &&
                std::ranges::find(own, transition.to, &State::key) == own.end() &&
                std::ranges::find(own, transition.to, &State::name) == own.end())
                reportState(judge, state, transition);
        }
}

void run(Judge& judge) {
    const Model& model = judge.model();
    if (judge.stopped())
        return;
    const bool anyState = std::ranges::any_of(
        model.problems(), [](const Problem& problem) { return problem.code == "unknown-state"; });
    if (anyState)
        judgeStates(judge);
    const bool any = std::ranges::any_of(model.problems(), [](const Problem& problem) {
        return problem.code == "unknown-reference";
    });
    if (!any) {
        if (!anyState && !model.edges().empty() && !gapOf(model))
            judge.holds({});
        return;
    }
    const Nobodies nobodies(model);
    const std::vector<std::string_view> names = namesOf(model);
    const auto broken = std::ranges::find(model.problems(), Severity::Error, &Problem::severity);
    std::vector<const Node*> seen;
    for (const Problem& problem : model.problems()) {
        if (problem.code != "unknown-reference")
            continue;
        const Node* nobody = nobodies.at(problem.at);
        if (!nobody || std::ranges::find(seen, nobody) != seen.end())
            continue;
        seen.push_back(nobody);
        if (broken != model.problems().end())
            judge.cannotTell({judge.id(*nobody)},
                             "a part of the system cannot be read, and may be what it names",
                             broken->at);
        else
            reportPart(judge, *nobody, problem.at, names);
    }
}

constexpr std::string_view aliases[] = {"E1010", "E1020", "E3601"};

} // namespace

extern constinit const Check danglingReference{
    .id = "TRG002",
    .name = "dangling-reference",
    .severity = Severity::Error,
    .pillar = Pillar::Triggers,
    .title = "A trigger or target names something that does not exist",
    .why = "An event source, a rule's target, a subscription or a workflow's task names a part "
           "that nothing declares. The deployment is refused, or the work goes nowhere.",
    .fires = "A line that starts or ends at a name of the manifest which no part has, and a state "
             "that goes on to a state which is not there: error.",
    .notWhen = "It is a full ARN, an import, a dynamic reference or a parameter: those are outside "
               "parts.\n"
               "It is only a value that no line depends on.\n"
               "A file of the system cannot be read: then it cannot be told.",
    .platforms = "CloudFormation and SAM refuse a reference to a resource that the template does "
                 "not have. Step Functions refuses a state machine with a way to a missing state.",
    .fix = "Correct the name, or declare the part.",
    .source = "CloudFormation user guide, intrinsic functions; Amazon States Language.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n"
           "    fails_to: job-failures\n"
           "queues:\n"
           "  jobs-failed:\n"
           "  jobs:\n"
           "    triggers: wroker\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n"
            "queues:\n"
            "  jobs:\n"
            "    triggers: worker\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
