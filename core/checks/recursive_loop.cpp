// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <set>
#include <unordered_set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/loop_guard.h"
#include "core/checks/switched.h"

namespace limn {
namespace {

using Way = std::vector<Hop>;

// A way back to a function, and how sure it is.
struct Loop {
    Way way;
    Guard guard = Guard::Open;
};

class Loops {
public:
    explicit Loops(Judge& judge)
        : m_judge(judge), m_model(judge.model()), m_passes(passingNodes(m_model)),
          m_paths(m_model, [this](const Edge& edge) { return admits(edge); }),
          m_guards(m_model.edges().size(), notAsked), m_leaves(m_model.edges().size(), notAsked) {}

    void judgeAll() {
        // What no way at all leads back to needs no guards.
        m_circles = m_paths.circles();
        const std::vector<Vertex> functions = onCircles();
        const std::vector<std::uint32_t> outer = m_circles;
        // The surest first: what surely comes back is not told again as what perhaps does.
        for (const Guard most : {Guard::Open, Guard::Unsure, Guard::Unknown}) {
            if (functions.empty())
                break;
            m_circles = m_paths.circles([&](const Hop& hop) {
                return outer[at(hop.from)] == outer[at(hop.to)] &&
                       (guardAlong(hop) <= most || hasKeyFilter(hop));
            });
            for (const Vertex function : onCircles()) {
                if (m_judge.stopped())
                    return;
                if (!m_covered.contains(function))
                    look(function, most);
            }
        }
        for (const Vertex function : functions) {
            if (m_covered.contains(function))
                continue;
            const Node& node = *m_paths.node(function);
            if (m_steps < 0)
                m_judge.cannotTell({m_judge.id(node)}, "there are more ways than are looked at",
                                   node.at);
            else
                m_judge.holds({m_judge.id(node)});
        }
        if (functions.empty() && !m_model.nodes().empty() && !gapOf(m_model))
            m_judge.holds({}); // of the whole
        for (const auto& [key, loops] : m_loops)
            reportAll(key.second, loops);
    }

private:
    // By kind alone, which is cheap; guards are asked for edges on circles only.
    bool admits(const Edge& edge) const {
        const auto passes = [&](End end) {
            return end.node == NodeIndex::None || m_passes[static_cast<std::size_t>(end.node)];
        };
        return movesWork(edge) && passes(edge.from) && passes(edge.to);
    }

    Guard guardAt(EdgeIndex edge) {
        std::uint8_t& known = m_guards[static_cast<std::size_t>(edge)];
        if (known == notAsked)
            known = static_cast<std::uint8_t>(guardOf(m_model, m_model[edge]));
        return static_cast<Guard>(known);
    }

    std::vector<Vertex> onCircles() const {
        std::vector<int> sizes(m_circles.size());
        for (const std::uint32_t circle : m_circles)
            ++sizes[circle];
        std::vector<Vertex> functions;
        for (const Node& node : m_model.nodes()) {
            if (node.kind != NodeKind::Function)
                continue;
            const Vertex at = m_paths.vertex(m_model.indexOf(node));
            const bool self =
                std::ranges::any_of(m_paths.from(at), [&](const Hop& hop) { return hop.to == at; });
            if (self || sizes[m_circles[static_cast<std::size_t>(at)]] > 1)
                functions.push_back(at);
        }
        return functions;
    }

    // What the edge says and, where a function acts along it, what it is allowed to. Looked up for
    // edges on circles only.
    Guard guardAlong(const Hop& hop) {
        if (hop.edge == EdgeIndex::None)
            return Guard::Open;
        Guard guard = guardAt(hop.edge);
        const Edge& edge = m_model[hop.edge];
        const Node* from = m_judge.nodeOf(edge.from);
        if (!from || from->kind != NodeKind::Function)
            return guard;
        std::uint8_t& known = m_leaves[static_cast<std::size_t>(hop.edge)];
        if (known == notAsked)
            known = static_cast<std::uint8_t>(leaveOf(m_judge, edge));
        return std::max(guard, static_cast<Guard>(known));
    }

