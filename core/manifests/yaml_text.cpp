// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/yaml_text.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace limn {
namespace {

bool isAlphanumeric(char c) {
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9');
}

// Words and figures that some YAML version reads as something other than a text.
bool looksTyped(std::string_view text) {
    static constexpr std::array words{"null", "true", "false", "yes", "no",
                                      "on",   "off",  "y",     "n",   "~"};
    std::string lower(text);
    std::ranges::transform(lower, lower.begin(), [](char c) {
        return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    });
    if (std::ranges::find(words, lower) != words.end())
        return true;
    const bool startsLikeNumber =
        (text[0] >= '0' && text[0] <= '9') || text[0] == '.' || text[0] == '+' || text[0] == '-';
    return startsLikeNumber &&
           lower.find_first_not_of("0123456789abcdefinox.+-_:tz ") == std::string::npos;
}

bool isPlain(std::string_view text, YamlContext context) {
    if (text.empty() || looksTyped(text) || text.back() == ' ' || text.back() == ':')
        return false;
    const char first = text[0];
    if (!isAlphanumeric(first) && first != '_' && first != '/' && first != '$' && first != '(' &&
        first != '.')
        return false;
    const std::string_view inside =
        context == YamlContext::Block ? "_-./$@+()=;%*?:,{}[]!&|<>'\"~^" : "_-./$@+()=;%*";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const char c = text[i];
        if (!isAlphanumeric(c) && c != ' ' && inside.find(c) == std::string_view::npos)
            return false;
        if (c == ':' && text[i + 1] == ' ') // the last character is no colon
            return false;
    }
    return true;
}

std::string quoted(std::string_view text) {
    std::string out = "\"";
    for (std::size_t i = 0; i < text.size(); ++i) {
        const auto c = static_cast<unsigned char>(text[i]);
        const auto next = static_cast<unsigned char>(i + 1 < text.size() ? text[i + 1] : '\0');
        if (c == '"' || c == '\\') {
            out += '\\';
            out += text[i];
        } else if (c == '\n') {
            out += "\\n";
        } else if (c == '\t') {
            out += "\\t";
        } else if (c == '\r') {
            out += "\\r";
        } else if (c < 0x20 || c == 0x7F) {
            out += fmt::format("\\x{:02x}", c);
        } else if (c == 0xC2 && next >= 0x80 &&
                   next <= 0x9F) { // control characters and the next-line mark
            out += fmt::format("\\x{:02x}", next);
            ++i;
        } else if (text.substr(i, 3) == "\u2028" || text.substr(i, 3) == "\u2029" ||
                   text.substr(i, 3) == "\uFEFF") {
            out += c == 0xEF ? "\\uFEFF" : text[i + 2] == '\xA8' ? "\\u2028" : "\\u2029";
            i += 2;
        } else {
            out += text[i];
        }
    }
    return out + '"';
}

std::string list(const ValueList& items) {
    std::string out;
    for (const Value& item : items)
        out += (out.empty() ? "" : ", ") + yamlValue(item, YamlContext::Flow);
    return '[' + out + ']';
}

std::string map(const ValueMap& entries) {
    std::string out;
    for (const auto& [key, value] : entries)
        out += fmt::format("{}{}: {}", out.empty() ? "" : ", ", yamlScalar(key, YamlContext::Flow),
                           yamlValue(value, YamlContext::Flow));
    return '{' + out + '}';
}

} // namespace

std::string yamlScalar(std::string_view text, YamlContext context) {
    return isPlain(text, context) ? std::string(text) : quoted(text);
}

std::string yamlValue(const Value& value, YamlContext context) {
    if (const std::string* text = value.string())
        return yamlScalar(*text, context);
    if (const Unknown* unknown = value.unknown())
        return fmt::format("{{unknown: {}}}", yamlScalar(unknown->expression, YamlContext::Flow));
    if (const ValueList* items = value.list())
        return list(*items);
    if (const ValueMap* entries = value.map())
        return map(*entries);
    return value.display(); // null, true, false and figures
}

} // namespace limn
