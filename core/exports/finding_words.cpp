// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/finding_words.h"

#include <algorithm>

namespace limn {

std::vector<ClaimPiece> claimPieces(std::string_view message) {
    // An odd one is no pair: nothing is a name then.
    if (std::ranges::count(message, '`') % 2 != 0)
        return {{message, false}};
    std::vector<ClaimPiece> pieces;
    bool isName = false;
    while (true) {
        const std::size_t end = message.find('`');
        if (const std::string_view words = message.substr(0, end); !words.empty())
            pieces.push_back({words, isName});
        if (end == std::string_view::npos)
            return pieces;
        message.remove_prefix(end + 1);
        isName = !isName;
    }
}

std::string_view sign(Severity severity) {
    switch (severity) {
    case Severity::Error:
        return "✖";
    case Severity::Warning:
        return "⚠";
    case Severity::Info:
        return "ℹ";
    }
    return {};
}

std::vector<PillarGrade> pillarGrades(const Verdict& verdict) {
    return {{Pillar::Execution, verdict.execution},
            {Pillar::State, verdict.state},
            {Pillar::Triggers, verdict.triggers},
            {Pillar::Permissions, verdict.permissions}};
}

} // namespace limn
