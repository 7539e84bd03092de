// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/masking.h"

#include <algorithm>
#include <array>
#include <string_view>

#include <fmt/format.h>

namespace limn {
namespace {

constexpr std::size_t npos = std::string_view::npos;
constexpr std::size_t longestMark = 4000;

bool isBlank(char c) { return c == ' ' || c == '\t' || c == '\r'; }

// Words that make a `{{ … }}` an instruction of Go's or Handlebars' and no value.
bool isInstruction(std::string_view mark) {
    std::string_view inside = mark.substr(2, mark.size() - 4);
    while (!inside.empty() && (isBlank(inside.front()) || inside.front() == '-'))
        inside.remove_prefix(1);
    static constexpr std::array<std::string_view, 13> words{
        "if ",      "else",      "end",     "range ", "with ", "define ", "block ",
        "include ", "template ", "toYaml ", "#",      "/",     "!"};
    return std::ranges::any_of(words, [&](std::string_view w) { return inside.starts_with(w); });
}

// Goes over a text once, as far as it must understand it: which bytes are in quotes, in block texts
// and in comments.
class Masker {
public:
    Masker(const Source& source, std::uint32_t index, bool json)
        : m_text(source.text()), m_index(index), m_pureJson(json) {}

    Masking run() {
        while (m_at < m_text.size())
            line();
        return std::move(m_out);
    }

private:
    void line();
    bool skipsBlockText(std::size_t end);
    void enterBlockText(std::size_t begin, std::size_t end);
    std::size_t character(std::size_t at, std::size_t begin, std::size_t end);
    std::size_t quoted(std::size_t at, std::size_t end);
    std::size_t mark(std::size_t at, std::size_t begin, std::string_view closing);
    std::size_t next(std::string_view closing, std::size_t from);
    std::size_t comment(std::size_t at);
    bool startsValue(std::size_t at, std::size_t begin) const;
    bool isAlone(std::size_t begin, std::size_t end) const;
    void mask(std::size_t begin, std::size_t end, char as);
    void problem(std::string_view code, std::string message, std::size_t begin, std::size_t end);
    void tell(std::size_t begin, std::size_t end, std::string_view closing);

