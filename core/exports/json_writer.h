// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>

namespace limn {

// Writes JSON straight into one text, indented by two, so that a large document needs no tree of
// its own. Its caller opens, closes and names: between `begin` and `end` of an object every value
// has a key before it. Bytes that are no UTF-8 become U+FFFD.
class JsonWriter {
public:
    // `expected` is how many bytes it will be, about; a long text that grows is copied often.
    explicit JsonWriter(std::size_t expected = 0) { m_text.reserve(expected); }

    void beginObject() { open('{'); }
    void endObject() { close('}'); }
    void beginArray() { open('['); }
    void endArray() { close(']'); }
    void key(std::string_view name);

    void text(std::string_view value);
    void number(std::int64_t value);
    void number(double value); // `null` for what JSON has no number for
    void flag(bool value);
    void null();

    // A whole member of the object that is open.
    void member(std::string_view name, std::string_view value);
    void memberOrNull(std::string_view name, std::string_view value); // null for an empty text

    std::string take() { return std::move(m_text); }

private:
    void open(char bracket);
    void close(char bracket);
    void beginItem();
    void breakLine();
    void quote(std::string_view value);
    void escape(std::string_view value);

    std::string m_text;
    std::size_t m_depth = 0;
    bool m_isFirst = true; // nothing stands yet in what is open
    bool m_hasKey = false; // the next value stands after its key
};

} // namespace limn
