// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>

#include "core/checks/judge.h"

namespace limn {

// Asks of every function that somebody runs for its author whether a property is said anywhere.
// Those of one file that have the same default are told in one finding: the place to change may be
// one for all of them.
class LeftAtDefault {
public:
    LeftAtDefault(Judge& judge, std::string_view property) : m_judge(judge), m_property(property) {}

    // The sentence about functions, as `A` and `B`, and the default they have.
    using Sentence = std::string (*)(std::string_view names, std::string_view value);
    void judgeAll(Severity severity, Sentence sentence);

private:
    // By the file and the default.
    using Key = std::pair<std::uint32_t, std::string>;
    struct Left {
        std::vector<const Node*> functions;
        Effective value;
    };
    void judge(const Node& function);

    Judge& m_judge;
    std::string_view m_property;
    std::set<std::uint32_t> m_pieces; // files that name what they do not have
    std::map<Key, Left> m_left;
};

} // namespace limn
