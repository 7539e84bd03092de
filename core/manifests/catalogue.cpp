// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <iterator>

#include "core/manifests/asl/asl.h"
#include "core/manifests/format.h"
#include "core/manifests/neutral/neutral.h"
#include "core/manifests/sam/sam.h"

namespace limn {
namespace {

// The order they are asked in.
constexpr const Format* table[] = {
    &neutralFormat,
    &samFormat,
    &cloudformationFormat,
    &aslFormat,
};

} // namespace

std::span<const Format* const> formats() { return table; }

const Format* formatOf(const Tree& tree) {
    const auto* const found = std::ranges::find_if(
        table, [&tree](const Format* format) { return format->recognises(tree); });
    return found == std::end(table) ? nullptr : *found;
}

bool isMeantAsManifest(std::string_view text) {
    constexpr std::string_view marks[] = {"AWSTemplateFormatVersion", "AWS::Serverless",
                                          "Type: AWS::", "\"Type\": \"AWS::", "limn: 1"};
    return std::ranges::any_of(
        marks, [&](std::string_view mark) { return text.find(mark) != std::string_view::npos; });
}

const Format* formatById(std::string_view id) {
    const auto* const found = std::ranges::find(table, id, &Format::id);
    return found == std::end(table) ? nullptr : *found;
}

} // namespace limn
