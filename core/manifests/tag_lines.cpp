// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/tag_lines.h"

namespace limn {
namespace {

struct Line {
    std::string_view text; // without its ending
    std::size_t begin = 0;
    std::size_t indent = 0; // of the first character that is no blank
    bool isBlank() const { return indent == text.size(); }
};

Line lineAt(std::string_view text, std::size_t begin) {
    Line line{text.substr(begin, text.find('\n', begin) - begin), begin, 0};
    while (!line.text.empty() && (line.text.back() == '\r' || line.text.back() == ' '))
        line.text.remove_suffix(1);
    while (line.indent < line.text.size() && line.text[line.indent] == ' ')
        ++line.indent;
    return line;
}

// Whether a block text follows: the line ends with `|`, `>-`, `|2`.
bool opensBlock(std::string_view line) {
    while (!line.empty() &&
           (line.back() == '-' || line.back() == '+' || (line.back() >= '1' && line.back() <= '9')))
        line.remove_suffix(1);
    return line.ends_with('|') || line.ends_with('>');
}

// `!Sub |` and nothing else.
bool isTagLine(const Line& line) {
    const std::string_view rest = line.text.substr(line.indent);
    const std::size_t space = rest.find(' ');
    if (line.indent == 0 || !rest.starts_with('!') || space == std::string_view::npos)
        return false;
    const std::size_t header = rest.find_first_not_of(' ', space);
    return header != std::string_view::npos && rest.find(' ', header) == std::string_view::npos &&
           (rest[header] == '|' || rest[header] == '>') && opensBlock(rest);
}

// Where the key of a line stands, behind the dashes of lists.
std::size_t keyColumn(const Line& line) {
    std::size_t at = line.indent;
    while (at + 1 < line.text.size() && line.text[at] == '-' && line.text[at + 1] == ' ') {
        ++at;
        while (at < line.text.size() && line.text[at] == ' ')
            ++at;
    }
    return at;
}

// Whether there may be one at all.
bool mayHaveTagLines(std::string_view text) {
    for (std::size_t at = text.find('!'); at != std::string_view::npos;
         at = text.find('!', at + 1)) {
        std::size_t begin = at;
        while (begin > 0 && text[begin - 1] == ' ')
            --begin;
        if (begin < at && begin > 0 && text[begin - 1] == '\n' && isTagLine(lineAt(text, begin)))
            return true;
    }
    return false;
}

} // namespace

std::string withTagsBesideKeys(std::string_view text) {
    if (!mayHaveTagLines(text))
        return {};
    std::string out(text);
    Line last; // the last line that says something
    bool inBlock = false;
    std::size_t blockColumn = 0; // lines further in than this are the block's
    for (std::size_t begin = 0; begin < text.size();) {
        const Line line = lineAt(text, begin);
        const std::size_t end = text.find('\n', begin);
        begin = end == std::string_view::npos ? text.size() : end + 1;
        if (line.isBlank() || (inBlock && line.indent > blockColumn))
            continue;
        inBlock = false;
        if (line.text[line.indent] == '#')
            continue;
        const bool isAfterKey = last.text.ends_with(':') || last.text.ends_with('-');
        if (isAfterKey && isTagLine(line)) {
            out.replace(last.begin + last.text.size(), line.begin - last.begin - last.text.size(),
                        line.begin - last.begin - last.text.size(), ' ');
            inBlock = true;
            blockColumn = last.text.ends_with('-') ? last.indent : keyColumn(last);
        } else if (opensBlock(line.text)) {
            inBlock = true;
            blockColumn = keyColumn(line);
        }
        last = line;
    }
    return out;
}

} // namespace limn
