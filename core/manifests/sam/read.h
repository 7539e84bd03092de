// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "core/manifests/format.h"

namespace limn::sam {

// What a template of AWS SAM or CloudFormation says; `format` is the id it was recognised as.
Fragment read(const ReadInput& input, std::string_view format);

} // namespace limn::sam
