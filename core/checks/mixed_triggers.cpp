// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/judge.h"
#include "core/checks/paths.h"
#include "core/checks/switched.h"

namespace limn {
namespace {

// What a trigger promises its function, and who tries again.
struct Contract {
    std::string_view word;
    std::string_view retry;
};
constexpr Contract sync{"a caller that waits", "who tries again: the caller"};
constexpr Contract async{"an event", "who tries again: the platform"};
constexpr Contract queue{"messages of a queue", "who tries again: the queue, by its lease"};
constexpr Contract stream{"records of a stream", "who tries again: the poller, in order"};
constexpr Contract schedule{"a schedule", "who tries again: the platform"};

struct Trigger {
    Switch state = Switch::On;
    const Edge* edge = nullptr;
    const Contract* contract = nullptr;
    std::string_view principal; // `s3`; empty where nobody needs leave
};

const Contract* contractOf(const Model& model, const Edge& edge) {
    const Node* from = edge.from.node == NodeIndex::None ? nullptr : &model[edge.from.node];
    if (from && from->kind == NodeKind::EntryPoint && model.text(from->subtype) == "schedule")
        return &schedule;
    switch (edge.delivery) {
    case Delivery::Sync:
        return &sync;
    case Delivery::Async:
        return &async;
    case Delivery::PollQueue:
        return &queue;
    case Delivery::PollStream:
        return &stream;
    case Delivery::None:
        return nullptr;
    }
    return nullptr;
}

// `logs` of `logs.${AWS::Region}.amazonaws.com`.
std::string_view serviceOfPrincipal(std::string_view name) {
    return name.find(".amazonaws.com") == std::string_view::npos ? std::string_view()
                                                                 : name.substr(0, name.find('.'));
}

std::string_view principalOfEntry(const Model& model, const Node& entry) {
    const std::string_view platform = platformOf(model, entry);
    if (platform.starts_with("aws.apigateway"))
        return "apigateway";
    const std::string_view type = model.text(entry.platformType);
    if (type == "AWS::Events::Rule")
        return "events";
    if (type == "AWS::IoT::TopicRule")
        return "iot";
    if (type.starts_with("AWS::ElasticLoadBalancing"))
        return "elasticloadbalancing";
    return type == "AWS::SES::ReceiptRule" ? "ses" : std::string_view();
}

std::string_view principalOf(const Model& model, const Edge& edge) {
    if (edge.from.node == NodeIndex::None)
        return {};
    const Node& from = model[edge.from.node];
    switch (from.kind) {
    case NodeKind::EntryPoint:
        return principalOfEntry(model, from);
    case NodeKind::Topic:
        return "sns";
    case NodeKind::Store:
        return model.text(from.subtype) == "object" ? "s3" : std::string_view();
    case NodeKind::External:
        return serviceOfPrincipal(model.id(from));
    default:
        return {};
    }
}

// A schedule that only keeps a function warm.
bool isWarmUp(const Model& model, const Edge& edge) {
    if (edge.from.node == NodeIndex::None)
        return false;
    const Node& from = model[edge.from.node];
    const auto speaksOfWarmth = [](std::string_view text) {
        std::string lower(text);
        std::ranges::transform(lower, lower.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        constexpr std::array<std::string_view, 4> words{"warm", "keepalive", "keep-alive",
                                                        "keep_alive"};
        return std::ranges::any_of(
            words, [&](std::string_view word) { return lower.find(word) != lower.npos; });
    };
    const Property* input = model.property(edge, "input");
    return speaksOfWarmth(model.id(from)) ||
           (input && input->value.string() && speaksOfWarmth(*input->value.string()));
}

std::vector<Trigger> triggersOf(const Model& model, const Node& function) {
    std::vector<Trigger> triggers;
    for (const EdgeIndex at : model.edgesTo(model.indexOf(function))) {
        const Edge& edge = model[at];
        const std::string_view principal = principalOf(model, edge);
        // A leave for a service is how it calls, where nothing else shows it.
        const bool isLeave = edge.kind == EdgeKind::Invokes && !principal.empty();
        const Switch state = switchOf(model, edge);
        if ((edge.kind != EdgeKind::Triggers && !isLeave) || state == Switch::Off)
            continue;
        const Contract* contract = contractOf(model, edge);
        if ((!contract && principal.empty()) || (contract == &schedule && isWarmUp(model, edge)))
            continue;
        triggers.push_back({state, &edge, contract, principal});
    }
    return triggers;
}

struct Mixture {
    std::set<std::string_view> contracts, principals;
    bool mixed() const { return contracts.size() > 1 || principals.size() > 1; }
};

Mixture mixtureOf(const std::vector<Trigger>& triggers) {
    Mixture mixture;
    for (const Trigger& trigger : triggers) {
        if (trigger.contract)
            mixture.contracts.insert(trigger.contract->word);
        if (!trigger.principal.empty())
            mixture.principals.insert(trigger.principal);
    }
    return mixture;
}

void report(Judge& judge, const Node& function, const std::vector<Trigger>& triggers,
            const Mixture& mixture) {
    const Model& model = judge.model();
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = {judge.id(function)};
    fault.at = function.at;
    fault.message =
        mixture.contracts.size() > 1
            ? fmt::format("{} answers to {}: no timeout, retry and way to fail is right for all",
                          judge.name(function), fmt::join(mixture.contracts, ", "))
            : fmt::format("{} may be called by {}: each sends events of its own form",
                          judge.name(function), fmt::join(mixture.principals, ", "));
    for (const Trigger& trigger : triggers) {
        const Edge& edge = *trigger.edge;
        fault.also.push_back(
            {fmt::format("`{}`: {}", model.id(edge.from),
                         trigger.contract ? fmt::format("{}; {}", trigger.contract->word,
                                                        trigger.contract->retry)
                                          : fmt::format("may call it ({})", trigger.principal)),
             placeOf(model, edge)});
    }
    judge.fails(std::move(fault));
}

// Whether its triggers are surely of one kind.
bool judgeFunction(Judge& judge, const Node& function, std::vector<Trigger> triggers) {
    if (!mixtureOf(triggers).mixed())
        return true;
    const auto open = std::ranges::stable_partition(
        triggers, [](const Trigger& trigger) { return trigger.state == Switch::On; });
    const Edge* unsure = open.empty() ? nullptr : open.front().edge;
    triggers.erase(open.begin(), open.end());
    const Mixture mixture = mixtureOf(triggers);
    if (mixture.mixed()) {
        report(judge, function, triggers, mixture);
        return false;
    }
    judge.cannotTell({judge.id(function)},
                     fmt::format("whether `{}` starts it is decided when it is deployed",
                                 judge.model().id(unsure->from)),
                     placeOf(judge.model(), *unsure));
    return false;
}

void run(Judge& judge) {
    const Model& model = judge.model();
    bool plain = false;
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        if (node.kind != NodeKind::Function)
            continue;
        const auto starts =
            std::ranges::count_if(model.edgesTo(model.indexOf(node)), [&](EdgeIndex at) {
                return model[at].kind == EdgeKind::Triggers || model[at].kind == EdgeKind::Invokes;
            });
        plain =
            (starts == 1 || (starts > 1 && judgeFunction(judge, node, triggersOf(model, node)))) ||
            plain;
    }
    if (plain)
        judge.holds({}); // of those with one kind of trigger
}

constexpr std::string_view aliases[] = {"WS1002", "aws_lambda_permission_multiple_principals"};

} // namespace

extern constinit const Check mixedTriggers{
    .id = "TRG012",
    .name = "mixed-triggers",
    .severity = Severity::Warning,
    .pillar = Pillar::Triggers,
    .title = "One function answers to triggers of different kinds",
    .why = "A caller that waits wants an answer within seconds and an error it can show; an event "
           "is tried again by the platform; a batch has to say which part failed. One function "
           "behind several of them cannot have one right timeout, retry and way to fail.",
    .fires = "A function with triggers of two or more kinds (a caller that waits, an event, a "
             "queue, a stream, a schedule), or that two or more services of the platform may call: "
             "warning.",
    .notWhen = "Two triggers of the same kind: two queues, two routes, two rules.\n"
               "The other starts are direct calls: another function, a workflow, a person.\n"
               "A schedule only keeps it warm, by its name or its input.\n"
               "One of the triggers is switched off.\n"
               "The name of a service has a region in it: it is one service all the same.\n"
               "The switch of a trigger is an expression and decides: then it cannot be told.",
    .platforms = "Lambda lets any number of services call one function. An Azure function has one "
                 "trigger.",
    .fix = "Split it: a function for each kind of trigger, with the work in a module they share.",
    .source = "serverless-rules, WS1002.",
    .bad = "limn: 1\n"
           "entry_points:\n"
           "  place-order:\n"
           "    route: POST /orders\n"
           "    auth: required\n"
           "    triggers: orders\n"
           "queues:\n"
           "  late-orders:\n"
           "    triggers: orders\n"
           "functions:\n"
           "  orders:\n"
           "    handler: src/orders.handle\n",
    .good = "limn: 1\n"
            "entry_points:\n"
            "  place-order:\n"
            "    route: POST /orders\n"
            "    auth: required\n"
            "    triggers: orders\n"
            "queues:\n"
            "  late-orders:\n"
            "    triggers: late\n"
            "functions:\n"
            "  orders:\n"
            "    handler: src/orders.handle\n"
            "  late:\n"
            "    handler: src/late.handle\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
