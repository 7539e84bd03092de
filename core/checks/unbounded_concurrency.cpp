// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

// How many runs of a function there may be at once, and which lines say so.
struct Bound {
    enum class Is : std::uint8_t { Nothing, Bounded, Open, Unknown } is = Is::Nothing;
    const Edge* way = nullptr;          // the line by which it has no bound, or is not known
    const Property* property = nullptr; // the expression that stands in the way
};

// What cannot serve any number of callers; empty for what can.
std::string limitOf(const Model& model, const Node& store) {
    const std::string_view subtype = model.text(store.subtype);
    const std::string_view type = model.text(store.platformType);
    if (store.kind == NodeKind::Stream) {
        const std::optional<double> shards = figureOf(model.property(store, "shards"));
        return shards == 1 ? "a single shard" : "";
    }
    if (store.kind != NodeKind::Store)
        return {};
    if (subtype == "relational" && type != "AWS::RDS::DBProxy" &&
        type.find("Serverless") == std::string_view::npos)
        return "a database with a fixed number of connections";
    if (subtype == "cache" && type.find("Serverless") == std::string_view::npos)
        return "cache nodes of a fixed size";
    if (subtype == "table" &&
        (wordOf(model.property(store, "billing")) == "provisioned" ||
         (!model.property(store, "billing") && model.property(store, "write_capacity"))))
        return "a table with reserved capacity";
    return {};
}

class Concurrency {
public:
    explicit Concurrency(Judge& judge)
        : m_judge(judge), m_model(judge.model()), m_bounds(m_model.nodes().size()),
          m_seen(m_model.nodes().size()) {}

    void judgeAll() {
        for (const Node& node : m_model.nodes()) {
            if (m_judge.stopped())
                return;
            if (node.kind != NodeKind::Function)
                continue;
            eachOutOf(m_model, node, [&](const Edge& edge) { judgeUse(node, edge); });
        }
    }

private:
    // A data interface over HTTP holds no connections.
    bool isDataCall(const Edge& edge) const {
        const Property* actions = m_model.property(edge, "actions");
        const ValueList* list = actions ? actions->value.list() : nullptr;
        return list && !list->empty() && std::ranges::all_of(*list, [](const Value& action) {
                   return action.string() && action.string()->starts_with("rds-data:");
               });
    }
    bool growsByItself(const Node& store) const {
        bool found = false;
        eachInto(m_model, store, [&](const Edge& edge) {
            found =
                found || (edge.kind == EdgeKind::Observes && edge.from.node != NodeIndex::None &&
                          m_model.text(m_model[edge.from.node].platformType).find("Scal") !=
                              std::string_view::npos);
        });
        return found;
    }
    // A proxy that the function talks to as well keeps the connections down.
    bool hasProxy(const Node& function) const {
        bool found = false;
        eachOutOf(m_model, function, [&](const Edge& edge) {
            found =
                found || (edge.to.node != NodeIndex::None &&
                          m_model.text(m_model[edge.to.node].platformType) == "AWS::RDS::DBProxy");
        });
        return found;
    }

    void judgeUse(const Node& function, const Edge& edge) {
        const bool uses = edge.kind == EdgeKind::Reads || edge.kind == EdgeKind::Writes ||
                          edge.kind == EdgeKind::Publishes;
        if (!uses || edge.to.node == NodeIndex::None)
            return;
        const Node& store = m_model[edge.to.node];
        const std::string limit = limitOf(m_model, store);
        if (limit.empty() || isDataCall(edge) || growsByItself(store))
            return;
        if (edge.kind == EdgeKind::Reads && writesToo(function, edge.to.node))
            return; // the line that writes is asked
        const std::vector<std::string> elements{m_judge.id(function), m_judge.id(store)};
        const Bound bound = boundOf(m_model.indexOf(function), 0);
        switch (bound.is) {
        case Bound::Is::Nothing:
            return;
        case Bound::Is::Bounded:
            return m_judge.holds(elements);
        case Bound::Is::Unknown:
            return m_judge.cannotTell(elements,
                                      fmt::format("{} is {}", m_model.text(bound.property->key),
                                                  bound.property->value.display()),
                                      bound.property->at);
        case Bound::Is::Open:
            break;
        }
        if (m_model.text(store.subtype) == "relational" && hasProxy(function))
            return m_judge.holds(elements);
        report(function, store, edge, limit, *bound.way);
    }

