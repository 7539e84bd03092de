// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/model/result.h"

namespace limn {

// The bytes of a file, or of standard input for `-`. Fails when it cannot be read or has more than
// 64 MiB.
Result<std::string> readFile(const std::string& path);

// Writes the text to a new file beside the path and moves it there, so that a failure leaves the
// old file whole. Keeps the permissions and, where it may, the owner of the file it replaces, and follows a symbolic link
// instead of replacing it.
Result<Done> writeFile(const std::string& path, std::string_view text);

} // namespace limn
