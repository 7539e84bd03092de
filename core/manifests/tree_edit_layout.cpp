// SPDX-License-Identifier: GPL-3.0-or-later
// What TreeEdit knows of lines, blank lines and comments, and how it takes entries out.
#include <algorithm>

#include "core/manifests/tree_edit.h"

namespace limn {

std::size_t TreeEdit::lineBegin(std::size_t at) const {
    const std::size_t newline = at == 0 ? m_text.npos : m_text.rfind('\n', at - 1);
    return newline == m_text.npos ? 0 : newline + 1;
}

std::size_t TreeEdit::lineEnd(std::size_t at) const {
    const std::size_t newline = m_text.find('\n', at);
    if (newline == m_text.npos)
        return m_text.size();
    return newline > at && m_text[newline - 1] == '\r' ? newline - 1 : newline;
}

std::size_t TreeEdit::nextLine(std::size_t at) const {
    const std::size_t newline = m_text.find('\n', at);
    return newline == m_text.npos ? m_text.size() : newline + 1;
}

bool TreeEdit::startsLine(std::size_t at) const {
    const std::size_t begin = lineBegin(at);
    return m_text.find_first_not_of(" \t", begin) >= at;
}

bool TreeEdit::isBlank(std::size_t lineStart) const {
    const std::size_t content = m_text.find_first_not_of(" \t\r", lineStart);
    return content == m_text.npos || m_text[content] == '\n';
}

std::size_t TreeEdit::commentColumn(std::size_t lineStart) const {
    const std::size_t content = m_text.find_first_not_of(" \t", lineStart);
    return content != m_text.npos && m_text[content] == '#' ? content - lineStart : m_text.npos;
}

std::size_t TreeEdit::ownCommentsBegin(std::size_t entryBegin, std::size_t limit) const {
    std::size_t begin = lineBegin(entryBegin);
    while (begin > limit) {
        const std::size_t above = lineBegin(begin - 1);
        if (above < limit || commentColumn(above) != column(entryBegin))
            break;
        begin = above;
    }
    return begin;
}

// The comments that are indented below an entry belong to it: what follows the entry comes after
// them.
std::size_t TreeEdit::endWithComments(const Child& child) const {
    std::size_t end = lineEnd(child.end);
    for (std::size_t next = nextLine(end); next < m_text.size(); next = nextLine(end)) {
        const std::size_t comment = commentColumn(next);
        if (comment == m_text.npos || comment <= column(child.begin))
            break;
        end = lineEnd(next);
    }
    return end;
}

bool TreeEdit::isSpaced(const std::vector<Child>& all) const {
    for (std::size_t i = 1; i < all.size(); ++i) {
        const std::size_t begin = ownCommentsBegin(all[i].begin, nextLine(all[i - 1].end));
        if (begin > 0 && isBlank(lineBegin(begin - 1)))
            return true;
    }
    return all.size() == 1 && m_tree.root().size() == 1 &&
           all.front().begin == m_tree.root().fullSpan().begin;
}

void TreeEdit::removeEntries(const TreeNode& map, const std::set<std::size_t>& which) {
    remove(map, which);
}
void TreeEdit::removeItems(const TreeNode& list, const std::set<std::size_t>& which) {
    remove(list, which);
}

void TreeEdit::remove(const TreeNode& collection, const std::set<std::size_t>& which) {
    const auto all = children(collection);
    const bool isRoot = collection == m_tree.root();
    for (auto it = which.begin(); it != which.end();) {
        const std::size_t first = *it;
        std::size_t last = first;
        for (++it; it != which.end() && *it == last + 1; ++it)
            ++last;
        if (collection.isFlow())
            removeFlowRun(collection, all, first, last);
        else
            removeBlockRun(all, first, last, isRoot);
    }
}

void TreeEdit::removeBlockRun(const std::vector<Child>& all, std::size_t first, std::size_t last,
                              bool isRoot) {
    const auto drop = [this](std::size_t begin, std::size_t end) {
        m_removed.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    };
    const bool endsCollection = last + 1 == all.size();
    if (!startsLine(all[first].begin))
        return drop(all[first].begin, endsCollection ? all[last].end : all[last + 1].begin);
    // What stands above the first top entry speaks of the file.
    std::size_t begin =
        isRoot && first == 0
            ? lineBegin(all[first].begin)
            : ownCommentsBegin(all[first].begin, first > 0 ? nextLine(all[first - 1].end) : 0);
    const std::size_t end = endWithComments(all[last]);
    std::size_t next = nextLine(end);
    const bool blankAbove = begin > 0 && isBlank(lineBegin(begin - 1));
    const bool blankBelow = next >= m_text.size() || isBlank(next);
    if (blankAbove && (blankBelow || (endsCollection && first > 0)))
        begin = lineBegin(begin - 1);
    // Nothing is left above that the blank line would keep apart from what follows.
    if (!blankAbove && blankBelow && first == 0 && !endsCollection && (!isRoot || begin == 0))
        next = nextLine(next);
    // The line that becomes the last one ends as the last one did.
    if (end == m_text.size() && begin > 0)
        return drop(lineEnd(lineBegin(begin - 1)), end);
    drop(begin, next);
}

void TreeEdit::removeFlowRun(const TreeNode& collection, const std::vector<Child>& all,
                             std::size_t first, std::size_t last) {
    const auto drop = [this](std::size_t begin, std::size_t end) {
        m_removed.push_back({static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)});
    };
    if (last + 1 < all.size())
        return drop(all[first].begin, all[last + 1].begin);
    if (first > 0)
        return drop(all[first - 1].end, all[last].end);
    drop(collection.span().begin + 1, collection.span().end - 1);
}

void TreeEdit::copyEntry(const TreeNode& map, std::size_t which, std::string_view key,
                         const std::set<std::size_t>& without) {
    const TreeEntry entry = map.writtenEntries()[which];
    const auto all = children(map);
    const std::size_t begin = entry.span.begin;
    TreeEdit inside = *this;
    inside.m_edits.clear();
    inside.m_removed.clear();
    inside.replaceText(entry.key, map.isFlow(), key);
    inside.removeEntries(entry.value, without);
    std::vector<TreeNode> open{entry.value};
    while (!open.empty()) {
        const TreeNode node = open.back();
        open.pop_back();
        if (node.kind() == TreeKind::Alias)
            continue;
        if (!node.anchor().empty()) {
            const std::size_t at = m_text.find('&', node.fullSpan().begin);
            inside.replace(at > begin ? at - 1 : at, at + node.anchor().size() + 1, {});
        }
        for (const TreeEntry& inner : node.writtenEntries())
            open.push_back(inner.value);
        for (const TreeNode& item : node.items())
            open.push_back(item);
    }
    const std::size_t end = map.isFlow() ? entry.span.end : endWithComments(all[which]);
    std::vector<TextEdit> edits = inside.take();
    for (TextEdit& edit : edits) {
        edit.begin -= static_cast<std::uint32_t>(begin);
        edit.end = static_cast<std::uint32_t>(std::min<std::size_t>(edit.end, end) - begin);
    }
    const auto copy =
        applied(std::string_view(m_text).substr(begin, end - begin), std::move(edits));
    if (!copy)
        return;
    std::string text = *copy;
    while (text.ends_with('\n') || text.ends_with('\r'))
        text.pop_back();
    if (map.isFlow()) {
        const bool lines = startsLine(begin);
        insert(end, (lines ? "," + breakAndIndent(column(begin)) : std::string(", ")) + text);
        return;
    }
    insert(end, (isSpaced(all) ? m_newline : "") + breakAndIndent(column(begin)) + text);
}

} // namespace limn
