// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/manifests/sam/reading.h"

namespace limn::sam {

// The parts whose physical names a resource of a policy covers: `arn:…:table/orders-*`. Where the
// template gives no name, the platform makes one of the stack's and the logical id. Made for one
// Reading whose parts are all placed.
class PartialNames {
public:
    explicit PartialNames(const Reading& reading) : m_reading(reading) {}

    // Ids; none where the text has no star, or says so little that it means whatever there is.
    std::vector<std::string> covered(const std::string& text);

private:
    void fill();

    const Reading& m_reading;
    std::vector<std::pair<std::string, std::string>> m_sorted; // by nameKey(), with the id
};

} // namespace limn::sam
