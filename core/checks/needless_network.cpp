// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/iam_pattern.h"
#include "core/checks/judge.h"
#include "core/checks/paths.h"

namespace limn {
namespace {

bool isOneOf(std::string_view text, std::span<const std::string_view> words) {
    return std::ranges::find(words, text) != words.end();
}

bool isSet(const Property* property) {
    const bool* flag = property ? property->value.boolean() : nullptr;
    return flag && *flag;
}

// What lives inside a network and is reached there.
bool isInside(const Model& model, const Node& node) {
    constexpr std::array<std::string_view, 11> subtypes{
        "relational", "cache", "search",        "file",     "document", "graph",
        "broker",     "kafka", "load_balancer", "endpoint", "network"};
    return node.kind == NodeKind::Host || node.nodeClass == NodeClass::HostCentric ||
           isOneOf(model.text(node.subtype), subtypes) || isSet(model.property(node, "vpc")) ||
           (node.kind != NodeKind::Function && model.property(node, "subnets"));
}

// What may be anywhere: an address, something of another stack, a secret that opens something.
bool mayBeInside(const Model& model, const Node& node) {
    constexpr std::array<std::string_view, 8> outside{"queue", "topic",  "event_bus", "stream",
                                                      "table", "object", "service",   "function"};
    const std::string_view subtype = model.text(node.subtype);
    return (node.kind == NodeKind::External && !isOneOf(subtype, outside)) ||
           (node.kind == NodeKind::Store && subtype == "secret");
}

// Something a handler may connect to stands in its variables.
const std::string* addressIn(const Model& model, const Node& function) {
    constexpr std::array<std::string_view, 14> words{
        "HOST",  "URL",   "URI",    "ENDPOINT", "DATABASE", "DB_",  "REDIS",
        "CACHE", "PROXY", "SERVER", "MONGO",    "SQL",      "ADDR", "BROKER"};
    const Property* environment = model.property(function, "environment");
    const ValueMap* variables = environment ? environment->value.map() : nullptr;
    if (!variables)
        return nullptr;
    for (const auto& [name, value] : *variables) {
        std::string upper = name;
        std::ranges::transform(upper, upper.begin(), [](char c) {
            return c >= 'a' && c <= 'z' ? static_cast<char>(c - 'a' + 'A') : c;
        });
        const bool speaks = std::ranges::any_of(
            words, [&](std::string_view word) { return upper.find(word) != upper.npos; });
        const std::string* text = value.string();
        if (speaks || (text && text->find("://") != std::string::npos))
            return &name;
    }
    return nullptr;
}

// It may connect to something of the kind that lives in networks, whichever it is.
bool isAllowedInside(const Judge& judge, const Node& function) {
    constexpr std::array<std::string_view, 10> services{
        "rds-db",     "elasticache",   "es",       "kafka-cluster", "elasticfilesystem", "redshift",
        "neptune-db", "docdb-elastic", "memorydb", "kafka"};
    for (const Edge* role : judge.outOf(function, EdgeKind::Assumes))
        for (const Statement* statement : judge.statementsOf(role->to.node))
            for (const Statement::Item& action : statement->actions)
                if (statement->allow && isOneOf(serviceOf(action.text), services))
                    return true;
    return false;
}

bool isUse(const Edge& edge) {
    return movesWork(edge) || edge.kind == EdgeKind::Reads || edge.kind == EdgeKind::FailsTo;
}

void report(Judge& judge, const Node& function, const Property& network,
            const std::vector<const Edge*>& uses) {
    const Model& model = judge.model();
    Fault fault;
    fault.severity = Severity::Info;
    fault.elements = {judge.id(function)};
    fault.at = network.at;
    std::vector<std::string> names;
    fault.also = {{fmt::format("{} joins a network", judge.name(function)), network.at}};
    for (const Edge* edge : uses) {
        std::string name(model.id(edge->to));
        if (std::ranges::find(names, name) != names.end())
            continue;
        fault.also.push_back(
            {fmt::format("uses `{}`, which is not in a network", name), placeOf(model, *edge)});
        names.push_back(std::move(name));
    }
    fault.message = fmt::format("{} joins a private network, but all it uses is outside of one "
                                "({}): it needs a gateway or endpoints to get there",
                                judge.name(function), fmt::join(names, ", "));
    judge.fails(std::move(fault));
}

void judgeFunction(Judge& judge, const Node& function, const Property& network,
                   const Node* somethingInside) {
    const Model& model = judge.model();
    const std::vector<std::string> elements{judge.id(function)};
    std::vector<const Edge*> uses;
    const Node* open = nullptr;
    const NodeIndex index = model.indexOf(function);
    for (const EdgeIndex at : model.edgesTo(index)) {
        const Node* from = judge.nodeOf(model[at].from);
        if (from && model[at].kind == EdgeKind::Triggers && isInside(model, *from))
            return judge.holds(elements);
    }
    for (const EdgeIndex at : model.edgesFrom(index)) {
        const Edge& edge = model[at];
        const Node* to = judge.nodeOf(edge.to);
        if (!isUse(edge))
            continue;
        if (to && isInside(model, *to))
            return judge.holds(elements);
        if (to && mayBeInside(model, *to))
            open = to;
        uses.push_back(&edge);
    }
    if (isAllowedInside(judge, function))
        return judge.holds(elements);
    const auto tell = [&](std::string reason) {
        judge.cannotTell(elements, std::move(reason), network.at);
    };
    if (open)
        return tell(fmt::format("what {} {} is not known", judge.name(*open),
                                open->kind == NodeKind::Store ? "opens" : "leads to"));
    if (const std::string* address = addressIn(model, function))
        return tell(fmt::format("what the variable {} leads to is not known", *address));
    if (somethingInside)
        return tell(
            fmt::format("whether it uses {}, which is in a network, is not known: no source",
                        judge.name(*somethingInside)));
    if (uses.empty())
        return tell("what it uses is not known: no source");
    report(judge, function, network, uses);
}

void run(Judge& judge) {
    const Model& model = judge.model();
    if (judge.stopped())
        return;
    const Node* inside = nullptr;
    for (const Node& node : model.nodes())
        if (!inside && node.kind == NodeKind::Store && isInside(model, node))
            inside = &node;
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        if (node.kind != NodeKind::Function)
            continue;
        const Property* network = model.property(node, "vpc");
        if (!isSet(network))
            continue;
        const Property* subnets = model.property(node, "subnets");
        const ValueList* list = subnets ? subnets->value.list() : nullptr;
        if (list && list->empty())
            judge.holds({judge.id(node)}); // taken out of it again
        else
            judgeFunction(judge, node, *network, inside);
    }
}

} // namespace