    bool hasKeyFilter(const Hop& hop) {
        return hop.edge != EdgeIndex::None && m_model.property(m_model[hop.edge], "filter") &&
               guardAt(hop.edge) == Guard::Unsure;
    }

    // Two steps through a bus: kinds of event that are sent against those that are listened for.
    Guard guardBetween(const Hop& before, const Hop& hop) {
        if (before.edge == EdgeIndex::None || hop.edge == EdgeIndex::None ||
            guardAt(hop.edge) != Guard::Unsure)
            return guardAlong(hop);
        const Node* bus = m_paths.node(hop.from);
        if (!bus || (bus->kind != NodeKind::EventBus && bus->kind != NodeKind::External))
            return guardAlong(hop);
        return typesOf(m_judge, m_model[before.edge], m_model[hop.edge]);
    }

    // Keys that are written against keys that are listened for; the edge that stops it is left out
    // when the way is looked for again.
    Loop judged(Way way, EdgeIndex& stopping, Guard most) {
        Loop loop{std::move(way), Guard::Open};
        for (std::size_t i = 0; i < loop.way.size(); ++i) {
            const Hop& hop = loop.way[i];
            const Hop& before = loop.way[(i + loop.way.size() - 1) % loop.way.size()];
            Guard guard = guardBetween(before, hop);
            if (hasKeyFilter(hop) && before.edge != EdgeIndex::None &&
                m_model[before.edge].kind == EdgeKind::Writes)
                guard = keysOf(m_judge, m_model[before.edge], m_model[hop.edge]);
            if (guard > most)
                stopping = hop.edge;
            loop.guard = std::max(loop.guard, guard);
        }
        return loop;
    }

    void look(Vertex function, Guard most) {
        std::unordered_set<EdgeIndex> out;
        for (int tries = 0; tries < mostTries; ++tries) {
            Way way = m_paths.wayBack(
                function, m_circles,
                [&](const Hop& hop) {
                    return !out.contains(hop.edge) &&
                           (guardAlong(hop) <= most || hasKeyFilter(hop));
                },
                [&](const Hop& before, const Hop& hop) {
                    return guardBetween(before, hop) != Guard::Closed;
                },
                m_steps);
            if (way.empty())
                return;
            EdgeIndex stopping = EdgeIndex::None;
            const Loop loop = judged(std::move(way), stopping, most);
            if (loop.guard <= most)
                return found(loop);
            if (stopping == EdgeIndex::None)
                return;
            out.insert(stopping);
        }
    }

    void found(const Loop& loop) {
        for (const Hop& hop : loop.way)
            if (const Node* node = m_paths.node(hop.to); node && node->kind == NodeKind::Function)
                m_covered.insert(hop.to);
        if (loop.guard == Guard::Unknown)
            return open(loop);
        m_loops[{loop.guard, channelOf(loop)}].push_back(loop);
    }

    // The first part on the way that others may share; none where functions call each other.
    Vertex channelOf(const Loop& loop) const {
        for (const Hop& hop : loop.way)
            if (const Node* node = m_paths.node(hop.to); node && node->kind != NodeKind::Function &&
                                                         node->kind != NodeKind::Workflow &&
                                                         node->kind != NodeKind::EntryPoint)
                return hop.to;
        return loop.way.front().from;
    }

    std::vector<std::string> elementsOf(const Loop& loop) const {
        std::vector<std::string> elements;
        for (const Hop& hop : loop.way)
            if (const Node* node = m_paths.node(hop.from))
                elements.push_back(m_judge.id(*node));
        return elements;
    }

    // What cannot be told on the way: the expression, with its place.
    void open(const Loop& loop) {
        for (const Hop& hop : loop.way) {
            if (hop.edge == EdgeIndex::None || guardAlong(hop) != Guard::Unknown)
                continue;
            const Edge& edge = m_model[hop.edge];
            const Property* filter = filterOf(m_model, edge);
            if (!filter || !filter->value.unknown())
                filter = m_model.property(edge, "events");
            return m_judge.cannotTell(
                elementsOf(loop),
                filter ? fmt::format("what lets an event back to {} is {}",
                                     m_judge.name(*m_paths.node(loop.way.front().from)),
                                     filter->value.display())
                       : std::string("whether a part of the way is switched on is not known"),
                filter ? filter->at : placeOf(m_model, edge));
        }
    }

