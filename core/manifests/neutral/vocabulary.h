// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/edge.h"
#include "core/model/group.h"

// The words of the neutral format. Reader, writer and the printer of neutral YAML look here, so
// that they speak one language.
namespace limn::neutral {

// A top key of the long form whose entries are parts of one kind.
struct Section {
    std::string_view key;
    NodeKind kind = NodeKind::Resource;
};
std::span<const Section> sections(); // in the order a new manifest has them
const Section* findSection(std::string_view key);
std::string_view sectionOf(NodeKind kind);

// A key under `resources` of the short form.
struct ShortKey {
    std::string_view key;
    NodeKind kind = NodeKind::Resource;
    std::string_view subtype;
};
std::span<const ShortKey> shortKeys();
const ShortKey* findShortKey(std::string_view key);

// The words `type` may have for a kind; empty when any word will do.
std::span<const std::string_view> subtypes(NodeKind kind);
// Keys that every part takes beside properties and edges.
std::span<const std::string_view> partKeys();
std::span<const std::string_view> groupKeys();
// Every key that may stand in a part of that kind, in a group, on a line, for telling what was
// meant.
std::vector<std::string_view> keysOf(NodeKind kind);
std::vector<std::string_view> keysOfGroup();
std::vector<std::string_view> keysOfLine();
// Every top key, both forms.
std::vector<std::string_view> topKeys();

// How work crosses an edge that does not say it itself. `group` is set instead of a kind where a
// group is the start.
struct Start {
    NodeKind kind = NodeKind::Resource;
    std::string_view subtype;
    std::optional<GroupKind> group;
};
Delivery defaultDelivery(EdgeKind edge, const Start& from);

// What a part is called when it has no `name`: an entry point by its route or schedule; empty for
// the id.
std::string defaultName(NodeKind kind, std::string_view route, std::string_view schedule);
// The HTTP method at the start of a route, in capitals; empty when it has none.
std::string methodOf(std::string_view route);
// The edge that a function of the short form has to a resource that nothing more is said about.
EdgeKind impliedEdge(NodeKind resource);
inline constexpr std::string_view impliedAccess = "the manifest does not say how it is used";
// Where a statement of a policy comes from, unless it says so.
inline constexpr std::string_view defaultOrigin = "statement";
// The name of the short form's function when it has none: the last component of its handler's path,
// or `function`.
std::string functionName(std::string_view handler);

} // namespace limn::neutral
