// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/connections.h"

#include <array>
#include <initializer_list>

namespace limn {
namespace {

using enum NodeKind;
using enum EdgeKind;

constexpr std::uint32_t bits(std::initializer_list<NodeKind> kinds) {
    std::uint32_t result = 0;
    for (const NodeKind kind : kinds)
        result |= 1U << static_cast<unsigned>(kind);
    return result;
}

constexpr std::uint32_t compute = bits({Function, Workflow, Host});
constexpr std::uint32_t started = bits({Function, Workflow});
constexpr std::uint32_t channel = bits({Queue, Topic, EventBus, Stream});

// One thing a line can mean. Rules that come first are likelier.
struct Rule {
    std::uint32_t from = 0;
    std::uint32_t to = 0;
    EdgeKind kind = Triggers;
    bool turned = false; // the edge runs against the line
};

constexpr std::array rules{
    Rule{bits({EntryPoint}), started | channel | bits({Host}), Triggers},
    Rule{compute, channel, Publishes},
    Rule{compute, bits({Store}), Writes},
    Rule{compute, bits({Store}), Reads},
    Rule{compute, started | bits({Host, External}), Invokes},
    Rule{bits({Function}), bits({Queue}), FailsTo},
    Rule{channel, started, Triggers},
    Rule{bits({Topic, EventBus}), bits({Queue}), Publishes},
    Rule{bits({Queue}), bits({Queue}), FailsTo},
    Rule{bits({Store}), started, Triggers},
    Rule{bits({Store}), compute, Reads, true},
    Rule{bits({External}), started, Triggers},
    Rule{bits({External}), bits({Host}), Invokes},
    Rule{bits({External}), channel, Publishes},
    Rule{compute, bits({Identity}), Assumes},
};

bool holds(std::uint32_t set, NodeKind kind) { return (set >> static_cast<unsigned>(kind)) & 1U; }

bool exists(const Model& model, const Connect& wanted) {
    const Node* from = model.node(wanted.from);
    for (const EdgeIndex index : model.edgesFrom(model.indexOf(*from))) {
        const Edge& edge = model[index];
        if (edge.kind == wanted.kind && model.id(edge.to) == wanted.to)
            return true;
    }
    return false;
}

} // namespace

std::vector<Connect> connectionsBetween(const Model& model, std::string_view from,
                                        std::string_view to) {
    const Node *start = model.node(from), *end = model.node(to);
    std::vector<Connect> result;
    if (!start || !end || start == end)
        return result;
    for (const Rule& rule : rules) {
        if (!holds(rule.from, start->kind) || !holds(rule.to, end->kind))
            continue;
        Connect connect{std::string(from), std::string(to), rule.kind, {}};
        if (rule.turned)
            std::swap(connect.from, connect.to);
        if (!exists(model, connect))
            result.push_back(std::move(connect));
    }
    return result;
}

std::set<std::string, std::less<>> connectionTargets(const Model& model, std::string_view from) {
    std::set<std::string, std::less<>> result;
    for (const Node& node : model.nodes()) {
        if (!connectionsBetween(model, from, model.id(node)).empty())
            result.emplace(model.id(node));
    }
    return result;
}

} // namespace limn
