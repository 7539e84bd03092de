// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

bool takesRequests(const Model& model, const Node& entry) {
    const std::string_view subtype = model.text(entry.subtype);
    return subtype == "http" || subtype == "websocket";
}

GroupIndex apiOf(const Model& model, const Node& entry) {
    for (GroupIndex at = entry.group; at != GroupIndex::None; at = model[at].parent)
        if (model[at].kind == GroupKind::Api)
            return at;
    return GroupIndex::None;
}

// A way in: a route of an API, an entry point of its own, or an API whose routes are not known.
struct Way {
    const Node* entry = nullptr;
    GroupIndex api = GroupIndex::None;
};

const Property* setting(const Model& model, const Way& way, std::string_view key) {
    if (const Property* own = way.entry ? model.property(*way.entry, key) : nullptr)
        return own;
    return way.api == GroupIndex::None ? nullptr : model.property(model[way.api], key);
}

std::string_view platformAt(const Model& model, const Way& way) {
    return way.entry ? platformOf(model, *way.entry) : platformOf(model, model[way.api]);
}

// Whether the internet reaches it; nothing where the manifest does not say. An API of AWS is
// reached unless it says otherwise.
std::optional<bool> isReached(const Model& model, const Way& way) {
    if (wordOf(setting(model, way, "endpoint_type")) == "private")
        return false;
    const Property* reached = setting(model, way, "public");
    if (!reached && platformAt(model, way).starts_with("aws.apigateway"))
        return true;
    return flagOf(reached);
}

// What bounds the calls, or may; only both figures together bound them.
enum class Bound : std::uint8_t { No, Yes, Unknown };

Bound boundOf(const Judge& judge, const Way& way) {
    const Model& model = judge.model();
    const Property* rate = setting(model, way, "throttle_rate");
    const Property* burst = setting(model, way, "throttle_burst");
    if (rate && burst)
        return isUnknown(rate) || isUnknown(burst) ? Bound::Unknown : Bound::Yes;
    if (setting(model, way, "quota"))
        return Bound::Yes;
    // A firewall may have a rule for rates: what is in it is not in the model.
    if (setting(model, way, "waf"))
        return Bound::Unknown;
    if (way.api != GroupIndex::None && !isStageKnown(model, model[way.api]))
        return Bound::Unknown;
    if (platformAt(model, way) != "aws.lambda.url")
        return Bound::No;
    for (const Edge* edge : judge.outOf(*way.entry, EdgeKind::Triggers)) {
        const Node* function = judge.nodeOf(edge->to);
        const Property* reserved =
            function ? model.property(*function, "reserved_concurrency") : nullptr;
        if (reserved)
            return isUnknown(reserved) ? Bound::Unknown : Bound::Yes;
    }
    return Bound::No;
}

// The routes of one API without a bound: the API, or the route that stands alone, is to change.
struct Open {
    Way way;
    std::vector<const Node*> entries;
};

bool isJudged(const Model& model, const Way& way) {
    const std::string_view platform = platformAt(model, way);
    if (platform.starts_with("aws.apigateway") || platform == "aws.lambda.url")
        return true;
    // Of no platform at all: the manifest itself is the source.
    const bool isPlainApi =
        way.api == GroupIndex::None || model[way.api].platformType == Symbol::None;
    return way.entry && platform.empty() && way.entry->platformType == Symbol::None && isPlainApi;
}

std::string instead(std::string_view platform) {
    if (platform == "aws.lambda.url") {
        const Fact* fact = findFact("aws.lambda.url.throttle");
        return fact ? fmt::format("throttle: {} ({})", fact->text, defaultNote(*fact)) : "";
    }
    const Fact* rate = findFact("aws.apigateway.rest.throttle_rate_per_s");
    const Fact* burst = findFact("aws.apigateway.rest.throttle_burst");
    if (!platform.starts_with("aws.apigateway") || !rate || !burst)
        return "nothing bounds it";
    return fmt::format(
        "only the {} calls/s and {} at once that all APIs of the account share bound it ({})",
        figure(rate->number), figure(burst->number), defaultNote(*rate));
}

void report(Judge& judge, const Open& open) {
    const Model& model = judge.model();
    const Way& way = open.way;
    const bool isApi = way.api != GroupIndex::None;
    Fault fault;
    fault.severity = Severity::Warning;
    if (isApi)
        fault.elements.emplace_back(model.text(model[way.api].id));
    for (const Node* entry : open.entries)
        fault.elements.push_back(judge.id(*entry));
    fault.at = isApi ? model[way.api].at : way.entry->at;
    const std::string owner =
        isApi ? fmt::format("`{}`", model.text(model[way.api].name)) : judge.name(*way.entry);
    // One figure alone bounds nothing.
    for (const std::string_view key : {"throttle_rate", "throttle_burst"})
        if (const Property* half = setting(model, way, key)) {
            fault.at = half->at;
            fault.also.push_back(
                {fmt::format("{} {} without its pair bounds nothing", key, half->value.display()),
                 half->at});
        }
    fault.message = fmt::format("{} may be called as fast as its callers like: {}", owner,
                                instead(platformAt(model, way)));
    for (const Node* entry : open.entries)
        fault.also.push_back(
            {fmt::format("{} has no rate and burst limit", judge.name(*entry)), entry->at});
    if (open.entries.empty())
        fault.also.push_back({fmt::format("{} has no rate and burst limit", owner), fault.at});
    judge.fails(std::move(fault));
}

