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
// The edits that make the template say what the intent means; refuses what it cannot say, or says
// elsewhere, with the place.
Result<std::vector<TextEdit>> write(const WriteInput& input, const Intent& intent);
// Which intents write() takes, and what those write, in words.
bool writes(const Intent& intent);
inline constexpr std::string_view plainValues = "the values that it says plainly";
} // namespace sam

} // namespace limn
