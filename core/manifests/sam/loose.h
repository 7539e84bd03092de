// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/manifests/sam/reading.h"

namespace limn::sam {

// Remembers the names by which another file may know the outside part that an expression means.
// `service` is that of a plain name.
void loosen(Reading& reading, const std::string& id, const Expression& expression,
            std::string_view service, FragmentLoose::Otherwise otherwise);

// Whether a part is there only where another file has it.
bool isVanishing(Reading& reading, const std::string& id);

// The parts that an expression names, or one that is there only where another file has it: for
// places where a name nobody has is no part of the diagram.
std::vector<Target> usedTargets(Reading& reading, const Expression& expression,
                                std::string_view service);

// What an outside parameter or secret keeps, which another file may say; else the outside part.
Target keptIn(Reading& reading, const Expression& reference, const ResourceName& place);

// The loose part for `Stack.Outputs.Name` of a nested stack; empty for anything else.
std::string outputOfStack(Reading& reading, const Expression::Part& part);

// A nested stack: the file with its parts, and what its parameters are given.
void relateStack(Reading& reading, const Resource& resource);

// What other files may name: physical names, exports, outputs, and values kept in parameters.
void offerParts(Reading& reading);

} // namespace limn::sam
