// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include "core/model/edge.h"

namespace limn {

// What happens on a line to a part when only what the part is tells.
EdgeKind natureOf(NodeKind target, std::string_view subtype);
// How work arrives from a part of that kind.
Delivery deliveryFrom(NodeKind source, std::string_view subtype);

} // namespace limn
