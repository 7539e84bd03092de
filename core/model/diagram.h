// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <set>
#include <string>

#include "core/model/geometry.h"

namespace limn {

// Where the user put a part, and whether Tidy may move it.
struct Spot {
    Point at; // top left corner
    bool pinned = false;
    std::optional<Size> size;
    bool operator==(const Spot&) const = default;
};

// Why a finding may stand. Dates are ISO days.
struct Acceptance {
    std::string reason;
    std::string by;
    std::string date;
    std::string until; // empty: for good
    std::string
        evidence{}; // the finding's basis when it was accepted; empty: whatever it stands on
    bool operator==(const Acceptance&) const = default;
};

// What the user adds to the picture and the review, keyed by ids of the Model. Kept in the sidecar
// beside the manifest. Entries whose part is gone stay until the user drops them.
struct Diagram {
    std::map<std::string, Spot, std::less<>> spots;
    std::set<std::string, std::less<>> collapsed;   // groups
    std::set<std::string, std::less<>> hiddenKinds; // words of NodeKind
    // What is drawn only when it is asked for: `identity`, `log_group`, `alarm`.
    std::set<std::string, std::less<>> shownKinds{};
    bool flowsDown = false; // from top to bottom, else from left to right
    // Groups whose members do not flow: `rows`, `columns` or `radial`.
    std::map<std::string, std::string, std::less<>> groupStyles{};
    std::map<std::string, std::string, std::less<>> notes;
    std::map<std::string, Acceptance, std::less<>> accepted; // by fingerprint
    bool operator==(const Diagram&) const = default;
};

} // namespace limn
