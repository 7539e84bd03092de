// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace limn::sam {

// What the directives of a GraphQL schema say of who may call: words of our model by `Type.field`
// and by `Type`. Any text gives an answer.
struct GraphSchema {
    std::map<std::string, std::vector<std::string>, std::less<>> callers;

    // Those of a field, else of its type; empty where the API's own way holds.
    std::vector<std::string> callersOf(std::string_view type, std::string_view field) const;
};
GraphSchema readGraphSchema(std::string_view text);

} // namespace limn::sam
