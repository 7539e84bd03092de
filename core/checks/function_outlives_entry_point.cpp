// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <map>
#include <tuple>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/judge.h"

namespace limn {
namespace {

constexpr double tooClose = 1; // s between the function's end and the caller's

// A function and those it waits for, one after the other, on the way that takes longest.
struct Chain {
    double seconds = 0;
    std::vector<const Node*> functions;
};

// What outlives entry points of one API, all with the same limit: one chain, or functions that have
// their timeout from one place (Globals), which is the place to change.
struct Outlived {
    Chain chain;
    Effective limit;
    std::vector<const Node*> functions;
    std::vector<const Node*> entries;
};

void addOnce(std::vector<const Node*>& list, const Node& node) {
    if (std::ranges::find(list, &node) == list.end())
        list.push_back(&node);
}

class Outliving {
public:
    explicit Outliving(Judge& judge) : m_judge(judge), m_model(judge.model()) {}

    void judgeAll() {
        for (const Node& node : m_model.nodes()) {
            if (m_judge.stopped())
                return;
            // A browser asks with OPTIONS what an API lets it do; the API itself answers.
            const Property* method = m_model.property(node, "method");
            if (method && method->value == Value("OPTIONS"))
                continue;
            // A user pool waits for the functions that it asks.
            if (node.kind == NodeKind::EntryPoint || platformOf(m_model, node) == "aws.cognito")
                judgeEntry(node);
        }
        for (const auto& [key, outlived] : m_outlived)
            report(outlived);
    }

private:
    using Key = std::tuple<std::vector<std::string>, GroupIndex, double, bool>;

    void judgeEntry(const Node& entry) {
        std::vector<const Edge*> edges = m_judge.fromEntry(entry, EdgeKind::Triggers);
        std::ranges::copy(m_judge.fromEntry(entry, EdgeKind::Invokes), std::back_inserter(edges));
        for (const Edge* edge : edges) {
            const Node* function = m_judge.nodeOf(edge->to);
            if (function && function->kind == NodeKind::Function &&
                edge->delivery == Delivery::Sync)
                judgePair(entry, *function);
        }
    }

    void judgePair(const Node& entry, const Node& function) {
        const std::vector<std::string> elements{m_judge.id(function), m_judge.id(entry)};
        // A function URL waits as long as its function.
        if (platformOf(m_model, entry) == "aws.lambda.url")
            return m_judge.holds(elements);
        const Effective streams = m_judge.eff(entry, "response_streaming");
        if (const bool* flows = streams.value.boolean(); flows && *flows)
            return m_judge.holds(elements);
        const Effective limit = m_judge.effAtEntry(entry, "timeout_seconds");
        const Effective timeout = m_judge.eff(function, "timeout_seconds");
        if (!limit.number())
            return m_judge.cannotTell(
                elements,
                limit.value.unknown()
                    ? limit.reason
                    : fmt::format("no platform says how long {} waits", m_judge.name(entry)),
                limit.at);
        if (!timeout.number())
            return m_judge.cannotTell(elements, timeout);

        Chain chain{*timeout.number(), {&function}};
        if (chain.seconds <= *limit.number() - tooClose)
            chain = longest(function, 0);
        if (chain.seconds <= *limit.number() - tooClose)
            return m_judge.holds(elements);
        note(std::move(chain), limit, timeout, entry);
    }

    void note(Chain chain, const Effective& limit, const Effective& timeout, const Node& entry) {
        const Node& function = *chain.functions.front();
        std::vector<std::string> place;
        if (timeout.inherited && chain.functions.size() == 1)
            place = {fmt::format("{}:{}", timeout.at.source, timeout.at.begin)};
        else
            for (const Node* part : chain.functions)
                place.push_back(m_judge.id(*part));
        // One place to change is one finding, whatever APIs it is called through.
        const GroupIndex api = timeout.inherited ? GroupIndex::None : entry.group;
        Outlived& outlived = m_outlived[Key(place, api, *limit.number(), hasSlowTrigger(function))];
        for (const Node* part : chain.functions)
            addOnce(outlived.functions, *part);
        addOnce(outlived.entries, entry);
        outlived.limit = limit;
        if (outlived.chain.functions.empty())
            outlived.chain = std::move(chain);
    }