    bool writesToo(const Node& function, NodeIndex store) const {
        bool found = false;
        eachOutOf(m_model, function, [&](const Edge& edge) {
            found = found || (edge.kind == EdgeKind::Writes && edge.to.node == store);
        });
        return found;
    }

    // A function that is bounded itself stands for everything before it.
    const Bound& boundOf(NodeIndex index, int depth) {
        constexpr int deepest = 64;
        const auto at = static_cast<std::size_t>(index);
        if (m_seen[at] || depth > deepest)
            return m_bounds[at];
        m_seen[at] = true;
        const Node& node = m_model[index];
        Bound best;
        for (const std::string_view key :
             {"reserved_concurrency", "max_concurrency", "max_instances"})
            if (const Property* own = m_model.property(node, key)) {
                best.is = isUnknown(own) ? Bound::Is::Unknown : Bound::Is::Bounded;
                best.property = own;
                return m_bounds[at] = best;
            }
        eachInto(m_model, node, [&](const Edge& edge) {
            const bool starts = edge.kind == EdgeKind::Triggers || edge.kind == EdgeKind::Invokes;
            if (!starts || edge.delivery == Delivery::None || isSwitchedOff(m_model, edge))
                return;
            const Bound way = along(edge, depth);
            if (way.is > best.is && best.is != Bound::Is::Open)
                best = way;
            if (way.is == Bound::Is::Open)
                best = way;
        });
        return m_bounds[at] = best;
    }

    Bound along(const Edge& edge, int depth) {
        if (edge.from.node == NodeIndex::None)
            return {};
        const Node& from = m_model[edge.from.node];
        if (from.nodeClass == NodeClass::Automation)
            return {};
        switch (edge.delivery) {
        case Delivery::PollStream: // shards and their factor bound it
            return {Bound::Is::Bounded, &edge, nullptr};
        case Delivery::PollQueue:
            return fromQueue(edge, from);
        default:
            break;
        }
        if (from.kind == NodeKind::Function) {
            Bound bound = boundOf(edge.from.node, depth + 1);
            return bound.is == Bound::Is::Open ? Bound{Bound::Is::Open, &edge, nullptr} : bound;
        }
        if (from.kind == NodeKind::Workflow)
            return {Bound::Is::Nothing, &edge, nullptr}; // LIM014 asks about its maps
        if (from.kind == NodeKind::EntryPoint)
            return fromEntry(edge, from);
        return {Bound::Is::Open, &edge, nullptr};
    }

    Bound fromQueue(const Edge& edge, const Node& queue) const {
        for (const std::string_view key : {"max_concurrency", "max_pollers"})
            if (const Property* most = m_model.property(edge, key))
                return {isUnknown(most) ? Bound::Is::Unknown : Bound::Is::Bounded, &edge, most};
        // As many at once as there are groups of messages: how many, nobody knows.
        if (flagOf(m_model.property(queue, "fifo")) == true)
            return {Bound::Is::Nothing, &edge, nullptr};
        return {Bound::Is::Open, &edge, nullptr};
    }

    Bound fromEntry(const Edge& edge, const Node& entry) const {
        const std::string_view subtype = m_model.text(entry.subtype);
        if (subtype == "schedule")
            return {Bound::Is::Bounded, &edge, nullptr};
        const Property* rate = m_model.property(entry, "throttle_rate");
        for (GroupIndex at = entry.group; !rate && at != GroupIndex::None; at = m_model[at].parent)
            rate = m_model.property(m_model[at], "throttle_rate");
        if (rate)
            return {isUnknown(rate) ? Bound::Is::Unknown : Bound::Is::Bounded, &edge, rate};
        return {Bound::Is::Open, &edge, nullptr};
    }

