// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/model/diagram.h"
#include "core/model/model.h"
#include "core/model/source.h"

namespace limn {

struct Fragment;
using Fragments = std::vector<std::shared_ptr<const Fragment>>;

// One moment of a system: its text, what the text says, and what the user added. Immutable and
// shared; undo is a step between two of them. The model is the one read from exactly these sources.
struct Snapshot {
    std::shared_ptr<const Sources> sources = std::make_shared<Sources>();
    std::shared_ptr<const Model> model = std::make_shared<Model>();
    std::shared_ptr<const Diagram> diagram = std::make_shared<Diagram>();
    // What each of the sources says, where the system will be read again; else null.
    std::shared_ptr<const Fragments> fragments;
};

} // namespace limn
