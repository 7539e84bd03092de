// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/check.h"

namespace limn {

std::string_view word(Grade grade) {
    switch (grade) {
    case Grade::NotJudged:
        return "not judged";
    case Grade::Strong:
        return "strong";
    case Grade::Partial:
        return "partial";
    case Grade::NotYet:
        return "not yet";
    }
    return {};
}

std::string_view title(Pillar pillar) {
    switch (pillar) {
    case Pillar::Execution:
        return "short-lived execution";
    case Pillar::State:
        return "explicit external state";
    case Pillar::Triggers:
        return "trigger-aware design";
    case Pillar::Permissions:
        return "tight permissions";
    case Pillar::None:
        return {};
    }
    return {};
}

} // namespace limn
