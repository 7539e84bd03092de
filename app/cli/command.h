// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/snapshot.h"

namespace limn {

// What a call of `limn` ends with. Never a count.
enum class Exit : int { Good = 0, Findings = 1, Failed = 2 };

// One `--name VALUE`, or a flag where `value` is empty.
struct Option {
    std::string_view name = {};  // `--format`; `-o` beside it as `-o,--output`
    std::string_view value = {}; // what stands for the value in the help: FORMAT
    std::string_view meaning = {};
    std::span<const std::string_view> choices = {}; // what it may be; empty: anything
    std::string_view fallback = {};                 // when it is not given; empty: nothing
    bool required = false;
};

// What the user typed after the command, checked against its table.
struct Arguments {
    std::vector<std::string> operands;
    std::map<std::string, std::string, std::less<>>
        options; // by the option's long name without dashes

    bool has(std::string_view name) const { return options.contains(name); }
    std::string_view value(std::string_view name) const;
};

// One verb of `limn`: its help, its arguments, and what it does. Results go to stdout, all else to
// stderr.
struct Command {
    std::string_view name = {};
    std::string_view summary = {};
    std::string_view operand = {}; // what its operands are called in the help; empty: it takes none
    bool several = false;          // more than one operand
    bool optional = false;         // none is fine too
    std::span<const Option> options = {};
    Exit (*run)(const Arguments& arguments) = nullptr;
};

std::span<const Command* const> commands();

// Writes to stdout, and to stderr as `limn: …`. A stdout that takes no more is a failure: the
// caller must know that it has not all.
Exit print(std::string_view text, Exit good = Exit::Good);
Exit fail(std::string_view message);
// Prints, and ends the program there: the system takes a large model back at once, where freeing it
// piece by piece takes as long as checking it.
[[noreturn]] void finish(std::string_view text, Exit good = Exit::Good);

// Lets the heap come in large pages. A large template is very many small values: asking for their
// pages one by one was an eighth of the time. Without effect where the system has none, and where a
// sanitizer's heap is used.
void useLargePages();

// Prints the problems of reading to stderr as `path:line:column: severity: message`; true when a
// file could not be read whole.
bool reportProblems(const Snapshot& snapshot);

} // namespace limn
