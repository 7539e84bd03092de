// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/model/model.h"

namespace limn {

// Whether work crosses at all: what is switched off in the manifest does nothing until somebody
// switches it on.
enum class Switch : std::uint8_t { On, Off, Unknown };
Switch switchOf(const Property* enabled);
// Of an edge itself, and of the entry point at its start or end.
Switch switchOf(const Model& model, const Edge& edge);

// A part of the system that the model does not have although the manifests name it: a nested stack
// that is not at hand, a file that cannot be read. What nobody seems to use may be used there.
struct Gap {
    std::string reason; // empty: there is none
    Span at;
    explicit operator bool() const { return !reason.empty(); }
};
Gap gapOf(const Model& model);

} // namespace limn