extern constinit const Check needlessNetwork{
    .id = "CST007",
    .name = "needless-network",
    .severity = Severity::Info,
    .pillar = Pillar::None,
    .title = "A function joins a private network without need",
    .why = "In a private network a function reaches nothing outside without a gateway or "
           "endpoints, which cost by the hour, and its addresses can run out. That is the price of "
           "reaching a database there; where all it uses is outside, it buys nothing.",
    .fires = "A function in a network, when everything it is known to use is a service outside of "
             "networks: info, with what it uses.",
    .notWhen = "It uses, or is started by, something inside: a database, a cache, a search domain, "
               "a file system, a broker, a machine.\n"
               "It is allowed to connect to one.\n"
               "Its subnets are an empty list.\n"
               "Something inside is in the model, a secret or an address is among what it uses, or "
               "nothing is known of what it uses: then it cannot be told without the source.\n"
               "It needs a fixed address, or the organisation wants it: accept the finding and say "
               "so.",
    .platforms = "Lambda: VpcConfig. Cloud Run: a VPC connector. Azure: network integration.\n"
                 "Other checkers ask every function to join a network; that is widely disputed.",
    .fix = "Take it out of the network, or show what it is for.",
    .source = "checkov, issue 1794; AWS serverless reference notes.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  orders:\n"
           "    handler: src/orders.handle\n"
           "    vpc: true\n"
           "    writes: orders-table\n"
           "stores:\n"
           "  orders-table:\n"
           "    type: table\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  orders:\n"
            "    handler: src/orders.handle\n"
            "    vpc: true\n"
            "    writes: orders-table\n"
            "stores:\n"
            "  orders-table:\n"
            "    type: relational\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
