// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/text_edit.h"

#include <algorithm>
#include <cstddef>
#include <span>
#include <unordered_map>

#include <fmt/format.h>

namespace limn {
namespace {

constexpr std::size_t context = 3;
// Work and memory grow with the square of the number of changed lines; past this the middle is
// replaced as a whole.
constexpr int mostChanges = 1500;

// Lines with their endings; the last one may have none.
std::vector<std::string_view> linesOf(std::string_view text) {
    std::vector<std::string_view> lines;
    while (!text.empty()) {
        const auto end = text.find('\n');
        const auto length = end == std::string_view::npos ? text.size() : end + 1;
        lines.push_back(text.substr(0, length));
        text.remove_prefix(length);
    }
    return lines;
}

// A stretch of lines that differs: [oldFirst, oldEnd) became [newFirst, newEnd).
struct Hunk {
    std::size_t oldFirst = 0, oldEnd = 0, newFirst = 0, newEnd = 0;
};

using Numbers = std::vector<int>; // equal lines have equal numbers

// The furthest points of each round of Myers' greedy search, from none to all changes; empty when
// there are too many.
std::vector<std::vector<int>> rounds(std::span<const int> a, std::span<const int> b) {
    const int n = static_cast<int>(a.size()), m = static_cast<int>(b.size());
    const int most = std::min(n + m, mostChanges);
    std::vector<std::vector<int>> trace;
    std::vector<int> furthest(2 * static_cast<std::size_t>(most) + 3, 0); // by diagonal + most + 1
    for (int d = 0; d <= most; ++d) {
        for (int k = -d; k <= d; k += 2) {
            const auto at = static_cast<std::size_t>(k + most + 1);
            const bool down = k == -d || (k != d && furthest[at - 1] < furthest[at + 1]);
            int x = down ? furthest[at + 1] : furthest[at - 1] + 1;
            while (x < n && x - k < m && x >= 0 && x - k >= 0 &&
                   a[static_cast<std::size_t>(x)] == b[static_cast<std::size_t>(x - k)])
                ++x;
            furthest[at] = x;
            if (x >= n && x - k >= m) {
                trace.emplace_back(furthest.begin() + (most + 1 - d),
                                   furthest.begin() + (most + 2 + d));
                return trace;
            }
        }
        trace.emplace_back(furthest.begin() + (most + 1 - d), furthest.begin() + (most + 2 + d));
    }
    return {};
}

// Which lines of both sides are in no common line, found by walking the rounds back.
std::vector<Hunk> hunksOf(std::span<const int> a, std::span<const int> b, std::size_t offset) {
    const auto trace = rounds(a, b);
    if (trace.empty())
        return {{offset, offset + a.size(), offset, offset + b.size()}};
    std::vector<Hunk> hunks;
    int x = static_cast<int>(a.size()), y = static_cast<int>(b.size());
    for (int d = static_cast<int>(trace.size()) - 1; d > 0; --d) {
        const auto& before = trace[static_cast<std::size_t>(d - 1)];
        const auto reached = [&](int k) { // diagonal k of the round before, -1 when outside
            const int at = k + d - 1;
            return at < 0 || at > 2 * (d - 1) ? -1 : before[static_cast<std::size_t>(at)];
        };
        const int k = x - y;
        const bool down = k == -d || (k != d && reached(k - 1) < reached(k + 1));
        const int fromX = down ? reached(k + 1) : reached(k - 1);
        const int fromY = fromX - (down ? k + 1 : k - 1);
        const std::size_t oldFirst = offset + static_cast<std::size_t>(fromX);
        const std::size_t newFirst = offset + static_cast<std::size_t>(fromY);
        const std::size_t oldEnd = oldFirst + (down ? 0 : 1), newEnd = newFirst + (down ? 1 : 0);
        if (!hunks.empty() && hunks.back().oldFirst == oldEnd && hunks.back().newFirst == newEnd)
            hunks.back() = {oldFirst, hunks.back().oldEnd, newFirst, hunks.back().newEnd};
        else
            hunks.push_back({oldFirst, oldEnd, newFirst, newEnd});
        x = fromX;
        y = fromY;
    }
    std::reverse(hunks.begin(), hunks.end());
    return hunks;
}

std::vector<Hunk> compare(std::span<const std::string_view> before,
                          std::span<const std::string_view> after) {
    std::size_t head = 0;
    while (head < before.size() && head < after.size() && before[head] == after[head])
        ++head;
    std::size_t tail = 0;
    while (tail < before.size() - head && tail < after.size() - head &&
           before[before.size() - 1 - tail] == after[after.size() - 1 - tail])
        ++tail;
    std::unordered_map<std::string_view, int> numbers;
    const auto number = [&](std::span<const std::string_view> lines) {
        Numbers result;
        for (const std::string_view line : lines.subspan(head, lines.size() - head - tail))
            result.push_back(
                numbers.try_emplace(line, static_cast<int>(numbers.size())).first->second);
        return result;
    };
    const Numbers a = number(before), b = number(after);
    return a.empty() && b.empty() ? std::vector<Hunk>() : hunksOf(a, b, head);
}

void put(std::string& out, char mark, std::span<const std::string_view> lines, std::size_t from,
         std::size_t to) {
    for (std::size_t i = from; i < to; ++i) {
        out += mark;
        out += lines[i];
        if (!lines[i].ends_with('\n'))
            out += "\n\\ No newline at end of file\n";
    }
}

// Line numbers count from 1; an empty stretch names the line before it, and a length of one is left
// out.
std::string range(std::size_t first, std::size_t end) {
    const std::size_t length = end - first;
    if (length == 1)
        return fmt::format("{}", first + 1);
    return fmt::format("{},{}", length == 0 ? first : first + 1, length);
}

// Hunks closer than twice the context share one block.
std::string printHunks(std::span<const Hunk> hunks, std::span<const std::string_view> before,
                       std::span<const std::string_view> after) {
    std::string out;
    for (std::size_t first = 0; first < hunks.size();) {
        std::size_t last = first;
        while (last + 1 < hunks.size() &&
               hunks[last + 1].oldFirst - hunks[last].oldEnd <= 2 * context)
            ++last;
        const std::size_t lead = std::min(context, hunks[first].oldFirst);
        const std::size_t follow = std::min(context, before.size() - hunks[last].oldEnd);
        out += fmt::format("@@ -{} +{} @@\n",
                           range(hunks[first].oldFirst - lead, hunks[last].oldEnd + follow),
                           range(hunks[first].newFirst - lead, hunks[last].newEnd + follow));
        std::size_t at = hunks[first].oldFirst - lead;
        for (std::size_t i = first; i <= last; ++i) {
            put(out, ' ', before, at, hunks[i].oldFirst);
            put(out, '-', before, hunks[i].oldFirst, hunks[i].oldEnd);
            put(out, '+', after, hunks[i].newFirst, hunks[i].newEnd);
            at = hunks[i].oldEnd;
        }
        put(out, ' ', before, at, at + follow);
        first = last + 1;
    }
    return out;
}

// As diff writes a name that could be read as something else: a tab ends one with blanks, quotes
// hold control characters.
std::string fileName(std::string_view path) {
    const bool quoted = std::any_of(path.begin(), path.end(), [](char c) {
        return static_cast<unsigned char>(c) < 0x20 || c == '"' || c == '\\';
    });
    if (!quoted)
        return std::string(path) + (path.find(' ') == std::string_view::npos ? "" : "\t");
    std::string out = "\"";
    for (const char c : path) {
        if (c == '"' || c == '\\')
            out += {'\\', c};
        else if (static_cast<unsigned char>(c) < 0x20)
            out += fmt::format("\\{:03o}", static_cast<unsigned>(c));
        else
            out += c;
    }
    return out + '"';
}

} // namespace

Result<std::string> applied(std::string_view text, std::vector<TextEdit> edits) {
    std::stable_sort(edits.begin(), edits.end(), [](const TextEdit& a, const TextEdit& b) {
        return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
    std::string out;
    std::size_t at = 0;
    for (const TextEdit& edit : edits) {
        if (edit.begin > edit.end || edit.end > text.size())
            return Error{fmt::format("an edit of the bytes {} to {} is outside of a text of {}",
                                     edit.begin, edit.end, text.size())};
        if (edit.begin < at)
            return Error{fmt::format("two edits overlap at byte {}", edit.begin)};
        out += text.substr(at, edit.begin - at);
        out += edit.text;
        at = edit.end;
    }
    out += text.substr(at);
    return out;
}

std::string unifiedDiff(std::string_view path, std::string_view before, std::string_view after) {
    if (before == after)
        return {};
    const auto oldLines = linesOf(before), newLines = linesOf(after);
    const std::string name = fileName(path);
    return fmt::format("--- {}\n+++ {}\n", name, name) +
           printHunks(compare(oldLines, newLines), oldLines, newLines);
}

} // namespace limn
