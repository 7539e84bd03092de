// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <memory>
#include <optional>
#include <vector>

#include "core/manifests/placed_text.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {

// One text or tree with the states of a state machine, and what `${…}` in it means. Keeps what it
// made of strings alive.
struct Definition {
    TreeNode root;
    Variables variables;
    std::string condition; // under which it is the one; empty for always
    bool isOwnTree = true; // false: of a string, whose spans are those of `text`
    bool isSub = false;    // the string is the text of a Fn::Sub
    std::optional<PlacedText> text;
    std::shared_ptr<const Source> source; // of `tree`
    std::shared_ptr<const Tree> tree;
    std::deque<std::string> names; // of variables that stand for pieces

    // Where a stretch of its tree stands.
    Span place(Span span) const { return text ? text->place(span.begin, span.end) : span; }
};

// Every definition that a state machine may have: as an object, a string, a file beside the
// template. One that cannot be read is reported as unplaced.
std::vector<Definition> definitionsOf(Reading& reading, const Resource& resource);

// The texts that may stand at a node of a definition, with their places in the manifest.
std::vector<Expression> expressionsOf(const Reading& reading, const Definition& definition,
                                      TreeNode node);
// Its value as far as the template tells.
Value valueOf(const Reading& reading, const Definition& definition, TreeNode node);

} // namespace limn::sam
