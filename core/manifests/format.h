// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <stop_token>
#include <string_view>
#include <vector>

#include "core/manifests/intent.h"
#include "core/manifests/named_files.h"
#include "core/manifests/text_edit.h"
#include "core/manifests/tree.h"
#include "core/model/fragment.h"
#include "core/model/snapshot.h"

namespace limn {

// One file as a reader gets it. All of it outlives the call.
struct ReadInput {
    const Source& source;
    std::uint32_t index = 0; // of the source, for spans
    const Tree& tree;
    std::stop_token stop;
    NamedFiles* files = nullptr; // null: there are no other files
    // What the stack above gives to parameters; null for none.
    const std::vector<FragmentValue>* given = nullptr;

    // The file that the text at `at` names by a relative path, taken from the folder of the source
    // that `at` is in. Nothing for a URL or where there is no such file below the opened folder;
    // the second is reported at `at` by the caller of read(), which also finds files that are not
    // in the system yet and reads this one again. Its Tree is parsed with its own index,
    // Tree::parse(*file.source, file.index), and what is wrong with it is the reader's to report.
    NamedFile file(std::string_view name, Span at) const {
        return files ? files->find(name, at, false) : NamedFile{};
    }
    // The same for a file that is a manifest of its own, as that of a nested stack.
    NamedFile manifest(std::string_view name, Span at) const {
        return files ? files->find(name, at, true) : NamedFile{};
    }
};

// One manifest as a writer gets it: the snapshot the intent was made on, which of its files the
// part is in, and that file's tree.
struct WriteInput {
    const Snapshot& snapshot;
    std::uint32_t index = 0;
    const Tree& tree;
};

// A manifest format: how it is recognised, read, and, where Limn edits it in place, written.
struct Format {
    std::string_view id;          // `neutral`, `sam`
    std::string_view title;       // what people call it
    std::string_view description; // one line for `limn formats`
    // Whether the text is of this format, from its content. Called on every text, so cheap and
    // never wrong on purpose: the catalogue's order breaks ties.
    bool (*recognises)(const Tree& tree) = nullptr;
    Fragment (*read)(const ReadInput& input) = nullptr;
    // The edits that make the text say what the intent means; null where structure is read-only.
    // Refuses, with the reason and the place, what the format cannot express. What it returns is
    // verified by edit(), never trusted.
    Result<std::vector<TextEdit>> (*write)(const WriteInput& input, const Intent& intent) = nullptr;
    // Where `write` takes some intents only: which, and what those write, in words. Null: all.
    bool (*writes)(const Intent& intent) = nullptr;
    std::string_view written = {};

    bool takes(const Intent& intent) const { return write && (!writes || writes(intent)); }
};

// Every format Limn reads, in the order they are asked.
std::span<const Format* const> formats();
const Format* formatOf(const Tree& tree);
// Whether a text that is too broken to be recognised was meant to be of one of them.
bool isMeantAsManifest(std::string_view text);
const Format* formatById(std::string_view id);

} // namespace limn
