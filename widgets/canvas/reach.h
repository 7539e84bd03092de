// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>
#include <string_view>

#include "core/model/diagram.h"
#include "core/model/model.h"

namespace limn {

// Ids of parts and groups and keys of lines, as the Scene knows them.
using Elements = std::set<std::string, std::less<>>;

// What the elements touch: the lines of a part and what stands at their other ends, the ends of a
// line; the elements themselves included. Groups touch nothing of their own.
Elements touched(const Model& model, const Elements& elements);

// The elements and what is up to so many lines away from them, with the lines between.
Elements within(const Model& model, const Elements& elements, int lines);

// Everything that work starting at a part comes to, with what it only reads on the way. An API
// leads to its routes.
Elements reached(const Model& model, std::string_view from);

// The shortest way from one part to the other in the direction of its lines, else the other way
// round, else along lines of any direction; empty where nothing joins them.
Elements between(const Model& model, std::string_view one, std::string_view other);

// With what stands in the picture for elements in collapsed groups: the groups, and the merged
// lines at them.
Elements drawnFor(const Model& model, const Diagram& diagram, Elements elements);

} // namespace limn
