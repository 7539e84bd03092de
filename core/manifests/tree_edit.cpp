// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/tree_edit.h"

#include <algorithm>

namespace limn {
namespace {

// What the block collections below a node show of the text's habits.
struct Habits {
    std::size_t step = 0, dashStep = std::string::npos;
};

} // namespace

TreeEdit::TreeEdit(const Source& source, std::uint32_t index, const Tree& tree)
    : m_text(source.text()), m_index(index), m_tree(tree) {
    const std::size_t end = m_text.find('\n');
    m_newline = end != std::string::npos && end > 0 && m_text[end - 1] == '\r' ? "\r\n" : "\n";
    Habits habits;
    std::vector<TreeNode> open{tree.root()};
    // The first places that show a habit decide; a bounded look is enough.
    for (std::size_t i = 0; i < open.size() && i < 500; ++i) {
        const TreeNode map = open[i]; // a copy: the list grows below
        for (const TreeEntry& entry : map.writtenEntries()) {
            const TreeNode& value = entry.value;
            if (value.kind() != TreeKind::Map && value.kind() != TreeKind::Sequence)
                continue;
            const std::size_t own = column(entry.span.begin);
            if (!map.isFlow() && !value.isFlow() && value.size() > 0) {
                const std::size_t inner = column(children(value).front().begin);
                if (value.isMap() && habits.step == 0 && inner > own)
                    habits.step = inner - own;
                if (value.isSequence() && habits.dashStep == std::string::npos && inner >= own)
                    habits.dashStep = inner - own;
            } else if (m_tree.isJson() && value.size() > 0 && habits.step == 0) {
                const auto inner = children(value);
                if (startsLine(inner.front().begin) && column(inner.front().begin) > own)
                    habits.step = column(inner.front().begin) - own;
            }
            if (value.isMap())
                open.push_back(value);
            for (const TreeNode& item : value.items())
                if (item.kind() == TreeKind::Map)
                    open.push_back(item);
        }
    }
    if (habits.step > 0)
        m_step = habits.step;
    m_dashStep = habits.dashStep != std::string::npos ? habits.dashStep : m_step;
}

std::vector<TreeEdit::Child> TreeEdit::children(const TreeNode& collection) const {
    std::vector<Child> all;
    for (const TreeEntry& entry : collection.writtenEntries())
        all.push_back({entry.span.begin, entry.span.end});
    for (const TreeNode& item : collection.items()) {
        Child child{item.fullSpan().begin, item.span().end};
        const std::size_t dash = collection.isFlow() || child.begin == 0
                                     ? m_text.npos
                                     : m_text.rfind('-', child.begin - 1);
        if (dash != m_text.npos)
            child.begin = static_cast<std::uint32_t>(dash);
        all.push_back(child);
    }
    return all;
}

void TreeEdit::insert(std::size_t at, std::string text) { replace(at, at, std::move(text)); }

void TreeEdit::replace(std::size_t begin, std::size_t end, std::string text) {
    m_edits.push_back({m_index, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end),
                       std::move(text)});
}

std::string TreeEdit::breakAndIndent(std::size_t indent) const {
    return m_newline + std::string(indent, ' ');
}

std::string TreeEdit::spelled(const NewEntry& entry, bool inFlow) const {
    const Spelling spelling{m_tree.isJson(), inFlow, ScalarStyle::Plain};
    if (entry.key.empty())
        return spell(entry.value, spelling);
    const std::string key = spellText(entry.key, spelling);
    if (!entry.value.isNull())
        return key + ": " + spell(entry.value, spelling);
    return key + (inFlow ? ": {}" : ":");
}

std::string TreeEdit::block(const NewEntry& entry, std::size_t indent) const {
    if (entry.entries.empty())
        return spelled(entry, false);
    std::string out = spellText(entry.key, {}) + ':';
    for (const NewEntry& inner : entry.entries)
        out += inner.key.empty()
                   ? breakAndIndent(indent + m_dashStep) + blockItem(inner, indent + m_dashStep)
                   : breakAndIndent(indent + m_step) + block(inner, indent + m_step);
    return out;
}

