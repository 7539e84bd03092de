// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/empty_items.h"

#include <unordered_map>

namespace limn {
namespace {

constexpr std::size_t npos = std::string_view::npos;

struct Line {
    std::string_view text; // without its ending
    std::size_t begin = 0;
    std::size_t indent = 0; // of the first character that is no blank
    std::string_view rest() const { return text.substr(indent); }
    bool isBlank() const { return indent == text.size() || text[indent] == '#'; }
    bool isItem() const {
        const std::string_view item = rest();
        return item.starts_with('-') && (item.size() == 1 || item[1] == ' ' || item[1] == '\t');
    }
};

Line lineAt(std::string_view text, std::size_t begin) {
    Line line{text.substr(begin, text.find('\n', begin) - begin), begin, 0};
    while (!line.text.empty() && (line.text.back() == '\r' || line.text.back() == ' '))
        line.text.remove_suffix(1);
    while (line.indent < line.text.size() && line.text[line.indent] == ' ')
        ++line.indent;
    return line;
}

// Whether nothing but a comment follows the dash.
bool isEmptyItem(const Line& line) {
    if (!line.isItem())
        return false;
    const std::size_t next = line.rest().find_first_not_of(" \t", 1);
    return next == npos || line.rest()[next] == '#';
}

bool mayHaveEmptyItems(std::string_view text) {
    for (std::size_t at = text.find('-'); at != npos; at = text.find('-', at + 1)) {
        const std::size_t next = text.find_first_not_of(" \t\r", at + 1);
        if (next != npos && text[next] != '\n' && text[next] != '#')
            continue;
        std::size_t begin = at;
        while (begin > 0 && text[begin - 1] == ' ')
            --begin;
        if ((begin == 0 || text[begin - 1] == '\n') && isEmptyItem(lineAt(text, begin)))
            return true;
    }
    return false;
}

// What is said in a line, without a comment behind it.
std::string_view withoutComment(std::string_view text) {
    text = text.substr(0, text.find(" #"));
    while (!text.empty() && (text.back() == ' ' || text.back() == '\t'))
        text.remove_suffix(1);
    return text;
}

// Where the key of a line stands, behind the dashes of lists.
std::size_t keyColumn(const Line& line) {
    std::size_t at = line.indent;
    while (at + 1 < line.text.size() && line.text[at] == '-' && line.text[at + 1] == ' ')
        at = line.text.find_first_not_of(' ', at + 1);
    return at;
}

// Lines further in than this are of the block text that the line opens: below its key, or below the
// dash where it is an item itself.
std::size_t blockColumn(const Line& line) {
    const std::size_t key = keyColumn(line);
    const bool isItem = key > line.indent && line.text.find(':', key) == npos;
    return isItem ? line.text.rfind('-', key - 1) : key;
}

bool opensBlock(std::string_view said) {
    while (!said.empty() && std::string_view("+-123456789").find(said.back()) != npos)
        said.remove_suffix(1);
    return said.ends_with('|') || said.ends_with('>');
}

// Goes over the lines once. Knows of each column whether the list there stands below its key.
class Filler {
public:
    explicit Filler(std::string_view text) : m_text(text) {}
    std::string run();

private:
    void take(const Line& line);
    void fill(const Line& next);

    std::string_view m_text;
    std::string m_out;
    Line m_last, m_empty;
    bool m_hasLast = false, m_hasEmpty = false;
    std::unordered_map<std::size_t, bool> m_isBelowKey; // by column
};

void Filler::take(const Line& line) {
    if (!line.isItem())
        return;
    const bool isAfterKey = m_hasLast && withoutComment(m_last.text).ends_with(':');
    if (isAfterKey && keyColumn(m_last) == line.indent)
        m_isBelowKey[line.indent] = true;
    else if (!m_hasLast || m_last.indent < line.indent)
        m_isBelowKey[line.indent] = false;
}

// The empty item before this line ends here.
void Filler::fill(const Line& next) {
    if (next.indent > m_empty.indent || !m_isBelowKey[m_empty.indent])
        return;
    if (m_out.empty())
        m_out = m_text;
    const std::size_t dash = m_empty.begin + m_empty.indent;
    const std::size_t end = m_text.rfind('\n', next.begin - 1); // the line ending that stays
    constexpr std::size_t room = 2;
    if (end - dash - 1 < room) {
        m_out[dash] = ' ';
        return;
    }
    for (std::size_t i = dash + 1; i < end; ++i)
        m_out[i] = ' ';
    m_out[dash + 2] = '~';
}

std::string Filler::run() {
    bool inBlock = false;
    std::size_t column = 0; // lines further in than this are the block's
    for (std::size_t begin = 0; begin < m_text.size();) {
        const Line line = lineAt(m_text, begin);
        const std::size_t end = m_text.find('\n', begin);
        begin = end == npos ? m_text.size() : end + 1;
        if (inBlock && (line.indent == line.text.size() || line.indent > column))
            continue;
        inBlock = false;
        if (line.isBlank())
            continue;
        take(line);
        if (m_hasEmpty)
            fill(line);
        m_hasEmpty = isEmptyItem(line);
        if (m_hasEmpty)
            m_empty = line;
        inBlock = opensBlock(withoutComment(line.text));
        column = blockColumn(line);
        m_last = line;
        m_hasLast = true;
    }
    return std::move(m_out);
}

} // namespace

std::string withEmptyItemsSaid(std::string_view text) {
    return mayHaveEmptyItems(text) ? Filler(text).run() : std::string();
}

} // namespace limn
