// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/merge_text.h"

#include <algorithm>
#include <cstdint>
#include <span>
#include <vector>

namespace limn {
namespace {

using Lines = std::vector<std::string_view>;
using Span = std::span<const std::string_view>;
constexpr std::size_t maxCells = 4U << 20;
constexpr std::size_t nowhere = SIZE_MAX;

// Each with its line end.
Lines linesOf(std::string_view text) {
    Lines lines;
    while (!text.empty()) {
        const std::size_t end = std::min(text.find('\n'), text.size() - 1) + 1;
        lines.push_back(text.substr(0, end));
        text.remove_prefix(end);
    }
    return lines;
}

std::size_t commonStart(Span a, Span b) {
    return static_cast<std::size_t>(std::ranges::mismatch(a, b).in1 - a.begin());
}

std::size_t commonEnd(Span a, Span b) {
    std::size_t count = 0;
    while (count < std::min(a.size(), b.size()) &&
           a[a.size() - 1 - count] == b[b.size() - 1 - count])
        ++count;
    return count;
}

// Where each line of `base` is in `side` by their longest common subsequence.
std::optional<std::vector<std::size_t>> matched(Span base, Span side) {
    std::vector<std::size_t> found(base.size(), nowhere);
    const std::size_t start = commonStart(base, side);
    const std::size_t end = commonEnd(base.subspan(start), side.subspan(start));
    const std::size_t rows = base.size() - start - end, columns = side.size() - start - end;
    if ((rows + 1) > maxCells / (columns + 1))
        return std::nullopt;
    std::vector<std::uint32_t> lengths((rows + 1) * (columns + 1));
    const auto length = [&](std::size_t row, std::size_t column) -> std::uint32_t& {
        return lengths[row * (columns + 1) + column];
    };
    for (std::size_t row = rows; row-- > 0;)
        for (std::size_t column = columns; column-- > 0;)
            length(row, column) = base[start + row] == side[start + column]
                                      ? length(row + 1, column + 1) + 1
                                      : std::max(length(row + 1, column), length(row, column + 1));
    for (std::size_t i = 0; i < start; ++i)
        found[i] = i;
    for (std::size_t row = 0, column = 0; row < rows && column < columns;) {
        if (base[start + row] == side[start + column])
            found[start + row++] = start + column++;
        else if (length(row + 1, column) >= length(row, column + 1))
            ++row;
        else
            ++column;
    }
    for (std::size_t i = 1; i <= end; ++i)
        found[base.size() - i] = side.size() - i;
    return found;
}

bool append(std::string& merged, Span base, Span mine, Span theirs) {
    const bool minesCounts = std::ranges::equal(theirs, base) || std::ranges::equal(mine, theirs);
    if (!minesCounts && !std::ranges::equal(mine, base))
        return false;
    for (const std::string_view line : minesCounts ? mine : theirs)
        merged += line;
    return true;
}

} // namespace

std::optional<std::string> mergeTexts(std::string_view base, std::string_view mine,
                                      std::string_view theirs) {
    const Lines b = linesOf(base), m = linesOf(mine), t = linesOf(theirs);
    const auto inMine = matched(b, m), inTheirs = matched(b, t);
    if (!inMine || !inTheirs)
        return std::nullopt;
    std::string merged;
    std::size_t atBase = 0, atMine = 0, atTheirs = 0;
    // A line that all three have ends a stretch that may differ.
    for (std::size_t i = 0; i <= b.size(); ++i) {
        const bool last = i == b.size();
        if (!last && ((*inMine)[i] == nowhere || (*inTheirs)[i] == nowhere))
            continue;
        const std::size_t toMine = last ? m.size() : (*inMine)[i];
        const std::size_t toTheirs = last ? t.size() : (*inTheirs)[i];
        if (!append(merged, Span(b).subspan(atBase, i - atBase),
                    Span(m).subspan(atMine, toMine - atMine),
                    Span(t).subspan(atTheirs, toTheirs - atTheirs)))
            return std::nullopt;
        if (!last)
            merged += b[i];
        atBase = i + 1;
        atMine = toMine + 1;
        atTheirs = toTheirs + 1;
    }
    return merged;
}

} // namespace limn
