// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/spelling.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

namespace limn {
namespace {

// Code points that a reader may take for a line end or drop, as the bytes after their first one.
bool isInvisible(std::string_view text, std::size_t at) {
    const auto is = [&](std::string_view bytes) { return text.substr(at).starts_with(bytes); };
    const bool control1 = text[at] == '\xC2' && at + 1 < text.size() &&
                          static_cast<unsigned char>(text[at + 1]) < 0xA0;
    return control1 || is("\xE2\x80\xA8") || is("\xE2\x80\xA9") || is("\xEF\xBB\xBF");
}

bool isControl(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '\x7F'; }

bool hasSpecial(std::string_view text) {
    for (std::size_t i = 0; i < text.size(); ++i)
        if (isControl(text[i]) || isInvisible(text, i))
            return true;
    return false;
}

// Words and figures that some version of YAML takes for a truth value, nothing, a number, a date or
// a time.
bool hasMeaning(std::string_view text) {
    static constexpr std::string_view words[] = {"y",   "n",    "yes",  "no", "on",
                                                 "off", "true", "null", "~",  "false"};
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    });
    if (std::ranges::find(words, lower) != std::end(words))
        return true;
    return std::string_view("0123456789.+-").find(text.front()) != text.npos &&
           lower.find_first_not_of("0123456789abcdefinox.+-_:tz ") == lower.npos;
}

// Letters, and figures that do not come first: what most names are made of, and never anything else
// than a text.
bool isName(std::string_view text) {
    const auto isLetter = [](char c) {
        return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
    };
    return isLetter(text.front()) && std::ranges::all_of(text, [&](char c) {
               return isLetter(c) || (c >= '0' && c <= '9') || c == '-' || c == '/' || c == '.';
           });
}

// Whether the text, unquoted at that place, is read as itself and not as a number, a truth value or
// null.
bool readsAsText(std::string_view text, bool flow) {
    if (hasMeaning(text))
        return false;
    if (isName(text))
        return true;
    const Source source({}, flow ? fmt::format("[{}]", text) : fmt::format("- {}", text));
    const Tree tree = Tree::parse(source, 0);
    return tree.problems().empty() && tree.root().size() == 1 &&
           tree.root().item(0).value() == Value(text);
}

bool canBePlain(std::string_view text, bool flow) {
    if (text.empty() || text.front() == ' ' || text.back() == ' ' || hasSpecial(text))
        return false;
    if (std::string_view(",[]{}#&*!|>'\"%@`").find(text.front()) != text.npos)
        return false;
    const bool sign = std::string_view("-?:").find(text.front()) != text.npos;
    if (sign && (text.size() == 1 || text[1] == ' ' || flow))
        return false;
    if (text.starts_with("---") || text.starts_with("...") || text == "<<" || text == "=")
        return false;
    if (text.find(": ") != text.npos || text.find(" #") != text.npos || text.back() == ':')
        return false;
    if (flow && text.find_first_of(",[]{}") != text.npos)
        return false;
    return readsAsText(text, flow);
}

std::string doubleQuoted(std::string_view text) {
    std::string out = "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (c == '\n')
            out += "\\n";
        else if (c == '\t')
            out += "\\t";
        else if (c == '\r')
            out += "\\r";
        else if (isControl(c))
            out += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
        else if (isInvisible(text, i)) {
            const auto low = [&](std::size_t k) {
                return static_cast<unsigned>(static_cast<unsigned char>(text[i + k]) & 0x3FU);
            };
            const bool two = c == '\xC2';
            const unsigned lead = static_cast<unsigned char>(c);
            out += fmt::format("\\u{:04x}", two ? ((lead & 0x1FU) << 6 | low(1))
                                                : ((lead & 0x0FU) << 12 | low(1) << 6 | low(2)));
            i += two ? 1 : 2;
        } else {
            out += c;
        }
    }
    return out + '"';
}

std::string singleQuoted(std::string_view text) {
    std::string out = "'";
    for (const char c : text)
        out.append(c == '\'' ? 2 : 1, c);
    return out + '\'';
}

} // namespace

std::string spellText(std::string_view text, const Spelling& spelling) {
    if (spelling.json || hasSpecial(text) || spelling.quotes == ScalarStyle::DoubleQuoted)
        return doubleQuoted(text);
    if (spelling.quotes == ScalarStyle::SingleQuoted)
        return singleQuoted(text);
    if (canBePlain(text, spelling.flow))
        return std::string(text);
    return doubleQuoted(text);
}

std::string spell(const Value& value, const Spelling& spelling) {
    Spelling inside = spelling;
    inside.flow = true;
    if (const bool* boolean = value.boolean())
        return *boolean ? "true" : "false";
    if (const auto* integer = std::get_if<std::int64_t>(&value.data))
        return fmt::format("{}", *integer);
    if (const auto* real = std::get_if<double>(&value.data))
        return fmt::format("{}", *real);
    if (const std::string* text = value.string())
        return spellText(*text, spelling);
    if (const Unknown* unknown = value.unknown())
        return fmt::format("{{{}: {}}}", spellText("unknown", inside),
                           spellText(unknown->expression, inside));
    if (const ValueList* list = value.list()) {
        std::string out;
        for (const Value& item : *list)
            out += (out.empty() ? "" : ", ") + spell(item, inside);
        return '[' + out + ']';
    }
    if (const ValueMap* map = value.map()) {
        std::string out;
        for (const auto& [key, item] : *map)
            out += (out.empty() ? "" : ", ") + spellText(key, inside) + ": " + spell(item, inside);
        return '{' + out + '}';
    }
    return "null";
}

} // namespace limn
