// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/manifests/tree.h"
#include "core/model/value.h"

namespace limn {

// Where a value is to stand, which decides how it must be spelt.
struct Spelling {
    bool json = false; // every text in double quotes
    bool flow = false; // inside brackets, where commas and brackets end a plain text
    ScalarStyle quotes =
        ScalarStyle::Plain; // wanted for texts; Plain quotes only where YAML needs it
};

// A text so that it reads back as the same text.
std::string spellText(std::string_view text, const Spelling& spelling = {});
// Any value in one line; lists and maps in brackets, an Unknown as `{unknown: "…"}`.
std::string spell(const Value& value, const Spelling& spelling = {});

} // namespace limn
