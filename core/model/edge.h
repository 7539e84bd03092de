// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/node.h"

namespace limn {

enum class EdgeKind : std::uint8_t {
    Triggers,
    Invokes,
    Reads,
    Writes,
    Publishes,
    Subscribes,
    FailsTo,
    Grants,
    Assumes,
    Observes,
};

// How work crosses a `triggers` or `invokes` edge. None for the other kinds.
enum class Delivery : std::uint8_t { None, Sync, Async, PollQueue, PollStream };

// How an edge is known.
enum class How : std::uint8_t { Declared, Policy, Environment, Source };

std::string_view word(EdgeKind kind);
std::string_view word(Delivery delivery);
std::string_view word(How how);
std::optional<EdgeKind> edgeKind(std::string_view word);
std::optional<Delivery> delivery(std::string_view word);
std::optional<How> how(std::string_view word);

// One end of an edge: a node, or a group where the whole of it is meant (an API). Exactly one is
// set.
struct End {
    NodeIndex node = NodeIndex::None;
    GroupIndex group = GroupIndex::None;
    bool operator==(const End&) const = default;
};

struct Evidence {
    How how = How::Declared;
    Span at;
};

// A relation between two parts. A read points at its store in the Model (the function reads the
// store); the picture turns its arrow round.
struct Edge {
    End from;
    End to;
    EdgeKind kind = EdgeKind::Triggers;
    Delivery delivery = Delivery::None;
    Symbol key =
        Symbol::None; // `from kind to`, with a number where several are alike: the edge's id
    Range evidence;
    Range properties;
};

} // namespace limn
