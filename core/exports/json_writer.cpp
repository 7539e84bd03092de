// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/json_writer.h"

#include <algorithm>
#include <cmath>
#include <cstring>

#include <fmt/format.h>

#include "core/manifests/utf8.h"

namespace limn {
namespace {

// Whether a text stands in JSON as it is: ASCII with nothing to escape. Eight bytes at a time: a
// byte that is none of these leaves its high bit clear in every term.
bool isPlain(std::string_view text) {
    constexpr std::uint64_t ones = 0x0101010101010101U, highBits = ones << 7U;
    std::uint64_t odd = 0;
    for (std::size_t at = 0; at < text.size(); at += sizeof odd) {
        std::uint64_t bytes = ones * ' ';
        std::memcpy(&bytes, text.data() + at, std::min(sizeof bytes, text.size() - at));
        const std::uint64_t quote = bytes ^ ones * '"', backslash = bytes ^ ones * '\\';
        odd |= bytes | (bytes - ones * ' ') | ((quote - ones) & ~quote) |
               ((backslash - ones) & ~backslash);
    }
    return (odd & highBits) == 0;
}

// What JSON demands to be escaped, and nothing else.
bool mustEscape(char c) { return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\'; }

void appendEscaped(std::string& text, char c) {
    switch (c) {
    case '"':
        text += "\\\"";
        return;
    case '\\':
        text += "\\\\";
        return;
    case '\b':
        text += "\\b";
        return;
    case '\f':
        text += "\\f";
        return;
    case '\n':
        text += "\\n";
        return;
    case '\r':
        text += "\\r";
        return;
    case '\t':
        text += "\\t";
        return;
    default:
        text += fmt::format("\\u{:04x}", static_cast<unsigned>(c));
    }
}

} // namespace

void JsonWriter::breakLine() {
    m_text += '\n';
    m_text.append(2 * m_depth, ' ');
}

// What stands between two values, or between a bracket and the first.
void JsonWriter::beginItem() {
    if (m_hasKey) {
        m_hasKey = false;
        return;
    }
    if (m_depth == 0)
        return;
    if (!m_isFirst)
        m_text += ',';
    m_isFirst = false;
    breakLine();
}

void JsonWriter::open(char bracket) {
    beginItem();
    m_text += bracket;
    m_isFirst = true;
    ++m_depth;
}

void JsonWriter::close(char bracket) {
    --m_depth;
    if (!m_isFirst)
        breakLine();
    m_text += bracket;
    m_isFirst = false;
}

void JsonWriter::key(std::string_view name) {
    beginItem();
    quote(name);
    m_text += ": ";
    m_hasKey = true;
}

void JsonWriter::quote(std::string_view value) {
    m_text += '"';
    if (isPlain(value))
        m_text += value;
    else
        escape(utf8Fault(value) == std::string_view::npos ? value : asUtf8(value));
    m_text += '"';
}

void JsonWriter::escape(std::string_view value) {
    std::size_t from = 0;
    for (std::size_t i = 0; i < value.size(); ++i) {
        if (!mustEscape(value[i]))
            continue;
        m_text += value.substr(from, i - from);
        appendEscaped(m_text, value[i]);
        from = i + 1;
    }
    m_text += value.substr(from);
}

void JsonWriter::text(std::string_view value) {
    beginItem();
    quote(value);
}

void JsonWriter::number(std::int64_t value) {
    beginItem();
    const fmt::format_int digits(value);
    m_text.append(digits.data(), digits.size());
}

void JsonWriter::number(double value) {
    if (!std::isfinite(value))
        return null();
    beginItem();
    const std::string digits = fmt::format("{}", value);
    m_text += digits;
    // A whole number stays one that was not written as an integer.
    if (digits.find_first_of(".e") == std::string::npos)
        m_text += ".0";
}

void JsonWriter::flag(bool value) {
    beginItem();
    m_text += value ? "true" : "false";
}

void JsonWriter::null() {
    beginItem();
    m_text += "null";
}

void JsonWriter::member(std::string_view name, std::string_view value) {
    key(name);
    text(value);
}

void JsonWriter::memberOrNull(std::string_view name, std::string_view value) {
    key(name);
    if (value.empty())
        null();
    else
        text(value);
}

} // namespace limn
