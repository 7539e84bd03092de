// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/loop_writer.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/manifests/sam/evaluation.h"

namespace limn::sam {
namespace {

constexpr int maxDepth = 190; // one less than a Tree holds
constexpr std::string_view loopPrefix = "Fn::ForEach::";

bool isWordCharacter(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// The text between the quotes of a style.
std::string escaped(std::string_view text, char quote) {
    std::string out;
    for (const char c : text) {
        if (quote == '\'') {
            out += c == '\'' ? "''" : std::string(1, c);
        } else if (c == '"' || c == '\\') {
            out += {'\\', c};
        } else if (static_cast<unsigned char>(c) < 0x20) {
            out += fmt::format("\\x{:02x}", static_cast<unsigned>(c));
        } else {
            out += c;
        }
    }
    return out;
}

// Whether a plain scalar of a block stays what it is inside brackets.
bool isPlainInFlow(std::string_view text) {
    return !text.empty() &&
           text.find_first_of(",[]{}\"'#\n\r\\&*!|>%@`") == std::string_view::npos &&
           text.find(": ") == std::string_view::npos && !text.ends_with(':') &&
           !text.starts_with('-') && !text.starts_with('?') && !text.starts_with(':') &&
           !text.starts_with("=");
}

} // namespace

void LoopWriter::add(std::string_view text, Span at) {
    const auto begin = static_cast<std::uint32_t>(m_out.size());
    m_out += text;
    if (!text.empty())
        m_stretches.push_back({begin, static_cast<std::uint32_t>(m_out.size()), at});
}

void LoopWriter::write(TreeNode root) {
    add("--- ");
    node(root, {}, 0);
    add("\n");
}

LoopWriter::Use LoopWriter::firstUse(std::string_view text, const Variable& variable) {
    Use use;
    if (variable.name.empty())
        return use;
    for (std::size_t brace = text.find('{'); brace != std::string_view::npos;
         brace = text.find('{', brace + 1)) {
        if (brace == 0 || (text[brace - 1] != '$' && text[brace - 1] != '&') ||
            text.substr(brace + 1, variable.name.size()) != variable.name ||
            text.substr(brace + 1 + variable.name.size(), 1) != "}")
            continue;
        use.begin = brace - 1;
        use.end = brace + variable.name.size() + 2;
        use.isPlainWord = text[brace - 1] == '&';
        break;
    }
    return use;
}

std::string LoopWriter::valueOf(const Use& use, const Variable& variable) {
    std::string value = variable.value;
    if (use.isPlainWord)
        std::erase_if(value, [](char c) { return !isWordCharacter(c); });
    return value;
}

std::string LoopWriter::replaced(std::string_view text, const Variable& variable) {
    std::string out;
    for (Use use = firstUse(text, variable); use.begin != std::string_view::npos;
         use = firstUse(text, variable)) {
        out += text.substr(0, use.begin);
        out += valueOf(use, variable);
        text.remove_prefix(use.end);
    }
    return out += text;
}

// The bytes of a scalar with the variable's uses replaced, each piece with its own place.
void LoopWriter::pieces(std::string_view raw, Span at, const Variable& variable, char quote) {
    std::uint32_t offset = at.begin;
    while (true) {
        const Use use = firstUse(raw, variable);
        const std::size_t length = std::min(use.begin, raw.size());
        const auto begin = offset + static_cast<std::uint32_t>(length);
        add(raw.substr(0, length), {at.source, offset, begin});
        if (use.begin == std::string_view::npos)
            return;
        offset += static_cast<std::uint32_t>(use.end);
        add(escaped(valueOf(use, variable), quote), {at.source, begin, offset});
        raw.remove_prefix(use.end);
    }
}

void LoopWriter::scalar(TreeNode node, const Variable& variable) {
    const Span at = node.span();
    const Span inside = node.contentSpan();
    const std::string_view raw = std::string_view(m_text).substr(inside.begin, inside.length());
    const ScalarStyle style = node.style();
    const bool isOneLine = raw.find_first_of("\r\n") == std::string_view::npos;
    const auto quoted = [&](char quote) {
        const std::string mark(1, quote);
        add(mark, {at.source, at.begin, inside.begin});
        pieces(raw, inside, variable, quote);
        add(mark, {at.source, inside.end, at.end});
    };
    if (node.kind() == TreeKind::Alias)
        add('"' + escaped(replaced(node.scalar(), variable), '"') + '"', at);
    else if (style == ScalarStyle::DoubleQuoted && isOneLine)
        quoted('"');
    else if (style == ScalarStyle::SingleQuoted && isOneLine)
        quoted('\'');
    else if (style == ScalarStyle::Plain && isPlainInFlow(raw))
        add(raw, at);
    else if (style == ScalarStyle::Plain && isOneLine &&
             raw.find_first_of("\"\\") == std::string_view::npos)
        quoted('"');
    else
        add('"' + escaped(replaced(node.scalar(), variable), '"') + '"', at);
}

// The texts of a loop's collection, as the parameters' defaults give them.
std::vector<std::string> LoopWriter::collection(TreeNode node, bool& isKnown) const {
    std::vector<std::string> out;
    const std::vector<TextList> lists = Evaluation(m_resolver, Known::Defaults).lists(node);
    isKnown = lists.size() == 1 && !lists.front().rest && !lists.front().isNothing &&
              (node.isSequence() || intrinsic(node).has_value());
    if (!isKnown)
        return out;
    for (const Expression& item : lists.front().items) {
        const std::optional<std::string> text = item.text();
        isKnown = isKnown && text.has_value();
        out.push_back(text.value_or(std::string()));
    }
    return out;
}

bool LoopWriter::loop(const TreeEntry& entry, int depth, std::unordered_set<std::string>& keys) {
    const TreeNode name = entry.value.item(0);
    const TreeNode body = entry.value.item(2);
    if (entry.value.size() != 3 || !name.isScalar() || name.scalar().empty() || !body.isMap())
        return false;
    bool isKnown = false;
    const std::vector<std::string> values = collection(entry.value.item(1), isKnown);
    if (!isKnown)
        return false;
    m_hasWrittenOut = true;
    for (const std::string& value : values) {
        if (isFull())
            break;
        entries(body, {name.scalar(), value}, depth + 1, keys);
    }
    return true;
}

void LoopWriter::entries(TreeNode node, const Variable& variable, int depth,
                         std::unordered_set<std::string>& keys) {
    for (const TreeEntry& entry : node.entries()) {
        if (isFull())
            return;
        const bool isOutermost = variable.name.empty();
        if (isOutermost && entry.name().starts_with(loopPrefix) && loop(entry, depth, keys))
            continue;
        const std::string key = replaced(entry.name(), variable);
        // Loops inside a loop have the same name each time; the next pass writes them out.
        if (!keys.insert(key).second && !key.starts_with(loopPrefix)) {
            if (!isOutermost)
                m_problems.push_back({Severity::Warning, "duplicate-key",
                                      fmt::format("The loop makes `{}` a second time; the first "
                                                  "counts.",
                                                  key),
                                      entry.key.span()});
            continue;
        }
        if (!m_out.ends_with('{'))
            add(", ");
        scalar(entry.key, variable);
        add(": ");
        this->node(entry.value, variable, depth + 1);
    }
}

// The brackets stand for the whole collection, so that its ends are found again.
void LoopWriter::map(TreeNode node, const Variable& variable, int depth) {
    const Span at = node.span();
    add("{", at);
    std::unordered_set<std::string> keys;
    entries(node, variable, depth, keys);
    add("}", at);
}

void LoopWriter::node(TreeNode node, const Variable& variable, int depth) {
    const Span at = node.span();
    const bool isDeep = depth > maxDepth;
    if (isDeep || isFull() || node.kind() == TreeKind::Missing || node.isNull()) {
        add("~", at);
        return;
    }
    // A reference to the variable is its value.
    if (const std::optional<Intrinsic> call = intrinsic(node);
        call && call->name == "Ref" && !variable.name.empty() &&
        call->argument.scalar() == variable.name) {
        add('"' + escaped(variable.value, '"') + '"', node.fullSpan());
        return;
    }
    if (const std::string_view tag = node.tag(); !tag.empty()) {
        add(tag, {at.source, node.fullSpan().begin, at.begin});
        add(" ");
    }
    if (node.isMap()) {
        map(node, variable, depth);
    } else if (node.isSequence()) {
        add("[", at);
        bool isFirst = true;
        for (const TreeNode item : node.items()) {
            if (!isFirst)
                add(", ");
            isFirst = false;
            this->node(item, variable, depth + 1);
        }
        add("]", at);
    } else {
        scalar(node, variable);
    }
}

} // namespace limn::sam