    // Functions that cannot be told end a chain, and so does one that is on it already.
    Chain longest(const Node& function, int depth) {
        constexpr int deepest = 32;
        Chain best;
        m_path.push_back(&function);
        for (const Edge* edge : m_judge.outOf(function, EdgeKind::Invokes)) {
            const Node* next = m_judge.nodeOf(edge->to);
            if (!next || next->kind != NodeKind::Function || edge->delivery != Delivery::Sync ||
                depth >= deepest || std::ranges::find(m_path, next) != m_path.end() ||
                ++m_steps > mostSteps)
                continue;
            if (Chain rest = longest(*next, depth + 1); rest.seconds > best.seconds)
                best = std::move(rest);
        }
        m_path.pop_back();
        const std::optional<double> own = m_judge.eff(function, "timeout_seconds").number();
        if (!own)
            return {};
        best.seconds += *own;
        best.functions.insert(best.functions.begin(), &function);
        return best;
    }

    bool hasSlowTrigger(const Node& function) const {
        return std::ranges::any_of(
            m_judge.into(function, EdgeKind::Triggers),
            [](const Edge* edge) { return edge->delivery != Delivery::Sync; });
    }

    std::string names(const std::vector<const Node*>& nodes) const {
        const std::string first = m_judge.name(*nodes.front());
        return nodes.size() == 1 ? first : fmt::format("{} and {} more", first, nodes.size() - 1);
    }

    std::string claim(const Outlived& outlived) const {
        const Chain& chain = outlived.chain;
        const Node& function = *chain.functions.front();
        if (chain.functions.size() == 1)
            return fmt::format("{} may run for {}", names(outlived.functions),
                               m_judge.eff(function, "timeout_seconds").display());
        std::vector<std::string> terms, waitedFor;
        for (const Node* part : chain.functions) {
            terms.push_back(m_judge.eff(*part, "timeout_seconds").display());
            if (part != &function)
                waitedFor.push_back(m_judge.name(*part));
        }
        return fmt::format("{} and what it waits for ({}) may run for {} = {} s together",
                           m_judge.name(function), fmt::join(waitedFor, ", "),
                           fmt::join(terms, " + "), figure(chain.seconds));
    }

    // Whether the limit can be raised, as far as a fact says it.
    std::vector<Exhibit> raising(const Node& entry, const Effective& limit) const {
        if (!limit.fact)
            return {};
        const std::string platform(platformOf(m_model, entry));
        if (const Fact* fact = findFact(platform + ".timeout_raise"))
            return {{fmt::format("raising the limit: {}", fact->text), entry.at}};
        if (findFact(platform + ".timeout_max_ms"))
            return {{"the limit cannot be raised", entry.at}};
        return {};
    }

    Fix shorten(const std::vector<const Node*>& functions, std::int64_t seconds) const {
        Fix fix;
        fix.title = fmt::format(
            "Set timeout_seconds of {}{} to {}", m_model.text(functions.front()->name),
            functions.size() == 1 ? "" : fmt::format(" and {} more", functions.size() - 1),
            seconds);
        for (const Node* function : functions)
            fix.intents.push_back(
                SetProperty{m_judge.id(*function), "timeout_seconds", Value(seconds)});
        return fix;
    }

