// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/iam_pattern.h"

#include <algorithm>
#include <numeric>

#include <fmt/format.h>

namespace limn {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

std::string lowered(std::string_view text) {
    std::string out(text);
    std::ranges::transform(out, out.begin(), lower);
    return out;
}

// `*` stands for any stretch, `?` for one character. Goes back to the last star only, so it is
// never more than quadratic.
bool matches(std::string_view pattern, std::string_view text) {
    std::size_t p = 0, t = 0;
    std::size_t star = std::string_view::npos, resume = 0;
    while (t < text.size()) {
        if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            resume = t;
        } else if (p < pattern.size() &&
                   (pattern[p] == '?' || lower(pattern[p]) == lower(text[t]))) {
            ++p;
            ++t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++resume;
        } else {
            return false;
        }
    }
    return pattern.find_first_not_of('*', p) == std::string_view::npos;
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
    return matches(pattern, action);
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
        if (matches(pattern, known.action))
            ++reach.counts[static_cast<std::size_t>(known.level)];
    return reach;
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
