// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace limn {

// The patterns of one `.gitignore`, for paths below the folder that it stands in.
class IgnoreRules {
public:
    explicit IgnoreRules(std::string_view text);

    // Whether the last pattern that fits leaves the path out or brings it back; nothing where none
    // fits. The path is relative to the rules' folder, with slashes.
    std::optional<bool> ignores(std::string_view path, bool isFolder) const;

private:
    struct Rule {
        std::vector<std::string> segments; // of a path; `**` for any number of them
        bool brings = false;               // `!pattern`
        bool foldersOnly = false;          // `pattern/`
    };
    std::vector<Rule> m_rules;
};

} // namespace limn
