// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string>
#include <vector>

#include "core/model/join.h"

namespace limn {

// Where a fragment's parts are: the stack that they are in, and the nested stacks among them that
// are placed themselves.
struct Placing {
    std::uint32_t fragment = 0;
    FragmentGroup stack;
    bool isAgain = false;
    struct Nested {
        const FragmentStack* stack = nullptr;
        std::size_t placing = 0;
    };
    std::vector<Nested> nested;
    std::string prefix() const { return stack.id.empty() ? std::string() : stack.id + '/'; }
};

// Every fragment at least once, in their order, each nested stack after what it is in. Cycles and
// what multiplies without end are cut.
std::vector<Placing> placings(std::span<const std::shared_ptr<const Fragment>> fragments,
                              std::vector<Problem>& problems);

} // namespace limn
