// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/judge.h"

namespace limn {
namespace {

constexpr double hoursOfMonth = 730; // 365 × 24 / 12

// Something that shrinks it again: a scaling target, a schedule of the scaler.
bool isScaled(const Judge& judge, const Node& function) {
    return std::ranges::any_of(judge.into(function, EdgeKind::Observes), [&](const Edge* edge) {
        const Node* from = judge.nodeOf(edge->from);
        return from && judge.model().text(from->subtype) == "scaling";
    });
}

void judgeCapacity(Judge& judge, const Node& function, const Property& property,
                   std::string_view key) {
    const std::vector<std::string> elements{judge.id(function)};
    const Effective kept = judge.eff(function, key);
    if (isScaled(judge, function))
        return judge.holds(elements);
    if (!kept.number())
        return judge.cannotTell(elements, kept);
    if (*kept.number() < 1)
        return judge.holds(elements);
    Fault fault;
    fault.severity = Severity::Info;
    fault.elements = elements;
    fault.subject = key;
    fault.at = property.at;
    fault.message = fmt::format(
        "{} keeps {} instance{} warm round the clock: {} h a month are paid, used or not",
        judge.name(function), kept.display(), *kept.number() == 1 ? "" : "s",
        figure(*kept.number() * hoursOfMonth));
    fault.grounds = {kept};
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        if (node.kind != NodeKind::Function)
            continue;
        if (const Property* property = model.property(node, "provisioned_concurrency"))
            judgeCapacity(judge, node, *property, "provisioned_concurrency");
        // Of machines of its own CLS003 tells.
        if (const Property* property = model.property(node, "min_instances");
            property && !model.property(node, "capacity_provider"))
            judgeCapacity(judge, node, *property, "min_instances");
    }
}

constexpr std::string_view aliases[] = {"noProvisionedConcurrency"};

} // namespace

extern constinit const Check idleCapacity{
    .id = "CST008",
    .name = "idle-capacity",
    .severity = Severity::Info,
    .pillar = Pillar::None,
    .title = "Instances are kept warm round the clock",
    .why = "Capacity that is kept ready is paid by the hour, at night and in test stages too. What "
           "was saved by paying for use is spent again.",
    .fires = "A function with provisioned concurrency or a least number of instances of 1 or more, "
             "and nothing that scales it down again: info, with the hours of a month.",
    .notWhen = "A scaling target or scaling schedule watches it.\n"
               "It is 0.\n"
               "The instances are machines of its own: CLS003 tells of that.\n"
               "It is an expression: then it cannot be told.\n"
               "Its answers must never wait for a start: accept the finding and say so.",
    .platforms = "Lambda: provisioned concurrency. Cloud Run: least instances. Knative: min-scale. "
                 "Azure: always-ready instances. OpenFaaS: scale.min.",
    .fix = "Add a scaling target or a schedule, or try starting from a snapshot.",
    .source = "AWS serverless reference notes: provisioned concurrency.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  search:\n"
           "    handler: src/search.handle\n"
           "    provisioned_concurrency: 5\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  search:\n"
            "    handler: src/search.handle\n"
            "    provisioned_concurrency: 0\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
