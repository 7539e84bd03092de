// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/checks/event_pattern.h"
#include "core/checks/judge.h"
#include "core/checks/switched.h"

namespace limn {
namespace {

bool fedByBus(const Judge& judge, const Node& rule) {
    return std::ranges::any_of(judge.into(rule, EdgeKind::Triggers), [&](const Edge* edge) {
        const Node* from = judge.nodeOf(edge->from);
        return from && from->kind == NodeKind::EventBus;
    });
}

// What is meant to get everything: archives, audits, replays, logs.
bool keepsRecords(std::string_view name) {
    constexpr std::array words{"audit",   "archiv",   "replay",   "logger",
                               "logging", "catchall", "catch-all"};
    std::string text(name);
    std::ranges::transform(text, text.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    return std::ranges::any_of(words,
                               [&](const char* word) { return text.find(word) != text.npos; });
}

// The first part that is run, and paid, for every event.
const Node* runFor(const Judge& judge, const Node& rule) {
    const Model& model = judge.model();
    for (const Edge* edge : judge.outOf(rule, EdgeKind::Triggers)) {
        const Node* to = judge.nodeOf(edge->to);
        const bool runs = to && (to->kind == NodeKind::Function || to->kind == NodeKind::Workflow ||
                                 to->kind == NodeKind::Host);
        if (runs && !keepsRecords(model.text(to->name)) && switchOf(model, *edge) != Switch::Off)
            return to;
    }
    return nullptr;
}

void report(Judge& judge, const Node& rule, const Node& target, const Property* pattern) {
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = {judge.id(rule), judge.id(target)};
    fault.at = pattern ? pattern->at : rule.at;
    const std::string text =
        pattern ? fmt::format("pattern `{}`", pattern->value.display()) : "no pattern";
    fault.message =
        fmt::format("{} has {}, which lets every event through: {} runs for all of them",
                    judge.name(rule), text, judge.name(target));
    fault.also = {{fmt::format("{}: {}", judge.name(rule), text), fault.at},
                  {fmt::format("{} runs for each", judge.name(target)), target.at}};
    judge.fails(std::move(fault));
}

void judgeRule(Judge& judge, const Node& rule) {
    const Model& model = judge.model();
    const Property* pattern = model.property(rule, "pattern");
    if (pattern && pattern->value.map() && !letsAllThrough(*pattern->value.map()))
        return judge.holds({judge.id(rule)});
    const Node* target = runFor(judge, rule);
    if (!target || keepsRecords(model.text(rule.name)))
        return;
    if (!pattern && (model.property(rule, "schedule") || !fedByBus(judge, rule)))
        return;
    if (pattern && !pattern->value.map())
        return judge.cannotTell(
            {judge.id(rule)}, fmt::format("pattern is {}", pattern->value.display()), pattern->at);
    report(judge, rule, *target, pattern);
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::EntryPoint && model.text(node.subtype) == "bus_rule")
            judgeRule(judge, node);
    }
}

} // namespace

extern constinit const Check broadPattern{
    .id = "TRG005",
    .name = "broad-pattern",
    .severity = Severity::Warning,
    .pillar = Pillar::Triggers,
    .title = "A rule hands on every event",
    .why = "A pattern that matches far more than its handler wants starts a run for each event, "
           "only to throw most of them away. Every new kind of event makes it dearer, and an event "
           "of its own can come back to it.",
    .fires = "A rule that starts a function, a workflow or a container: warning when its pattern "
             "tells events apart by account, region or version alone, when its other fields accept "
             "everything (an empty prefix, the wildcard `*`), or when a bus feeds it and it has no "
             "pattern.",
    .notWhen = "It only archives, audits, replays or logs, by its name or its target's.\n"
               "Its target is a queue, a stream, a log group or another bus.\n"
               "It is a schedule.\n"
               "The pattern is an expression: then it cannot be told.\n"
               "The bus carries a single kind of event: accept the finding and say so.",
    .platforms = "EventBridge: a field that a pattern does not name matches anything.",
    .fix = "Name the `source` and `detail-type` that the handler is for.",
    .source = "AWS serverless reference notes: be precise with event patterns.",
    .bad = "limn: 1\n"
           "buses:\n"
           "  shop:\n"
           "    triggers: on-order\n"
           "entry_points:\n"
           "  on-order:\n"
           "    type: bus_rule\n"
           "    pattern: {account: [\"111122223333\"]}\n"
           "    triggers: orders\n"
           "functions:\n"
           "  orders:\n"
           "    handler: src/orders.handle\n",
    .good = "limn: 1\n"
            "buses:\n"
            "  shop:\n"
            "    triggers: on-order\n"
            "entry_points:\n"
            "  on-order:\n"
            "    type: bus_rule\n"
            "    pattern: {source: [shop.orders], detail-type: [placed]}\n"
            "    triggers: orders\n"
            "functions:\n"
            "  orders:\n"
            "    handler: src/orders.handle\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