std::string TreeEdit::blockItem(const NewEntry& entry, std::size_t indent) const {
    std::string out = "- ";
    if (entry.entries.empty())
        return out + spelled(entry, false);
    for (std::size_t i = 0; i < entry.entries.size(); ++i)
        out += (i ? breakAndIndent(indent + 2) : "") + block(entry.entries[i], indent + 2);
    return out;
}

std::string TreeEdit::flow(const NewEntry& entry) const {
    if (entry.entries.empty())
        return spelled(entry, true);
    const Spelling spelling{m_tree.isJson(), true, ScalarStyle::Plain};
    const bool isList = entry.entries.front().key.empty();
    std::string out = entry.key.empty() ? "" : spellText(entry.key, spelling) + ": ";
    out += isList ? '[' : '{';
    for (std::size_t i = 0; i < entry.entries.size(); ++i)
        out += (i ? ", " : "") + flow(entry.entries[i]);
    return out + (isList ? ']' : '}');
}

std::string TreeEdit::flowLines(const NewEntry& entry, std::size_t indent) const {
    if (entry.entries.empty())
        return spelled(entry, true);
    const bool isList = entry.entries.front().key.empty();
    std::string out = entry.key.empty() ? "" : spellText(entry.key, {true, true, {}}) + ": ";
    out += isList ? '[' : '{';
    for (std::size_t i = 0; i < entry.entries.size(); ++i)
        out += (i ? "," : "") + breakAndIndent(indent + m_step) +
               flowLines(entry.entries[i], indent + m_step);
    return out + breakAndIndent(indent) + (isList ? ']' : '}');
}

void TreeEdit::addEntry(const TreeNode& map, const NewEntry& entry) { addChild(map, entry, false); }
void TreeEdit::addItem(const TreeNode& list, const NewEntry& item) { addChild(list, item, true); }

void TreeEdit::addChild(const TreeNode& collection, const NewEntry& entry, bool isItem) {
    const auto all = children(collection);
    if (collection.isFlow())
        addToFlow(collection, all, entry);
    else if (!all.empty())
        addToBlock(all, entry, isItem);
}

void TreeEdit::addToBlock(const std::vector<Child>& all, const NewEntry& entry, bool isItem) {
    const std::size_t indent = column(all.back().begin);
    insert(endWithComments(all.back()),
           (isSpaced(all) ? m_newline : "") + breakAndIndent(indent) +
               (isItem ? blockItem(entry, indent) : block(entry, indent)));
}

void TreeEdit::addToFlow(const TreeNode& collection, const std::vector<Child>& all,
                         const NewEntry& entry) {
    const std::size_t close = collection.span().end - 1;
    if (all.empty()) {
        const std::size_t outer =
            m_text.find_first_not_of(' ', lineBegin(collection.span().begin)) -
            lineBegin(collection.span().begin);
        const std::size_t newline = m_text.find('\n');
        const bool lines = m_tree.isJson() && newline != m_text.npos && newline + 1 < m_text.size();
        replace(collection.span().begin + 1, close,
                lines ? breakAndIndent(outer + m_step) + flowLines(entry, outer + m_step) +
                            breakAndIndent(outer)
                      : flow(entry));
        return;
    }
    const std::size_t last = all.back().end;
    const std::size_t comma = m_text.find_first_not_of(" \t\r\n", last);
    const bool trailing = comma != m_text.npos && m_text[comma] == ',';
    if (!startsLine(all.back().begin)) {
        insert(trailing ? comma + 1 : last, (trailing ? " " : ", ") + flow(entry));
        return;
    }
    const std::size_t indent = column(all.back().begin);
    const std::size_t after = trailing ? comma + 1 : last;
    const std::size_t at = lineEnd(after) < close ? lineEnd(after) : after;
    const std::string text = breakAndIndent(indent) +
                             (m_tree.isJson() ? flowLines(entry, indent) : flow(entry)) +
                             (trailing ? "," : "");
    if (!trailing)
        insert(last, ",");
    insert(at, text);
}

