// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <vector>

#include "core/manifests/sam/reading.h"

namespace limn::sam {

// One action of the platform and the line it is between who may do it and what it is done to.
struct AccessRow {
    std::string_view service;
    std::string_view action;
    EdgeKind kind = EdgeKind::Reads;
    Delivery delivery = Delivery::None; // of Invokes, where the action says it
};

// The lines that an action of a policy may mean, wildcards included: one of each kind and service.
std::vector<const AccessRow*> accessOf(std::string_view action);

} // namespace limn::sam
