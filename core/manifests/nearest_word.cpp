// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/nearest_word.h"

#include <algorithm>
#include <vector>

namespace limn {
namespace {

// Edits that turn one word into the other, where swapping neighbours counts as one.
std::size_t distance(std::string_view a, std::string_view b) {
    std::vector<std::size_t> older(b.size() + 1), above(b.size() + 1), row(b.size() + 1);
    for (std::size_t j = 0; j <= b.size(); ++j)
        above[j] = j;
    for (std::size_t i = 1; i <= a.size(); ++i) {
        row[0] = i;
        for (std::size_t j = 1; j <= b.size(); ++j) {
            row[j] = std::min({above[j] + 1, row[j - 1] + 1,
                               above[j - 1] + static_cast<std::size_t>(a[i - 1] != b[j - 1])});
            if (i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1])
                row[j] = std::min(row[j], older[j - 2] + 1);
        }
        older.swap(above);
        above.swap(row);
    }
    return above[b.size()];
}

} // namespace

std::string_view nearestWord(std::string_view word, std::span<const std::string_view> known) {
    constexpr std::size_t longest = 64; // longer ones are no slip of a finger
    if (word.size() > longest)
        return {};
    std::size_t best = word.size() < 5 ? 2 : 1 + word.size() / 3; // one more than is accepted
    std::string_view found;
    for (const std::string_view candidate : known) {
        const std::size_t apart =
            std::max(candidate.size(), word.size()) - std::min(candidate.size(), word.size());
        if (apart >= best)
            continue;
        if (const std::size_t d = distance(word, candidate); d < best) {
            best = d;
            found = candidate;
        }
    }
    if (!found.empty())
        return found;
    // `timeout` for `timeout_seconds`: the unit is what people leave out.
    for (const std::string_view candidate : known)
        if (word.size() >= 4 && candidate.starts_with(word) && candidate[word.size()] == '_')
            return candidate;
    return {};
}

std::string didYouMean(std::string_view word, std::span<const std::string_view> known) {
    const std::string_view meant = nearestWord(word, known);
    return meant.empty() ? std::string() : "; did you mean `" + std::string(meant) + "`?";
}

} // namespace limn
