// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/checks/judge.h"
#include "core/checks/switched.h"

namespace limn {
namespace {

constexpr std::size_t many = 3;        // functions
constexpr std::size_t manyRoutes = 10; // of one

// A channel, a bus or a workflow carries some of the work, in the system or outside.
bool carriesSome(const Model& model, const Node& node) {
    constexpr std::array<std::string_view, 4> outside{"queue", "topic", "event_bus", "stream"};
    switch (node.kind) {
    case NodeKind::Queue:
    case NodeKind::Topic:
    case NodeKind::EventBus:
    case NodeKind::Stream:
    case NodeKind::Workflow:
        return true;
    case NodeKind::EntryPoint:
        return model.text(node.subtype) == "bus_rule";
    case NodeKind::External:
        return std::ranges::find(outside, model.text(node.subtype)) != outside.end();
    default:
        return node.kind == NodeKind::Resource && model.text(node.subtype) == "pipe";
    }
}

// Only deployments call it.
bool isAutomation(const Judge& judge, const Node& function) {
    const std::span<const EdgeIndex> into = judge.model().edgesTo(judge.model().indexOf(function));
    bool any = false;
    for (const EdgeIndex at : into) {
        const Edge& edge = judge.model()[at];
        if (edge.kind != EdgeKind::Triggers && edge.kind != EdgeKind::Invokes)
            continue;
        const Node* from = judge.nodeOf(edge.from);
        if (!from || from->kind != NodeKind::Automation)
            return false;
        any = true;
    }
    return any;
}

std::size_t routesOf(const Judge& judge, const Node& function) {
    return static_cast<std::size_t>(
        std::ranges::count_if(judge.into(function, EdgeKind::Triggers), [&](const Edge* edge) {
            const Node* from = judge.nodeOf(edge->from);
            return from && from->kind == NodeKind::EntryPoint &&
                   judge.model().text(from->subtype) == "http";
        }));
}

void report(Judge& judge, const std::vector<const Node*>& functions, const Node* crowded,
            std::size_t routes) {
    Fault fault;
    fault.severity = Severity::Info;
    const Node& first = crowded && functions.size() < many ? *crowded : *functions.front();
    fault.elements = {judge.id(first)};
    fault.at = first.at;
    fault.message =
        functions.size() >= many
            ? fmt::format("{} functions do all the work: no queue, topic, bus, stream or workflow "
                          "carries any of it",
                          functions.size())
            : fmt::format("{} answers {} routes and does all the work: no queue, topic, bus, "
                          "stream or workflow carries any of it",
                          judge.name(first), routes);
    for (const Node* function : functions)
        fault.also.push_back({judge.name(*function), function->at});
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    if (judge.stopped())
        return;
    std::vector<const Node*> functions;
    const Node* carrier = nullptr;
    for (const Node& node : model.nodes()) {
        if (!carrier && carriesSome(model, node))
            carrier = &node;
        else if (node.kind == NodeKind::Function && node.nodeClass == NodeClass::Compute &&
                 model.text(node.subtype) != "edge" && !carrier && !isAutomation(judge, node))
            functions.push_back(&node);
    }
    if (carrier)
        return judge.holds({judge.id(*carrier)});
    if (functions.empty())
        return;
    const Node* crowded = nullptr;
    std::size_t routes = 0;
    for (const Node* function : functions)
        if (const std::size_t own = routesOf(judge, *function); own > routes) {
            crowded = function;
            routes = own;
        }
    if (functions.size() < many && routes < manyRoutes)
        return judge.holds({judge.id(*functions.front())});
    if (const Gap gap = gapOf(model))
        return judge.cannotTell({judge.id(*functions.front())}, gap.reason, gap.at);
    report(judge, functions, crowded, routes);
}

} // namespace

extern constinit const Check functionsOnly{
    .id = "CLS005",
    .name = "functions-only",
    .severity = Severity::Info,
    .pillar = Pillar::None,
    .title = "Everything is done by functions",
    .why = "Where functions are the only thing that is designed, waiting, retrying, fanning out "
           "and ordering are written by hand in each of them, although a queue, a bus or a "
           "workflow does them by configuration.",
    .fires = "Three functions or more, or one with ten routes or more, and no queue, topic, bus, "
             "stream or workflow in the system: info.",
    .notWhen = "A channel, a bus or a workflow carries some of the work, also one outside.\n"
               "There are one or two functions with fewer than ten routes.\n"
               "Functions that only deployments call do not count.\n"
               "A nested stack is not at hand, or a file cannot be read: then it cannot be told.\n"
               "It is a library, a tool or a small API on purpose: accept the finding and say so.",
    .platforms = "The same everywhere.",
    .fix = "Look at each boundary: what is retried, waits, fans out or runs in steps can be a "
           "queue, a bus or a workflow.",
    .source = "AWS Well-Architected, Serverless Applications Lens.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  list:\n"
           "    handler: src/list.handle\n"
           "  place:\n"
           "    handler: src/place.handle\n"
           "  cancel:\n"
           "    handler: src/cancel.handle\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  list:\n"
            "    handler: src/list.handle\n"
            "  place:\n"
            "    handler: src/place.handle\n"
            "    publishes: orders\n"
            "  ship:\n"
            "    handler: src/ship.handle\n"
            "queues:\n"
            "  orders:\n"
            "    triggers: ship\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
