// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/iam_pattern.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

#include "core/model/star_pattern.h"

namespace limn {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

} // namespace

int ActionReach::total() const { return std::accumulate(counts.begin(), counts.end(), 0); }

bool ActionReach::changes() const {
    return everything || at(AccessLevel::Write) + at(AccessLevel::PermissionsManagement) +
                                 at(AccessLevel::Tagging) >
                             0;
}

bool hasWildcard(std::string_view action) {
    return action.find_first_of("*?") != std::string_view::npos;
}

bool coversAction(std::string_view pattern, std::string_view action) {
    return matchesPattern(pattern, action);
}

std::string_view serviceOf(std::string_view action) {
    const std::size_t colon = action.find(':');
    return colon == std::string_view::npos ? std::string_view() : action.substr(0, colon);
}

ActionReach reachOf(std::string_view action) {
    ActionReach reach;
    if (action == "*" || action == "*:*") {
        reach.everything = true;
        return reach;
    }
    const std::string_view service = serviceOf(action);
    if (service.empty())
        return reach;
    const std::string key = lowered(service);
    const std::string_view pattern = action.substr(service.size() + 1);
    reach.complete = iamServiceIsComplete(key);
    for (const IamAction& known : iamActionsOf(key))
        if (matchesPattern(pattern, known.action))
            ++reach.counts[static_cast<std::size_t>(known.level)];
    return reach;
}

Narrowing narrowingOf(std::string_view action) {
    Narrowing found;
    if (action == "*" || action == "*:*") {
        found.beyondLists = true;
        found.count = 1;
        return found;
    }
    const std::string key = lowered(serviceOf(action));
    const std::string_view pattern = action.substr(std::min(action.size(), key.size() + 1));
    bool isThere = false;
    for (const IamAction& known : iamActionsOf(key)) {
        if (!matchesPattern(pattern, known.action))
            continue;
        isThere = true;
        if (known.resourceTypes.empty())
            continue;
        ++found.count;
        const bool beyond =
            known.level != AccessLevel::List &&
            !(known.level == AccessLevel::Read && known.action.starts_with("Describe"));
        if (!found.example || (beyond && !found.beyondLists))
            found.example = &known;
        found.beyondLists = found.beyondLists || beyond;
    }
    found.told = found.count > 0 || iamServiceIsComplete(key) || (isThere && !hasWildcard(pattern));
    return found;
}

std::string describe(const ActionReach& reach) {
    const int total = reach.total();
    const int reads = reach.at(AccessLevel::List) + reach.at(AccessLevel::Read);
    if (reads == total)
        return fmt::format("{} actions that only read", total);
    std::string text = fmt::format("{} actions: {} write", total, reach.at(AccessLevel::Write));
    if (const int count = reach.at(AccessLevel::PermissionsManagement))
        text += fmt::format(", {} change permissions", count);
    if (const int count = reach.at(AccessLevel::Tagging))
        text += fmt::format(", {} tag", count);
    if (reads > 0)
        text += fmt::format(", {} only read", reads);
    return text;
}

} // namespace limn