    void report(const Outlived& outlived) {
        const Chain& chain = outlived.chain;
        const Node& function = *chain.functions.front();
        const double limit = *outlived.limit.number();
        const bool over = chain.seconds > limit;
        Fault fault;
        fault.severity = over ? Severity::Error : Severity::Warning;
        // Its other triggers may well need the longer time.
        if (hasSlowTrigger(function))
            fault.severity = Severity::Info;
        for (const Node* part : outlived.functions) {
            fault.elements.push_back(m_judge.id(*part));
            fault.grounds.push_back(m_judge.eff(*part, "timeout_seconds"));
        }
        for (const Node* entry : outlived.entries)
            fault.elements.push_back(m_judge.id(*entry));
        fault.at = fault.grounds.front().at;
        fault.grounds.push_back(outlived.limit);
        fault.message =
            fmt::format("{}, but the caller of {} is given up after {}{}", claim(outlived),
                        names(outlived.entries), outlived.limit.display(),
                        over ? "" : ": an answer at the last moment is lost");
        fault.also = raising(*outlived.entries.front(), outlived.limit);
        const double room = std::floor(limit - tooClose);
        if (chain.functions.size() == 1 && room >= 1)
            fault.fix = shorten(outlived.functions, static_cast<std::int64_t>(room));
        m_judge.fails(std::move(fault));
    }

    static constexpr int mostSteps = 100000; // of all walks together: chains can branch

    Judge& m_judge;
    const Model& m_model;
    std::map<Key, Outlived> m_outlived;
    std::vector<const Node*> m_path;
    int m_steps = 0;
};

void run(Judge& judge) { Outliving(judge).judgeAll(); }

constexpr std::string_view aliases[] = {"lambdaTimeoutInferiorToApiGatewayTimeout"};

} // namespace

extern constinit const Check functionOutlivesEntryPoint{
    .id = "LIM001",
    .name = "function-outlives-entry-point",
    .severity = Severity::Error,
    .pillar = Pillar::Execution,
    .title = "The caller is told \"timeout\" while the function still works",
    .why = "The entry point gives up before the function does. The caller sees an error and tries "
           "again, while the first run goes on, "
           "is paid for, and may well succeed: the work is done twice and the caller knows of "
           "neither.",
    .fires =
        "The timeout of a function that an entry point calls and waits for, an authorizer "
        "included, against the time the entry "
        "point waits; for functions that wait for others, the sum along the chain:\n"
        "error when the functions may run longer;\n"
        "warning when they end within 1 s of the limit;\n"
        "info when the function also has triggers nobody waits at, which may need the longer time.",
    .notWhen = "Nobody waits: the entry point calls the function asynchronously, or a queue stands "
               "in between.\n"
               "A function URL, which waits as long as its function.\n"
               "The answer is streamed while it is made.\n"
               "The entry point's own timeout was raised far enough in the manifest.\n"
               "No platform states how long the entry point waits, or the function's timeout is "
               "not known: then it cannot be told.",
    .platforms = "API Gateway REST APIs wait 29 s, more only by request; HTTP APIs 30 s, never "
                 "more; WebSocket APIs 29 s; load balancers 60 s by default; AppSync 30 s and user "
                 "pools 5 s (not verified, so a warning at most).\n"
                 "A Lambda function runs 3 s by default.",
    .fix = "Lower the function's timeout to 1 s below the limit, or put a queue or a workflow in "
           "between and answer 202.",
    .source = "API Gateway quotas.",
    .bad = "limn: 1\n"
           "groups:\n"
           "  api:\n"
           "    kind: api\n"
           "    platform_type: AWS::Serverless::HttpApi\n"
           "entry_points:\n"
           "  get-report:\n"
           "    route: GET /report\n"
           "    group: api\n"
           "    triggers: report\n"
           "functions:\n"
           "  report:\n"
           "    handler: src/report.handle\n"
           "    timeout_seconds: 60\n",
    .good = "limn: 1\n"
            "groups:\n"
            "  api:\n"
            "    kind: api\n"
            "    platform_type: AWS::Serverless::HttpApi\n"
            "entry_points:\n"
            "  get-report:\n"
            "    route: GET /report\n"
            "    group: api\n"
            "    triggers: report\n"
            "functions:\n"
            "  report:\n"
            "    handler: src/report.handle\n"
            "    timeout_seconds: 29\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
