// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "core/checks/fact_tables.h"

namespace limn {

// What an action of a policy, wildcards included, comes to.
struct ActionReach {
    bool everything = false;     // `*`
    bool complete = false;       // the service's list is known, so the counts can be relied on
    std::array<int, 5> counts{}; // by AccessLevel

    int total() const;
    int at(AccessLevel level) const { return counts[static_cast<std::size_t>(level)]; }
    // Whether it reaches an action that changes something: write, permissions or tagging.
    bool changes() const;
};

// `s3:Get*` against the tables; letter case does not count. A text that is no action reaches
// nothing and is not complete.
ActionReach reachOf(std::string_view action);
bool hasWildcard(std::string_view action);
// `s3` of `s3:Get*`; empty where there is none.
std::string_view serviceOf(std::string_view action);
// Whether an action, wildcards included, allows another: `s3:Put*` covers `s3:PutObject`.
bool coversAction(std::string_view pattern, std::string_view action);

// Which of the actions that a text comes to can be limited to some resources.
struct Narrowing {
    int count = 0;
    bool beyondLists = false;           // one of them does more than list or describe
    const IamAction* example = nullptr; // the first of the most telling ones
    bool told = true;                   // false where the tables cannot tell
};
Narrowing narrowingOf(std::string_view action);

// "57 actions: 28 write, 3 change permissions, 4 tag, 22 only read"
std::string describe(const ActionReach& reach);

} // namespace limn
