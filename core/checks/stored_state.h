// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/checks/judge.h"

// What the checks of state ask of a store.
namespace limn {

// The functions and workflows that write a store while the system runs, and the first line of which
// it is not known whether it writes.
struct Writers {
    std::vector<const Node*> sure;
    const Edge* unsure = nullptr;
};
Writers writersOf(const Judge& judge, const Node& store);

// Why what a store holds may be lost: "its items expire (`ttl`)"; empty where it may not.
std::string whyPassing(const Judge& judge, const Node& store);

} // namespace limn