    std::string_view m_text;
    std::uint32_t m_index;
    bool m_pureJson; // no word so far that JSON does not have
    Masking m_out;
    std::size_t m_at = 0;
    std::array<std::size_t, 128> m_next{}; // by the closing mark's first character
    char m_quote = 0;                      // the quote that is open, over line ends too
    long m_blockBelow = -1;                // in a block text: the column of what it belongs to
};

void Masker::mask(std::size_t begin, std::size_t end, char as) {
    if (m_out.text.empty())
        m_out.text = m_text;
    for (std::size_t i = begin; i < end; ++i)
        if (m_text[i] != '\n' && m_text[i] != '\r')
            m_out.text[i] = as;
}

void Masker::problem(std::string_view code, std::string message, std::size_t begin,
                     std::size_t end) {
    const auto same = [&](const Problem& p) { return p.message == message; };
    if (std::ranges::none_of(m_out.problems, same))
        m_out.problems.push_back(
            {Severity::Warning,
             std::string(code),
             std::move(message),
             {m_index, static_cast<std::uint32_t>(begin), static_cast<std::uint32_t>(end)}});
}

void Masker::tell(std::size_t begin, std::size_t end, std::string_view closing) {
    const std::string_view written = m_text.substr(begin, end - begin);
    if (written.starts_with("{{resolve:"))
        return problem("unquoted-reference",
                       "A `{{resolve:…}}` stands here without quotes, where YAML reads braces as "
                       "a map. Put it in quotes.",
                       begin, end);
    m_out.isTemplate = true;
    if (closing == "}}")
        return problem("template-language",
                       "A `{{ … }}` stands here, which a template tool such as cookiecutter, Jinja "
                       "or Helm fills in. Limn reads each of them as unknown. Run the tool, and "
                       "open the file that it makes.",
                       begin, end);
    if (closing == "%>")
        return problem("template-language",
                       "A `<% … %>` stands here, which a template tool such as ERB or EJS works "
                       "out. Limn reads what stands around each of them. Run the tool, and open "
                       "the file that it makes.",
                       begin, end);
    problem("template-language",
            "A `{% … %}` stands here, which a template tool such as cookiecutter or Jinja works "
            "out. Limn reads what stands around each of them. Run the tool, and open the file "
            "that it makes.",
            begin, end);
}

// Whether nothing but marks stands in the line.
bool Masker::isAlone(std::size_t begin, std::size_t end) const {
    // What is further than that away is no line of instructions.
    constexpr std::size_t nearby = 400;
    const std::size_t from = begin - std::min(begin, nearby);
    const std::size_t before = m_text.substr(from, begin - from).rfind('\n');
    if (before == npos && from > 0)
        return false;
    const std::size_t lineBegin = before == npos ? 0 : from + before + 1;
    const std::size_t after = m_text.substr(end, nearby).find('\n');
    if (after == npos && m_text.size() - end > nearby)
        return false;
    const std::size_t lineEnd = after == npos ? m_text.size() : end + after;
    const auto isFree = [this](std::size_t first, std::size_t last) {
        std::string_view rest = m_text.substr(first, last - first);
        while (!rest.empty()) {
            if (isBlank(rest.front())) {
                rest.remove_prefix(1);
                continue;
            }
            std::string_view closing = rest.starts_with("{%")   ? "%}"
                                       : rest.starts_with("{#") ? "#}"
                                       : rest.starts_with("<%") ? "%>"
                                                                : "";
            const std::size_t close = closing.empty() ? npos : rest.find(closing);
            if (close == npos)
                return false;
            rest.remove_prefix(close + 2);
        }
        return true;
    };
    return isFree(lineBegin, begin) && isFree(end, lineEnd);
}

// The next place of a closing mark. Remembered, so that many that are never closed cost one search.
std::size_t Masker::next(std::string_view closing, std::size_t from) {
    std::size_t& known =
        m_next[static_cast<unsigned char>(closing == "%>" ? '<' : closing.front())];
    if (known < from)
        known = m_text.find(closing, from);
    return known;
}

// A mark of a template tool: blank where it stands alone in its line, else a part of a plain text.
std::size_t Masker::mark(std::size_t at, std::size_t begin, std::string_view closing) {
    const std::size_t close = next(closing, at + 2);
    const bool isShell = at > begin && m_text[at - 1] == '$'; // `${{ … }}` is another's
    if (close == npos || close - at > longestMark || isShell)
        return at + 2;
    const std::size_t end = close + 2;
    const std::string_view written = m_text.substr(at, end - at);
    const bool isValue =
        closing == "}}" ? !isInstruction(written) : written.starts_with("<%=") || !isAlone(at, end);
    // Over several lines only what is alone in them can be taken out.
    if (written.find('\n') != npos && !isAlone(at, end))
        return at + 2;
    tell(at, end, closing);
    mask(at, end, isValue ? '_' : ' ');
    if (isValue)
        m_out.values.push_back(
            {m_index, static_cast<std::uint32_t>(at), static_cast<std::uint32_t>(end)});
    return end;
}

std::size_t Masker::comment(std::size_t at) {
    const bool isBlock = m_text[at + 1] == '*';
    std::size_t end = isBlock ? m_text.find("*/", at + 2) : m_text.find('\n', at);
    end = end == npos ? m_text.size() : isBlock ? end + 2 : end;
    mask(at, end, ' ');
    problem("json-comment",
            "A comment stands here, and JSON has none: stricter programs refuse this file. Limn "
            "reads past it. Remove it, or write the manifest as YAML.",
            at, end);
    return end;
}

// Whether a quote here opens a text: after nothing, an opening bracket, a comma, a colon, a dash or
// a tag.
bool Masker::startsValue(std::size_t at, std::size_t begin) const {
    std::size_t before = at;
    while (before > begin && isBlank(m_text[before - 1]))
        --before;
    if (before == begin)
        return true;
    const char last = m_text[before - 1];
    if (last == '[' || last == '{' || last == ',')
        return true;
    if (before == at)
        return last == ':'; // `{"a":"b"}`
    if (last == ':' || last == '-' || last == '?')
        return true;
    while (before > begin && !isBlank(m_text[before - 1]))
        --before;
    return m_text[before] == '!' || m_text[before] == '&';
}

std::size_t Masker::quoted(std::size_t at, std::size_t end) {
    const char escape = m_quote == '"' ? '\\' : '\'';
    while (at < end) {
        while (at < end && m_text[at] != m_quote && m_text[at] != escape)
            ++at;
        if (at == end)
            break;
        if (m_quote == '"' && m_text[at] == '\\')
            at += 2;
        else if (m_text[at] != m_quote)
            ++at;
        else if (m_quote == '\'' && at + 1 < end && m_text[at + 1] == '\'')
            at += 2;
        else {
            m_quote = 0;
            return at + 1;
        }
    }
    return at;
}

// One step outside of quotes; the place after it.
std::size_t Masker::character(std::size_t at, std::size_t begin, std::size_t end) {
    const std::string_view rest = m_text.substr(at, end - at);
    const char c = rest.front();
    if ((c == '"' || c == '\'') && startsValue(at, begin)) {
        m_quote = c;
        m_pureJson = m_pureJson && c == '"';
        return at + 1;
    }
    if (c == '#' && (at == begin || isBlank(m_text[at - 1])))
        return end;
    if (m_pureJson && (rest.starts_with("//") || rest.starts_with("/*")))
        return comment(at);
    if (rest.starts_with("{{"))
        return mark(at, begin, "}}");
    if (rest.starts_with("{%"))
        return mark(at, begin, "%}");
    if (rest.starts_with("<%"))
        return mark(at, begin, "%>");
    if (rest.starts_with("{#"))
        return mark(at, begin, "#}");
    const auto isLetter = [](char l) { return (l >= 'a' && l <= 'z') || (l >= 'A' && l <= 'Z'); };
    if (m_pureJson && isLetter(c)) {
        std::size_t word = 0;
        while (word < rest.size() && isLetter(rest[word]))
            ++word;
        const std::string_view written = rest.substr(0, word);
        m_pureJson = written == "true" || written == "false" || written == "null" ||
                     written == "e" || written == "E";
        return at + word;
    }
    return at + 1;
}

// Lines of a block text are indented more than what it belongs to.
bool Masker::skipsBlockText(std::size_t end) {
    if (m_blockBelow < 0)
        return false;
    const std::size_t first = m_text.find_first_not_of(" \t\r", m_at);
    const bool isEmpty = first == npos || first >= end;
    if (isEmpty || static_cast<long>(first - m_at) > m_blockBelow)
        return true;
    m_blockBelow = -1;
    return false;
}

// A line that ends with `|` or `>` and what may follow it starts a block text.
void Masker::enterBlockText(std::size_t begin, std::size_t end) {
    std::string_view rest = m_text.substr(begin, end - begin);
    if (const std::size_t note = rest.find(" #"); note != npos)
        rest = rest.substr(0, note);
    while (!rest.empty() && isBlank(rest.back()))
        rest.remove_suffix(1);
    while (!rest.empty() && std::string_view("+-0123456789").find(rest.back()) != npos)
        rest.remove_suffix(1);
    if (rest.size() < 2 || (rest.back() != '|' && rest.back() != '>'))
        return;
    const std::size_t sign = begin + rest.size() - 1;
    if (!isBlank(m_text[sign - 1]) || !startsValue(sign, begin))
        return;
    // Below the key after the dashes, or below the last dash.
    std::size_t column = begin;
    for (std::size_t next = column;;) {
        next = m_text.find_first_not_of(' ', next);
        if (next == npos || next >= sign)
            break;
        column = next;
        if (m_text[next] != '-' || m_text[next + 1] != ' ')
            break;
        ++next;
    }
    m_blockBelow = static_cast<long>(column - begin);
}

void Masker::line() {
    const std::size_t begin = m_at;
    const std::size_t end = std::min(m_text.find('\n', begin), m_text.size());
    if (m_quote == 0 && skipsBlockText(end)) {
        m_at = end + 1;
        return;
    }
    std::size_t at = m_quote == 0 ? std::min(m_text.find_first_not_of(' ', begin), end) : begin;
    while (at < end)
        at = m_quote != 0 ? quoted(at, end) : character(at, begin, end);
    if (at > end) { // a mark or comment over several lines
        m_at = at;
        return;
    }
    if (m_quote == 0)
        enterBlockText(begin, end);
    m_at = end + 1;
}

// Whether one of the characters follows `first` somewhere.
bool hasPair(std::string_view text, char first, std::string_view second) {
    for (std::size_t at = text.find(first); at != npos && at + 1 < text.size();
         at = text.find(first, at + 1))
        if (second.find(text[at + 1]) != npos)
            return true;
    return false;
}

// Whether a comment may open somewhere in JSON. The `//` of `https://` opens none.
bool mayHaveComments(std::string_view text) {
    const auto isOfAddress = [&](std::size_t at) {
        return at >= 2 && text[at - 1] == ':' && text[at - 2] >= 'a' && text[at - 2] <= 'z';
    };
    for (std::size_t at = text.find('/'); at != npos && at + 1 < text.size();
         at = text.find('/', at + 1)) {
        if (text[at + 1] == '*' || (text[at + 1] == '/' && !isOfAddress(at)))
            return true;
        at += text[at + 1] == '/' ? 1 : 0;
    }
    return false;
}

} // namespace

bool opensAsJson(std::string_view text) {
    if (text.starts_with("\xEF\xBB\xBF"))
        text.remove_prefix(3);
    const std::size_t first = text.find_first_not_of(" \t\r\n");
    if (first == npos)
        return false;
    const std::string_view rest = text.substr(first);
    const bool isMark = rest.starts_with("{{") || rest.starts_with("{%") || rest.starts_with("{#");
    return rest.front() == '[' || (rest.front() == '{' && !isMark);
}

Masking masked(const Source& source, std::uint32_t index, bool json) {
    const std::string& text = source.text();
    if (!hasPair(text, '{', "{%#") && !hasPair(text, '<', "%") && !(json && mayHaveComments(text)))
        return {};
    return Masker(source, index, json).run();
}

} // namespace limn
