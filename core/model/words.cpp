// SPDX-License-Identifier: GPL-3.0-or-later
// The words of the public contract for every enumeration of the model, and what people call the
// kinds.
#include <algorithm>
#include <array>
#include <iterator>

#include "core/model/model.h"

namespace limn {
namespace {

constexpr std::array<std::string_view, nodeKindCount> kindWords{
    "entry_point", "function", "workflow", "queue",    "topic",      "event_bus", "stream",
    "store",       "identity", "host",     "external", "automation", "resource"};
constexpr std::array<std::string_view, nodeKindCount> kindTitles{
    "entry point", "function", "workflow", "queue",    "topic",      "event bus", "stream",
    "store",       "identity", "host",     "external", "automation", "resource"};
constexpr std::array<std::string_view, 6> classWords{"entry",        "compute", "backend",
                                                     "host-centric", "outside", "automation"};
constexpr std::array<std::string_view, 3> originWords{"written", "inherited", "derived"};
constexpr std::array<std::string_view, 10> edgeWords{
    "triggers",   "invokes",  "reads",  "writes",  "publishes",
    "subscribes", "fails_to", "grants", "assumes", "observes"};
constexpr std::array<std::string_view, 5> deliveryWords{"none", "sync", "async", "poll-queue",
                                                        "poll-stream"};
constexpr std::array<std::string_view, 4> howWords{"declared", "policy", "environment", "source"};
constexpr std::array<std::string_view, 6> groupWords{"stack", "file",   "service",
                                                     "api",   "folder", "tag"};
constexpr std::array<std::string_view, 9> stateWords{
    "task", "choice", "wait", "pass", "parallel", "map", "succeed", "fail", "unknown"};
constexpr std::array<std::string_view, 3> severityWords{"info", "warning", "error"};

template <typename Enum, std::size_t n>
std::optional<Enum> find(const std::array<std::string_view, n>& words, std::string_view word) {
    const auto found = std::find(words.begin(), words.end(), word);
    if (found == words.end())
        return std::nullopt;
    return static_cast<Enum>(std::distance(words.begin(), found));
}

template <typename Enum, std::size_t n>
std::string_view spell(const std::array<std::string_view, n>& words, Enum value) {
    return words[static_cast<std::size_t>(value)];
}

} // namespace

std::string_view word(NodeKind kind) { return spell(kindWords, kind); }
std::string_view title(NodeKind kind) { return spell(kindTitles, kind); }
std::string_view word(NodeClass c) { return spell(classWords, c); }
std::string_view word(Origin origin) { return spell(originWords, origin); }
std::string_view word(EdgeKind kind) { return spell(edgeWords, kind); }
std::string_view word(Delivery d) { return spell(deliveryWords, d); }
std::string_view word(How h) { return spell(howWords, h); }
std::string_view word(GroupKind kind) { return spell(groupWords, kind); }
std::string_view word(StateKind kind) { return spell(stateWords, kind); }
std::string_view word(Severity s) { return spell(severityWords, s); }

std::optional<NodeKind> nodeKind(std::string_view w) { return find<NodeKind>(kindWords, w); }
std::optional<NodeClass> nodeClass(std::string_view w) { return find<NodeClass>(classWords, w); }
std::optional<EdgeKind> edgeKind(std::string_view w) { return find<EdgeKind>(edgeWords, w); }
std::optional<Delivery> delivery(std::string_view w) { return find<Delivery>(deliveryWords, w); }
std::optional<How> how(std::string_view w) { return find<How>(howWords, w); }
std::optional<GroupKind> groupKind(std::string_view w) { return find<GroupKind>(groupWords, w); }
std::optional<StateKind> stateKind(std::string_view w) { return find<StateKind>(stateWords, w); }
std::optional<Severity> severity(std::string_view w) { return find<Severity>(severityWords, w); }

NodeClass defaultClass(NodeKind kind) {
    switch (kind) {
    case NodeKind::EntryPoint:
        return NodeClass::Entry;
    case NodeKind::Function:
    case NodeKind::Workflow:
        return NodeClass::Compute;
    case NodeKind::Host:
        return NodeClass::HostCentric;
    case NodeKind::External:
        return NodeClass::Outside;
    case NodeKind::Automation:
        return NodeClass::Automation;
    case NodeKind::Queue:
    case NodeKind::Topic:
    case NodeKind::EventBus:
    case NodeKind::Stream:
    case NodeKind::Store:
    case NodeKind::Identity:
    case NodeKind::Resource:
        break;
    }
    return NodeClass::Backend;
}

} // namespace limn