void TreeEdit::makeMap(const TreeEntry& owner, bool inFlow, const std::vector<NewEntry>& entries) {
    const NewEntry map{{}, {}, entries};
    const std::size_t colon = m_text.find(':', owner.key.span().end);
    const Span value = owner.value.span();
    if (inFlow) {
        const std::size_t indent = column(owner.span.begin);
        const bool lines = m_tree.isJson() && startsLine(owner.span.begin);
        replace(colon + 1, std::max<std::size_t>(value.end, colon + 1),
                ' ' + (lines ? flowLines(map, indent) : flow(map)));
        return;
    }
    if (value.length() > 0)
        replace(colon + 1, value.end, {});
    const std::size_t indent = column(owner.span.begin) + m_step;
    std::string text;
    for (const NewEntry& entry : entries)
        text += breakAndIndent(indent) + block(entry, indent);
    insert(lineEnd(std::max<std::size_t>(value.end, colon + 1)), std::move(text));
}

void TreeEdit::makeMap(const TreeNode& item, bool inFlow, const std::vector<NewEntry>& entries) {
    const Span at = item.fullSpan();
    if (inFlow) {
        replace(at.begin, at.end, flow({{}, {}, entries}));
        return;
    }
    const std::size_t indent = column(at.begin);
    std::string text;
    for (std::size_t i = 1; i < entries.size(); ++i)
        text += breakAndIndent(indent) + block(entries[i], indent);
    replace(at.begin, at.end, block(entries.front(), indent));
    insert(lineEnd(at.end), std::move(text));
}

void TreeEdit::addTop(const std::vector<NewEntry>& entries) {
    const TreeNode root = m_tree.root();
    const auto all = children(root);
    if (root.isMap() && (root.isFlow() || all.empty())) {
        for (const NewEntry& entry : entries)
            addEntry(root, entry);
        return;
    }
    // A last line that only ends the document, or a second document, must stay behind the new
    // entries.
    const std::size_t content = m_text.find_last_not_of(" \t\r\n");
    const bool atEnd =
        m_tree.documents().size() <= 1 &&
        (content == m_text.npos || !m_text.substr(lineBegin(content)).starts_with("..."));
    std::size_t at = content == m_text.npos ? m_text.size() : lineEnd(content);
    if (!atEnd && !all.empty())
        at = endWithComments(all.back());
    const bool afterComment = at > 0 && commentColumn(lineBegin(at)) == 0;
    std::string text;
    for (const NewEntry& entry : entries) {
        const bool first = text.empty() && content == m_text.npos;
        if (!first)
            text += (isSpaced(all) || all.empty() || afterComment ? m_newline : "") + m_newline;
        text += block(entry, 0);
    }
    const bool endsFile = at == m_text.size() && content == m_text.npos;
    insert(at, text + (endsFile ? m_newline : ""));
}

std::vector<TextEdit> TreeEdit::take() {
    std::sort(m_removed.begin(), m_removed.end(),
              [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
    for (std::size_t i = 0; i < m_removed.size();) {
        Stretch whole = m_removed[i];
        for (++i; i < m_removed.size() && m_removed[i].begin <= whole.end; ++i)
            whole.end = std::max(whole.end, m_removed[i].end);
        m_edits.push_back({m_index, whole.begin, whole.end, {}});
    }
    std::stable_sort(m_edits.begin(), m_edits.end(),
                     [](const TextEdit& a, const TextEdit& b) { return a.begin < b.begin; });
    return std::move(m_edits);
}

} // namespace limn
