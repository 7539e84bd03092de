// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/manifests/sam/auth.h"

namespace limn::sam {

// The routes that an OpenAPI description has, as entry points of the API; one that an event claims
// is that event's.
void placeBody(Reading& reading, const Api& api, TreeNode body);
// The same where the description is in a file of its own; unplaced when that is not to be had.
void placeForeignBody(Reading& reading, const Resource& resource);
// What a `$ref` to another place of the same description stands for; the node itself when it is
// none.
TreeNode referenced(const Reading& reading, TreeNode body, TreeNode node);
// `post` and the platform's word for any method as the neutral form has them.
std::string methodWord(std::string_view method);

} // namespace limn::sam
