// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

// A part, or an API, that could take part in traces.
struct Hop {
    std::string id, name;
    Span at;
    std::optional<bool> isTraced;
    const Property* own = nullptr;
    bool isBehindTraced = false;
};

// Hops of one kind that take no part, all of them one finding.
struct Kind {
    std::string_view one, many;
    std::vector<Hop> hops;
};

class Tracing {
public:
    explicit Tracing(Judge& judge) : m_judge(judge), m_model(judge.model()) {}

    void judgeAll() {
        for (const Node& node : m_model.nodes()) {
            if (m_judge.stopped())
                return;
            if (isOwnFunction(m_model, node))
                ask(m_functions, node);
            else if (node.kind == NodeKind::Workflow)
                ask(m_workflows, node);
        }
        for (const Group& group : m_model.groups()) {
            const std::string_view platform = platformOf(m_model, group);
            if (group.kind != GroupKind::Api)
                continue;
            if (platform == "aws.apigateway.rest")
                ask(m_gateways, group);
            else if (platform == "aws.appsync")
                ask(m_graphs, group);
        }
        for (const Kind* kind : {&m_functions, &m_workflows, &m_gateways, &m_graphs})
            report(*kind);
    }

private:
    Hop hopOf(const Node& node) const {
        return {m_judge.id(node),
                m_judge.name(node),
                node.at,
                isTraced(m_model, node),
                m_model.property(node, "tracing"),
                isBehindTraced(node)};
    }
    Hop hopOf(const Group& api) const {
        return {std::string(m_model.text(api.id)),
                fmt::format("`{}`", m_model.text(api.name)),
                api.at,
                isTraced(m_model, api),
                m_model.property(api, "tracing"),
                false};
    }

    // A function that passes on the decision of a caller who traces is on the path all the same.
    bool isBehindTraced(const Node& node) const {
        bool found = false;
        eachInto(m_model, node, [&](const Edge& edge) {
            if (found || edge.delivery != Delivery::Sync || edge.from.node == NodeIndex::None)
                return;
            const Node& from = m_model[edge.from.node];
            if (from.kind == NodeKind::EntryPoint && from.group != GroupIndex::None)
                found = isTraced(m_model, m_model[from.group]) == true;
            else if (from.kind == NodeKind::Function || from.kind == NodeKind::Workflow)
                found = isTraced(m_model, from) == true;
        });
        return found;
    }

    // Nothing is put into words for what takes part.
    template <typename Part> void ask(Kind& kind, const Part& part) {
        if (isTraced(m_model, part) == true)
            return m_judge.holds({std::string(m_model.text(part.id))});
        Hop hop = hopOf(part);
        if (!hop.isTraced)
            return m_judge.cannotTell({hop.id},
                                      hop.own
                                          ? fmt::format("tracing is {}", hop.own->value.display())
                                          : std::string("tracing is not stated"),
                                      hop.own ? hop.own->at : hop.at);
        kind.hops.push_back(std::move(hop));
    }

    void report(const Kind& kind) {
        if (kind.hops.empty())
            return;
        const bool isCovered = std::ranges::all_of(kind.hops, &Hop::isBehindTraced);
        Fault fault;
        fault.severity = isCovered ? Severity::Info : Severity::Warning;
        fault.subject = kind.one;
        fault.at = kind.hops.front().own ? kind.hops.front().own->at : kind.hops.front().at;
        std::vector<std::string> names;
        Fix fix;
        for (const Hop& hop : kind.hops) {
            fault.elements.push_back(hop.id);
            names.push_back(hop.name);
            fault.also.push_back(
                {hop.own ? fmt::format("{}: tracing {}", hop.name, hop.own->value.display())
                         : fmt::format("{}: tracing false (default)", hop.name),
                 hop.own ? hop.own->at : hop.at});
            fix.intents.emplace_back(SetProperty{hop.id, "tracing", Value(true)});
        }
        const bool isDefault = !kind.hops.front().own;
        const Fact* usual = isDefault ? defaultOf(kind) : nullptr;
        fault.message =
            fmt::format("{} {} in no trace: tracing is off{}{}", listed(names),
                        names.size() == 1 ? fmt::format("is a {} that takes part", kind.one)
                                          : fmt::format("are {} that take part", kind.many),
                        usual ? fmt::format(" ({})", defaultNote(*usual)) : "",
                        isCovered ? ", but whoever calls it traces" : "");
        fix.title = fmt::format("Set tracing of {}",
                                names.size() == 1 ? names.front()
                                                  : fmt::format("{} {}", names.size(), kind.many));
        fault.fix = std::move(fix);
        m_judge.fails(std::move(fault));
    }

    const Fact* defaultOf(const Kind& kind) const {
        return findFact(&kind == &m_functions   ? "aws.lambda.tracing_default"
                        : &kind == &m_workflows ? "aws.sfn.tracing_default"
                        : &kind == &m_gateways  ? "aws.apigateway.rest.tracing_default"
                                                : "aws.appsync.tracing_default");
    }

    Judge& m_judge;
    const Model& m_model;
    Kind m_functions{"function", "functions", {}};
    Kind m_workflows{"workflow", "workflows", {}};
    Kind m_gateways{"gateway", "gateways", {}};
    Kind m_graphs{"graph", "graphs", {}};
};

void run(Judge& judge) { Tracing(judge).judgeAll(); }

constexpr std::string_view aliases[] = {"WS1000",           "WS2002",
                                        "WS3000",           "WS5000",
                                        "LambdaTracing",    "APIGWXrayEnabled",
                                        "AppSyncTracing",   "StepFunctionStateMachineXray",
                                        "CKV_AWS_50",       "CKV_AWS_73",
                                        "CKV_AWS_284",      "AWS-0066",
                                        "AWS-0003",         "AWS-0111",
                                        "AWS-0125",         "AWS-0117",
                                        "AwsSolutions-SF2", "apigateway_restapi_tracing_enabled"};

} // namespace

extern constinit const Check hopWithoutTracing{
    .id = "OBS001",
    .name = "hop-without-tracing",
    .severity = Severity::Warning,
    .pillar = Pillar::None,
    .title = "A part of the path takes part in no trace",
    .why = "When something is slow or fails, the first question is where. A part without tracing "
           "is a hole in the answer.",
    .fires =
        "Functions, REST APIs, workflows and GraphQL APIs whose tracing is off or not set, one "
        "finding for each kind with "
        "a list:\n"
        "warning;\n"
        "info when all of them stand behind a caller that traces, whose decision they pass on.",
    .notWhen = "HTTP APIs, which do not support it.\n"
               "Tracing is on, also in Globals.\n"
               "The function has a layer of OpenTelemetry or of a vendor, or OTEL_ variables.\n"
               "Code that a content network runs at its edge.\n"
               "An API whose stage is not in the model, a neutral part that does not say it, or an "
               "expression: then it cannot be "
               "told.",
    .platforms = "Lambda passes on what its caller decided by default; REST APIs, AppSync and Step "
                 "Functions are off by default.\n"
                 "Cloud Run traces what comes in by itself; Azure needs the connection to "
                 "Application Insights.",
    .fix = "Turn tracing on, in Globals where all lack it, and let the role write traces.",
    .source = "AWS Serverless Rules.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  report:\n"
           "    handler: src/report.handle\n"
           "    tracing: false\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  report:\n"
            "    handler: src/report.handle\n"
            "    tracing: true\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
