// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <cmath>
#include <unordered_set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/paths.h"
#include "core/checks/switched.h"

namespace limn {
namespace {

using Way = std::vector<Hop>;

bool isFunction(const Paths& paths, Vertex at) {
    const Node* node = paths.node(at);
    return node && node->kind == NodeKind::Function;
}

// A call whose answer is waited for, straight to a function or through an API or URL in between.
bool waits(const Model& model, const Edge& edge) {
    if (edge.delivery != Delivery::Sync ||
        (edge.kind != EdgeKind::Invokes && edge.kind != EdgeKind::Triggers))
        return false;
    // Through a websocket it answers, and calls nobody.
    if (edge.to.group != GroupIndex::None &&
        platformOf(model, model[edge.to.group]) == "aws.apigateway.websocket")
        return false;
    if (edge.from.node == NodeIndex::None)
        return true;
    const NodeKind from = model[edge.from.node].kind;
    // A workflow waits without being paid by the second; who asks an authorizer is the gateway.
    return from == NodeKind::Function || from == NodeKind::EntryPoint;
}

class Chains {
public:
    explicit Chains(Judge& judge)
        : m_judge(judge), m_model(judge.model()),
          m_paths(m_model, [this](const Edge& edge) { return waits(m_model, edge); }),
          m_longest(m_paths.size(), unknown) {}

    void judgeAll() {
        std::unordered_set<Vertex> called;
        std::vector<Vertex> callers;
        for (const Node& node : m_model.nodes()) {
            if (node.kind != NodeKind::Function)
                continue;
            const Vertex at = m_paths.vertex(m_model.indexOf(node));
            const std::vector<Way> calls = callsOf(at);
            if (!calls.empty())
                callers.push_back(at);
            for (const Way& call : calls)
                if (call.back().to != at)
                    called.insert(call.back().to);
        }
        for (const Vertex caller : callers) {
            if (m_judge.stopped())
                return;
            // In the middle of a chain; of a circle each is, and the first stands for all.
            if (called.contains(caller) && !isFirstOfCircle(caller))
                continue;
            report(caller);
        }
        const bool isOpen = judgeOpen();
        if (callers.empty() && !isOpen && !m_model.nodes().empty() && !gapOf(m_model))
            m_judge.holds({}); // of the whole
    }

private:
    static constexpr int unknown = -1, onTheWay = -2;

    // The functions that one waits for, each with the hops to it. Which route of an API it calls is
    // not told, so that only an API in front of a single function leads on.
    std::vector<Way> callsOf(Vertex function) const {
        std::vector<Way> found;
        for (const Hop& hop : m_paths.from(function)) {
            const std::vector<Way> behind = behindOf(hop, function);
            if (behind.size() == 1)
                found.push_back(behind.front());
        }
        return found;
    }

    std::vector<Way> behindOf(const Hop& first, Vertex caller) const {
        std::vector<Way> found;
        std::unordered_set<Vertex> seen{caller, first.to};
        std::vector<Way> open{{first}};
        for (std::size_t i = 0; i < open.size() && i < mostHops && found.size() < 2; ++i) {
            if (isFunction(m_paths, open[i].back().to)) {
                found.push_back(open[i]);
                continue;
            }
            for (const Hop& hop : m_paths.from(open[i].back().to))
                if (seen.insert(hop.to).second) {
                    open.push_back(open[i]);
                    open.back().push_back(hop);
                }
        }
        return found;
    }

    bool isFirstOfCircle(Vertex function) {
        if (m_circles.empty())
            m_circles = m_paths.circles();
        for (std::size_t i = 0; i < static_cast<std::size_t>(function); ++i)
            if (m_circles[i] == m_circles[static_cast<std::size_t>(function)] &&
                isFunction(m_paths, static_cast<Vertex>(i)))
                return false;
        const auto size =
            std::ranges::count(m_circles, m_circles[static_cast<std::size_t>(function)]);
        return size > 1;
    }

