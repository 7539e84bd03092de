// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/model/model.h"
#include "core/model/source.h"

namespace limn {

// A text without what is neither YAML nor JSON in it and still often stands there: the marks of
// template tools (Jinja, cookiecutter, Helm, ERB) and comments in JSON. Byte for byte as long as
// the original, so that every place of the one is that of the other. Marks in quotes, in block
// texts and in comments are part of those and stay.
struct Masking {
    std::string text;              // empty where nothing had to be masked
    std::vector<Span> values;      // marks that stand for (a part of) a value, by place
    std::vector<Problem> problems; // the first of each kind
    bool isTemplate = false;
};

// Whether the first character opens a JSON object or list, and no mark of a template tool.
bool opensAsJson(std::string_view text);

// `json`: the text opens as JSON does, so that `//` may start a comment.
Masking masked(const Source& source, std::uint32_t index, bool json);

} // namespace limn
