// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drawing/theme.h"

#include <algorithm>
#include <array>

namespace limn {

namespace {

constexpr Color rgb(unsigned value, std::uint8_t alpha = 255) {
    return {static_cast<std::uint8_t>(value >> 16U), static_cast<std::uint8_t>(value >> 8U),
            static_cast<std::uint8_t>(value), alpha};
}

// Amber, indigo, teal and brick stay apart for red-green and blue-yellow blindness, because they
// also differ in lightness.
constexpr Theme light{
    .background = rgb(0xFBFCFD),
    .text = rgb(0x1F2430),
    .mutedText = rgb(0x5B6270),
    .link = rgb(0x2F55C8),
    .edge = rgb(0x4A5160),
    .failure = rgb(0xA63A35),
    .grant = rgb(0x858D9A),
    .groupFill = rgb(0xF3F5F8),
    .groupBorder = rgb(0xC9CFD8),
    .groupText = rgb(0x394150),
    .calloutFill = rgb(0xFFFFFF),
    .labelFill = rgb(0xFBFCFD, 236),
    .selection = rgb(0x1F6FEB),
    .rule = rgb(0xD5DAE1),
    .entry = {rgb(0xFFF5E1), rgb(0xB06700)},
    .compute = {rgb(0xEEF1FF), rgb(0x4453C9)},
    .backend = {rgb(0xE6F5F1), rgb(0x147A66)},
    .hostCentric = {rgb(0xFBEBEA), rgb(0xA63A35)},
    .outside = {rgb(0xFFFFFF), rgb(0x6B7280)},
    .automation = {rgb(0xF1F2F4), rgb(0x6B7280)},
    .resource = {rgb(0xF7F7F8), rgb(0x858C98)},
    .violet = {rgb(0xF4ECFD), rgb(0x7A3FC0)},
    .cyan = {rgb(0xE3F4F8), rgb(0x0B7285)},
    .blue = {rgb(0xE8F0FD), rgb(0x2A5FC4)},
    .plum = {rgb(0xFBEAF5), rgb(0xA8307F)},
    .green = {rgb(0xE8F5E9), rgb(0x2B7A35)},
    .yellow = {rgb(0xFFF1C9), rgb(0x855B00)},
    .red = {rgb(0xFCE9E7), rgb(0xB3261E)},
    .error = {rgb(0xB3261E), rgb(0xFFFFFF), rgb(0xB3261E)},
    .warning = {rgb(0xFFD166), rgb(0x4A3500), rgb(0x855B00)},
    .info = {rgb(0x2A66D0), rgb(0xFFFFFF), rgb(0x2A5FC4)},
};

constexpr Theme dark{
    .background = rgb(0x14171D),
    .text = rgb(0xE8EBF0),
    .mutedText = rgb(0xA5ADBA),
    .link = rgb(0x8FB2FF),
    .edge = rgb(0xAAB2BF),
    .failure = rgb(0xF28B82),
    .grant = rgb(0x7C8594),
    .groupFill = rgb(0x1B1F27),
    .groupBorder = rgb(0x3A424F),
    .groupText = rgb(0xCBD2DC),
    .calloutFill = rgb(0x232833),
    .labelFill = rgb(0x14171D, 236),
    .selection = rgb(0x6AA5FF),
    .rule = rgb(0x323946),
    .entry = {rgb(0x33270F), rgb(0xE8A93C)},
    .compute = {rgb(0x232A4D), rgb(0x97A3FF)},
    .backend = {rgb(0x12332C), rgb(0x4FC3A7)},
    .hostCentric = {rgb(0x3D2021), rgb(0xF28B82)},
    .outside = {rgb(0x191D24), rgb(0x98A1AF)},
    .automation = {rgb(0x272B33), rgb(0x98A1AF)},
    .resource = {rgb(0x20242B), rgb(0x747D8B)},
    .violet = {rgb(0x2F2347), rgb(0xC39BFF)},
    .cyan = {rgb(0x0F2E37), rgb(0x5CC8E0)},
    .blue = {rgb(0x182A49), rgb(0x8FB2FF)},
    .plum = {rgb(0x391F34), rgb(0xF29CD8)},
    .green = {rgb(0x17301E), rgb(0x7FD18B)},
    .yellow = {rgb(0x362C10), rgb(0xFFD166)},
    .red = {rgb(0x3D1F1E), rgb(0xFF9C93)},
    .error = {rgb(0xD93A30), rgb(0xFFFFFF), rgb(0xFF9C93)},
    .warning = {rgb(0xFFD166), rgb(0x3A2A00), rgb(0xFFD166)},
    .info = {rgb(0x3570D4), rgb(0xFFFFFF), rgb(0x8FB2FF)},
};

// Black ink on white paper. Classes differ by how dark their ground is, and what that cannot say,
// patterns do.
constexpr Theme print{
    .background = rgb(0xFFFFFF),
    .text = rgb(0x000000),
    .mutedText = rgb(0x3D3D3D),
    .link = rgb(0x1F1F1F),
    .edge = rgb(0x2B2B2B),
    .failure = rgb(0x000000),
    .grant = rgb(0x7A7A7A),
    .groupFill = rgb(0xFFFFFF),
    .groupBorder = rgb(0x8C8C8C),
    .groupText = rgb(0x1F1F1F),
    .calloutFill = rgb(0xFFFFFF),
    .labelFill = rgb(0xFFFFFF, 236),
    .selection = rgb(0x000000),
    .rule = rgb(0x8C8C8C),
    .entry = {rgb(0xFFFFFF), rgb(0x1A1A1A)},
    .compute = {rgb(0xF0F0F0), rgb(0x1A1A1A)},
    .backend = {rgb(0xDEDEDE), rgb(0x1A1A1A)},
    .hostCentric = {rgb(0xFFFFFF), rgb(0x1A1A1A)},
    .outside = {rgb(0xFFFFFF), rgb(0x4A4A4A)},
    .automation = {rgb(0xFFFFFF), rgb(0x4A4A4A)},
    .resource = {rgb(0xFFFFFF), rgb(0x7A7A7A)},
    .violet = {rgb(0xF0F0F0), rgb(0x1A1A1A)},
    .cyan = {rgb(0xDEDEDE), rgb(0x1A1A1A)},
    .blue = {rgb(0xF0F0F0), rgb(0x1A1A1A)},
    .plum = {rgb(0xDEDEDE), rgb(0x1A1A1A)},
    .green = {rgb(0xFFFFFF), rgb(0x1A1A1A)},
    .yellow = {rgb(0xF0F0F0), rgb(0x1A1A1A)},
    .red = {rgb(0xD6D6D6), rgb(0x000000)},
    .error = {rgb(0x000000), rgb(0xFFFFFF), rgb(0x000000)},
    .warning = {rgb(0xD6D6D6), rgb(0x000000), rgb(0x1F1F1F)},
    .info = {rgb(0xFFFFFF), rgb(0x000000), rgb(0x3D3D3D)},
    .grey = true,
};

// Bright ink on black, for eyes that need more: nothing is told by a faint colour.
constexpr Theme contrast{
    .background = rgb(0x000000),
    .text = rgb(0xFFFFFF),
    .mutedText = rgb(0xE4E7EC),
    .link = rgb(0xA8C7FF),
    .edge = rgb(0xFFFFFF),
    .failure = rgb(0xFFA8A0),
    .grant = rgb(0xC4CAD4),
    .groupFill = rgb(0x0B0D10),
    .groupBorder = rgb(0xE4E7EC),
    .groupText = rgb(0xFFFFFF),
    .calloutFill = rgb(0x000000),
    .labelFill = rgb(0x000000),
    .selection = rgb(0x66E0FF),
    .rule = rgb(0xC4CAD4),
    .entry = {rgb(0x1F1500), rgb(0xFFC24D)},
    .compute = {rgb(0x0C1030), rgb(0xB7C0FF)},
    .backend = {rgb(0x001F18), rgb(0x63E6C8)},
    .hostCentric = {rgb(0x2B0A0A), rgb(0xFFA8A0)},
    .outside = {rgb(0x000000), rgb(0xE4E7EC)},
    .automation = {rgb(0x14171C), rgb(0xDDE2E9)},
    .resource = {rgb(0x0B0D10), rgb(0xC4CAD4)},
    .violet = {rgb(0x1C0F33), rgb(0xD7BDFF)},
    .cyan = {rgb(0x001E26), rgb(0x7FE0F5)},
    .blue = {rgb(0x061A3A), rgb(0xA8C7FF)},
    .plum = {rgb(0x2A0C24), rgb(0xFFB5E6)},
    .green = {rgb(0x06210C), rgb(0x9BE8A6)},
    .yellow = {rgb(0x241B00), rgb(0xFFD966)},
    .red = {rgb(0x2E0B09), rgb(0xFFB3AB)},
    .error = {rgb(0xFF9B92), rgb(0x000000), rgb(0xFFB3AB)},
    .warning = {rgb(0xFFD966), rgb(0x000000), rgb(0xFFD966)},
    .info = {rgb(0x9CC0FF), rgb(0x000000), rgb(0xA8C7FF)},
};

struct Named {
    std::string_view word;
    const Theme& theme;
};
constexpr std::array<Named, 4> themes{
    // as ThemeName has them
    {{"light", light}, {"dark", dark}, {"print", print}, {"contrast", contrast}}};

} // namespace

std::optional<ThemeName> themeName(std::string_view word) {
    const auto found = std::ranges::find(themes, word, &Named::word);
    return found == themes.end() ? std::nullopt
                                 : std::optional(static_cast<ThemeName>(found - themes.begin()));
}

const Theme& theme(ThemeName name) { return themes[static_cast<std::size_t>(name)].theme; }

const ClassColors& Theme::of(Tone tone) const {
    const std::array<const ClassColors*, toneCount> all{
        &entry,  &compute, &backend, &hostCentric, &outside, &automation, &resource,
        &violet, &cyan,    &blue,    &plum,        &green,   &yellow,     &red};
    return *all[static_cast<std::size_t>(tone)];
}

const ClassColors& Theme::of(const Node& node) const {
    if (node.kind == NodeKind::Resource)
        return resource;
    switch (node.nodeClass) {
    case NodeClass::Entry:
        return entry;
    case NodeClass::Compute:
        return compute;
    case NodeClass::Backend:
        return backend;
    case NodeClass::HostCentric:
        return hostCentric;
    case NodeClass::Outside:
        return outside;
    case NodeClass::Automation:
        return automation;
    }
    return resource;
}

const SeverityColors& Theme::of(Severity severity) const {
    switch (severity) {
    case Severity::Error:
        return error;
    case Severity::Warning:
        return warning;
    case Severity::Info:
        return info;
    }
    return info;
}

} // namespace limn
