// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/ignore.h"

#include "core/model/star_pattern.h"

namespace limn {
namespace {

constexpr std::size_t maxRules = 2000;
constexpr std::size_t maxSegments = 32;

std::vector<std::string> segmentsOf(std::string_view path) {
    std::vector<std::string> out;
    while (!path.empty()) {
        const std::size_t slash = path.find('/');
        if (slash != 0)
            out.emplace_back(path.substr(0, slash));
        path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    }
    return out;
}

// Whether `[a-z]`, `[!x]` at the pattern's start holds the character; `length` is what the class
// takes of the pattern, 0 where it is none.
struct ClassMatch {
    bool holds = false;
    std::size_t length = 0;
};
ClassMatch matchClass(std::string_view pattern, char c) {
    std::size_t i = 1;
    const bool negated = i < pattern.size() && (pattern[i] == '!' || pattern[i] == '^');
    i += negated ? 1 : 0;
    bool holds = false;
    for (bool first = true; i < pattern.size() && (first || pattern[i] != ']'); first = false) {
        const char low = pattern[i];
        char high = low;
        if (i + 2 < pattern.size() && pattern[i + 1] == '-' && pattern[i + 2] != ']') {
            high = pattern[i + 2];
            i += 2;
        }
        holds = holds || (low <= c && c <= high);
        ++i;
    }
    if (i >= pattern.size())
        return {};
    return {holds != negated, i + 1};
}

// How much of the pattern takes the first character; 0 where it does not fit.
std::size_t takes(std::string_view pattern, char c) {
    if (pattern.empty() || pattern.front() == '*')
        return 0;
    if (pattern.front() == '?')
        return 1;
    if (pattern.front() == '[')
        if (const ClassMatch match = matchClass(pattern, c); match.length > 0)
            return match.holds ? match.length : 0;
    if (pattern.front() == '\\' && pattern.size() > 1)
        return pattern[1] == c ? 2 : 0;
    return pattern.front() == c ? 1 : 0;
}

bool fits(std::string_view pattern, std::string_view text) {
    return fitsWithStars(
        pattern.size(), text.size(), [&](std::size_t p) { return pattern[p] == '*'; },
        [&](std::size_t p, std::size_t t) { return takes(pattern.substr(p), text[t]); });
}

// The same one level up: segments are what characters were, and `**` is the star.
bool fits(const std::vector<std::string>& pattern, const std::vector<std::string>& path) {
    return fitsWithStars(
        pattern.size(), path.size(), [&](std::size_t p) { return pattern[p] == "**"; },
        [&](std::size_t p, std::size_t t) -> std::size_t {
            return fits(pattern[p], path[t]) ? 1 : 0;
        });
}

std::string_view trimmed(std::string_view line) {
    if (line.ends_with('\r'))
        line.remove_suffix(1);
    while (line.ends_with(' ') && !line.ends_with("\\ "))
        line.remove_suffix(1);
    return line;
}

} // namespace

IgnoreRules::IgnoreRules(std::string_view text) {
    while (!text.empty() && m_rules.size() < maxRules) {
        const std::size_t end = text.find('\n');
        std::string_view line = trimmed(text.substr(0, end));
        text = end == std::string_view::npos ? std::string_view() : text.substr(end + 1);
        Rule rule;
        if (line.empty() || line.starts_with('#'))
            continue;
        if (line.starts_with('!')) {
            rule.brings = true;
            line.remove_prefix(1);
        }
        if (line.ends_with('/')) {
            rule.foldersOnly = true;
            line.remove_suffix(1);
        }
        const bool isAnchored = line.find('/') != std::string_view::npos;
        if (!isAnchored)
            rule.segments.emplace_back("**"); // at any depth
        for (std::string& segment : segmentsOf(line))
            rule.segments.push_back(std::move(segment));
        if (rule.segments.back() == "**" && rule.segments.size() > 1)
            rule.segments.emplace_back("*"); // `logs/**` is what is below, not the folder itself
        if (rule.segments.size() <= maxSegments && !line.empty())
            m_rules.push_back(std::move(rule));
    }
}

std::optional<bool> IgnoreRules::ignores(std::string_view path, bool isFolder) const {
    const std::vector<std::string> segments = segmentsOf(path);
    for (auto rule = m_rules.rbegin(); rule != m_rules.rend(); ++rule)
        if ((isFolder || !rule->foldersOnly) && fits(rule->segments, segments))
            return !rule->brings;
    return std::nullopt;
}

} // namespace limn
