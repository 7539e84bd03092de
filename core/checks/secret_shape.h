// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

namespace limn {

// Why a text of a manifest is taken for a credential. Never holds the credential itself.
struct SecretMatch {
    std::string rule;   // "AWS access key id"; empty: it is none
    std::string masked; // "AKIA… (20 characters)"
    explicit operator bool() const { return !rule.empty(); }
};

// By what it looks like, whatever it is called.
SecretMatch secretByShape(std::string_view value);
// By the name of what holds it, and by how little it looks like words.
SecretMatch secretByName(std::string_view name, std::string_view value);

} // namespace limn
