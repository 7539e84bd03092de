// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <stop_token>
#include <string>

#include "core/manifests/intent.h"
#include "core/manifests/tree.h"
#include "core/model/result.h"
#include "core/model/snapshot.h"

namespace limn {

struct Format;

// The snapshot after the intents, in their order, all or none. Each is written by its format's
// writer, the text is read again, and the Model read back must differ from the one before by
// exactly what the intent means; else nothing is done and the Error says why. Positions, notes and
// acceptances in the Diagram follow a renamed part.
Result<Snapshot> edit(const Snapshot& before, std::span<const Intent> intents,
                      std::stop_token stop = {});

// Whether the format of the file concerned can be written so: the kind of intent counts, not what
// the text says there.
bool takes(const Snapshot& snapshot, const Intent& intent);

// Which intents can be written into the text of a snapshot, as far as that shows before it is done:
// in formats that Limn writes in part, the writer is asked. Outlived by the snapshot.
class Writable {
public:
    explicit Writable(const Snapshot& snapshot) : m_snapshot(snapshot) {}
    // Intents that belong together, as those of a fix.
    bool allOf(std::span<const Intent> intents);

private:
    bool one(const Format& format, std::uint32_t index, const Intent& intent);

    const Snapshot& m_snapshot;
    std::map<std::uint32_t, Tree> m_trees; // of the files that were asked about
};

// A new, empty neutral manifest of that name: what a diagram started from nothing begins with.
std::string emptyManifest(std::string_view name);

} // namespace limn
