// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <set>
#include <string>
#include <string_view>

namespace limn {

// The text as one line that a box has room for.
std::string fitted(std::string_view text);

// Names for one outline, each unlike all others.
class OutlineNames {
public:
    // `queue_file_jobs`: begins with what it is, so that it is no word of any language.
    std::string make(std::string_view what, std::string_view id);

private:
    std::set<std::string> m_names;
    std::map<std::string, int> m_counts; // how often a name was wanted again
};

} // namespace limn
