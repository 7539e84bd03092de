// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/manifests/tree.h"

namespace limn {

// A text made of stretches of a manifest, as a definition in a string is, that remembers where its
// bytes stand. Whatever was decoded on the way (quotes, escapes, indentation, folded lines) is
// found again, so that what is read from the text has its exact place in the manifest.
class PlacedText {
public:
    // A scalar's text, as it stands in the source.
    void append(const Source& source, TreeNode scalar);
    // A text that does not stand in the manifest as such; its place is that of what it is made of.
    void append(std::string_view made, Span at);
    // A stretch of another.
    void append(const PlacedText& other, std::size_t begin, std::size_t end);

    const std::string& text() const { return m_text; }
    // The place of the bytes from `begin` up to `end`; invalid where the text is empty.
    Span place(std::size_t begin, std::size_t end) const;

private:
    struct Run {
        std::size_t begin = 0; // in the text
        std::size_t length = 0;
        Span at;
        bool isExact = false; // byte for byte; else the whole run stands for the whole place
    };
    void add(std::size_t begin, std::size_t length, Span at, bool isExact);
    const Run* runAt(std::size_t offset) const;

    std::string m_text;
    std::vector<Run> m_runs; // in the order of the text, without gaps
};

} // namespace limn
