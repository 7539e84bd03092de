// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <map>
#include <optional>

#include <fmt/format.h>

#include "core/checks/iam_pattern.h"
#include "core/checks/open_entry.h"
#include "core/checks/paths.h"

namespace limn {
namespace {

constexpr int counted = 1000; // calls that the message counts paid steps for

// Something on the way that keeps callers or runs within bounds, or an expression that may.
struct Bound {
    bool holds = false;
    const Property* unknown = nullptr;
};

// One of rate and burst alone bounds nothing.
Bound throttleOf(const Model& model, const Node& entry) {
    Bound bound;
    const Property* rate = propertyAtEntry(model, entry, "throttle_rate");
    const Property* burst = propertyAtEntry(model, entry, "throttle_burst");
    bound.holds = rate && burst && rate->value.isNumber() && burst->value.isNumber();
    for (const Property* one : {rate, burst})
        if (rate && burst && one->value.unknown())
            bound.unknown = one;
    // What the firewall's rules are, the model does not say.
    if (const Property* waf = propertyAtEntry(model, entry, "waf"); waf && !bound.holds)
        bound.unknown = waf;
    return bound;
}

Bound boundOf(const Model& model, const Node& function) {
    Bound bound;
    for (const std::string_view key : {"reserved_concurrency", "max_concurrency", "max_instances"})
        if (const Property* limit = model.property(function, key)) {
            if (limit->value.isNumber())
                bound.holds = true;
            else
                bound.unknown = limit;
        }
    return bound;
}

Bound boundOf(const Model& model, const Edge& edge) {
    Bound bound;
    for (const std::string_view key : {"max_concurrency", "max_pollers"})
        if (const Property* limit = model.property(edge, key)) {
            if (limit->value.isNumber())
                bound.holds = true;
            else
                bound.unknown = limit;
        }
    return bound;
}

// Services that are paid by call, page, minute or message: one of them costs a thousand times what
// a run of a function does.
bool isCostly(std::string_view action) {
    constexpr std::array<std::string_view, 14> calls{"bedrock:InvokeModel",
                                                     "bedrock:InvokeAgent",
                                                     "sagemaker:InvokeEndpoint",
                                                     "textract:AnalyzeDocument",
                                                     "rekognition:DetectLabels",
                                                     "comprehend:DetectEntities",
                                                     "translate:TranslateText",
                                                     "polly:SynthesizeSpeech",
                                                     "transcribe:StartTranscriptionJob",
                                                     "mediaconvert:CreateJob",
                                                     "ses:SendEmail",
                                                     "connect:StartOutboundVoiceContact",
                                                     "kendra:Query",
                                                     "states:StartExecution"};
    return action != "*" && std::ranges::any_of(calls, [&](std::string_view call) {
               return coversAction(action, call);
           });
}

// What a function may call that is paid dearly; null where it is allowed nothing of the kind.
const Statement::Item* costlyCallOf(const Judge& judge, const Node& function) {
    const Model& model = judge.model();
    for (const EdgeIndex at : model.edgesFrom(model.indexOf(function))) {
        if (model[at].kind != EdgeKind::Assumes || model[at].to.node == NodeIndex::None)
            continue;
        for (const Statement* statement : judge.statementsOf(model[at].to.node))
            if (statement->allow)
                for (const Statement::Item& action : statement->actions)
                    if (isCostly(action.text))
                        return &action;
    }
    return nullptr;
}

// The way from an entry point to the first part that spends without a bound.
struct Spending {
    std::vector<Hop> way;
    const Node* spender = nullptr;
    std::optional<Exhibit> cost;       // why a call there costs more than a call
    const Property* unknown = nullptr; // an expression that may bound it
    std::size_t steps = 0;             // paid for one call, as far as they are known
    std::size_t runs = 0;              // of functions among them
};

class Wallet {
public:
    explicit Wallet(Judge& judge) : m_judge(judge), m_model(judge.model()) {}

    void judgeAll() {
        for (const Node& node : m_model.nodes()) {
            if (m_judge.stopped())
                return;
            if (node.kind != NodeKind::EntryPoint)
                continue;
            const Openness openness = opennessOf(m_judge, node);
            if (openness.answer == Openness::Answer::Closed)
                m_judge.holds({m_judge.id(node)});
            else if (openness.answer == Openness::Answer::Unknown)
                m_judge.cannotTell({m_judge.id(node)}, m_judge.effAtEntry(node, openness.decides));
            else if (openness.answer == Openness::Answer::Open)
                judgeOpen(node);
        }
        for (const auto& [place, open] : m_open)
            report(open);
    }

private:
    // The open entry points of one API: what would bound one bounds all.
    struct Open {
        std::vector<const Node*> entries;
        Spending spending; // of the first
    };

