// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>

#include <fmt/format.h>

#include "core/checks/judge.h"
#include "core/checks/schedule_gap.h"
#include "core/checks/switched.h"

namespace limn {
namespace {

// What keeps a second run from starting beside the first; nothing where that is an expression.
struct Lock {
    bool held = false;
    const Property* unknown = nullptr;
};

Lock lockOf(const Model& model, const Node& function) {
    Lock lock;
    for (const std::string_view key : {"reserved_concurrency", "max_concurrency", "max_instances"})
        if (const Property* limit = model.property(function, key)) {
            if (limit->value.isNumber())
                lock.held = lock.held || limit->value.number() <= 1;
            else
                lock.unknown = limit;
        }
    // The host's timer is single by a lock of its own.
    const std::string_view type = model.text(function.platformType);
    lock.held = lock.held || type.starts_with("Microsoft.Web") || type.starts_with("azurerm_");
    return lock;
}

Fix shorten(const Judge& judge, const Node& function, double gap) {
    const auto seconds = static_cast<std::int64_t>(std::floor(gap));
    return {
        fmt::format("Set timeout_seconds of {} to {}", judge.model().text(function.name), seconds),
        {SetProperty{judge.id(function), "timeout_seconds", Value(seconds)}}};
}

void report(Judge& judge, const Node& entry, const Node& function, const Effective& schedule,
            double gap) {
    const Effective timeout = judge.eff(function, "timeout_seconds");
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = {judge.id(entry), judge.id(function)};
    fault.at = timeout.stated() ? timeout.at : schedule.at;
    const std::string expression = fmt::format("`{}`", schedule.value.display());
    const std::string name = judge.name(entry);
    fault.message =
        fmt::format("{}{} starts {} again after {}, but a run may take {}: runs overlap", name,
                    name == expression ? "" : fmt::format(" ({})", expression),
                    judge.name(function), duration(gap), timeout.display());
    fault.grounds = {schedule, timeout};
    fault.fix = shorten(judge, function, gap);
    judge.fails(std::move(fault));
}

void judgeStart(Judge& judge, const Node& entry, const Edge& edge, const Node& function) {
    const Model& model = judge.model();
    const Switch state = switchOf(model, edge);
    if (state == Switch::Off)
        return;
    std::vector<std::string> elements{judge.id(entry), judge.id(function)};
    const Lock lock = lockOf(model, function);
    if (lock.held)
        return judge.holds(std::move(elements));
    const Effective schedule = judge.eff(entry, "schedule");
    const std::string* text = schedule.value.string();
    if (!text)
        return judge.cannotTell(std::move(elements),
                                schedule.known() ? "schedule is no text" : schedule.reason,
                                schedule.at);
    const std::optional<double> gap = smallestGap(*text);
    if (!gap)
        return judge.cannotTell(std::move(elements),
                                fmt::format("schedule `{}` is not understood", *text), schedule.at);
    const Effective timeout = judge.eff(function, "timeout_seconds");
    if (!timeout.number())
        return judge.cannotTell(std::move(elements), timeout);
    if (*timeout.number() <= *gap)
        return judge.holds(std::move(elements));
    if (lock.unknown)
        return judge.cannotTell(
            std::move(elements),
            fmt::format("how many run at once is {}", lock.unknown->value.display()),
            lock.unknown->at);
    if (state == Switch::Unknown)
        return judge.cannotTell(std::move(elements), "whether it is switched on is not known",
                                entry.at);
    report(judge, entry, function, schedule, *gap);
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        if (node.kind != NodeKind::EntryPoint || model.text(node.subtype) != "schedule")
            continue;
        for (const EdgeIndex at : model.edgesFrom(model.indexOf(node)))
            if (const Edge& edge = model[at]; edge.kind == EdgeKind::Triggers)
                if (const Node* to = judge.nodeOf(edge.to); to && to->kind == NodeKind::Function)
                    judgeStart(judge, node, edge, *to);
    }
}

} // namespace

extern constinit const Check overlappingSchedule{
    .id = "TRG009",
    .name = "overlapping-schedule",
    .severity = Severity::Warning,
    .pillar = Pillar::Triggers,
    .title = "A scheduled job can run beside itself",
    .why = "A job that may take longer than the time until its next start runs twice at once. "
           "Nothing in the platform keeps the two apart: both read the same state, both write.",
    .fires = "The timeout of a function against the shortest time between two starts that its "
             "schedule asks for, over a year: warning when it is longer.",
    .notWhen = "The time between two starts is at least the timeout.\n"
               "The function is limited to one run: reserved concurrency 1, one instance.\n"
               "The host's own lock keeps it single: Azure timers.\n"
               "The schedule starts a workflow, or fires once.\n"
               "It is switched off.\n"
               "The schedule, the timeout or the limit is an expression: then it cannot be told.\n"
               "The handler takes a lock: accept the finding and say so.",
    .platforms = "EventBridge rules and Scheduler start at least once, so that even a slow job may "
                 "run twice.\n"
                 "A Lambda function runs 3 s by default.",
    .fix = "Keep the timeout below the time between two starts, reserve one concurrent run, or "
           "start a workflow whose name allows one run for each period.",
    .source = "AWS serverless reference notes: scheduled jobs.",
    .bad = "limn: 1\n"
           "entry_points:\n"
           "  every-minute:\n"
           "    schedule: rate(1 minute)\n"
           "    triggers: sweep\n"
           "functions:\n"
           "  sweep:\n"
           "    handler: src/sweep.handle\n"
           "    timeout_seconds: 300\n",
    .good = "limn: 1\n"
            "entry_points:\n"
            "  every-minute:\n"
            "    schedule: rate(1 minute)\n"
            "    triggers: sweep\n"
            "functions:\n"
            "  sweep:\n"
            "    handler: src/sweep.handle\n"
            "    timeout_seconds: 60\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
