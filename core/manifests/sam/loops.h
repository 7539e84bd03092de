// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "core/manifests/format.h"
#include "core/manifests/tree.h"
#include "core/model/fragment.h"

namespace limn::sam {

// A template with its `Fn::ForEach` loops written out, as the platform's transform does, and where
// each byte of that text stands in the file. Sorted by `begin`; a stretch of another length than
// its place stands for the whole of it.
struct WrittenOut {
    struct Stretch {
        std::uint32_t begin = 0;
        std::uint32_t end = 0;
        Span at; // in the file
    };

    const Source* file = nullptr;
    std::unique_ptr<Source> source;
    std::unique_ptr<Tree> tree;
    std::vector<Stretch> stretches;
    std::vector<Problem> problems; // at their places in the file

    Span inFile(Span span) const;
    // Moves every span of what was read from the text to its place in the file.
    void moveToFile(Fragment& fragment) const;
};

// The same of a template without a loop that can be written out: nothing. A loop over what only the
// deployment knows stays as it is.
std::optional<WrittenOut> writeOut(const ReadInput& input);

} // namespace limn::sam
