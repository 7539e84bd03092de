// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/manifests/format.h"

namespace limn::neutral {

// Where a part of the Model stands in the text of a neutral manifest.
struct Part {
    enum class Form {
        Section,  // an entry of a long section
        Group,    // an entry of `groups`
        Function, // the short form's `function`
        Api,      // its `api`, or one of the list there
        Resource, // an entry of `resources`, or one of a list there
    };
    Form form = Form::Section;
    TreeEntry entry;    // key and value; of an item, the key of its list and the item
    TreeNode container; // the map or list that holds it
    std::size_t index = 0;
    bool isItem = false;
    Span at;
    bool operator==(const Part& other) const { return at == other.at; }
    // The map of its keys; null where nothing is said, a scalar where a resource has only a name.
    const TreeNode& keys() const { return entry.value; }
};

// One end of a line as the text has it: at the part where the line starts.
struct WrittenLine {
    const Part* part = nullptr;
    TreeEntry entry; // of the part: the word of the kind, and the line or list of lines
    std::size_t entryIndex = 0;
    EdgeKind kind = EdgeKind::Triggers;
    std::optional<std::size_t> item; // in the list
    TreeNode node;                   // the id, or the map with `to`
    TreeNode to;                     // the id
};

// All parts of one file and the ids it calls them by, which are the Model's without the file's
// prefix.
class Parts {
public:
    explicit Parts(const WriteInput& input);

    const std::vector<Part>& all() const { return m_parts; }
    // By the Model's id; null when this file does not declare it.
    const Part* find(std::string_view modelId) const;
    // How this file names a part of the Model, its own or another file's.
    std::string localId(std::string_view modelId) const;
    const std::string& prefix() const { return m_prefix; }
    // The lines that stand at the part itself. Those that an alias or a merge key brings are not
    // among them.
    std::vector<WrittenLine> lines(const Part& part) const;

private:
    void add(Part::Form form, const TreeNode& container, std::size_t index, const TreeEntry& entry,
             bool isItem);
    void addAll(Part::Form form, const TreeEntry& owner);

    const WriteInput& m_input;
    std::vector<Part> m_parts;
    std::string m_prefix;
};

} // namespace limn::neutral
