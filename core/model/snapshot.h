// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>

#include "core/model/diagram.h"
#include "core/model/model.h"
#include "core/model/source.h"

namespace limn {

// One moment of a system: its text, what the text says, and what the user added. Immutable and
// shared; undo is a step between two of them. All three are always set, and the model is the one
// read from exactly these sources.
struct Snapshot {
    std::shared_ptr<const Sources> sources = std::make_shared<Sources>();
    std::shared_ptr<const Model> model = std::make_shared<Model>();
    std::shared_ptr<const Diagram> diagram = std::make_shared<Diagram>();
};

} // namespace limn
