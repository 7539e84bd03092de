// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/judge.h"
#include "core/checks/paths.h"
#include "core/checks/switched.h"

namespace limn {
namespace {

// What a deployment, a rule of the account or a pipeline calls.
const Edge* calledByAutomation(const Judge& judge, const Node& function) {
    for (const EdgeIndex at : judge.model().edgesTo(judge.model().indexOf(function))) {
        const Edge& edge = judge.model()[at];
        const Node* from = judge.nodeOf(edge.from);
        if (from && from->nodeClass == NodeClass::Automation &&
            (edge.kind == EdgeKind::Invokes || edge.kind == EdgeKind::Triggers))
            return &edge;
    }
    return nullptr;
}

// A way in that people or their data take; a schedule is none.
const Edge* userFacing(const Judge& judge, const Node& node) {
    const Model& model = judge.model();
    for (const EdgeIndex at : model.edgesTo(model.indexOf(node))) {
        const Edge& edge = model[at];
        const Node* from = judge.nodeOf(edge.from);
        if (edge.kind != EdgeKind::Triggers || switchOf(model, edge) == Switch::Off)
            continue;
        if (!from)
            return &edge; // an API
        const std::string_view subtype = model.text(from->subtype);
        if (from->kind == NodeKind::EntryPoint &&
            (subtype == "http" || subtype == "websocket" || subtype == "graphql"))
            return &edge;
    }
    return nullptr;
}

// Another function, of the application, that runs under the same identity.
const Node* sharesWith(const Judge& judge, const Node& function, const Node& identity) {
    for (const Edge* edge : judge.into(identity, EdgeKind::Assumes))
        if (const Node* other = judge.nodeOf(edge->from);
            other && other != &function && other->kind == NodeKind::Function &&
            other->nodeClass == NodeClass::Compute && !calledByAutomation(judge, *other))
            return other;
    return nullptr;
}

// Functions that administer and run under an identity of the application.
struct Sharing {
    const Node* other = nullptr; // of the application
    std::vector<const Node*> functions;
    std::vector<const Edge*> calls, roles;
};

class Mixing {
public:
    explicit Mixing(Judge& judge) : m_judge(judge), m_model(judge.model()) {}

    void judgeAll() {
        for (const Node& node : m_model.nodes()) {
            if (m_judge.stopped())
                return;
            if (node.kind != NodeKind::Function)
                continue;
            if (const Edge* call = calledByAutomation(m_judge, node))
                judgeFunction(node, *call);
        }
        for (const auto& [identity, sharing] : m_shared)
            reportShared(m_model[identity], sharing);
    }

private:
    void judgeFunction(const Node& function, const Edge& call) {
        if (const Edge* way = userFacing(m_judge, function))
            return reportWay(function, call, *way);
        const std::vector<const Edge*> roles = m_judge.outOf(function, EdgeKind::Assumes);
        if (roles.empty())
            return m_judge.cannotTell({m_judge.id(function)}, "what it runs as is not stated",
                                      function.at);
        for (const Edge* role : roles) {
            const Node* identity = m_judge.nodeOf(role->to);
            const Node* other = identity ? sharesWith(m_judge, function, *identity) : nullptr;
            if (!other)
                continue;
            Sharing& sharing = m_shared[role->to.node];
            sharing.other = other;
            sharing.functions.push_back(&function);
            sharing.calls.push_back(&call);
            sharing.roles.push_back(role);
            return;
        }
        m_judge.holds({m_judge.id(function)});
    }

    Exhibit called(const Node& function, const Edge& call) const {
        return {fmt::format("{} calls {}", m_judge.name(*m_judge.nodeOf(call.from)),
                            m_judge.name(function)),
                placeOf(m_model, call)};
    }

