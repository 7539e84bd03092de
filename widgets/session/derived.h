// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <set>
#include <stop_token>
#include <string>

#include "core/checks/finding.h"
#include "core/drawing/placement.h"
#include "core/model/snapshot.h"

namespace limn {

// What follows from a snapshot: where its parts stand and what the checks say. All of it belongs to
// `snapshot`, which lags behind the Document's while the next one is worked out.
struct Derived {
    Snapshot snapshot;
    Placement placement;
    Report report;
    std::set<std::string, std::less<>> fixable; // findings whose fix can be written
    std::string note;                           // what the layout has to say, once
    std::string
        broken; // why the newest text cannot be shown; `snapshot` is then the last that could
};

// The problem that keeps a text from being read at all; null when every file could be read to its
// end.
const Problem* breakage(const Model& model);

// Works out what follows from `now`, taking over from `before` what cannot have changed. A text
// that cannot be read keeps the last good picture. Stopped, it gives what it has, to be thrown
// away.
Derived derive(const Snapshot& now, const Derived& before, std::stop_token stop);

// Where the parts of the snapshot stand: those the diagram places where it says, the others by
// layout.
struct Placed {
    Placement placement;
    std::string note;
};
Placed place(const Snapshot& snapshot, std::stop_token stop);

// The diagram with a spot for every part that stands somewhere, so that later edits move nothing by
// themselves.
Diagram settled(Diagram diagram, const Placement& placement);

} // namespace limn