    // What may stop it: filters, and leaves that are broader than a single deed.
    std::vector<Exhibit> doubts(const Loop& loop, std::string& words) {
        std::vector<Exhibit> out;
        for (const Hop& hop : loop.way) {
            if (hop.edge == EdgeIndex::None)
                continue;
            const Edge& edge = m_model[hop.edge];
            const Property* filter = filterOf(m_model, edge);
            if (guardAt(hop.edge) == Guard::Unsure && filter) {
                if (out.empty())
                    words = fmt::format("unless the filter `{}` stops it", filter->value.display());
                out.push_back({fmt::format("filter `{}`", filter->value.display()), filter->at});
            } else if (guardAlong(hop) == Guard::Unsure && words.empty() &&
                       edge.to.group == GroupIndex::None && edge.from != edge.to) {
                words = "if it does what it is allowed to";
            }
        }
        if (words.empty())
            words = "unless its code stops it";
        return out;
    }

    bool isWatched(const Loop& loop) const {
        return std::ranges::all_of(loop.way, [&](const Hop& hop) {
            const Node* node = m_paths.node(hop.to);
            return node &&
                   (node->kind == NodeKind::Function || node->kind == NodeKind::Queue ||
                    node->kind == NodeKind::Topic ||
                    (node->kind == NodeKind::Store && m_model.text(node->subtype) == "object"));
        });
    }

    // What the platform does about it, and whether somebody has told it not to.
    std::string platformSays(const Loop& loop, Fault& fault) {
        const Fact* detection = findFact("aws.lambda.recursion_detection");
        bool isLambda = false;
        for (const Hop& hop : loop.way) {
            const Node* node = m_paths.node(hop.to);
            if (!node || node->kind != NodeKind::Function)
                continue;
            isLambda = isLambda || platformOf(m_model, *node) == "aws.lambda";
            const Property* own = m_model.property(*node, "recursive_loop");
            if (own && own->value == Value("allow")) {
                fault.severity = Severity::Error;
                fault.also.push_back({fmt::format("{}: recursive_loop allow: the platform lets it "
                                                  "go on",
                                                  m_judge.name(*node)),
                                      own->at});
                return "; the platform was told to let it go on";
            }
        }
        if (!isLambda || !detection)
            return {};
        const bool verified = detection->confidence != Confidence::Recalled;
        fault.also.push_back({fmt::format("the platform's own detection: {}{}", detection->text,
                                          verified ? "" : " (not verified)"),
                              fault.at});
        return isWatched(loop) ? "" : "; the platform does not watch loops on this way";
    }

    void report(const Loop& loop) {
        Fault fault;
        fault.severity = loop.guard == Guard::Open ? Severity::Error : Severity::Warning;
        fault.elements = elementsOf(loop);
        std::string words;
        std::vector<Exhibit> filters = doubts(loop, words);
        const Hop& last = loop.way.back();
        fault.at = !filters.empty()               ? filters.front().at
                   : last.edge != EdgeIndex::None ? placeOf(m_model, m_model[last.edge])
                                                  : m_paths.node(loop.way.front().from)->at;
        fault.also = asEvidence(m_judge, m_paths, loop.way);
        std::ranges::move(filters, std::back_inserter(fault.also));
        const std::string name = m_judge.name(*m_paths.node(loop.way.front().from));
        const std::string says = platformSays(loop, fault);
        fault.message = fmt::format(
            "{} can start itself again and again ({}), {}{}", name,
            asText(m_judge, m_paths, loop.way),
            loop.guard == Guard::Open ? "and nothing on the way stops it" : words, says);
        m_judge.fails(std::move(fault));
    }

