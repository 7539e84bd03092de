// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <optional>
#include <string>
#include <unordered_set>

#include <fmt/format.h>

#include "core/checks/judge.h"

namespace limn {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// How the names of variables that hold a part's name end, without their underscores.
struct Ending {
    std::string_view end, what;
};
constexpr Ending endings[] = {
    {"table", "table"},       {"tablename", "table"},
    {"tablearn", "table"},    {"bucket", "bucket"},
    {"bucketname", "bucket"}, {"queue", "queue"},
    {"queueurl", "queue"},    {"queuename", "queue"},
    {"queuearn", "queue"},    {"topicarn", "topic"},
    {"topicname", "topic"},   {"streamname", "stream"},
    {"streamarn", "stream"},  {"secretarn", "secret"},
    {"secretname", "secret"}, {"eventbusname", "event bus"},
};

// What a variable of that name holds the name of; nothing where it says no such thing.
std::optional<std::string_view> partIn(std::string_view variable) {
    std::string name;
    for (const char c : variable)
        if (c != '_' && c != '-')
            name += lower(c);
    for (const Ending& ending : endings)
        if (name.ends_with(ending.end))
            return ending.what;
    return std::nullopt;
}

// `orders` of `https://sqs.eu-west-1.amazonaws.com/123456789012/orders` and of ARNs.
std::string_view nameIn(std::string_view value) {
    return value.substr(value.find_last_of("/:") + 1);
}

// Every name that the manifests have for a part, their own or outside.
class Names {
public:
    explicit Names(const Model& model) {
        for (const Node& node : model.nodes()) {
            m_names.insert(model.id(node));
            m_names.insert(model.text(node.name));
            if (const Property* physical = model.property(node, "physical_name"))
                if (const std::string* text = physical->value.string())
                    m_names.insert(nameIn(*text));
        }
    }
    bool has(std::string_view value) const {
        return m_names.contains(value) || m_names.contains(nameIn(value));
    }

private:
    std::unordered_set<std::string_view> m_names;
};

// How many parts the environment of a function is known to name.
std::size_t namedParts(const Model& model, const Node& function) {
    std::size_t count = 0;
    for (const EdgeIndex index : model.edgesFrom(model.indexOf(function)))
        count += static_cast<std::size_t>(
            std::ranges::count(model.evidence(model[index]), How::Environment, &Evidence::how));
    return count;
}

bool isLiteral(std::string_view value) {
    constexpr std::size_t shortestName = 3;
    return value.size() >= shortestName && value.find("${") == std::string_view::npos &&
           value.find("{{") == std::string_view::npos;
}

void report(Judge& judge, const Node& function, const Property& environment,
            std::string_view variable, std::string_view value, std::string_view what) {
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = {judge.id(function)};
    fault.subject = variable;
    fault.message = fmt::format("{} is given the {} `{}` in `{}`, which the manifest neither "
                                "declares nor names as outside; or the model is incomplete",
                                judge.name(function), what, nameIn(value), variable);
    fault.at = environment.at;
    fault.also.push_back({fmt::format("{} = {}", variable, value), environment.at});
    fault.also.push_back(
        {"looked for among ids, names and physical names of all parts", function.at});
    judge.fails(std::move(fault));
}

void judgeFunction(Judge& judge, const Names& names, const Node& function) {
    const Property* environment = judge.model().property(function, "environment");
    const ValueMap* map = environment ? environment->value.map() : nullptr;
    if (!map)
        return;
    bool asked = false, fine = true;
    std::size_t unknown = 0;
    const Value* open = nullptr;
    std::string_view openName;
    for (const auto& [variable, value] : *map) {
        const std::optional<std::string_view> what = partIn(variable);
        if (!what)
            continue;
        asked = true;
        const std::string* text = value.string();
        if (value.unknown()) {
            ++unknown;
            open = open ? open : &value;
            openName = openName.empty() ? std::string_view(variable) : openName;
        } else if (text && isLiteral(*text) && !names.has(*text)) {
            fine = false;
            report(judge, function, *environment, variable, *text, *what);
        }
    }
    if (!asked || !fine)
        return;
    if (unknown > namedParts(judge.model(), function))
        judge.cannotTell({judge.id(function)},
                         fmt::format("which part `{}` names is {}", openName, open->display()),
                         environment->at);
    else
        judge.holds({judge.id(function)});
}

void run(Judge& judge) {
    const Names names(judge.model());
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::Function)
            judgeFunction(judge, names, node);
    }
}

} // namespace

extern constinit const Check undeclaredExternalState{
    .id = "STA004",
    .name = "undeclared-external-state",
    .severity = Severity::Warning,
    .pillar = Pillar::State,
    .title = "A function uses state that the manifest neither declares nor names as outside",
    .why = "Nobody who reads the manifest knows that the table or queue is there, who owns it, or "
           "what becomes of it; a new environment comes up without it and fails on its first "
           "event.",
    .fires = "An environment variable that by its name holds a table, bucket, queue, topic, "
             "stream, secret or event bus, with a value that is written out and that no part, own "
             "or outside, has as its name: warning.",
    .notWhen = "The value is the id, the name or the physical name of a part, an outside part "
               "among them; a policy that names the resource makes it one.\n"
               "The variable's name says nothing of the kind.\n"
               "The value is shorter than a name.\n"
               "The value is an expression that names no part of the manifest: then it cannot be "
               "told.\n"
               "What the code itself names is not looked at here: that needs its source.",
    .platforms = "All: what counts is the name, or the last part of an ARN or an address.",
    .fix = "Declare the resource and hand its name over by reference, or add an outside part for "
           "it.",
    .source = "AWS Well-Architected, serverless applications lens.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  place:\n"
           "    handler: src/place.handle\n"
           "    environment:\n"
           "      ORDERS_TABLE: orders-of-somebody\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  place:\n"
            "    handler: src/place.handle\n"
            "    environment:\n"
            "      ORDERS_TABLE: orders\n"
            "stores:\n"
            "  orders:\n"
            "    type: table\n",
    .run = run,
};

} // namespace limn
