// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/judge.h"
#include "core/checks/switched.h"

namespace limn {
namespace {

// Who is there on the two sides of a channel.
struct Sides {
    const Node* feeder = nullptr; // the first that is known
    const Node* taker = nullptr;
    bool fed = false;
    bool taken = false;
};

const Node* nodeAt(const Model& model, NodeIndex index) {
    return index == NodeIndex::None ? nullptr : &model[index];
}

// An identity that no part of the model runs as is somebody's outside.
bool isSomebodys(const Model& model, NodeIndex identity) {
    return std::ranges::none_of(model.edgesTo(identity), [&](EdgeIndex edge) {
        return model[edge].kind == EdgeKind::Assumes;
    });
}

void feed(const Model& model, Sides& sides, NodeIndex by) {
    sides.fed = true;
    if (!sides.feeder)
        sides.feeder = nodeAt(model, by);
}

void take(const Model& model, Sides& sides, NodeIndex by) {
    sides.taken = true;
    if (!sides.taker)
        sides.taker = nodeAt(model, by);
}

// What a line into the channel tells.
void noteInto(const Model& model, const Edge& edge, Sides& sides) {
    const Property* access = model.property(edge, "access");
    const NodeIndex from = edge.from.node;
    if (access && access->value.unknown()) { // it has its name: what it does with it is not known
        feed(model, sides, from);
        take(model, sides, from);
        return;
    }
    switch (edge.kind) {
    case EdgeKind::Reads:
    case EdgeKind::Subscribes:
        return take(model, sides, from);
    case EdgeKind::Observes:
        if (from != NodeIndex::None && model.text(model[from].subtype) == "archive")
            take(model, sides, from);
        return;
    case EdgeKind::Grants:
        if (from != NodeIndex::None && isSomebodys(model, from)) {
            feed(model, sides, from);
            take(model, sides, from);
        }
        return;
    case EdgeKind::Assumes:
        return;
    default:
        return feed(model, sides, from);
    }
}

Sides sidesOf(const Model& model, const Node& channel) {
    Sides sides;
    const NodeIndex index = model.indexOf(channel);
    for (const EdgeIndex edge : model.edgesTo(index))
        noteInto(model, model[edge], sides);
    for (const EdgeIndex at : model.edgesFrom(index)) {
        const Edge& edge = model[at];
        if (edge.kind == EdgeKind::Subscribes)
            feed(model, sides, edge.to.node);
        else if (edge.kind != EdgeKind::Assumes && edge.kind != EdgeKind::FailsTo &&
                 edge.kind != EdgeKind::Observes)
            take(model, sides, edge.to.node);
    }
    // Its policy lets somebody in who is not in the model.
    if (model.property(channel, "principals")) {
        sides.fed = true;
        sides.taken = true;
    }
    return sides;
}

bool isTableStream(const Model& model, const Node& node) {
    return node.kind == NodeKind::Store && model.property(node, "stream") &&
           model.text(node.platformType) != "AWS::DynamoDB::GlobalTable"; // its copies read it
}

// Streams that only pass on to a store have their other side in their own settings; a broker on
// machines is spoken to directly.
bool isAsked(const Model& model, const Node& node) {
    const std::string_view subtype = model.text(node.subtype);
    switch (node.kind) {
    case NodeKind::Queue:
    case NodeKind::Topic:
    case NodeKind::EventBus:
        return node.nodeClass != NodeClass::HostCentric && !model.property(node, "generated");
    case NodeKind::Stream:
        return node.nodeClass != NodeClass::HostCentric && subtype.empty();
    default:
        return isTableStream(model, node);
    }
}

std::string_view taking(NodeKind kind) {
    switch (kind) {
    case NodeKind::Topic:
        return "nobody subscribes to it";
    case NodeKind::EventBus:
        return "no rule listens to it";
    case NodeKind::Store:
        return "nothing reads the stream of its changes";
    default:
        return "nothing reads it";
    }
}

void report(Judge& judge, const Node& channel, const Sides& sides) {
    const Model& model = judge.model();
    Fault fault;
    fault.severity = Severity::Info;
    fault.elements = {judge.id(channel)};
    fault.at = channel.at;
    const std::string name = judge.name(channel);
    if (channel.kind == NodeKind::Store) {
        const Property& stream = *model.property(channel, "stream");
        fault.at = stream.at;
        fault.message = fmt::format("{} tells of its changes, but {}", name, taking(channel.kind));
    } else if (!sides.fed && !sides.taken) {
        fault.message = fmt::format("nothing publishes to {}, and {}", name, taking(channel.kind));
    } else if (!sides.taken) {
        fault.message =
            fmt::format("{} publishes to {}, but {}",
                        sides.feeder ? judge.name(*sides.feeder) : std::string("something"), name,
                        taking(channel.kind));
    } else {
        fault.message =
            fmt::format("{} waits for what comes through {}, but nothing publishes to it",
                        sides.taker ? judge.name(*sides.taker) : std::string("something"), name);
    }
    fault.message += ", or the model is incomplete";
    for (const Node* side : {sides.feeder, sides.taker})
        if (side)
            fault.also.push_back({fmt::format("{} is there", judge.name(*side)), side->at});
    fault.also.push_back({fmt::format("{} is declared", name), fault.at});
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    const Gap gap = gapOf(model);
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        // A queue that takes failures is read by people.
        if (!isAsked(model, node) || judge.takesFailures(node))
            continue;
        const Sides sides = sidesOf(model, node);
        const bool whole = sides.taken && (sides.fed || node.kind == NodeKind::Store);
        if (whole || model.property(node, "exported"))
            judge.holds({judge.id(node)});
        else if (gap)
            judge.cannotTell({judge.id(node)}, gap.reason, gap.at);
        else
            report(judge, node, sides);
    }
}

} // namespace

extern constinit const Check oneSidedChannel{
    .id = "TRG003",
    .name = "one-sided-channel",
    .severity = Severity::Info,
    .pillar = Pillar::Triggers,
    .title = "A channel has nobody at one of its ends",
    .why = "A channel that something feeds and nothing reads loses its messages one by one when "
           "their time is over; one that something reads and nothing feeds is a boundary which the "
           "manifest does not show.",
    .fires = "A queue, topic, bus, stream or table stream: info when nothing publishes to it, when "
             "nothing reads it (no consumer, subscription, rule), or both.",
    .notWhen = "It takes failures: a person or a redrive reads it.\n"
               "It is exported: an output or a stored parameter names it.\n"
               "Its own policy lets somebody in, or an identity is allowed to use it that no part "
               "of the model runs as.\n"
               "A part has its name in a variable: what it does with it is not known.\n"
               "It passes on to a store by itself (a delivery stream), or an archive keeps what "
               "comes.\n"
               "The stream of a global table, which its copies read.\n"
               "A nested stack is not at hand, or a file cannot be read: then it cannot be told.",
    .platforms = "The platform's own channels, such as the default bus, are fed by the platform.",
    .fix = "Add the missing side, or say in an output who uses it.",
    .source = "serverless-rules, documentation: a bus without rules.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  orders:\n"
           "    handler: src/orders.handle\n"
           "    publishes: placed\n"
           "topics:\n"
           "  placed:\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  orders:\n"
            "    handler: src/orders.handle\n"
            "    publishes: placed\n"
            "  mail:\n"
            "    handler: src/mail.handle\n"
            "topics:\n"
            "  placed:\n"
            "    triggers: mail\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