    // The most that the platform reaches by itself.
    std::string most(const Edge& way) const {
        const Fact* fact = findFact(way.delivery == Delivery::PollQueue
                                        ? "aws.lambda.sqs.concurrency.ceiling"
                                        : "aws.lambda.account_concurrency_default");
        const Node* to = m_judge.nodeOf(way.to);
        const bool isAws = to && platformOf(m_model, *to) == "aws.lambda";
        return fact && isAws
                   ? fmt::format("up to {} ({})", figure(fact->number), defaultNote(*fact))
                   : std::string("any number of");
    }

    void report(const Node& function, const Node& store, const Edge& use, const std::string& limit,
                const Edge& way) {
        const Node& starter = m_model[way.from.node];
        Fault fault;
        fault.severity = Severity::Warning;
        fault.elements = {m_judge.id(function), m_judge.id(store)};
        fault.at = function.at;
        fault.message = fmt::format("{} can start {} runs of {} at once, and each uses {}, {}",
                                    m_judge.name(starter), most(way), m_judge.name(function),
                                    m_judge.name(store), limit);
        fault.also.push_back({fmt::format("{} starts {} without a bound", m_judge.name(starter),
                                          m_judge.name(function)),
                              spanOfLine(m_model, way)});
        fault.also.push_back(
            {fmt::format("{} has no reserved or highest concurrency", m_judge.name(function)),
             function.at});
        fault.also.push_back(
            {fmt::format("{} uses {}", m_judge.name(function), m_judge.name(store)),
             spanOfLine(m_model, use)});
        fault.also.push_back({fmt::format("{} is {}", m_judge.name(store), limit), store.at});
        m_judge.fails(std::move(fault));
    }

    Judge& m_judge;
    const Model& m_model;
    std::vector<Bound> m_bounds;
    std::vector<bool> m_seen;
};

void run(Judge& judge) { Concurrency(judge).judgeAll(); }

// They ask for a reservation of every function; what is meant is the same.
constexpr std::string_view aliases[] = {"CKV_AWS_115", "W92", "LambdaConcurrency",
                                        "lambda_concurrency_check"};

} // namespace

extern constinit const Check unboundedConcurrency{
    .id = "LIM006",
    .name = "unbounded-concurrency",
    .severity = Severity::Warning,
    .pillar = Pillar::Triggers,
    .title = "More runs than the thing behind them can serve",
    .why =
        "The platform starts as many copies of a function as there is work. A database does not "
        "grow with them: its "
        "connections run out, and what fails then is everything that uses it, not only the burst.",
    .fires = "A function with no bound on its runs, started without one (by a topic, a rule, a "
             "bucket, a queue whose mapping "
             "has no most, calls without throttling), that uses a database with a fixed number of "
             "connections, cache nodes, "
             "a table with reserved capacity or a stream of one shard: warning.",
    .notWhen =
        "The function has reserved or highest concurrency, or every way into it is bounded: a most "
        "at its mapping, a "
        "throttle at its entry point, a schedule, the shards of a stream.\n"
        "What is behind it grows by itself: tables on demand or with scaling, buckets, queues, "
        "topics, serverless databases.\n"
        "A proxy for connections, or the data interface, is between them.\n"
        "A function that uses nothing limited: reserving concurrency everywhere is no answer.\n"
        "A FIFO queue, whose groups bound it in a way that is not known.\n"
        "A bound is an expression: then it cannot be told.",
    .platforms = "Lambda runs up to 1000 copies in an account by default, a mapping of SQS up to "
                 "1250 at once.",
    .fix = "Set a most at the mapping or reserve concurrency, at four fifths of what the "
           "dependency can serve, or put a proxy or "
           "a queue between.",
    .source = "Lambda developer guide, concurrency.",
    .bad = "limn: 1\n"
           "topics:\n"
           "  orders:\n"
           "    triggers: bill\n"
           "functions:\n"
           "  bill:\n"
           "    handler: src/bill.handle\n"
           "    writes: ledger\n"
           "stores:\n"
           "  ledger:\n"
           "    type: relational\n",
    .good = "limn: 1\n"
            "topics:\n"
            "  orders:\n"
            "    triggers: bill\n"
            "functions:\n"
            "  bill:\n"
            "    handler: src/bill.handle\n"
            "    reserved_concurrency: 20\n"
            "    writes: ledger\n"
            "stores:\n"
            "  ledger:\n"
            "    type: relational\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
