// SPDX-License-Identifier: GPL-3.0-or-later
// How TreeEdit gives an entry another value, and makes one value a list and back.
#include <algorithm>

#include "core/manifests/tree_edit.h"

namespace limn {
namespace {

// The lines of a text as a literal block holds them; empty when it cannot hold the text exactly.
std::string literal(std::string_view text, std::size_t indent, std::string_view newline) {
    const bool ended = text.ends_with('\n');
    if (ended)
        text.remove_suffix(1);
    const bool plain = !text.empty() && text.front() != ' ' && text.front() != '\n' &&
                       text.back() != '\n' && text.find_first_of("\r\t") == text.npos;
    if (!plain)
        return {};
    std::string out = ended ? "|" : "|-";
    while (true) {
        const std::size_t end = text.find('\n');
        const std::string_view line = text.substr(0, end);
        out += newline;
        out += line.empty() ? std::string() : std::string(indent, ' ') + std::string(line);
        if (end == text.npos)
            return out;
        text.remove_prefix(end + 1);
    }
}

} // namespace

void TreeEdit::replaceText(const TreeNode& scalar, bool inFlow, std::string_view text) {
    const Span at = scalar.span();
    if (scalar.style() == ScalarStyle::Literal) {
        const std::size_t content = m_text.find_first_not_of(" \r\n", nextLine(at.begin));
        const std::string lines =
            content < at.end ? literal(text, column(content), m_newline) : std::string();
        if (!lines.empty())
            return replace(at.begin, at.end, lines);
    }
    // Quotes that the old text did not need are the author's habit; others go with the need.
    Spelling spelling{m_tree.isJson(), inFlow, ScalarStyle::Plain};
    const bool needed = spellText(scalar.scalar(), spelling) != scalar.scalar();
    if (!needed || spellText(text, spelling) != text)
        spelling.quotes = scalar.style();
    replace(at.begin, at.end, spellText(text, spelling));
}

void TreeEdit::replaceValue(const TreeEntry& entry, bool inFlow, const Value& value) {
    const Spelling spelling{m_tree.isJson(), inFlow, ScalarStyle::Plain};
    const TreeNode& old = entry.value;
    const std::size_t colon = m_text.find(':', entry.key.span().end);
    const Span at = old.span();
    if (old.kind() == TreeKind::Scalar && value.string() && old.tag().empty())
        return replaceText(old, inFlow, *value.string());
    if (at.length() == 0)
        return insert(std::max<std::size_t>(at.begin, colon + 1), ' ' + spell(value, spelling));
    const bool isBlock = (old.isMap() || old.isSequence()) && !old.isFlow();
    if (!isBlock) {
        // A tag would give the new value the old type; an anchor is still needed by its aliases.
        const std::size_t begin =
            old.tag().empty() || !old.anchor().empty() ? at.begin : old.fullSpan().begin;
        return replace(begin, at.end, spell(value, spelling));
    }
    insert(colon + 1, ' ' + spell(value, spelling));
    replace(lineEnd(colon), at.end, {});
}

void TreeEdit::makeList(const TreeEntry& owner, bool inFlow, bool block, const NewEntry& second) {
    const TreeNode& value = owner.value;
    const Span at = value.fullSpan();
    const bool isBlockMap = value.isMap() && !value.isFlow();
    if (inFlow || (!block && !isBlockMap)) {
        insert(at.begin, "[");
        insert(at.end, ", " + flow(second) + ']');
        return;
    }
    const std::size_t dash = column(owner.span.begin) + m_dashStep;
    const std::size_t colon = m_text.find(':', owner.key.span().end);
    const std::string item = breakAndIndent(dash) + blockItem(second, dash);
    if (!isBlockMap) {
        replace(colon + 1, at.begin, breakAndIndent(dash) + "- ");
        return insert(lineEnd(at.end), item);
    }
    const std::size_t was = column(at.begin);
    replace(lineBegin(at.begin), at.begin, std::string(dash, ' ') + "- ");
    const auto all = children(value);
    const std::size_t end = endWithComments(all.back());
    for (std::size_t line = nextLine(at.begin); line < end; line = nextLine(line)) {
        if (isBlank(line))
            continue;
        if (dash + 2 > was)
            insert(line, std::string(dash + 2 - was, ' '));
        else if (dash + 2 < was && m_text.find_first_not_of(' ', line) >= line + was - dash - 2)
            replace(line, line + was - dash - 2, {});
    }
    insert(end, item);
}

bool TreeEdit::keepOne(const TreeEntry& owner, std::size_t kept) {
    const TreeNode& list = owner.value;
    const TreeNode item = list.item(kept);
    const Span at = item.fullSpan(), whole = list.span();
    if (list.isFlow()) {
        if (m_text.find('\n', whole.begin) < at.begin || m_text.find('\n', at.end) < whole.end)
            return false;
        replace(whole.begin, at.begin, {});
        replace(at.end, whole.end, {});
        return true;
    }
    const std::size_t colon = m_text.find(':', owner.key.span().end);
    const bool isBlockMap = item.isMap() && !item.isFlow();
    if (!list.anchor().empty() ||
        m_text.find_first_not_of(" \t\r", colon + 1) != m_text.find('\n', colon))
        return false;
    const auto inKept = [&](std::size_t line) { return line > at.begin && line < at.end; };
    for (std::size_t line = nextLine(colon); line < whole.end; line = nextLine(line))
        if (commentColumn(line) != m_text.npos && !inKept(line))
            return false;
    const std::size_t indent = column(owner.span.begin) + m_step;
    replace(colon + 1, at.begin, isBlockMap ? breakAndIndent(indent) : std::string(" "));
    if (isBlockMap) {
        const std::size_t was = column(at.begin);
        for (std::size_t line = nextLine(at.begin); line < at.end; line = nextLine(line)) {
            if (isBlank(line))
                continue;
            if (indent > was)
                insert(line, std::string(indent - was, ' '));
            else if (indent < was && m_text.find_first_not_of(' ', line) >= line + was - indent)
                replace(line, line + was - indent, {});
        }
    }
    if (lineEnd(at.end) < whole.end)
        replace(lineEnd(at.end), lineEnd(whole.end), {});
    return true;
}

} // namespace limn
