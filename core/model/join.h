// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <vector>

#include "core/model/fragment.h"

namespace limn {

// Joining comes after reading and before linking: what one file only names, and another file is
// known to have, becomes that part.
//
// A reader leaves a `loose` part for what its file names and does not have, with every name that
// others may know it by: an export, a physical name, a parameter of the stack, an output of a
// nested one, a value in a parameter store. It `offers` its own parts under the same kinds of
// names. A loose part that exactly one part answers to is that part: the lines and permissions
// that led to it lead there, are what they would be had both stood in one file, and say in
// `linked_by` which kind of name joined them. Where nobody or several answer, nothing is guessed.
//
// A file that another names as a nested stack is placed inside the stack's resource, once for
// each: that resource is the group of its parts, and its arguments are what its parameters mean.

// One file's parts where they are in the system. Ids in it that start with `systemWide` are the
// Model's own, without that mark.
struct PlacedFragment {
    std::shared_ptr<const Fragment> fragment;
    FragmentGroup stack;  // of all its parts, with the ids of the Model; without id for none
    bool isAgain = false; // its problems are told elsewhere
};
inline constexpr char systemWide = '\n';

struct Joined {
    std::vector<PlacedFragment> fragments;
    std::vector<Problem> problems;
};
Joined join(std::vector<std::shared_ptr<const Fragment>> fragments);

} // namespace limn
