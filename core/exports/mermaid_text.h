// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/exports/exporter.h"

namespace limn {

// The picture as a Mermaid flowchart, newline at the end.
std::string mermaidText(const Picture& picture);

// What Mermaid renders unless its settings are raised, which a diagram cannot do for itself.
inline constexpr std::size_t mermaidMostBytes = 50'000;
inline constexpr std::size_t mermaidMostLines = 500;

} // namespace limn
