// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/model/placing.h"

namespace limn {

// A part of a fragment where it is placed.
struct PlacedPart {
    static constexpr std::size_t nowhere = static_cast<std::size_t>(-1);
    std::size_t placing = nowhere;
    std::string_view id;
    bool operator==(const PlacedPart&) const = default;
};

// What a loose part turned out to be, and the word of `linked_by`.
struct SettledPart {
    PlacedPart part;
    std::string_view by;
};
// By id, for each placing.
using SettledParts = std::vector<std::unordered_map<std::string_view, SettledPart>>;

// What a runner does with a part because another file grants it to the identity that it runs as.
struct JoinedUse {
    std::size_t placing = 0; // of the runner
    std::string runner;
    PlacedPart target;
    EdgeKind kind = EdgeKind::Reads;
    Delivery delivery = Delivery::None;
    Span at;
    std::string_view by;
};
std::vector<JoinedUse> joinedUses(std::span<const std::shared_ptr<const Fragment>> fragments,
                                  std::span<const Placing> placings, const SettledParts& settled);

} // namespace limn