    void reportWay(const Node& function, const Edge& call, const Edge& way) {
        const Node* from = m_judge.nodeOf(way.from);
        const std::string entry = from ? m_judge.name(*from) : std::string(m_model.id(way.from));
        Fault fault;
        fault.severity = Severity::Info;
        fault.elements = {m_judge.id(function)};
        fault.subject = "path";
        fault.at = placeOf(m_model, way);
        fault.message =
            fmt::format("{} administers the cloud for {}, and answers {} too",
                        m_judge.name(function), m_judge.name(*m_judge.nodeOf(call.from)), entry);
        fault.also = {called(function, call), {fmt::format("{} leads to it", entry), fault.at}};
        m_judge.fails(std::move(fault));
    }

    void reportShared(const Node& identity, const Sharing& sharing) {
        Fault fault;
        fault.severity = Severity::Info;
        fault.elements = {m_judge.id(identity), m_judge.id(*sharing.other)};
        fault.at = placeOf(m_model, *sharing.roles.front());
        std::vector<std::string> names;
        for (std::size_t i = 0; i < sharing.functions.size(); ++i) {
            const Node& function = *sharing.functions[i];
            names.push_back(m_judge.name(function));
            fault.elements.push_back(m_judge.id(function));
            fault.also.push_back(called(function, *sharing.calls[i]));
            fault.also.push_back(
                {fmt::format("{} runs as {}", names.back(), m_judge.name(identity)),
                 placeOf(m_model, *sharing.roles[i])});
        }
        for (const Edge* role : m_judge.outOf(*sharing.other, EdgeKind::Assumes))
            if (m_judge.nodeOf(role->to) == &identity)
                fault.also.push_back({fmt::format("{} runs as {}", m_judge.name(*sharing.other),
                                                  m_judge.name(identity)),
                                      placeOf(m_model, *role)});
        fault.message = fmt::format("{} administer{} the cloud, and {} of the application runs as "
                                    "the same {}",
                                    fmt::join(names, ", "), names.size() == 1 ? "s" : "",
                                    m_judge.name(*sharing.other), m_judge.name(identity));
        m_judge.fails(std::move(fault));
    }

    Judge& m_judge;
    const Model& m_model;
    std::map<NodeIndex, Sharing> m_shared;
};

void run(Judge& judge) { Mixing(judge).judgeAll(); }

} // namespace

extern constinit const Check automationInThePath{
    .id = "CLS007",
    .name = "automation-in-the-path",
    .severity = Severity::Info,
    .pillar = Pillar::None,
    .title = "A function that administers the cloud serves the application too",
    .why = "What sets up, repairs or clears away resources needs leave that no request should come "
           "near. On the way of users, or with the application's identity, a flaw there becomes a "
           "flaw of the whole account.",
    .fires = "A function that a custom resource, a rule of the account or a pipeline calls: info "
             "when an HTTP, WebSocket or GraphQL entry point leads to it too, or when a function "
             "of the application runs under the same identity.",
    .notWhen = "It has an identity of its own and no entry point leads to it.\n"
               "It is in another stack.\n"
               "A schedule starts it: scheduled reports are application code.\n"
               "Both functions of an identity administer.\n"
               "What it runs as is not stated: then it cannot be told.",
    .platforms = "CloudFormation calls a custom resource's function at every deployment; AWS "
                 "Config calls that of a rule at every change.",
    .fix = "Give it a function and an identity of its own, best in a stack of its own.",
    .source = "Own table of types: cloud automation.",
    .bad = "limn: 1\n"
           "automation:\n"
           "  seed-table:\n"
           "    type: custom_resource\n"
           "    invokes: seed\n"
           "functions:\n"
           "  seed:\n"
           "    handler: src/seed.handle\n"
           "    assumes: app\n"
           "  orders:\n"
           "    handler: src/orders.handle\n"
           "    assumes: app\n"
           "identities:\n"
           "  app:\n",
    .good = "limn: 1\n"
            "automation:\n"
            "  seed-table:\n"
            "    type: custom_resource\n"
            "    invokes: seed\n"
            "functions:\n"
            "  seed:\n"
            "    handler: src/seed.handle\n"
            "    assumes: seeding\n"
            "  orders:\n"
            "    handler: src/orders.handle\n"
            "    assumes: app\n"
            "identities:\n"
            "  app:\n"
            "  seeding:\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
