// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <string_view>

#include "core/manifests/intent.h"
#include "core/model/model.h"

namespace limn {

// A part that can be taken from the palette.
struct PartChoice {
    NodeKind kind = NodeKind::Function;
    std::string_view subtype;
    std::string_view title; // "HTTP route"
    std::string_view stem;  // of the name a new one gets
    std::string_view asks;  // one line: what it is for
};

// Every choice, in the order people build: entry points, compute, channels, stores, the rest.
std::span<const PartChoice> partChoices();

// The intent that adds such a part, with a name nothing in the model has yet.
AddNode newPart(const Model& model, const PartChoice& choice);

// Drag and drop carries the choice's position in the table under this type.
inline constexpr const char* partMimeType = "application/x-limn-part";

} // namespace limn
