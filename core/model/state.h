// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include "core/model/node.h"

namespace limn {

enum class StateKind : std::uint8_t {
    Task,
    Choice,
    Wait,
    Pass,
    Parallel,
    Map,
    Succeed,
    Fail,
    Unknown, // of no kind that is known
};
std::string_view word(StateKind kind);
std::optional<StateKind> stateKind(std::string_view word);

// One way on from a state.
struct Transition {
    enum class Why : std::uint8_t { Next, Choice, Default, Error };
    Why why = Why::Next;
    std::string to;                  // key of a state; may be nobody's, with a problem
    std::string condition;           // of Choice: as far as the text tells it
    std::vector<std::string> errors; // of Error
    Span at;                         // of the name
};

// One state of a workflow. What it uses is the workflow's edge: the edge's `states` has the
// state's key.
struct State {
    NodeIndex workflow = NodeIndex::None; // set by link()
    std::string key;  // its id within the workflow: the name, numbered where it stands twice
    std::string name; // as the author wrote it
    StateKind kind = StateKind::Unknown;
    bool isStart = false;
    bool isEnd = false; // the run, or the branch, ends here
    std::string parent; // key of the Map or Parallel it is in; empty at the top
    int branch = 0;     // of a Parallel, from 1
    std::vector<Transition> transitions;
    Span at; // from its name to its last brace
    Range properties;
};

} // namespace limn
