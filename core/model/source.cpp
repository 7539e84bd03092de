// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/source.h"

#include <algorithm>
#include <iterator>

namespace limn {
namespace {

// Bytes that start a code point: all but UTF-8 continuation bytes.
bool startsCodePoint(char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; }

// The next `\r` that ends a line by itself.
std::size_t findLonelyReturn(const std::string& text, std::size_t from) {
    std::size_t at = text.find('\r', from);
    while (at != std::string::npos && at + 1 < text.size() && text[at + 1] == '\n')
        at = text.find('\r', at + 1);
    return at;
}

constexpr std::size_t block = 256;     // bytes
constexpr std::size_t longLine = 4096; // more than that is not counted again for each place

bool hasLongLine(const std::vector<std::uint32_t>& starts, std::size_t size) {
    for (std::size_t i = 0; i < starts.size(); ++i)
        if ((i + 1 < starts.size() ? starts[i + 1] : size) - starts[i] > longLine)
            return true;
    return false;
}

} // namespace

Source::Source(std::string path, std::string text, SourceRole role, std::string root)
    : m_path(std::move(path)), m_text(std::move(text)), m_role(role), m_root(std::move(root)) {
    if (m_root.empty())
        m_root = folder();
    m_lineStarts.push_back(0);
    std::size_t lonelyReturn = findLonelyReturn(m_text, 0);
    for (std::size_t next = 0;;) {
        const std::size_t end = std::min(m_text.find('\n', next), lonelyReturn);
        if (end == std::string::npos)
            break;
        next = end + 1;
        m_lineStarts.push_back(static_cast<std::uint32_t>(next));
        if (end == lonelyReturn)
            lonelyReturn = findLonelyReturn(m_text, next);
    }
    if (!hasLongLine(m_lineStarts, m_text.size()))
        return;
    std::uint32_t count = 0;
    for (std::size_t i = 0; i < m_text.size(); ++i) {
        if (i % block == 0)
            m_codePoints.push_back(count);
        count += startsCodePoint(m_text[i]) ? 1 : 0;
    }
}

std::size_t Source::codePointsBefore(std::size_t offset) const {
    const std::size_t at = offset / block;
    const std::size_t known = at < m_codePoints.size() ? at : m_codePoints.size() - 1;
    const auto from = m_text.begin() + static_cast<std::ptrdiff_t>(known * block);
    const auto to = m_text.begin() + static_cast<std::ptrdiff_t>(offset);
    return m_codePoints[known] + static_cast<std::size_t>(std::count_if(from, to, startsCodePoint));
}

std::string Source::folder() const {
    const std::size_t slash = m_path.rfind('/');
    if (slash == std::string::npos)
        return ".";
    return slash == 0 ? "/" : m_path.substr(0, slash);
}

std::string Source::title() const {
    constexpr std::string_view bland[] = {"template",   "limn", "manifest",
                                          "serverless", "main", "index"};
    const auto last = [](std::string_view path) {
        return path.substr(path.rfind('/') + 1);
    }; // npos + 1 is 0
    const std::string_view name = last(m_path), stem = name.substr(0, name.rfind('.'));
    const std::size_t folderEnd = m_path.rfind('/');
    if (std::find(std::begin(bland), std::end(bland), stem) == std::end(bland) ||
        folderEnd == std::string::npos)
        return std::string(stem.empty() ? name : stem);
    const std::string_view folder = last(std::string_view(m_path).substr(0, folderEnd));
    return std::string(folder.empty() || folder == "." || folder == ".." ? stem : folder);
}

LineColumn Source::lineColumn(std::size_t offset) const {
    offset = std::min(offset, m_text.size());
    const auto next = std::upper_bound(m_lineStarts.begin(), m_lineStarts.end(), offset);
    const auto line = next - m_lineStarts.begin();
    const std::size_t start = *(next - 1);
    std::size_t before = 0;
    if (m_codePoints.empty()) {
        const auto from = m_text.begin() + static_cast<std::ptrdiff_t>(start);
        const auto to = m_text.begin() + static_cast<std::ptrdiff_t>(offset);
        before = static_cast<std::size_t>(std::count_if(from, to, startsCodePoint));
    } else {
        before = codePointsBefore(offset) - codePointsBefore(start);
    }
    if (line == 1 && before > 0 && m_text.starts_with("\xEF\xBB\xBF"))
        --before;
    return {static_cast<int>(line), 1 + static_cast<int>(before)};
}

std::pair<LineColumn, LineColumn> Source::lineColumns(Span span) const {
    const LineColumn from = lineColumn(span.begin);
    // Most spans end in the line where they begin.
    const bool oneLine = span.begin <= span.end && span.end < lineStart(from.line + 1);
    if (!oneLine)
        return {from, lineColumn(span.end)};
    const auto begin = m_text.begin() + static_cast<std::ptrdiff_t>(span.begin);
    const auto end = m_text.begin() + static_cast<std::ptrdiff_t>(span.end);
    return {
        from,
        {from.line, from.column + static_cast<int>(std::count_if(begin, end, startsCodePoint))}};
}

std::size_t Source::lineStart(int line) const {
    if (line < 1)
        return 0;
    if (line > lineCount())
        return m_text.size();
    return m_lineStarts[static_cast<std::size_t>(line - 1)];
}

std::string_view Source::line(int line) const {
    if (line < 1 || line > lineCount())
        return {};
    const std::size_t from = lineStart(line);
    std::size_t to = line == lineCount() ? m_text.size() : lineStart(line + 1);
    while (to > from && (m_text[to - 1] == '\n' || m_text[to - 1] == '\r'))
        --to;
    return std::string_view(m_text).substr(from, to - from);
}

std::uint32_t Sources::add(std::shared_ptr<const Source> source) {
    m_sources.push_back(std::move(source));
    return static_cast<std::uint32_t>(m_sources.size() - 1);
}

Sources Sources::replaced(std::uint32_t index, std::string text) const {
    Sources copy = *this;
    const Source& old = *m_sources[index];
    copy.m_sources[index] =
        std::make_shared<const Source>(old.path(), std::move(text), old.role(), old.root());
    return copy;
}

Place Sources::place(Span span) const {
    if (!span.valid() || span.source >= m_sources.size())
        return {};
    const Source& source = *m_sources[span.source];
    const auto [from, to] = source.lineColumns(span);
    return {source.path(), from.line, from.column, to.line, to.column};
}

std::string_view Sources::text(Span span) const {
    if (!span.valid() || span.source >= m_sources.size())
        return {};
    const std::string_view whole = m_sources[span.source]->text();
    if (span.begin > whole.size() || span.end > whole.size() || span.end < span.begin)
        return {};
    return whole.substr(span.begin, span.end - span.begin);
}

} // namespace limn
