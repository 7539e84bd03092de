// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/xml_text.h"

#include <algorithm>
#include <iterator>

#include <fmt/format.h>

#include "core/drawing/utf8.h"

namespace limn {

namespace {

// Most text needs nothing done to it.
bool isPlain(std::string_view text) {
    return std::ranges::all_of(text, [](char c) {
        return c >= 0x20 && c < 0x7F && c != '&' && c != '<' && c != '>' && c != '"';
    });
}

} // namespace

void appendXml(std::string& out, std::string_view raw) {
    if (isPlain(raw)) {
        out += raw;
        return;
    }
    for (const char c : singleLine(raw)) {
        switch (c) {
        case '&':
            out += "&amp;";
            break;
        case '<':
            out += "&lt;";
            break;
        case '>':
            out += "&gt;";
            break;
        case '"':
            out += "&quot;";
            break;
        default:
            out += c;
        }
    }
}

std::string xmlText(std::string_view raw) {
    std::string out;
    appendXml(out, raw);
    return out;
}

std::string hexColor(Color color) {
    return fmt::format("#{:02x}{:02x}{:02x}", color.r, color.g, color.b);
}

std::string xmlId(std::string_view id) {
    std::string out;
    for (const char c : id) {
        const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') ||
                           (c >= '0' && c <= '9') || c == '-' || c == '.';
        if (plain)
            out += c;
        else if (c == ' ')
            out += '_';
        else
            fmt::format_to(std::back_inserter(out), "_{:02X}", static_cast<unsigned char>(c));
    }
    return out;
}

} // namespace limn
