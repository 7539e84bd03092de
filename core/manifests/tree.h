// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <deque>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "core/model/model.h"
#include "core/model/source.h"
#include "core/model/value.h"

namespace limn {

enum class TreeKind : std::uint8_t { Missing, Null, Scalar, Sequence, Map, Alias };
enum class ScalarStyle : std::uint8_t { Plain, SingleQuoted, DoubleQuoted, Literal, Folded };

class Tree;
struct TreeEntry;

// A place in a Tree, cheap to copy; valid while the Tree lives. What is not there is a Missing
// node, on which every question has an empty answer, so that a reader can ask for `a["b"]["c"]` of
// any text. Aliases are followed by every accessor but kind() and the spans; merge keys (`<<`) are
// followed by operator[] and entries().
class TreeNode {
public:
    TreeNode() = default;

    bool exists() const { return m_tree != nullptr; }
    explicit operator bool() const { return exists(); }
    TreeKind kind() const; // as written: Alias for `*name`
    bool isScalar() const;
    bool isMap() const;
    bool isSequence() const;
    bool isNull() const; // missing, empty, `~` or `null`

    std::string_view scalar() const; // decoded text of a scalar, else empty
    ScalarStyle style() const;
    bool isFlow() const;             // a collection in brackets
    bool isFilledIn() const;         // a text that a template tool completes: `{{ name }}`
    std::string_view tag() const;    // `!Ref`; empty when there is none
    std::string_view anchor() const; // without `&`

    // Child of that key; the first where a key stands twice. What a merge key brings comes after
    // the map's own.
    TreeNode operator[](std::string_view key) const;
    TreeEntry entry(std::string_view key) const; // the same with its key; Missing ones when none
    // The entry of a map that has no other; Missing ones when there is not exactly one.
    TreeEntry only() const;
    TreeNode item(std::size_t index) const;
    std::size_t size() const; // items of a sequence, entries of a map as written
    std::vector<TreeNode> items() const;
    std::vector<TreeEntry> entries() const;
    // The entries as the text has them, for who changes it: merge keys stand as they are, doubles
    // are kept.
    std::vector<TreeEntry> writtenEntries() const;
    // What an alias stands for; every other node is its own.
    TreeNode target() const { return resolved(); }

    // The bytes of the value alone: quotes and brackets included, tag and anchor left out. A null
    // that is not written has an empty span after its key's colon. A block collection ends with its
    // last child.
    Span span() const;
    // The same with tag and anchor.
    Span fullSpan() const;
    // The bytes between the quotes of a scalar (those of span() for other styles).
    Span contentSpan() const;

    // Bool, number, string, list or map after YAML's core schema; quoted and block scalars are
    // strings. A tag other than the core ones makes an Unknown of the bytes. Bounded: what goes too
    // deep or too far is Unknown.
    Value value() const;
    // The scalar as a number or truth value, where it is one (quoted ones too: templates often
    // quote numbers).
    std::optional<double> number() const;
    std::optional<bool> boolean() const;

    bool operator==(const TreeNode&) const = default;

private:
    friend class Tree;
    TreeNode(const Tree* tree, std::uint32_t index) : m_tree(tree), m_index(index) {}
    TreeNode resolved() const;
    bool isMergeKey() const;
    TreeEntry lookup(std::string_view key, int mergeDepth) const;
    static TreeEntry entryOf(TreeNode key, TreeNode value);
    void addEntries(std::vector<TreeEntry>& all, int mergeDepth) const;
    Value valueAt(int depth) const;

    const Tree* m_tree = nullptr;
    std::uint32_t m_index = 0;
};

// One entry of a map: the key, the value, and the bytes from the key's start to the value's end.
struct TreeEntry {
    TreeNode key;
    TreeNode value;
    Span span;
    std::string_view name() const { return key.scalar(); }
};

// A YAML or JSON text as values with byte-exact spans. Reads anything within limits: at most 64
// MiB, 200 levels, 2 million nodes; valid UTF-8 without NUL. A text that breaks off yields what
// stood before the fault, and the fault as a Problem
// (`yaml-syntax`, `not-utf8`, `too-large`, `too-deep`) at its place. Duplicate keys are reported,
// the first wins. Marks of template tools and comments in JSON are reported and read past. Its
// texts are views into the Source, which must outlive it.
class Tree {
public:
    static Tree parse(const Source& source, std::uint32_t sourceIndex);

    Tree(Tree&&) noexcept = default;
    Tree& operator=(Tree&&) noexcept = default;

    // The documents of the stream, at least one (Missing for an empty text).
    std::vector<TreeNode> documents() const;
    // The first that is not empty.
    TreeNode root() const;
    const std::vector<Problem>& problems() const { return m_problems; }
    bool isJson() const { return m_json; } // the first character opens a JSON object or list

private:
    friend class TreeNode;
    friend class TreeBuilder;
    Tree(const Source& source, std::uint32_t sourceIndex);

    struct Data {
        TreeKind kind = TreeKind::Null;
        ScalarStyle style = ScalarStyle::Plain;
        bool flow = false;
        bool filledIn = false;
        std::uint32_t begin = 0, end = 0;               // value bytes
        std::uint32_t fullBegin = 0;                    // with tag and anchor
        std::uint32_t contentBegin = 0, contentEnd = 0; // inside the quotes
        std::uint32_t firstChild = 0,
                      childCount = 0; // into m_children; a map has key, value, key, value …
        std::uint32_t target = 0;     // of an alias: its node, or itself where there is none
        std::uint32_t marks = 0;      // into m_marks; 0 when it has neither tag nor anchor
        std::uint32_t weight = 1;     // nodes it stands for, aliases followed
        std::string_view text; // decoded: bytes of the source where they say it, else m_decoded
    };
    struct Marks {
        std::uint32_t tagBegin = 0, tagEnd = 0;
        std::uint32_t anchorBegin = 0, anchorEnd = 0; // of the name, without `&`
    };
    std::string_view written(std::uint32_t begin, std::uint32_t end) const {
        return std::string_view(m_text->text()).substr(begin, end - begin);
    }
    const Source* m_text = nullptr;
    std::uint32_t m_source = 0;
    bool m_json = false;
    std::vector<Data> m_nodes;
    std::vector<Marks> m_marks{Marks{}};
    std::vector<std::uint32_t> m_children;
    std::vector<std::uint32_t> m_documents;
    std::deque<std::string> m_decoded; // a deque: the views into it stay valid
    std::vector<Problem> m_problems;
};

} // namespace limn