    // How many functions run one in the other from here on; each is asked once.
    int longest(Vertex function, int depth) {
        int& known = m_longest[static_cast<std::size_t>(function)];
        if (known != unknown || depth > deepest)
            return std::max(known, 0);
        known = onTheWay;
        int best = 0;
        for (const Way& call : callsOf(function))
            best = std::max(best, longest(call.back().to, depth + 1));
        return m_longest[static_cast<std::size_t>(function)] = best + 1;
    }

    Way chainFrom(Vertex function) {
        longest(function, 0);
        Way chain;
        std::unordered_set<Vertex> seen{function};
        for (Vertex here = function;;) {
            const Way* next = nullptr;
            const std::vector<Way> calls = callsOf(here);
            for (const Way& call : calls)
                if (!seen.contains(call.back().to) &&
                    (!next || longest(call.back().to, 0) > longest(next->back().to, 0)))
                    next = &call;
            if (!next)
                return chain;
            chain.insert(chain.end(), next->begin(), next->end());
            here = next->back().to;
            seen.insert(here);
        }
    }

    // An entry point whose caller waits for all of it.
    const Edge* entryOf(const Node& function) const {
        for (const Edge* edge : m_judge.into(function, EdgeKind::Triggers))
            if (const Node* from = m_judge.nodeOf(edge->from);
                from && from->kind == NodeKind::EntryPoint && edge->delivery == Delivery::Sync)
                return edge;
        return nullptr;
    }

    bool streams(const Way& chain) const {
        for (const Hop& hop : chain)
            if (const Node* node = m_paths.node(hop.to)) {
                const Property* streaming = m_model.property(*node, "response_streaming");
                if (streaming && streaming->value == Value(true))
                    return true;
            }
        return false;
    }

    void report(Vertex first) {
        const Node& head = *m_paths.node(first);
        const Way chain = chainFrom(first);
        const Edge* entry = entryOf(head);
        const Property* edgeOfNet = m_model.property(head, "response_streaming");
        if (streams(chain) || edgeOfNet || m_model.text(head.subtype) == "edge")
            return m_judge.holds({m_judge.id(head)});
        std::vector<const Node*> functions{&head};
        for (const Hop& hop : chain)
            if (isFunction(m_paths, hop.to))
                functions.push_back(m_paths.node(hop.to));

        Fault fault;
        fault.severity = Severity::Warning;
        std::vector<std::string> waitedFor;
        for (const Node* function : functions) {
            fault.elements.push_back(m_judge.id(*function));
            if (function != &head)
                waitedFor.push_back(m_judge.name(*function));
        }
        const std::string seconds = billed(functions);
        fault.at = m_paths.node(first)->at;
        for (const Hop& hop : chain)
            if (hop.edge != EdgeIndex::None) {
                fault.at = placeOf(m_model, m_model[hop.edge]);
                break;
            }
        fault.message =
            fmt::format("{} waits, paid, while {} run{}: {} functions one in the other{}",
                        m_judge.name(head), fmt::join(waitedFor, " and "),
                        waitedFor.size() == 1 ? "s" : "", functions.size(), seconds);
        if (functions.size() > 2)
            fault.message += "; when one of them fails, all have run for nothing";
        if (entry)
            fault.also.push_back(
                {fmt::format("{} waits for {}", m_judge.name(*m_judge.nodeOf(entry->from)),
                             m_judge.name(head)),
                 placeOf(m_model, *entry)});
        std::ranges::move(asEvidence(m_judge, m_paths, chain), std::back_inserter(fault.also));
        for (const Node* function : functions)
            if (const Effective timeout = m_judge.eff(*function, "timeout_seconds");
                timeout.known())
                fault.also.push_back(timeout.exhibit());
        addAvailability(functions.size(), head, fault);
        m_judge.fails(std::move(fault));
    }

