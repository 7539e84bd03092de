// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <cstdint>
#include <optional>
#include <string_view>

#include "core/model/source.h"
#include "core/model/value.h"

namespace limn {

enum class NodeKind : std::uint8_t {
    EntryPoint,
    Function,
    Workflow,
    Queue,
    Topic,
    EventBus,
    Stream,
    Store,
    Identity,
    Host,
    External,
    Automation,
    Resource,
};
inline constexpr std::size_t nodeKindCount = 13;

// The founding distinction: who manages what, whatever the thing is called.
enum class NodeClass : std::uint8_t { Entry, Compute, Backend, HostCentric, Outside, Automation };

// The words of the contract (`entry_point`, `host-centric` …) and back.
std::string_view word(NodeKind kind);
std::string_view word(NodeClass nodeClass);
std::optional<NodeKind> nodeKind(std::string_view word);
std::optional<NodeClass> nodeClass(std::string_view word);
// The class a kind has unless the manifest or a table says otherwise.
NodeClass defaultClass(NodeKind kind);
// What a person calls it: "entry point", "event bus".
std::string_view title(NodeKind kind);

// Where a property's value comes from.
enum class Origin : std::uint8_t {
    Written,   // at the part itself
    Inherited, // written elsewhere for many: Globals, a provider, an API's default
    Derived,   // follows from other text: a route made of method and path
};
std::string_view word(Origin origin);

// A string of the Model, kept once. Only the Model it is from can spell it.
enum class Symbol : std::uint32_t { None = 0 };

// Positions in the Model's flat tables. Stable while that Model lives, and in no other Model.
enum class NodeIndex : std::uint32_t { None = 0xFFFFFFFF };
enum class GroupIndex : std::uint32_t { None = 0xFFFFFFFF };
enum class EdgeIndex : std::uint32_t { None = 0xFFFFFFFF };

// A stretch of one of the Model's flat tables.
struct Range {
    std::uint32_t first = 0;
    std::uint32_t count = 0;
};

struct Property {
    Symbol key = Symbol::None;
    Value value;
    Span at;    // the value's bytes
    Span keyAt; // the key's bytes, where the text has one
    Origin origin = Origin::Written;
};

// One part of the system. `id` is stable across runs and what every other layer names it by.
struct Node {
    Symbol id = Symbol::None;
    Symbol name = Symbol::None;
    Symbol subtype = Symbol::None; // http, schedule, table, object …; None when the kind says all
    Symbol platformType = Symbol::None; // AWS::SQS::Queue …; None in the neutral form
    NodeKind kind = NodeKind::Resource;
    NodeClass nodeClass = NodeClass::Backend;
    GroupIndex group = GroupIndex::None;
    Span at; // the whole part, its key included
    Range properties;
};

} // namespace limn
