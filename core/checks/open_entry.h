// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/checks/judge.h"

namespace limn {

// Whether whoever comes may call an entry point, as far as the manifest tells.
struct Openness {
    enum class Answer : std::uint8_t { NotAsked, Closed, Open, Unknown };
    Answer answer = Answer::NotAsked;
    const Node* reached = nullptr; // what is behind it
    std::string_view decides{
        "auth"}; // the property; where it cannot be told, what stands in the way
};
Openness opennessOf(const Judge& judge, const Node& entry);

// An entry point's own property or that of an API around it; null where neither says it.
const Property* propertyAtEntry(const Model& model, const Node& entry, std::string_view key);

} // namespace limn