    // Many functions that hear each other through one channel are one question.
    void reportAll(Vertex at, const std::vector<Loop>& loops) {
        const Node* channel = m_paths.node(at);
        if (loops.size() == 1 || !channel || channel->kind == NodeKind::Function) {
            for (const Loop& loop : loops)
                report(loop);
            return;
        }
        const bool sure = loops.front().guard == Guard::Open;
        Fault fault;
        fault.severity = sure ? Severity::Error : Severity::Warning;
        fault.elements = {m_judge.id(*channel)};
        fault.at = channel->at;
        std::vector<std::string> names;
        std::string words;
        for (const Loop& loop : loops) {
            const Node& function = *m_paths.node(loop.way.front().from);
            names.push_back(m_judge.name(function));
            fault.elements.push_back(m_judge.id(function));
            std::ranges::move(asEvidence(m_judge, m_paths, loop.way),
                              std::back_inserter(fault.also));
            std::ranges::move(doubts(loop, words), std::back_inserter(fault.also));
        }
        fault.message = fmt::format("what {} do to {} can start them again and again, {}",
                                    fmt::join(names, ", "), m_judge.name(*channel),
                                    sure ? "and nothing on the way stops it" : words);
        m_judge.fails(std::move(fault));
    }

    static constexpr int mostTries = 8;
    static constexpr std::uint8_t notAsked = 0xFF;
    static constexpr std::size_t at(Vertex vertex) { return static_cast<std::size_t>(vertex); }

    Judge& m_judge;
    const Model& m_model;
    std::vector<bool> m_passes; // by node
    Paths m_paths;
    std::vector<std::uint32_t> m_circles;
    std::vector<std::uint8_t> m_guards, m_leaves; // by edge
    std::unordered_set<Vertex> m_covered;
    std::map<std::pair<Guard, Vertex>, std::vector<Loop>> m_loops; // by what they share
    int m_steps = 200000; // hops looked at by all searches together
};

void run(Judge& judge) {
    if (!judge.stopped())
        Loops(judge).judgeAll();
}

} // namespace

extern constinit const Check recursiveLoop{
    .id = "TRG004",
    .name = "recursive-loop",
    .severity = Severity::Error,
    .pillar = Pillar::Triggers,
    .title = "An event can come back to the function that caused it",
    .why = "A function writes where it is started from, directly or through others. One input then "
           "runs for ever, multiplies where each run writes more than once, and spends until "
           "somebody notices.",
    .fires = "A way of triggers, calls, publishing and writing that leads from a function back to "
             "it:\n"
             "error when nothing on the way filters, or every filter surely lets it through: the "
             "same bucket with overlapping keys, the same queue, topic or table;\n"
             "error when `RecursiveLoop: Allow` switches the platform's detection off;\n"
             "warning when a filter or pattern on the way cannot be evaluated, or the write is "
             "only part of a broad leave.",
    .notWhen = "It writes keys that the trigger's prefix or suffix does not match, as far as its "
               "policy says so.\n"
               "The trigger is for other events than the write causes, or switched off.\n"
               "The rule only takes events of the platform's own services, or of kinds that the "
               "function does not publish, as far as it, or its policy, says them.\n"
               "It only reads, answers a websocket, or tells a workflow that its task is done.\n"
               "It is the way of failures: a redrive.\n"
               "A workflow on the way has a choice, which is its way out.\n"
               "A filter, pattern or switch on the way is an expression: then it cannot be told.\n"
               "What comes back carries a mark, or a counter that ends it, in the code: accept the "
               "finding and say so.",
    .platforms =
        "Lambda stops loops through SQS, SNS, S3 and direct calls after about 16 passes "
        "(not verified). DynamoDB streams, EventBridge, Kinesis and HTTP are not watched.\n"
        "Google, Azure, Knative and OpenFaaS detect nothing.",
    .fix = "Write to a second bucket, topic or queue, or put a filter on the trigger that what the "
           "function writes does not pass.",
    .source = "Lambda developer guide, recursive loop detection; EventBridge API reference, "
              "PutRule.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  resize:\n"
           "    handler: src/resize.handle\n"
           "    writes: images\n"
           "stores:\n"
           "  images:\n"
           "    type: object\n"
           "    triggers: resize\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  resize:\n"
            "    handler: src/resize.handle\n"
            "    writes: thumbnails\n"
            "  count:\n"
            "    handler: src/count.handle\n"
            "    reads: [images, thumbnails]\n"
            "stores:\n"
            "  images:\n"
            "    type: object\n"
            "    triggers: resize\n"
            "  thumbnails:\n"
            "    type: object\n"
            "    triggers: count\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
