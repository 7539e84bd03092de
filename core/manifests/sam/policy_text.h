// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>

#include "core/manifests/sam/reading.h"

namespace limn::sam {

// Gives a policy document to `read`: as it is written out or, where it stands as a text of JSON,
// as the text has it. What `read` adds to the statements then stands where the text says it.
void readDocument(Reading& reading, TreeNode document, const std::function<void(TreeNode)>& read);

} // namespace limn::sam
