// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/derived.h"

#include <algorithm>
#include <array>

#include <fmt/chrono.h>

#include "core/checks/check.h"
#include "core/checks/rulings.h"
#include "core/manifests/edit.h"
#include "layouts/graph.h"

namespace limn {
namespace {

constexpr std::array<std::string_view, 4> breakingCodes{"yaml-syntax", "not-utf8", "too-large",
                                                        "too-deep"};

bool standsStill(const Snapshot& now, const Derived& before) {
    const Diagram &a = *now.diagram, &b = *before.snapshot.diagram;
    return now.model == before.snapshot.model && a.spots == b.spots && a.collapsed == b.collapsed &&
           a.hiddenKinds == b.hiddenKinds && a.shownKinds == b.shownKinds &&
           a.flowsDown == b.flowsDown && a.groupStyles == b.groupStyles;
}

bool judgedTheSame(const Snapshot& now, const Derived& before) {
    return now.model == before.snapshot.model &&
           now.diagram->accepted == before.snapshot.diagram->accepted;
}

// As `limn check` says it today. Settings that cannot be read are told, and count for nothing.
Report judged(const Snapshot& now, std::string& note, std::stop_token stop) {
    const Result<Rulings> rulings = rulingsOf(*now.sources);
    if (!rulings)
        note += (note.empty() ? "" : " ") + rulings.error().message;
    const std::time_t today = std::time(nullptr);
    return check(
        *now.model, *now.diagram, stop,
        {fmt::format("{:%Y-%m-%d}", fmt::localtime(today)), rulings ? &*rulings : nullptr});
}

// Those of the findings whose fix the manifests' formats can take.
std::set<std::string, std::less<>> fixableOf(const Report& report, const Snapshot& now,
                                             std::stop_token stop) {
    std::set<std::string, std::less<>> result;
    Writable writable(now);
    for (const Finding& finding : report.findings) {
        if (stop.stop_requested())
            break;
        if (finding.fix && writable.allOf(finding.fix->intents))
            result.insert(finding.fingerprint);
    }
    return result;
}

} // namespace

const Problem* breakage(const Model& model) {
    const auto found =
        std::find_if(model.problems().begin(), model.problems().end(), [](const Problem& problem) {
            return std::find(breakingCodes.begin(), breakingCodes.end(), problem.code) !=
                   breakingCodes.end();
        });
    return found == model.problems().end() ? nullptr : &*found;
}

Placed place(const Snapshot& snapshot, std::stop_token stop) {
    const Graph graph = graphOf(snapshot);
    Placed result;
    const auto isClosed = [](const GraphGroup& group) { return group.closed.w > 0; };
    const bool allPlaced =
        std::all_of(graph.nodes.begin(), graph.nodes.end(),
                    [](const GraphNode& node) { return node.fixed.has_value(); }) &&
        std::all_of(graph.groups.begin(), graph.groups.end(), [&](const GraphGroup& group) {
            return !isClosed(group) || group.fixed.has_value();
        });
    if (allPlaced) {
        for (const GraphGroup& group : graph.groups)
            if (isClosed(group))
                result.placement.groups[group.id] = {group.fixed->x, group.fixed->y, group.closed.w,
                                                     group.closed.h};
        for (const GraphNode& node : graph.nodes)
            result.placement.nodes[node.id] = {node.fixed->x, node.fixed->y, node.size.w,
                                               node.size.h};
        route(graph, result.placement);
        return result;
    }
    if (Result<Arranged> arranged = arrange(graph, stop)) {
        result.placement = std::move(arranged->placement);
        result.note = std::move(arranged->note);
    } else {
        result.note = arranged.error().message;
    }
    return result;
}

Derived derive(const Snapshot& now, const Derived& before, std::stop_token stop) {
    if (const Problem* problem = breakage(*now.model); problem && !before.placement.nodes.empty()) {
        Derived last = before;
        const Place at = now.sources->place(problem->at);
        last.broken = at.path.empty()
                          ? problem->message
                          : at.path + ":" + std::to_string(at.line) + ": " + problem->message;
        return last;
    }
    Derived result;
    result.snapshot = now;
    if (standsStill(now, before)) {
        result.placement = before.placement;
    } else {
        Placed placed = place(now, stop);
        result.placement = std::move(placed.placement);
        result.note = std::move(placed.note);
    }
    if (stop.stop_requested())
        return result;
    const bool same = judgedTheSame(now, before);
    result.report = same ? before.report : judged(now, result.note, stop);
    result.fixable = same ? before.fixable : fixableOf(result.report, now, stop);
    return result;
}

Diagram settled(Diagram diagram, const Placement& placement) {
    for (const auto& [id, box] : placement.nodes)
        diagram.spots.try_emplace(id, Spot{{box.x, box.y}, false, {}});
    return diagram;
}

} // namespace limn
