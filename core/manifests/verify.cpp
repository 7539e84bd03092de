// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/verify.h"

#include <algorithm>
#include <optional>

#include <fmt/format.h>

#include "core/manifests/expectation.h"

namespace limn {
namespace {

using Parts = std::map<std::string, Abstract::Fields, std::less<>>;

// Compares what is wanted with what was read; every question is answered by the first thing that
// differs.
class Comparison {
public:
    Comparison(const Expectation& expectation, Abstract got)
        : m_expectation(expectation), m_wanted(expectation.wanted()), m_got(std::move(got)) {
        dropImplied(m_wanted);
        dropImplied(m_got);
    }
    std::optional<std::string> difference() const;

private:
    void dropImplied(Abstract& abstract) const;
    std::optional<std::string> compare(const std::string& id, const Abstract::Fields& wanted,
                                       const Abstract::Fields& got) const;
    std::optional<std::string> compareParts(const Parts& wanted, const Parts& got) const;
    std::optional<std::string> compareLines() const;

    const Expectation& m_expectation;
    Abstract m_wanted;
    Abstract m_got;
};

std::string keyOf(const Abstract::Ends& ends) {
    return fmt::format("{} {} {}", ends.from, word(ends.kind), ends.to);
}

void Comparison::dropImplied(Abstract& abstract) const {
    for (auto& [ends, lines] : abstract.lines)
        if (m_expectation.impliedMayFollow(ends))
            std::erase_if(lines, [](const Abstract::Line& line) { return line.implied; });
    std::erase_if(abstract.lines, [](const auto& entry) { return entry.second.empty(); });
}

// Texts that look like figures are read as what the property is; both spell the same.
bool same(const Value& a, const Value& b) {
    const bool scalars = !a.list() && !a.map() && !b.list() && !b.map();
    return a == b || (scalars && a.display() == b.display());
}

std::optional<std::string> Comparison::compare(const std::string& id,
                                               const Abstract::Fields& wanted,
                                               const Abstract::Fields& got) const {
    for (const auto& [field, value] : wanted) {
        if (m_expectation.mayFollow(id, field))
            continue;
        const auto found = got.find(field);
        if (found == got.end())
            return fmt::format("`{}` would not have `{}` {}", id, field, value.display());
        if (!same(value, found->second))
            return fmt::format("`{}` would have `{}` {} instead of {}", id, field,
                               found->second.display(), value.display());
    }
    for (const auto& [field, value] : got)
        if (!wanted.contains(field) && !m_expectation.mayFollow(id, field))
            return fmt::format("`{}` would also have `{}` {}", id, field, value.display());
    return std::nullopt;
}

std::optional<std::string> Comparison::compareParts(const Parts& wanted, const Parts& got) const {
    for (const auto& [id, fields] : wanted) {
        const auto found = got.find(id);
        if (found == got.end())
            return fmt::format("`{}` would not be there", id);
        if (auto difference = compare(id, fields, found->second))
            return difference;
    }
    for (const auto& [id, fields] : got)
        if (!wanted.contains(id))
            return fmt::format("`{}` would be there too", id);
    return std::nullopt;
}

std::optional<std::string> Comparison::compareLines() const {
    for (const auto& [ends, lines] : m_wanted.lines) {
        const auto found = m_got.lines.find(ends);
        const std::size_t count = found == m_got.lines.end() ? 0 : found->second.size();
        if (count < lines.size())
            return fmt::format("the line `{}` would not be there", keyOf(ends));
        if (count > lines.size())
            return fmt::format("the line `{}` would be there twice", keyOf(ends));
        for (std::size_t i = 0; i < count; ++i) {
            Abstract::Fields wanted = lines[i].fields, got = found->second[i].fields;
            if (m_expectation.deliveryMayFollow(ends)) {
                wanted.erase("delivery");
                got.erase("delivery");
            }
            if (auto difference = compare(keyOf(ends), wanted, got))
                return difference;
        }
    }
    for (const auto& [ends, lines] : m_got.lines)
        if (!m_wanted.lines.contains(ends))
            return fmt::format("the line `{}` would be there too", keyOf(ends));
    return std::nullopt;
}

std::optional<std::string> Comparison::difference() const {
    if (auto found = compareParts(m_wanted.nodes, m_got.nodes))
        return found;
    if (auto found = compareParts(m_wanted.groups, m_got.groups))
        return found;
    if (auto found = compareLines())
        return found;
    if (m_wanted.permissions != m_got.permissions)
        return "the permissions would not be the same";
    return std::nullopt;
}

} // namespace

Result<Done> verify(const Model& before, const Intent& intent, const Model& after) {
    const Expectation expectation(before, intent, after);
    const auto unchanged = [](std::string_view id) { return std::string(id); };
    if (const auto difference = Comparison(expectation, abstractOf(after, unchanged)).difference())
        return Error{*difference};
    return Done{};
}

} // namespace limn
