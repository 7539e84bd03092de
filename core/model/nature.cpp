// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/nature.h"

#include <algorithm>
#include <array>

namespace limn {

EdgeKind natureOf(NodeKind target, std::string_view subtype) {
    static constexpr std::array<std::string_view, 2> stores{"table", "object"};
    // What is there to be read.
    const bool isGiven = subtype == "secret" || subtype == "config";
    static constexpr std::array<std::string_view, 5> channels{"queue", "topic", "event_bus",
                                                              "stream", "kafka"};
    switch (target) {
    case NodeKind::External:
        if (std::ranges::find(stores, subtype) != stores.end())
            return EdgeKind::Writes;
        if (isGiven)
            return EdgeKind::Reads;
        return std::ranges::find(channels, subtype) != channels.end() ? EdgeKind::Publishes
                                                                      : EdgeKind::Invokes;
    case NodeKind::Store:
        return isGiven ? EdgeKind::Reads : EdgeKind::Writes;
    case NodeKind::Queue:
    case NodeKind::Topic:
    case NodeKind::EventBus:
    case NodeKind::Stream:
        return EdgeKind::Publishes;
    case NodeKind::Resource:
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
