// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "core/checks/iam_pattern.h"
#include "core/checks/model_questions.h"
#include "core/checks/open_entry.h"

namespace limn {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

// Its own log lines and traces are no change to the system.
bool isRecordKeeping(std::string_view action) {
    constexpr std::array<std::string_view, 3> services{"logs", "xray", "cloudwatch"};
    return std::ranges::any_of(
        services, [&](std::string_view service) { return same(serviceOf(action), service); });
}

// What whoever comes can change, in words and with its place.
std::optional<Exhibit> changeBehind(const Judge& judge, const Node& reached) {
    const Model& model = judge.model();
    if (reached.kind != NodeKind::Function)
        return Exhibit{fmt::format("it reaches {}", judge.name(reached)), reached.at};
    for (const auto& [kind, verb] :
         {std::pair(EdgeKind::Writes, "write"), std::pair(EdgeKind::Publishes, "publish to"),
          std::pair(EdgeKind::Invokes, "start")})
        for (const Edge* edge : judge.outOf(reached, kind)) {
            const std::span<const Evidence> evidence = model.evidence(*edge);
            const Node* to = judge.nodeOf(edge->to);
            return Exhibit{fmt::format("{} can {} {}", judge.name(reached), verb,
                                       to ? judge.name(*to) : std::string(model.id(edge->to))),
                           evidence.empty() ? reached.at : evidence.front().at};
        }
    for (const Edge* edge : judge.outOf(reached, EdgeKind::Assumes))
        for (const Statement* statement : judge.statementsOf(edge->to.node)) {
            if (!statement->allow)
                continue;
            for (const Statement::Item& action : statement->actions)
                if (!isRecordKeeping(action.text) && reachOf(action.text).changes())
                    return Exhibit{
                        fmt::format("{} is allowed {}", judge.name(reached), action.text),
                        action.at.valid() ? action.at : statement->at};
        }
    return std::nullopt;
}

// Entry points of one API that are open alike: an authorizer at the API closes them all.
struct Open {
    std::vector<const Node*> entries;
    Effective auth;               // of the first
    const Node* reached;          // from the first
    std::vector<Exhibit> changes; // what whoever comes can change, through each
};

class Openings {
public:
    explicit Openings(Judge& judge) : m_judge(judge), m_model(judge.model()) {}

    void note(const Node& entry, const Node& reached) {
        std::optional<Exhibit> change = changeBehind(m_judge, reached);
        const bool isAlone = entry.group == GroupIndex::None;
        const bool url = platformOf(m_model, entry) == "aws.lambda.url";
        const Severity severity = change || url ? Severity::Error : Severity::Warning;
        Effective auth = m_judge.effAtEntry(entry, "auth");
        // What is written at the route itself is changed there. Where nothing is, it stands at the
        // whole of the route.
        const Property* own = m_model.property(entry, "auth");
        const bool isOwn = own && !auth.inherited && own->at != entry.at;
        Open& open = m_open[{severity, entry.group,
                             isAlone || isOwn ? m_model.indexOf(entry) : NodeIndex::None}];
        if (open.entries.empty()) {
            open.auth = std::move(auth);
            open.reached = &reached;
        }
        open.entries.push_back(&entry);
        if (change)
            open.changes.push_back(std::move(*change));
    }

    void reportAll() {
        for (auto& [key, open] : m_open)
            report(std::get<Severity>(key), open);
    }

private:
    void report(Severity severity, Open& open) {
        const Node& entry = *open.entries.front();
        Fault fault;
        fault.severity = severity;
        fault.at = open.auth.at;
        fault.message = fmt::format("anyone can call {}: its auth is {}, and it reaches {}",
                                    listed(m_judge, open.entries), open.auth.display(),
                                    m_judge.name(*open.reached));
        if (!open.changes.empty() && open.reached->kind == NodeKind::Function)
            fault.message += fmt::format(" ({})", open.changes.front().what);
        Fix fix{fmt::format("Require auth at {}{}", m_model.text(entry.name),
                            open.entries.size() == 1
                                ? std::string()
                                : fmt::format(" and {} more", open.entries.size() - 1)),
                {}};
        for (const Node* one : open.entries) {
            fault.elements.push_back(m_judge.id(*one));
            fault.grounds.push_back(m_judge.effAtEntry(*one, "auth"));
            fix.intents.emplace_back(SetProperty{m_judge.id(*one), "auth", Value("required")});
        }
        std::ranges::move(open.changes, std::back_inserter(fault.also));
        fault.fix = std::move(fix);
        m_judge.fails(std::move(fault));
    }

