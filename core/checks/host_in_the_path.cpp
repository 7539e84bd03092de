// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/checks/paths.h"
#include "core/checks/switched.h"

namespace limn {
namespace {

// A read waits for the machine too.
bool isOfThePath(const Edge& edge) { return movesWork(edge) || edge.kind == EdgeKind::Reads; }

// Machines whose number somebody chooses. A task that an event starts is paid for its run; what a
// function runs on is asked by CLS003, and a gateway of a network by CST007.
bool isHost(const Model& model, const Node& node) {
    constexpr std::array<std::string_view, 4> others{"task", "job_queue", "capacity", "gateway"};
    constexpr std::array<std::string_view, 4> onDemand{
        "AWS::Batch::ComputeEnvironment", "AWS::ECS::Cluster", "AWS::EKS::FargateProfile",
        "AWS::EMRServerless::Application"};
    const auto isOneOf = [](std::string_view word, const auto& words) {
        return std::ranges::find(words, word) != words.end();
    };
    return node.nodeClass == NodeClass::HostCentric && !isOneOf(model.text(node.subtype), others) &&
           !isOneOf(model.text(node.platformType), onDemand);
}

bool isWayIn(const Model& model, const Node& node) {
    if (node.kind == NodeKind::EntryPoint)
        return true;
    if (node.kind == NodeKind::Automation || node.kind == NodeKind::Function ||
        node.kind == NodeKind::Host || node.nodeClass == NodeClass::HostCentric)
        return false;
    return std::ranges::any_of(model.edgesFrom(model.indexOf(node)), [&](EdgeIndex edge) {
        return model[edge].kind == EdgeKind::Triggers;
    });
}

// A queue that hands on no more at once than somebody has allowed.
bool isBounded(const Model& model, const Edge& edge) {
    if (edge.kind != EdgeKind::Triggers || edge.delivery != Delivery::PollQueue ||
        edge.to.node == NodeIndex::None)
        return false;
    const Node& to = model[edge.to.node];
    return model.property(edge, "max_concurrency") || model.property(edge, "max_pollers") ||
           model.property(to, "reserved_concurrency") || model.property(to, "max_instances");
}

// The property that shows whose size it is.
const Property* sizeOf(const Model& model, const Node& host) {
    for (const std::string_view key : {"instance_type", "instances", "min_instances", "shards"})
        if (const Property* size = model.property(host, key))
            return size;
    return nullptr;
}

// Of a database, the size may be the word for "none of yours".
const Property* openSize(const Model& model, const Node& host) {
    const Property* size = model.property(host, "instance_type");
    const bool serverlessToo = model.text(host.platformType).starts_with("AWS::RDS::");
    return size && serverlessToo && size->value.unknown() ? size : nullptr;
}

void report(Judge& judge, const Paths& paths, const Node& host, const std::vector<Hop>& way,
            bool bounded) {
    const Model& model = judge.model();
    const Property* size = sizeOf(model, host);
    Fault fault;
    fault.severity = bounded ? Severity::Info : Severity::Warning;
    fault.elements = {judge.id(host)};
    fault.at = size ? size->at : host.at;
    const std::string shown =
        size ? fmt::format("{} {}", model.text(size->key), size->value.display())
             : std::string(model.text(host.platformType).empty() ? "host-centric"
                                                                 : model.text(host.platformType));
    fault.message =
        fmt::format("{} ({}) is a machine that you size, and on the way {}: the way takes no more "
                    "than it, and costs while nothing happens",
                    judge.name(host), shown, asText(judge, paths, way));
    if (bounded)
        fault.message += "; a queue with a bound stands before it";
    fault.also = {{fmt::format("{}: {}", judge.name(host), shown), fault.at}};
    std::ranges::move(asEvidence(judge, paths, way), std::back_inserter(fault.also));
    if (const Fact* other =
            findFact(fmt::format("serverless_counterpart.{}", model.text(host.platformType))))
        fault.also.push_back({fmt::format("without machines: {}", other->text), host.at});
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    if (judge.stopped())
        return;
    const bool any =
        std::ranges::any_of(model.nodes(), [&](const Node& node) { return isHost(model, node); });
    if (!any) {
        if (!model.nodes().empty() && !gapOf(model))
            judge.holds({}); // no machine at all
        return;
    }
    const Paths paths(model, isOfThePath);
    std::vector<Vertex> starts;
    for (const Node& node : model.nodes())
        if (isWayIn(model, node))
            starts.push_back(paths.vertex(model.indexOf(node)));
    const Paths::Reach freely = paths.reach(starts, [&](const Hop& hop) {
        return hop.edge == EdgeIndex::None || !isBounded(model, model[hop.edge]);
    });
    const Paths::Reach all = paths.reach(starts);
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        if (!isHost(model, node))
            continue;
        const Vertex at = paths.vertex(model.indexOf(node));
        std::vector<Hop> way = freely.has(at) ? freely.wayTo(at) : std::vector<Hop>();
        const bool bounded = way.empty();
        if (bounded && all.has(at))
            way = all.wayTo(at);
        if (way.empty())
            judge.holds({judge.id(node)});
        else if (const Property* size = openSize(model, node))
            judge.cannotTell({judge.id(node)},
                             fmt::format("instance_type is {}", size->value.display()), size->at);
        else
            report(judge, paths, node, way, bounded);
    }
}

} // namespace

extern constinit const Check hostInThePath{
    .id = "CLS002",
    .name = "host-in-the-path",
    .severity = Severity::Warning,
    .pillar = Pillar::None,
    .title = "Machines of a chosen size stand in a serverless path",
    .why = "A service whose capacity is machines that you size is on the way of requests or "
           "events. The way inherits its limits, in connections above all, and its bill while "
           "nothing happens, whatever the rest scales to.",
    .fires = "A part of the host-centric class that an entry point, a queue, a topic, a stream or "
             "another trigger leads to, along triggers, calls, writes and reads:\n"
             "warning, with the way;\n"
             "info when every way there goes through a queue whose consumer has a bound.",
    .notWhen = "Only a deployment or another automation leads there.\n"
               "It is in a serverless mode: Aurora Serverless, ElastiCache Serverless, OpenSearch "
               "Serverless, MSK Serverless.\n"
               "It is outside: a system on premises.\n"
               "It is a task that an event starts, or what a function runs on (CLS003).\n"
               "A database's instance class is an expression: then it cannot be told.",
    .platforms = "RDS and Aurora instances, ElastiCache nodes, OpenSearch domains, MSK clusters, "
                 "MQ brokers, Redshift clusters, ECS and EKS services, EC2.",
    .fix = "Take the serverless counterpart; or keep it and put a proxy, a queue or a bound on the "
           "function in front.",
    .source = "Own table of types, from the services' billing models.",
    .bad = "limn: 1\n"
           "entry_points:\n"
           "  place-order:\n"
           "    route: POST /orders\n"
           "    auth: required\n"
           "    triggers: orders\n"
           "functions:\n"
           "  orders:\n"
           "    handler: src/orders.handle\n"
           "    writes: ledger\n"
           "stores:\n"
           "  ledger:\n"
           "    type: relational\n"
           "    class: host-centric\n",
    .good = "limn: 1\n"
            "entry_points:\n"
            "  place-order:\n"
            "    route: POST /orders\n"
            "    auth: required\n"
            "    triggers: orders\n"
            "functions:\n"
            "  orders:\n"
            "    handler: src/orders.handle\n"
            "    writes: ledger\n"
            "stores:\n"
            "  ledger:\n"
            "    type: table\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
