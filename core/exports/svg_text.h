// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "core/exports/exporter.h"

namespace limn {

// Where an item of the drawing leads: an id in the same document; empty for nowhere.
using LinkOf = std::function<std::string(const DrawingItem& item)>;

// What an item's element is called: after the item, or short where it is one of thousands.
std::string svgId(const DrawingItem& item);

// A drawing as an `svg` element, newline at the end.
std::string svgText(const Drawing& drawing, const LinkOf& linkOf);

} // namespace limn