    std::size_t placeOfApi(const Node& entry) const {
        if (entry.group != GroupIndex::None)
            return static_cast<std::size_t>(entry.group);
        return m_model.groups().size() + static_cast<std::size_t>(m_model.indexOf(entry));
    }

    void judgeOpen(const Node& entry) {
        const Bound throttle = throttleOf(m_model, entry);
        if (throttle.holds)
            return m_judge.holds({m_judge.id(entry)});
        Spending spending = spendingOf(entry);
        if (!spending.spender && !spending.unknown)
            return m_judge.holds({m_judge.id(entry)});
        const Property* unknown = throttle.unknown ? throttle.unknown : spending.unknown;
        if (throttle.unknown || !spending.spender)
            return m_judge.cannotTell({m_judge.id(entry)},
                                      fmt::format("whether {} bounds it is not known: {}",
                                                  m_model.text(unknown->key),
                                                  unknown->value.display()),
                                      unknown->at);
        Open& open = m_open[placeOfApi(entry)];
        if (open.entries.empty())
            open.spending = std::move(spending);
        open.entries.push_back(&entry);
    }

    const Paths& paths() {
        if (!m_paths)
            m_paths.emplace(m_model, movesWork);
        return *m_paths;
    }

    // A short walk from the entry point; what is far behind it is bounded by what is before.
    Spending spendingOf(const Node& entry) {
        Spending spending;
        const Vertex start = paths().vertex(m_model.indexOf(entry));
        std::unordered_map<Vertex, const Hop*> by{{start, nullptr}};
        std::vector<Vertex> open{start};
        // What is paid for one call is counted a few steps far: the rest follows from them.
        for (std::size_t i = 0; i < open.size() && by.size() < mostParts; ++i)
            for (const Hop& hop : paths().from(open[i])) {
                if (by.contains(hop.to))
                    continue;
                by.emplace(hop.to, &hop);
                const Node* node = paths().node(hop.to);
                const Bound onEdge =
                    hop.edge == EdgeIndex::None ? Bound() : boundOf(m_model, m_model[hop.edge]);
                const Bound own = node ? boundOf(m_model, *node) : Bound();
                if (onEdge.holds || own.holds)
                    continue;
                if (onEdge.unknown || own.unknown) {
                    if (node && costOf(*node, 0))
                        spending.unknown = onEdge.unknown ? onEdge.unknown : own.unknown;
                    continue;
                }
                open.push_back(hop.to);
                if (node)
                    ++spending.steps;
                if (node && node->kind == NodeKind::Function)
                    ++spending.runs;
                if (node && !spending.spender)
                    spending.cost = costOf(*node, spending.runs);
                if (node && !spending.spender && spending.cost) {
                    spending.spender = node;
                    for (const Hop* at = &hop; at; at = by.at(at->from))
                        spending.way.push_back(*at);
                    std::ranges::reverse(spending.way);
                }
            }
        return spending;
    }

    // A run of one function is what the entry point's other findings are about. More than that is a
    // workflow, a dear service, or one call that sets off several functions.
    std::optional<Exhibit> costOf(const Node& node, std::size_t runs) const {
        if (node.kind == NodeKind::Workflow)
            return Exhibit{fmt::format("each call runs the workflow {}", m_judge.name(node)),
                           node.at};
        if (node.kind != NodeKind::Function)
            return std::nullopt;
        if (const Statement::Item* call = costlyCallOf(m_judge, node))
            return Exhibit{
                fmt::format("{} may call {}, which is paid by use", m_judge.name(node), call->text),
                call->at.valid() ? call->at : node.at};
        if (runs >= mostRuns)
            return Exhibit{fmt::format("each call runs {} functions or more", runs), node.at};
        return std::nullopt;
    }

