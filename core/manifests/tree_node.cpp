// SPDX-License-Identifier: GPL-3.0-or-later
// What a Tree and its nodes answer: all questions have an empty answer where the text has nothing.
#include <algorithm>
#include <charconv>
#include <cmath>

#include "core/manifests/tree.h"

namespace limn {
namespace {

constexpr int maxMergeDepth = 16;
constexpr int maxValueDepth = 100;

bool isNullWord(std::string_view text) {
    return text.empty() || text == "~" || text == "null" || text == "Null" || text == "NULL";
}

std::optional<bool> truth(std::string_view text) {
    if (text == "true" || text == "True" || text == "TRUE")
        return true;
    if (text == "false" || text == "False" || text == "FALSE")
        return false;
    return std::nullopt;
}

template <typename T> std::optional<T> whole(std::string_view text, int base = 10) {
    T value{};
    std::from_chars_result read{};
    if constexpr (std::is_integral_v<T>)
        read = std::from_chars(text.data(), text.data() + text.size(), value, base);
    else
        read = std::from_chars(text.data(), text.data() + text.size(), value);
    if (text.empty() || read.ec != std::errc() || read.ptr != text.data() + text.size())
        return std::nullopt;
    return value;
}

std::optional<Value> numeric(std::string_view text) {
    if (!text.empty() && text.front() == '+')
        text.remove_prefix(1);
    if (text.starts_with("0x"))
        if (const auto hex = whole<std::int64_t>(text.substr(2), 16))
            return Value(*hex);
    if (text.starts_with("0o"))
        if (const auto octal = whole<std::int64_t>(text.substr(2), 8))
            return Value(*octal);
    if (const auto integer = whole<std::int64_t>(text))
        return Value(*integer);
    // Only what has a digit: from_chars would also read `nan` and `infinity`, which are words in
    // YAML.
    const bool digits = text.find_first_of("0123456789") != std::string_view::npos;
    const bool plain = text.find_first_not_of("0123456789.eE+-") == std::string_view::npos;
    if (digits && plain)
        if (const auto real = whole<double>(text); real && std::isfinite(*real))
            return Value(*real);
    return std::nullopt;
}

bool isCoreTag(std::string_view tag) { return tag.starts_with("!!") || tag == "!"; }

Value plainValue(std::string_view text) {
    if (isNullWord(text))
        return {};
    if (const auto yes = truth(text))
        return *yes;
    if (auto number = numeric(text))
        return *number;
    return text;
}

} // namespace

std::vector<TreeNode> Tree::documents() const {
    std::vector<TreeNode> roots;
    for (const std::uint32_t index : m_documents)
        roots.push_back(TreeNode(this, index));
    if (roots.empty())
        roots.emplace_back();
    return roots;
}

TreeNode Tree::root() const {
    for (const std::uint32_t index : m_documents)
        if (m_nodes[index].kind != TreeKind::Null)
            return {this, index};
    return m_documents.empty() ? TreeNode() : TreeNode(this, m_documents.front());
}

TreeNode TreeNode::resolved() const {
    TreeNode node = *this;
    // A chain of aliases is as long as the text at most; an alias without a target points at
    // itself.
    while (node.m_tree && node.m_tree->m_nodes[node.m_index].kind == TreeKind::Alias) {
        const std::uint32_t target = node.m_tree->m_nodes[node.m_index].target;
        if (target == node.m_index)
            return {};
        node.m_index = target;
    }
    return node;
}

TreeKind TreeNode::kind() const {
    return m_tree ? m_tree->m_nodes[m_index].kind : TreeKind::Missing;
}
bool TreeNode::isScalar() const { return resolved().kind() == TreeKind::Scalar; }
bool TreeNode::isMap() const { return resolved().kind() == TreeKind::Map; }
bool TreeNode::isSequence() const { return resolved().kind() == TreeKind::Sequence; }

bool TreeNode::isNull() const {
    const TreeNode node = resolved();
    if (node.kind() == TreeKind::Scalar)
        return node.style() == ScalarStyle::Plain && node.tag().empty() &&
               isNullWord(node.scalar());
    return node.kind() == TreeKind::Missing || node.kind() == TreeKind::Null;
}

std::string_view TreeNode::scalar() const {
    const TreeNode node = resolved();
    return node.exists() ? node.m_tree->m_nodes[node.m_index].text : std::string_view();
}
ScalarStyle TreeNode::style() const {
    const TreeNode node = resolved();
    return node.exists() ? node.m_tree->m_nodes[node.m_index].style : ScalarStyle::Plain;
}
bool TreeNode::isFlow() const {
    const TreeNode node = resolved();
    return node.exists() && node.m_tree->m_nodes[node.m_index].flow;
}
bool TreeNode::isFilledIn() const {
    const TreeNode node = resolved();
    return node.exists() && node.m_tree->m_nodes[node.m_index].filledIn;
}
std::string_view TreeNode::tag() const {
    const TreeNode node = resolved();
    if (!node.exists())
        return {};
    const auto& marks = node.m_tree->m_marks[node.m_tree->m_nodes[node.m_index].marks];
    return node.m_tree->written(marks.tagBegin, marks.tagEnd);
}
std::string_view TreeNode::anchor() const {
    if (!m_tree)
        return {};
    const auto& marks = m_tree->m_marks[m_tree->m_nodes[m_index].marks];
    return m_tree->written(marks.anchorBegin, marks.anchorEnd);
}

TreeNode TreeNode::item(std::size_t index) const {
    const TreeNode node = resolved();
    if (node.kind() != TreeKind::Sequence)
        return {};
    const auto& data = node.m_tree->m_nodes[node.m_index];
    return index < data.childCount
               ? TreeNode(node.m_tree, node.m_tree->m_children[data.firstChild + index])
               : TreeNode();
}

std::size_t TreeNode::size() const {
    const TreeNode node = resolved();
    if (!node.exists())
        return 0;
    const std::size_t children = node.m_tree->m_nodes[node.m_index].childCount;
    return node.kind() == TreeKind::Map ? children / 2 : children;
}

std::vector<TreeNode> TreeNode::items() const {
    std::vector<TreeNode> all;
    const std::size_t count = isSequence() ? size() : 0;
    all.reserve(count);
    for (std::size_t i = 0; i < count; ++i)
        all.push_back(item(i));
    return all;
}

TreeNode TreeNode::operator[](std::string_view key) const { return lookup(key, 0).value; }
TreeEntry TreeNode::entry(std::string_view key) const { return lookup(key, 0); }

TreeEntry TreeNode::lookup(std::string_view key, int mergeDepth) const {
    const TreeNode node = resolved();
    if (node.kind() != TreeKind::Map)
        return {};
    const Tree& tree = *node.m_tree;
    const auto& data = tree.m_nodes[node.m_index];
    TreeNode merged;
    for (std::uint32_t i = 0; i + 1 < data.childCount; i += 2) {
        const std::uint32_t child = tree.m_children[data.firstChild + i];
        const auto* written = &tree.m_nodes[child];
        if (written->kind == TreeKind::Alias) {
            const TreeNode target = TreeNode(&tree, child).resolved();
            if (!target.exists())
                continue;
            written = &tree.m_nodes[target.m_index];
        }
        if (written->kind != TreeKind::Scalar)
            continue;
        const TreeNode value(&tree, tree.m_children[data.firstChild + i + 1]);
        if (written->text == key)
            return entryOf(TreeNode(&tree, child), value);
        if (written->text == "<<" && !merged.exists() && TreeNode(&tree, child).isMergeKey())
            merged = value;
    }
    if (!merged.exists() || mergeDepth >= maxMergeDepth)
        return {};
    if (merged.isMap())
        return merged.lookup(key, mergeDepth + 1);
    for (const TreeNode& source : merged.items())
        if (const TreeEntry found = source.lookup(key, mergeDepth + 1); found.value)
            return found;
    return {};
}

TreeEntry TreeNode::only() const {
    if (!isMap() || size() != 1)
        return {};
    const TreeNode node = resolved();
    const auto& data = node.m_tree->m_nodes[node.m_index];
    const TreeNode key(node.m_tree, node.m_tree->m_children[data.firstChild]);
    if (!key.isMergeKey())
        return entryOf(key, {node.m_tree, node.m_tree->m_children[data.firstChild + 1]});
    const std::vector<TreeEntry> brought = node.entries();
    return brought.size() == 1 ? brought.front() : TreeEntry{};
}

TreeEntry TreeNode::entryOf(TreeNode key, TreeNode value) {
    Span span = key.fullSpan();
    span.end = std::max(span.end, value.span().end);
    return {key, value, span};
}

bool TreeNode::isMergeKey() const {
    if (kind() != TreeKind::Scalar)
        return false;
    const auto& data = m_tree->m_nodes[m_index];
    return data.text == "<<" && data.style == ScalarStyle::Plain;
}

std::vector<TreeEntry> TreeNode::entries() const {
    std::vector<TreeEntry> all;
    all.reserve(isMap() ? size() : 0);
    addEntries(all, 0);
    return all;
}

std::vector<TreeEntry> TreeNode::writtenEntries() const {
    std::vector<TreeEntry> all;
    const TreeNode node = resolved();
    if (node.kind() != TreeKind::Map)
        return all;
    const auto& data = node.m_tree->m_nodes[node.m_index];
    for (std::uint32_t i = 0; i + 1 < data.childCount; i += 2) {
        const TreeNode key(node.m_tree, node.m_tree->m_children[data.firstChild + i]);
        const TreeNode value(node.m_tree, node.m_tree->m_children[data.firstChild + i + 1]);
        all.push_back(entryOf(key, value));
    }
    return all;
}

void TreeNode::addEntries(std::vector<TreeEntry>& all, int mergeDepth) const {
    const TreeNode node = resolved();
    if (node.kind() != TreeKind::Map)
        return;
    const auto& data = node.m_tree->m_nodes[node.m_index];
    std::vector<TreeNode> merged;
    for (std::uint32_t i = 0; i + 1 < data.childCount; i += 2) {
        const TreeNode key(node.m_tree, node.m_tree->m_children[data.firstChild + i]);
        const TreeNode value(node.m_tree, node.m_tree->m_children[data.firstChild + i + 1]);
        if (key.isMergeKey()) {
            merged.push_back(value);
            continue;
        }
        const auto same = [&](const TreeEntry& e) { return e.name() == key.scalar(); };
        if (mergeDepth > 0 && std::any_of(all.begin(), all.end(), same))
            continue; // the map's own entry counts
        all.push_back(entryOf(key, value));
    }
    if (mergeDepth >= maxMergeDepth)
        return;
    for (const TreeNode& source : merged) {
        if (source.isMap())
            source.addEntries(all, mergeDepth + 1);
        for (const TreeNode& one : source.items())
            one.addEntries(all, mergeDepth + 1);
    }
}

Span TreeNode::span() const {
    if (!m_tree)
        return {};
    const auto& data = m_tree->m_nodes[m_index];
    return {m_tree->m_source, data.begin, data.end};
}
Span TreeNode::fullSpan() const {
    if (!m_tree)
        return {};
    const auto& data = m_tree->m_nodes[m_index];
    return {m_tree->m_source, data.fullBegin, data.end};
}
Span TreeNode::contentSpan() const {
    if (!m_tree)
        return {};
    const auto& data = m_tree->m_nodes[m_index];
    return {m_tree->m_source, data.contentBegin, data.contentEnd};
}

Value TreeNode::value() const { return valueAt(0); }

Value TreeNode::valueAt(int depth) const {
    const TreeNode node = resolved();
    const auto written = [&] {
        const Span at = node.fullSpan();
        return node.m_tree->m_text->text().substr(at.begin, at.length());
    };
    if (!node.exists() || node.kind() == TreeKind::Null)
        return {};
    if (depth > maxValueDepth || node.isFilledIn() ||
        (!node.tag().empty() && !isCoreTag(node.tag())))
        return Unknown{written()};
    if (node.kind() == TreeKind::Scalar) {
        const bool text =
            node.style() != ScalarStyle::Plain || node.tag() == "!!str" || node.tag() == "!";
        return text ? Value(node.scalar()) : plainValue(node.scalar());
    }
    if (node.kind() == TreeKind::Sequence) {
        ValueList list;
        for (const TreeNode& item : node.items())
            list.push_back(item.valueAt(depth + 1));
        return list;
    }
    ValueMap map;
    for (const TreeEntry& entry : node.entries())
        map.emplace_back(entry.name(), entry.value.valueAt(depth + 1));
    return map;
}

std::optional<double> TreeNode::number() const {
    if (!isScalar() || (!tag().empty() && !isCoreTag(tag())))
        return std::nullopt;
    const auto value = numeric(scalar());
    return value ? std::optional(value->number()) : std::nullopt;
}

std::optional<bool> TreeNode::boolean() const {
    if (!isScalar() || (!tag().empty() && !isCoreTag(tag())))
        return std::nullopt;
    return truth(scalar());
}

} // namespace limn