class Throttling {
public:
    explicit Throttling(Judge& judge) : m_judge(judge), m_model(judge.model()) {}

    void judgeAll() {
        std::vector<bool> seen(m_model.groups().size());
        for (const Node& node : m_model.nodes()) {
            if (m_judge.stopped())
                return;
            if (node.kind != NodeKind::EntryPoint)
                continue;
            const Way way{&node, apiOf(m_model, node)};
            if (way.api != GroupIndex::None)
                seen[static_cast<std::size_t>(way.api)] = true;
            if (takesRequests(m_model, node) && isJudged(m_model, way))
                judge(way);
        }
        for (const Group& group : m_model.groups()) {
            const Way way{nullptr, m_model.indexOf(group)};
            if (group.kind == GroupKind::Api && !seen[static_cast<std::size_t>(way.api)] &&
                isJudged(m_model, way))
                judge(way);
        }
        for (const auto& [key, open] : m_open)
            report(m_judge, open);
    }

private:
    std::vector<std::string> elementsOf(const Way& way) const {
        return {way.entry ? m_judge.id(*way.entry)
                          : std::string(m_model.text(m_model[way.api].id))};
    }

    void judge(const Way& way) {
        const std::optional<bool> reached = isReached(m_model, way);
        if (reached == false)
            return;
        const Span at = way.entry ? way.entry->at : m_model[way.api].at;
        switch (boundOf(m_judge, way)) {
        case Bound::Yes:
            return m_judge.holds(elementsOf(way));
        case Bound::Unknown:
            return m_judge.cannotTell(elementsOf(way), "whether its rate is bounded is not known",
                                      at);
        case Bound::No:
            break;
        }
        if (!reached)
            return m_judge.cannotTell(elementsOf(way),
                                      "whether the internet reaches it is not stated", at);
        const bool isAlone = way.api == GroupIndex::None;
        Open& open = m_open[{way.api, isAlone ? m_model.indexOf(*way.entry) : NodeIndex::None}];
        if (open.entries.empty())
            open.way = way;
        if (way.entry)
            open.entries.push_back(way.entry);
    }

    Judge& m_judge;
    const Model& m_model;
    std::map<std::pair<GroupIndex, NodeIndex>, Open> m_open;
};

void run(Judge& judge) { Throttling(judge).judgeAll(); }

constexpr std::string_view aliases[] = {"ES2003",
                                        "aws_api_gateway_method_settings_throttling",
                                        "aws_apigatewayv2_stage_throttling",
                                        "APIGWDefaultThrottling",
                                        "W64",
                                        "W68"};

} // namespace

extern constinit const Check entryPointWithoutThrottling{
    .id = "LIM008",
    .name = "entry-point-without-throttling",
    .severity = Severity::Warning,
    .pillar = Pillar::None,
    .title = "Whoever calls fast enough decides the bill",
    .why = "Without a limit of its own, an entry point takes as many calls as the whole account "
           "may. One caller, or one loop "
           "in a client, takes the capacity of everything else, and every call is paid for.",
    .fires = "An entry point that the internet reaches, without a rate and a burst limit at its "
             "stage, route or usage plan; for "
             "a function URL, without reserved concurrency: warning, one for each API.",
    .notWhen = "The entry point is private.\n"
               "A usage plan has a quota.\n"
               "Rate and burst are both set; one of them alone counts as none.\n"
               "GraphQL, load balancers and content networks, which have no such setting.\n"
               "A firewall looks at its calls, or a limit is an expression, or the manifest does "
               "not say whether the internet "
               "reaches it: then it cannot be told.",
    .platforms = "API Gateway takes 10,000 calls a second and 5,000 at once from all APIs of an "
                 "account and Region together.\n"
                 "A function URL is bounded by its function's reserved concurrency alone.",
    .fix = "Set a rate and a burst at the stage (100 and 50 to begin with), or reserve concurrency "
           "behind a URL.",
    .source = "AWS Serverless Rules; OWASP, denial of wallet.",
    .bad = "limn: 1\n"
           "entry_points:\n"
           "  place-order:\n"
           "    route: POST /orders\n"
           "    public: true\n"
           "    triggers: order\n"
           "functions:\n"
           "  order:\n"
           "    handler: src/order.handle\n",
    .good = "limn: 1\n"
            "entry_points:\n"
            "  place-order:\n"
            "    route: POST /orders\n"
            "    public: true\n"
            "    throttle_rate: 100\n"
            "    throttle_burst: 50\n"
            "    triggers: order\n"
            "functions:\n"
            "  order:\n"
            "    handler: src/order.handle\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
