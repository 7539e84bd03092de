// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "core/manifests/spelling.h"
#include "core/manifests/text_edit.h"
#include "core/manifests/tree.h"

namespace limn {

// An entry of a map, or an item of a list (then without key), that is to be written. With `entries`
// it is a map.
struct NewEntry {
    std::string key;
    Value value; // null with no entries: a key that says nothing
    std::vector<NewEntry> entries;
};

// Collects edits of one YAML or JSON text, given its Tree: each writes or removes entries in the
// style the text has around that place and leaves every other byte alone. All places are those of
// the text as it is; edits of one collection must not touch each other, edits of different ones may
// be collected together. Source and Tree outlive it.
class TreeEdit {
public:
    TreeEdit(const Source& source, std::uint32_t index, const Tree& tree);

    // Adds an entry as the last of a map that has some, or of one in brackets.
    void addEntry(const TreeNode& map, const NewEntry& entry);
    // Makes the value of an entry that has none yet (null, or a scalar whose place the map takes) a
    // map of these entries. `inFlow` tells that the entry itself stands in brackets.
    void makeMap(const TreeEntry& owner, bool inFlow, const std::vector<NewEntry>& entries);
    // The same for an item of a list.
    void makeMap(const TreeNode& item, bool inFlow, const std::vector<NewEntry>& entries);
    // Adds top entries; also to a text without any.
    void addTop(const std::vector<NewEntry>& entries);
    void addItem(const TreeNode& list, const NewEntry& item);
    // Makes the one value of an entry the first item of a list, and adds a second.
    void makeList(const TreeEntry& owner, bool inFlow, bool block, const NewEntry& second);
    // The other way round: of a list whose items but one are to go, keeps that one as the value.
    // False when the list's comments or layout do not allow it; then nothing is done.
    bool keepOne(const TreeEntry& owner, std::size_t kept);

    // Gives an entry another value in the quotes of the old one.
    void replaceValue(const TreeEntry& entry, bool inFlow, const Value& value);
    // Gives a scalar (a key too) another text in its own quotes.
    void replaceText(const TreeNode& scalar, bool inFlow, std::string_view text);

    // Removes entries or items by their position as written, with the comment lines directly above
    // each.
    void removeEntries(const TreeNode& map, const std::set<std::size_t>& which);
    void removeItems(const TreeNode& list, const std::set<std::size_t>& which);
    // Writes a copy of an entry behind it under another key, without those of its own entries that
    // are named.
    void copyEntry(const TreeNode& map, std::size_t which, std::string_view key,
                   const std::set<std::size_t>& without);

    bool empty() const { return m_edits.empty(); }
    // The edits in the order of the text; those of removals that meet are one.
    std::vector<TextEdit> take();

private:
    struct Child {
        std::uint32_t begin = 0, end = 0; // key or dash, to the value's end
    };
    struct Stretch {
        std::uint32_t begin = 0, end = 0;
    };

    std::vector<Child> children(const TreeNode& collection) const;
    void addChild(const TreeNode& collection, const NewEntry& entry, bool isItem);
    void addToBlock(const std::vector<Child>& children, const NewEntry& entry, bool isItem);
    void addToFlow(const TreeNode& collection, const std::vector<Child>& children,
                   const NewEntry& entry);
    void remove(const TreeNode& collection, const std::set<std::size_t>& which);
    void removeBlockRun(const std::vector<Child>& children, std::size_t first, std::size_t last,
                        bool isRoot);
    void removeFlowRun(const TreeNode& collection, const std::vector<Child>& children,
                       std::size_t first, std::size_t last);

    std::string block(const NewEntry& entry, std::size_t indent) const;
    std::string blockItem(const NewEntry& entry, std::size_t indent) const;
    std::string flow(const NewEntry& entry) const;
    std::string flowLines(const NewEntry& entry, std::size_t indent) const;
    std::string spelled(const NewEntry& entry, bool inFlow) const;
    std::string breakAndIndent(std::size_t indent) const;

    std::size_t lineBegin(std::size_t at) const;
    std::size_t lineEnd(std::size_t at) const;  // before the line's ending
    std::size_t nextLine(std::size_t at) const; // after it
    std::size_t column(std::size_t at) const { return at - lineBegin(at); }
    bool startsLine(std::size_t at) const;
    bool isBlank(std::size_t lineStart) const;
    // Column of the comment that the line holds alone; npos for any other line.
    std::size_t commentColumn(std::size_t lineStart) const;
    std::size_t ownCommentsBegin(std::size_t entryBegin, std::size_t limit) const;
    std::size_t endWithComments(const Child& child) const;
    bool isSpaced(const std::vector<Child>& children) const;
    void insert(std::size_t at, std::string text);
    void replace(std::size_t begin, std::size_t end, std::string text);

    const std::string& m_text;
    std::uint32_t m_index;
    const Tree& m_tree;
    std::string m_newline;
    std::size_t m_step = 2;     // of indentation
    std::size_t m_dashStep = 2; // of a list under its key
    std::vector<TextEdit> m_edits;
    std::vector<Stretch> m_removed;
};

} // namespace limn
