// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>

#include "core/model/fragment.h"

namespace limn {

// What a part of a fragment turned out to be.
struct LineEnd {
    std::string id;      // empty: it vanishes, and every line with it
    std::string_view by; // the word of `linked_by`; empty where nothing was joined
    NodeKind kind = NodeKind::External;
    std::string subtype;
    bool isKnown = false; // kind and subtype are those of a node
};
using LineEnds = std::unordered_map<std::string, LineEnd>; // by id in the fragment

// Lines, states and permissions of a fragment moved to what their ends turned out to be. A line
// becomes what it would be had the reader known that part: its kind where that follows from the
// part, one line where two say the same. `added` are lines that are known only now.
void moveLines(Fragment& fragment, const LineEnds& ends, std::vector<FragmentEdge> added = {});

} // namespace limn
