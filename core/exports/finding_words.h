// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/checks/check.h"

namespace limn {

// What documents say of a report, whatever they are written in.

// A claim in pieces: names, which stand between backticks, and the words around them.
struct ClaimPiece {
    std::string_view words;
    bool isName = false;
};
std::vector<ClaimPiece> claimPieces(std::string_view message);

std::string_view sign(Severity severity); // `✖`, `⚠`, `ℹ`

// The four questions of the verdict with their answers.
struct PillarGrade {
    Pillar pillar = Pillar::None;
    Grade grade = Grade::NotJudged;
};
std::vector<PillarGrade> pillarGrades(const Verdict& verdict);

} // namespace limn