    Judge& m_judge;
    const Model& m_model;
    std::map<std::tuple<Severity, GroupIndex, NodeIndex>, Open> m_open;
};

void run(Judge& judge) {
    Openings openings(judge);
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind != NodeKind::EntryPoint)
            continue;
        const Openness openness = opennessOf(judge, node);
        switch (openness.answer) {
        case Openness::Answer::NotAsked:
            break;
        case Openness::Answer::Closed:
            judge.holds({judge.id(node)});
            break;
        case Openness::Answer::Unknown:
            judge.cannotTell({judge.id(node)}, judge.effAtEntry(node, openness.decides));
            break;
        case Openness::Answer::Open:
            openings.note(node, *openness.reached);
            break;
        }
    }
    openings.reportAll();
}

constexpr std::string_view aliases[] = {"CKV_AWS_59",
                                        "CKV_AWS_309",
                                        "CKV_AWS_258",
                                        "CKV2_AWS_70",
                                        "CKV_GCP_107",
                                        "CKV_GCP_102",
                                        "CKV_AZURE_56",
                                        "W59",
                                        "AwsSolutions-APIG4",
                                        "apigateway_restapi_authorizers_enabled",
                                        "api_gateway_without_configured_authorizer"};

} // namespace

extern constinit const Check openEntryPoint{
    .id = "TRG010",
    .name = "open-entry-point",
    .severity = Severity::Error,
    .pillar = Pillar::Permissions,
    .title = "Anyone can call an entry point",
    .why = "A public route without an authorizer, a key or the platform's own auth in front of it "
           "lets whoever finds it run your "
           "code, at your cost and with your permissions.",
    .fires = "An HTTP, WebSocket or GraphQL entry point whose auth is none and that leads to a "
             "function or changes something "
             "itself:\n"
             "error when the function behind it can write a store, publish or start something, or "
             "when it is a function URL;\n"
             "warning else.\n"
             "Routes of one API that no authorizer of the API closes are one finding.",
    .notWhen = "Preflight requests (OPTIONS), and the routes of a WebSocket API but $connect.\n"
               "A private endpoint, or one that a policy keeps inside a network.\n"
               "An API key is required.\n"
               "The authorizer comes from the API's default.\n"
               "It leads nowhere: a mock, a redirect.\n"
               "Nothing states its auth and no platform has a default: then it cannot be told.\n"
               "It is meant for everyone (login, health, a webhook that verifies signatures): "
               "accept the finding and say so.",
    .platforms =
        "API Gateway has no auth unless one is written. A function URL states NONE or AWS_IAM.",
    .fix = "Put the API's authorizer in front of the route, or use the platform's own auth.",
    .source = "OWASP Serverless Top 10, S2 and S5; Lambda function URL auth.",
    .bad = "limn: 1\n"
           "entry_points:\n"
           "  place-order:\n"
           "    route: POST /orders\n"
           "    auth: none\n"
           "    triggers: orders\n"
           "functions:\n"
           "  orders:\n"
           "    handler: src/orders.handle\n",
    .good = "limn: 1\n"
            "entry_points:\n"
            "  place-order:\n"
            "    route: POST /orders\n"
            "    auth: required\n"
            "    triggers: orders\n"
            "functions:\n"
            "  orders:\n"
            "    handler: src/orders.handle\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
