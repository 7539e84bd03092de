// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

namespace limn {

// Two units that want to stand together, and how much.
struct Tie {
    int a = 0;
    int b = 0;
    double weight = 1;
};

// Cuts units into communities with many ties inside and few between, none heavier than `most`
// unless a unit alone is. Gives each unit the number of its community, counted from 0 in the order
// of their first units. The same input gives the same answer everywhere: units are looked at in
// their order, and of equal choices the first is taken.
std::vector<int> communitiesOf(const std::vector<int>& weights, const std::vector<Tie>& ties,
                               int most);

} // namespace limn
