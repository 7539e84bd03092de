// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/event_pattern.h"

#include <algorithm>
#include <array>

namespace limn {
namespace {

// `{prefix: ""}`, `{wildcard: "*"}`, `{suffix: ""}`.
bool acceptsAll(const Value& matcher) {
    const ValueMap* map = matcher.map();
    if (!map || map->size() != 1)
        return false;
    const auto& [kind, value] = map->front();
    const std::string* text = value.string();
    return text && (((kind == "prefix" || kind == "suffix") && text->empty()) ||
                    (kind == "wildcard" && *text == "*"));
}

bool tellsApart(const Value& field) {
    if (const ValueList* matchers = field.list())
        return std::ranges::none_of(*matchers, acceptsAll);
    if (const ValueMap* inner = field.map())
        return std::ranges::any_of(*inner,
                                   [](const auto& entry) { return tellsApart(entry.second); });
    return true;
}

} // namespace

bool letsAllThrough(const ValueMap& pattern) {
    constexpr std::array<std::string_view, 3> everyEvents{"account", "region", "version"};
    return std::ranges::none_of(pattern, [&](const auto& entry) {
        return std::ranges::find(everyEvents, entry.first) == everyEvents.end() &&
               tellsApart(entry.second);
    });
}

bool isPlatformsOwn(const ValueMap& pattern) {
    const Value* source = fieldOf(pattern, "source");
    const ValueList* sources = source ? source->list() : nullptr;
    return sources && !sources->empty() && std::ranges::all_of(*sources, [](const Value& one) {
               return one.string() && one.string()->starts_with("aws.");
           });
}

const Value* fieldOf(const ValueMap& pattern, std::string_view name) {
    const auto found = std::ranges::find(
        pattern, name, [](const auto& entry) { return std::string_view(entry.first); });
    return found == pattern.end() ? nullptr : &found->second;
}

} // namespace limn
