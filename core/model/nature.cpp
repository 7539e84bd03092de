// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/nature.h"

#include <algorithm>
#include <array>

namespace limn {

EdgeKind natureOf(NodeKind target, std::string_view subtype) {
    static constexpr std::array<std::string_view, 3> sources{"secret", "config", "key"};
    static constexpr std::array<std::string_view, 5> stores{"table", "object", "file", "search",
                                                            "relational"};
    static constexpr std::array<std::string_view, 6> channels{"queue",  "topic", "event_bus",
                                                              "stream", "kafka", "log_group"};
    const auto isOneOf = [&](const auto& words) {
        return std::ranges::find(words, subtype) != words.end();
    };
    switch (target) {
    case NodeKind::External:
        if (isOneOf(sources))
            return EdgeKind::Reads;
        if (isOneOf(stores))
            return EdgeKind::Writes;
        return isOneOf(channels) ? EdgeKind::Publishes : EdgeKind::Invokes;
    case NodeKind::Store:
        return isOneOf(sources) ? EdgeKind::Reads : EdgeKind::Writes;
    case NodeKind::Queue:
    case NodeKind::Topic:
    case NodeKind::EventBus:
    case NodeKind::Stream:
        return EdgeKind::Publishes;
    case NodeKind::Resource:
        return subtype == "log_group" ? EdgeKind::Writes : EdgeKind::Reads;
    case NodeKind::Automation:
        return EdgeKind::Reads;
    default:
        return EdgeKind::Invokes;
    }
}

Delivery deliveryFrom(NodeKind source, std::string_view subtype) {
    switch (source) {
    case NodeKind::Queue:
        return Delivery::PollQueue;
    case NodeKind::Stream:
        return Delivery::PollStream;
    case NodeKind::Store:
        return subtype == "object" ? Delivery::Async : Delivery::PollStream;
    case NodeKind::External:
        if (subtype == "queue" || subtype == "broker")
            return Delivery::PollQueue;
        if (subtype == "stream" || subtype == "kafka" || subtype == "table")
            return Delivery::PollStream;
        return Delivery::Async;
    case NodeKind::Identity:
        return Delivery::Sync;
    default:
        return Delivery::Async;
    }
}

} // namespace limn
