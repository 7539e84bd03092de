// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/value.h"

namespace limn {

// Whether a bus rule's pattern matches whatever an application sends: it tells events apart by
// account, region or version alone, or by matchers that everything passes. A field whose value is
// not known is taken to tell something apart.
bool letsAllThrough(const ValueMap& pattern);

// Whether only events of the platform's own services pass: every `source` begins with `aws.`.
bool isPlatformsOwn(const ValueMap& pattern);

// The value of a field at the top of the pattern; null where it has none.
const Value* fieldOf(const ValueMap& pattern, std::string_view name);

} // namespace limn
