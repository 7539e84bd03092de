// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/checks/judge.h"

namespace limn {
namespace {

// Whether the text may come to nothing when it is deployed.
bool isChosenLater(const Property& property) {
    const Unknown* unknown = property.value.unknown();
    return unknown && unknown->expression.find("If") != std::string::npos;
}

void reportProvider(Judge& judge, const Node& function, const Property& provider) {
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = {judge.id(function)};
    fault.at = provider.at;
    fault.message =
        fmt::format("{} runs on machines of its own ({}): they are paid while idle, and several "
                    "requests share a process",
                    judge.name(function), provider.value.display());
    fault.also = {
        {fmt::format("{}: capacity_provider {}", judge.name(function), provider.value.display()),
         provider.at}};
    const auto add = [&](std::string_view key, std::string_view words) {
        if (const Fact* fact = findFact(key))
            fault.also.push_back(
                {fmt::format("{} (from {})", fmt::format(fmt::runtime(words), figure(fact->number)),
                             sourceTitle(*fact)),
                 function.at});
    };
    add("aws.lambda.managed_instances.requests_per_instance_max",
        "up to {} requests at once share the process and its memory");
    add("aws.lambda.managed_instances.min_instances_default", "at least {} instances always run");
    judge.fails(std::move(fault));
}

void reportInstances(Judge& judge, const Node& function, const Effective& least) {
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = {judge.id(function)};
    fault.at = least.at;
    fault.message = fmt::format("{} never scales to zero: {} instance{} always run{}",
                                judge.name(function), least.display(),
                                *least.number() == 1 ? "" : "s", *least.number() == 1 ? "s" : "");
    fault.grounds = {least};
    judge.fails(std::move(fault));
}

// Whether it surely stops when nothing happens.
bool judgeFunction(Judge& judge, const Node& function) {
    const Model& model = judge.model();
    if (const Property* provider = model.property(function, "capacity_provider")) {
        if (isChosenLater(*provider))
            judge.cannotTell({judge.id(function)},
                             fmt::format("capacity_provider is {}", provider->value.display()),
                             provider->at);
        else
            reportProvider(judge, function, *provider);
        return false;
    }
    if (!model.property(function, "min_instances"))
        return true;
    const Effective least = judge.eff(function, "min_instances");
    if (!least.number())
        judge.cannotTell({judge.id(function)}, least);
    else if (*least.number() >= 1)
        reportInstances(judge, function, least);
    return least.number().value_or(1) < 1;
}

void run(Judge& judge) {
    bool stops = false;
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind != NodeKind::Function)
            continue;
        stops = judgeFunction(judge, node) || stops;
    }
    if (stops)
        judge.holds({}); // of those that stop
}

} // namespace

extern constinit const Check ownMachines{
    .id = "CLS003",
    .name = "own-machines",
    .severity = Severity::Warning,
    .pillar = Pillar::None,
    .title = "A function runs on machines that never stop",
    .why = "It looks like a function, but its instances are yours: they run and cost while nothing "
           "happens, follow a burst only slowly, and serve several requests in one process, which "
           "code written for one at a time does not expect.",
    .fires = "A function on a capacity provider, or with a least number of instances of 1 or more: "
             "warning.",
    .notWhen = "It may scale to zero.\n"
               "Only provisioned concurrency is kept warm: CST008 tells of that.\n"
               "The provider or the number is an expression: then it cannot be told.\n"
               "An instance is kept ready for quick answers: accept the finding and say so.",
    .platforms = "Lambda Managed Instances: up to 1600 requests in a process, 3 instances at "
                 "least; they throttle when traffic more than doubles within 5 minutes.\n"
                 "Cloud Run, Knative and OpenFaaS keep the least number of instances; Azure "
                 "Premium plans keep one.",
    .fix = "Take the platform's own capacity, or accept it and check the code for state that "
           "requests share.",
    .source = "Lambda developer guide, Lambda Managed Instances; Azure Functions hosting plans.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  search:\n"
           "    handler: src/search.handle\n"
           "    capacity_provider: search-machines\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  search:\n"
            "    handler: src/search.handle\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
