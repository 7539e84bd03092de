// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/utf8.h"

#include <algorithm>
#include <cstdint>
#include <cstring>

namespace limn {
namespace {

// Bytes of the valid sequence at `at`, 0 where there is none. The ranges are those of RFC 3629,
// section 4.
std::size_t sequenceLength(std::string_view text, std::size_t at) {
    const auto byte = [&](std::size_t i) -> unsigned {
        return i < text.size() ? static_cast<unsigned char>(text[i]) : 0U;
    };
    const auto within = [](unsigned b, unsigned low, unsigned high) {
        return b >= low && b <= high;
    };
    const auto tail = [&](std::size_t i) { return within(byte(i), 0x80, 0xBF); };
    const unsigned first = byte(at), second = byte(at + 1);
    if (first < 0x80)
        return 1;
    if (within(first, 0xC2, 0xDF))
        return tail(at + 1) ? 2 : 0;
    if (within(first, 0xE0, 0xEF)) {
        const unsigned low = first == 0xE0 ? 0xA0 : 0x80, high = first == 0xED ? 0x9F : 0xBF;
        return within(second, low, high) && tail(at + 2) ? 3 : 0;
    }
    if (within(first, 0xF0, 0xF4)) {
        const unsigned low = first == 0xF0 ? 0x90 : 0x80, high = first == 0xF4 ? 0x8F : 0xBF;
        return within(second, low, high) && tail(at + 2) && tail(at + 3) ? 4 : 0;
    }
    return 0;
}

// How many bytes in front are ASCII, counted in words of eight: most texts are little else.
std::size_t asciiLength(std::string_view text) {
    std::size_t at = 0;
    for (std::uint64_t word = 0; at + sizeof word <= text.size(); at += sizeof word) {
        std::memcpy(&word, text.data() + at, sizeof word);
        if ((word & 0x8080808080808080U) != 0)
            break;
    }
    while (at < text.size() && static_cast<unsigned char>(text[at]) < 0x80)
        ++at;
    return at;
}

} // namespace

std::size_t utf8Fault(std::string_view text) {
    std::size_t at = 0;
    while (at < text.size()) {
        at += asciiLength(text.substr(at));
        if (at == text.size())
            break;
        const std::size_t length = sequenceLength(text, at);
        if (length == 0)
            return at;
        at += length;
    }
    return std::string_view::npos;
}

std::string asUtf8(std::string_view text) {
    std::string valid;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t length = sequenceLength(text, at);
        if (length == 0)
            valid += "\xEF\xBF\xBD";
        else
            valid += text.substr(at, length);
        at += std::max<std::size_t>(length, 1);
    }
    return valid;
}

} // namespace limn
