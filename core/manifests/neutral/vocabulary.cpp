// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/neutral/vocabulary.h"

#include <algorithm>
#include <iterator>

#include "core/model/property_table.h"

namespace limn::neutral {
namespace {

constexpr Section sectionTable[] = {
    {"entry_points", NodeKind::EntryPoint},
    {"functions", NodeKind::Function},
    {"workflows", NodeKind::Workflow},
    {"queues", NodeKind::Queue},
    {"topics", NodeKind::Topic},
    {"buses", NodeKind::EventBus},
    {"streams", NodeKind::Stream},
    {"stores", NodeKind::Store},
    {"identities", NodeKind::Identity},
    {"hosts", NodeKind::Host},
    {"externals", NodeKind::External},
    {"automation", NodeKind::Automation},
    {"other", NodeKind::Resource},
};
static_assert(std::size(sectionTable) == nodeKindCount);

constexpr ShortKey shortKeyTable[] = {
    {"object_store", NodeKind::Store, "object"},
    {"metadata_store", NodeKind::Store, "table"},
    {"table", NodeKind::Store, "table"},
    {"table_store", NodeKind::Store, "table"},
    {"database", NodeKind::Store, "relational"},
    {"relational_store", NodeKind::Store, "relational"},
    {"cache", NodeKind::Store, "cache"},
    {"search_index", NodeKind::Store, "search"},
    {"file_store", NodeKind::Store, "file"},
    {"secret", NodeKind::Store, "secret"},
    {"config", NodeKind::Store, "config"},
    {"queue", NodeKind::Queue, ""},
    {"topic", NodeKind::Topic, ""},
    {"event_bus", NodeKind::EventBus, ""},
    {"stream", NodeKind::Stream, ""},
    {"workflow", NodeKind::Workflow, ""},
    {"external", NodeKind::External, ""},
    {"host", NodeKind::Host, ""},
};

constexpr std::string_view entrySubtypes[] = {"http",     "websocket",    "graphql",
                                              "schedule", "object_event", "message",
                                              "stream",   "bus_rule",     "manual"};
constexpr std::string_view storeSubtypes[] = {
    "object", "table",  "relational", "document", "graph",  "cache",  "search",
    "file",   "secret", "config",     "image",    "ledger", "catalog"};
constexpr std::string_view partKeyTable[] = {"name",  "type",          "class",
                                             "group", "platform_type", "statements"};
constexpr std::string_view groupKeyTable[] = {"name", "kind", "parent", "platform_type"};
constexpr std::string_view lineKeyTable[] = {"to", "delivery", "how"};
constexpr std::string_view otherTopKeys[] = {"limn", "name",     "description", "groups",
                                             "api",  "function", "resources"};

constexpr EdgeKind edgeKinds[] = {EdgeKind::Triggers, EdgeKind::Invokes,   EdgeKind::Reads,
                                  EdgeKind::Writes,   EdgeKind::Publishes, EdgeKind::Subscribes,
                                  EdgeKind::FailsTo,  EdgeKind::Grants,    EdgeKind::Assumes,
                                  EdgeKind::Observes};

void append(std::vector<std::string_view>& list, std::span<const std::string_view> more) {
    list.insert(list.end(), more.begin(), more.end());
}

template <typename Fits>
std::vector<std::string_view> keys(std::span<const std::string_view> own, bool edges, Fits fits) {
    std::vector<std::string_view> list(own.begin(), own.end());
    for (const PropertyInfo& info : propertyTable())
        if (fits(info))
            list.push_back(info.name);
    if (edges)
        for (const EdgeKind kind : edgeKinds)
            list.push_back(word(kind));
    return list;
}

} // namespace

std::span<const Section> sections() { return sectionTable; }

const Section* findSection(std::string_view key) {
    const auto* const found = std::ranges::find(sectionTable, key, &Section::key);
    return found == std::end(sectionTable) ? nullptr : found;
}

std::string_view sectionOf(NodeKind kind) {
    return std::ranges::find(sectionTable, kind, &Section::kind)->key;
}

std::span<const ShortKey> shortKeys() { return shortKeyTable; }

const ShortKey* findShortKey(std::string_view key) {
    const auto* const found = std::ranges::find(shortKeyTable, key, &ShortKey::key);
    return found == std::end(shortKeyTable) ? nullptr : found;
}

std::span<const std::string_view> subtypes(NodeKind kind) {
    if (kind == NodeKind::EntryPoint)
        return entrySubtypes;
    if (kind == NodeKind::Store)
        return storeSubtypes;
    return {};
}

std::span<const std::string_view> partKeys() { return partKeyTable; }
std::span<const std::string_view> groupKeys() { return groupKeyTable; }

std::vector<std::string_view> keysOf(NodeKind kind) {
    return keys(partKeyTable, true,
                [kind](const PropertyInfo& info) { return belongsTo(info, kind); });
}
std::vector<std::string_view> keysOfGroup() {
    return keys(groupKeyTable, true, [](const PropertyInfo& info) { return info.onGroups; });
}
std::vector<std::string_view> keysOfLine() {
    return keys(lineKeyTable, false, [](const PropertyInfo& info) { return info.onEdges; });
}

std::vector<std::string_view> topKeys() {
    std::vector<std::string_view> list;
    append(list, otherTopKeys);
    for (const Section& section : sectionTable)
        list.push_back(section.key);
    return list;
}

Delivery defaultDelivery(EdgeKind edge, const Start& from) {
    if (edge == EdgeKind::Invokes)
        return Delivery::Sync;
    if (edge != EdgeKind::Triggers)
        return Delivery::None;
    if (from.group)
        return *from.group == GroupKind::Api ? Delivery::Sync : Delivery::Async;
    switch (from.kind) {
    case NodeKind::EntryPoint:
        if (from.subtype == "stream")
            return Delivery::PollStream;
        return from.subtype == "http" || from.subtype == "websocket" || from.subtype == "graphql" ||
                       from.subtype == "manual" || from.subtype.empty()
                   ? Delivery::Sync
                   : Delivery::Async;
    case NodeKind::Queue:
        return Delivery::PollQueue;
    case NodeKind::Stream:
        return Delivery::PollStream;
    case NodeKind::Store: // an object store tells of its changes, any other keeps a stream of them
        return from.subtype == "object" || from.subtype.empty() ? Delivery::Async
                                                                : Delivery::PollStream;
    default:
        return Delivery::Async;
    }
}

std::string defaultName(NodeKind kind, std::string_view route, std::string_view schedule) {
    if (kind != NodeKind::EntryPoint)
        return {};
    return std::string(route.empty() ? schedule : route);
}

std::string methodOf(std::string_view route) {
    std::string method(route.substr(0, route.find(' ')));
    std::ranges::transform(method, method.begin(), [](char c) {
        return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    });
    const std::span<const std::string_view> known = findProperty("method")->choices;
    const bool hasPath = route.size() > method.size();
    return hasPath && std::ranges::find(known, method) != known.end() ? method : std::string();
}

EdgeKind impliedEdge(NodeKind resource) {
    switch (resource) {
    case NodeKind::Store:
        return EdgeKind::Writes;
    case NodeKind::Queue:
    case NodeKind::Topic:
    case NodeKind::EventBus:
    case NodeKind::Stream:
        return EdgeKind::Publishes;
    default:
        return EdgeKind::Invokes;
    }
}

std::string functionName(std::string_view handler) {
    const std::size_t slash = handler.find_last_of('/');
    const std::string_view last =
        slash == std::string_view::npos ? handler : handler.substr(slash + 1);
    return last.empty() ? "function" : std::string(last);
}

} // namespace limn::neutral
