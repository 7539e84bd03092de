// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <unordered_set>

#include <fmt/format.h>

#include "core/checks/judge.h"
#include "core/checks/switched.h"

namespace limn {
namespace {

// Anything that leads to it can be what starts it, a leave to call it too. Who watches it does not.
bool hasCaller(const Model& model, const Node& function) {
    const NodeIndex index = model.indexOf(function);
    return std::ranges::any_of(model.edgesTo(index),
                               [&](EdgeIndex edge) {
                                   const EdgeKind kind = model[edge].kind;
                                   return kind != EdgeKind::Observes && kind != EdgeKind::Assumes;
                               }) ||
           std::ranges::any_of(model.edgesFrom(index), [&](EdgeIndex edge) {
               return model[edge].kind == EdgeKind::Subscribes;
           });
}

// Deployments call it while they shift traffic: the platform asks for this name.
bool isDeploymentHook(const Model& model, const Node& function) {
    const Property* name = model.property(function, "physical_name");
    const std::string* text = name ? name->value.string() : nullptr;
    return text && text->starts_with("CodeDeployHook_");
}

bool isKnownElsewhere(const Model& model, const Node& function) {
    return model.property(function, "exported") || model.property(function, "principals") ||
           isDeploymentHook(model, function);
}

// Functions with an event that the reader has no place for.
std::unordered_set<std::string_view> withOpenEvents(const Model& model) {
    std::unordered_set<std::string_view> owners;
    for (const Unplaced& part : model.unplaced())
        if (const std::size_t dot = part.id.find('.'); dot != std::string::npos)
            owners.insert(std::string_view(part.id).substr(0, dot));
    return owners;
}

void report(Judge& judge, const Node& function) {
    Fault fault;
    fault.severity = Severity::Info;
    fault.elements = {judge.id(function)};
    fault.at = function.at;
    fault.message = fmt::format("nothing starts {}: no event, schedule, call, workflow or output "
                                "names it, or the model is incomplete",
                                judge.name(function));
    fault.also = {{"looked for: triggers, calls, subscriptions, failure paths, leave to call it, "
                   "outputs",
                   function.at}};
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    const std::unordered_set<std::string_view> open = withOpenEvents(model);
    const Gap gap = gapOf(model);
    bool started = false;
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        if (node.kind != NodeKind::Function)
            continue;
        if (hasCaller(model, node) || isKnownElsewhere(model, node))
            started = true;
        else if (open.contains(model.id(node)))
            judge.cannotTell({judge.id(node)}, "it has an event that is not understood", node.at);
        else if (gap)
            judge.cannotTell({judge.id(node)}, gap.reason, gap.at);
        else
            report(judge, node);
    }
    if (started)
        judge.holds({}); // of those that something starts
}

} // namespace

extern constinit const Check functionWithoutTrigger{
    .id = "TRG001",
    .name = "function-without-trigger",
    .severity = Severity::Info,
    .pillar = Pillar::Triggers,
    .title = "Nothing starts a function",
    .why = "A function that nothing can start is either dead, and still costs attention at every "
           "update, or it is started by something that the model does not show: then nobody who "
           "reads the manifest knows when it runs.",
    .fires = "A function that no trigger, call, subscription, failure path or leave leads to, and "
             "that no output or stored parameter names: info.",
    .notWhen = "It is exported: an output or a stored parameter names it.\n"
               "It is an authorizer, or provides a custom resource: what asks it leads to it.\n"
               "It is a deployment hook (`CodeDeployHook_…`).\n"
               "Its alias or version is what is started.\n"
               "Somebody may call it: an identity that is allowed to, a policy of its own.\n"
               "It has an event that is not understood, a nested stack is not at hand, or a file "
               "cannot be read: then it cannot be told.",
    .platforms = "A Lambda function runs only when something calls it.",
    .fix = "Add its trigger, say in an output who may call it, or delete it.",
    .source = "Lambda developer guide, invoking functions.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n"
            "queues:\n"
            "  jobs:\n"
            "    triggers: worker\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