    // Each waits for all that come after it, and all are paid for meanwhile.
    std::string billed(const std::vector<const Node*>& functions) const {
        double sum = 0;
        for (const Node* function : functions) {
            const std::optional<double> timeout =
                m_judge.eff(*function, "timeout_seconds").number();
            if (!timeout)
                return {};
            sum += *timeout;
        }
        return fmt::format(", up to {} s paid for one call", figure(sum));
    }

    void addAvailability(std::size_t count, const Node& head, Fault& fault) const {
        const Fact* fact = findFact("aws.lambda.sla_percent");
        if (!fact || platformOf(m_model, head) != "aws.lambda")
            return;
        const double all = 100 * std::pow(fact->number / 100, static_cast<double>(count));
        fault.also.push_back({fmt::format("at {} % each (not verified), all {} answer {:.2f} % of "
                                          "the time",
                                          fact->number, count, all),
                              head.at});
    }

    // A leave to call says nothing of waiting: that stands in the source. Said once for all.
    bool judgeOpen() {
        std::vector<std::string> elements;
        std::unordered_set<const Node*> seen;
        Span at;
        for (const Edge& edge : m_model.edges()) {
            const Node* from = m_judge.nodeOf(edge.from);
            const Node* to = m_judge.nodeOf(edge.to);
            if (edge.kind != EdgeKind::Invokes || edge.delivery != Delivery::None || !from || !to ||
                from == to || from->kind != NodeKind::Function || to->kind != NodeKind::Function)
                continue;
            for (const Node* end : {from, to})
                if (seen.insert(end).second)
                    elements.push_back(m_judge.id(*end));
            at = at.valid() ? at : placeOf(m_model, edge);
        }
        if (elements.empty())
            return false;
        m_judge.cannotTell(std::move(elements),
                           "not judged: no source. Whether a function waits for the one it may "
                           "call stands in its code",
                           at);
        return true;
    }

    static constexpr int deepest = 64;
    static constexpr std::size_t mostHops = 1000;

    Judge& m_judge;
    const Model& m_model;
    Paths m_paths;
    std::vector<int> m_longest;
    std::vector<std::uint32_t> m_circles;
};

void run(Judge& judge) {
    if (!judge.stopped())
        Chains(judge).judgeAll();
}

} // namespace

extern constinit const Check synchronousChain{
    .id = "CST003",
    .name = "synchronous-chain",
    .severity = Severity::Warning,
    .pillar = Pillar::None,
    .title = "A function waits, paid, while another runs",
    .why = "A function that calls another and waits for its answer is paid for while it does "
           "nothing, needs room for two runs where one would do, and fails when the other fails. "
           "Every link makes the answer slower and rarer.",
    .fires = "Functions that call each other and wait, straight or through an API or a URL: "
             "warning, with the whole chain, the time paid for one call, and how rarely all "
             "answer.",
    .notWhen = "The call is asynchronous, or a queue stands in between.\n"
               "A workflow waits: the engine is not paid by the second.\n"
               "It is an authorizer, which the gateway asks.\n"
               "It hands a stream through, or runs at the edge, where the platform wants it so.\n"
               "Only a leave to call is known: then it cannot be told without the source, which is "
               "said once.\n"
               "It is a small exchange of tokens behind a cache: accept the finding and say so.",
    .platforms = "Lambda bills a function from its start to its end, waiting included. Step "
                 "Functions and durable functions do not.",
    .fix = "Put a queue in between where no answer is needed, a workflow where one is, or make it "
           "one function where both belong to one team.",
    .source = "AWS Well-Architected, Serverless Applications Lens: orchestrate with state "
              "machines, not functions.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  order:\n"
           "    handler: src/order.handle\n"
           "    invokes: price\n"
           "  price:\n"
           "    handler: src/price.handle\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  order:\n"
            "    handler: src/order.handle\n"
            "    invokes: {to: price, delivery: async}\n"
            "  price:\n"
            "    handler: src/price.handle\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
