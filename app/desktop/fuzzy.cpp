// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/fuzzy.h"

#include <algorithm>

namespace limn {
namespace {

constexpr int whole = 1000;      // a word that is there as it was typed
constexpr int atStart = 300;     // where a word of the text begins
constexpr int first = 400;       // which is the text's first
constexpr int scattered = 500;   // its letters are there, in order
constexpr int gap = 40;          // taken off for each gap between them
constexpr int leastLetters = 3;  // fewer are in nearly every text
constexpr int lengthCounts = 80; // a short text says more of what was meant

bool beginsWord(QStringView text, qsizetype at) {
    return at == 0 || !text[at - 1].isLetterOrNumber() ||
           (text[at].isUpper() && text[at - 1].isLower());
}

std::optional<int> asTyped(QStringView word, QStringView text) {
    std::optional<int> best;
    for (qsizetype at = text.indexOf(word, 0, Qt::CaseInsensitive); at >= 0;
         at = text.indexOf(word, at + 1, Qt::CaseInsensitive)) {
        const int score = whole + (beginsWord(text, at) ? atStart : 0) + (at == 0 ? first : 0);
        best = std::max(best.value_or(0), score);
    }
    return best;
}

std::optional<int> letterByLetter(QStringView word, QStringView text) {
    if (word.size() < leastLetters || text.size() > lengthCounts) // any letters are in a sentence
        return {};
    int score = scattered;
    qsizetype last = -1;
    for (const QChar letter : word) {
        const qsizetype at = text.indexOf(letter, last + 1, Qt::CaseInsensitive);
        if (at < 0)
            return {};
        // A gap that ends where a word begins is how people shorten names.
        if (at != last + 1 && !beginsWord(text, at))
            score -= gap;
        last = at;
    }
    return score > 0 ? std::optional(score) : std::nullopt;
}

} // namespace

std::optional<int> fuzzyScore(QStringView wanted, QStringView text) {
    int sum = 0;
    for (const QStringView word : wanted.split(u' ', Qt::SkipEmptyParts)) {
        std::optional<int> score = asTyped(word, text);
        if (!score)
            score = letterByLetter(word, text);
        if (!score)
            return {};
        sum += *score;
    }
    return sum - static_cast<int>(std::min<qsizetype>(text.size(), lengthCounts));
}

} // namespace limn
