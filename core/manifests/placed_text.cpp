// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/placed_text.h"

#include <algorithm>

namespace limn {
namespace {

bool isBlank(char c) { return c == ' ' || c == '\n' || c == '\t' || c == '\r'; }

// Bytes of an escape in double quotes: `\n`, `\u00e9`.
std::size_t escapeLength(std::string_view bytes) {
    if (bytes.size() < 2)
        return bytes.size();
    switch (bytes[1]) {
    case 'x':
        return 4;
    case 'u':
        return 6;
    case 'U':
        return 10;
    default:
        return 2;
    }
}

// Bytes of the character that a text begins with.
std::size_t characterLength(std::string_view text) {
    std::size_t n = 1;
    while (n < text.size() && (static_cast<unsigned char>(text[n]) & 0xC0U) == 0x80U)
        ++n;
    return n;
}

} // namespace

void PlacedText::add(std::size_t begin, std::size_t length, Span at, bool isExact) {
    if (length == 0)
        return;
    if (isExact && !m_runs.empty()) {
        Run& last = m_runs.back();
        if (last.isExact && last.begin + last.length == begin && last.at.source == at.source &&
            last.at.end == at.begin) {
            last.length += length;
            last.at.end = at.end;
            return;
        }
    }
    m_runs.push_back({begin, length, at, isExact});
}

// Walks text and bytes side by side. What differs is an escape, the indentation of a block, a line
// that was folded to a space; bytes that fit nothing leave the rest without exact places.
void PlacedText::append(const Source& source, TreeNode scalar) {
    const std::string_view text = scalar.scalar();
    const Span content = scalar.contentSpan();
    const std::string_view bytes =
        std::string_view(source.text()).substr(content.begin, content.length());
    const ScalarStyle style = scalar.style();
    const std::size_t base = m_text.size();
    m_text += text;
    const auto at = [&](std::size_t begin, std::size_t end) {
        return Span{content.source, content.begin + static_cast<std::uint32_t>(begin),
                    content.begin + static_cast<std::uint32_t>(end)};
    };
    std::size_t t = 0, b = 0;
    while (t < text.size() && b < bytes.size()) {
        if (style == ScalarStyle::DoubleQuoted && bytes[b] == '\\') {
            const std::size_t length = std::min(escapeLength(bytes.substr(b)), bytes.size() - b);
            if (length == 2 && isBlank(bytes[b + 1]) && bytes[b + 1] != ' ' &&
                bytes[b + 1] != '\t') {
                b += 2; // the line goes on
                while (b < bytes.size() && isBlank(bytes[b]))
                    ++b;
                continue;
            }
            std::size_t escape = length;
            // A character may be written as two escapes, of a high and a low surrogate.
            const std::size_t made = characterLength(text.substr(t));
            if (made == 4 && length == 6 && bytes.substr(b + 6).starts_with("\\u"))
                escape = std::min<std::size_t>(12, bytes.size() - b);
            add(base + t, made, at(b, b + escape), escape == made);
            t += made;
            b += escape;
        } else if (bytes[b] == text[t]) {
            add(base + t, 1, at(b, b + 1), true);
            const bool isPair = style == ScalarStyle::SingleQuoted && text[t] == '\'';
            b += isPair ? 2 : 1;
            ++t;
        } else if (isBlank(bytes[b])) {
            ++b;
        } else if (isBlank(text[t])) {
            add(base + t, 1, at(b, b), false);
            ++t;
        } else {
            break;
        }
    }
    add(base + t, text.size() - t, content, false);
}

void PlacedText::append(std::string_view made, Span at) {
    add(m_text.size(), made.size(), at, false);
    m_text += made;
}

void PlacedText::append(const PlacedText& other, std::size_t begin, std::size_t end) {
    const std::size_t base = m_text.size();
    m_text += std::string_view(other.m_text).substr(begin, end - begin);
    auto run = std::ranges::upper_bound(other.m_runs, begin, {}, &Run::begin);
    if (run != other.m_runs.begin())
        --run;
    for (; run != other.m_runs.end() && run->begin < end; ++run) {
        const std::size_t from = std::max(begin, run->begin);
        const std::size_t to = std::min(end, run->begin + run->length);
        if (from >= to)
            continue;
        Span at = run->at;
        if (run->isExact) {
            at.begin += static_cast<std::uint32_t>(from - run->begin);
            at.end = at.begin + static_cast<std::uint32_t>(to - from);
        }
        add(base + from - begin, to - from, at, run->isExact);
    }
}

const PlacedText::Run* PlacedText::runAt(std::size_t offset) const {
    auto run = std::ranges::upper_bound(m_runs, offset, {}, &Run::begin);
    return run == m_runs.begin() ? nullptr : &*--run;
}

Span PlacedText::place(std::size_t begin, std::size_t end) const {
    const Run* first = runAt(begin);
    const Run* last = runAt(end > begin ? end - 1 : begin);
    if (!first || !last)
        return {};
    Span at = first->at;
    if (first->isExact)
        at.begin += static_cast<std::uint32_t>(std::min(begin - first->begin, first->length));
    at.end = last->at.end;
    if (last->isExact)
        at.end =
            last->at.begin + static_cast<std::uint32_t>(std::min(end - last->begin, last->length));
    if (at.source != last->at.source || at.end < at.begin)
        return first->at;
    return at;
}

} // namespace limn
