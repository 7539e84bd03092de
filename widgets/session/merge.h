// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <stop_token>
#include <string>

#include "core/model/snapshot.h"

namespace limn {

// What both sides of a merge began with: the files as they were last read or saved.
struct MergeBase {
    std::map<std::string, std::string, std::less<>> texts; // by path
    Diagram written;                                       // what the sidecar said
    Diagram shown; // the same with the places of parts that were only arranged
};

// The diagram in which both sides' changes count, entry by entry; nothing when both changed the
// same entry, each in its way.
std::optional<Diagram> mergeDiagrams(const MergeBase& base, const Diagram& mine,
                                     const Diagram& theirs);

// The system in which the user's changes and another program's count. Nothing when they touch the
// same lines or entries, when a file of the user's is gone, or when the merged text is not
// readable.
std::optional<Snapshot> merge(const MergeBase& base, const Snapshot& mine, const Snapshot& theirs,
                              std::stop_token stop = {});

} // namespace limn