    // What bounds callers where the manifest says nothing: a limit that the whole account shares.
    std::optional<Exhibit> accountLimit(const Node& entry) const {
        const std::string platform(platformOf(m_model, entry));
        const Fact* rate = findFact(platform + ".throttle_rate_per_s");
        const Fact* burst = findFact(platform + ".throttle_burst");
        if (!rate || !burst)
            return std::nullopt;
        return Exhibit{fmt::format("no limit of its own: all APIs of the account share {} calls a "
                                   "second and {} at once ({})",
                                   figure(rate->number), figure(burst->number), defaultNote(*rate)),
                       entry.at};
    }

    void report(const Open& open) {
        const Node& entry = *open.entries.front();
        Fault fault;
        fault.severity = Severity::Error;
        for (const Node* one : open.entries)
            fault.elements.push_back(m_judge.id(*one));
        fault.at = entry.at;
        const Effective auth = m_judge.effAtEntry(entry, "auth");
        fault.grounds = {auth};
        const std::string others =
            open.entries.size() == 1 ? "" : fmt::format(" and {} more", open.entries.size() - 1);
        const std::size_t steps = open.spending.steps + 1;
        fault.message = fmt::format(
            "anyone can spend without limit through {}{}: its auth is {}, nothing limits its "
            "calls, nothing limits {} behind it, and {}; {} calls are {} paid steps or more",
            m_judge.name(entry), others, auth.display(), m_judge.name(*open.spending.spender),
            open.spending.cost->what, counted, counted * steps);
        fault.also.push_back(accountLimit(entry).value_or(
            Exhibit{"no rate and burst, usage plan or firewall limits its calls", entry.at}));
        std::ranges::move(asEvidence(m_judge, paths(), open.spending.way),
                          std::back_inserter(fault.also));
        fault.also.push_back({fmt::format("{} has no bound on what runs at once",
                                          m_judge.name(*open.spending.spender)),
                              open.spending.spender->at});
        fault.also.push_back(*open.spending.cost);
        m_judge.fails(std::move(fault));
    }

    static constexpr std::size_t mostParts = 30;
    static constexpr std::size_t mostRuns = 3; // one call to three functions multiplies

    Judge& m_judge;
    const Model& m_model;
    std::optional<Paths> m_paths;
    std::map<std::size_t, Open> m_open; // by the API around them, else by themselves
};

void run(Judge& judge) { Wallet(judge).judgeAll(); }

} // namespace

extern constinit const Check denialOfWallet{
    .id = "CST009",
    .name = "denial-of-wallet",
    .severity = Severity::Error,
    .pillar = Pillar::None,
    .title = "An anonymous caller can make the system spend without limit",
    .why = "An entry point that is open, has no limit on calls, and leads to something that grows "
           "with them lets whoever finds it decide the bill. Serverless parts do not fall over "
           "under such an attack: they scale, and every call is paid.",
    .fires =
        "An entry point that anyone can call (TRG010), without a rate and burst of its own "
        "(LIM008), where a call costs much more than a call: it leads, without a bound on the "
        "way, to a workflow, to a function that may call a service paid dearly by use (models, "
        "media, messages), or to three functions and more: error, once for all entry points of "
        "an API.",
    .notWhen =
        "A rate and a burst are set for the route, its stage or a usage plan.\n"
        "The functions behind it have a bound: reserved concurrency, a most of instances.\n"
        "Callers must prove who they are, or send a key.\n"
        "It leads to a function or two and their tables: TRG010 and LIM008 tell all of that.\n"
        "A firewall stands before it, or a bound is an expression: then it cannot be told.\n"
        "A budget guard stops it: accept the finding and say so.",
    .platforms = "API Gateway has a limit for the whole account only: 10,000 calls a second shared "
                 "by all APIs of a region. A function URL has none but the function's own "
                 "reserved concurrency.",
    .fix = "Mend the cheapest of the three: an authorizer, a rate with a burst, or a bound on the "
           "function.",
    .source = "OWASP Serverless Top 10, denial of wallet (SAS-8).",
    .bad = "limn: 1\n"
           "entry_points:\n"
           "  place-order:\n"
           "    route: POST /orders\n"
           "    auth: none\n"
           "    triggers: fulfil\n"
           "workflows:\n"
           "  fulfil:\n",
    .good = "limn: 1\n"
            "entry_points:\n"
            "  place-order:\n"
            "    route: POST /orders\n"
            "    auth: none\n"
            "    throttle_rate: 100\n"
            "    throttle_burst: 50\n"
            "    triggers: fulfil\n"
            "workflows:\n"
            "  fulfil:\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
