// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/manifests/format.h"

namespace limn {

// Templates of AWS SAM and of plain CloudFormation: one language, so one reader.
extern const Format samFormat;
extern const Format cloudformationFormat;

namespace sam {
// What a template says; `format` is the id it was recognised as.
Fragment read(const ReadInput& input, std::string_view format);
} // namespace sam

} // namespace limn
