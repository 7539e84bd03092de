// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "app/cli/command.h"

namespace limn {

bool reportProblems(const Snapshot& snapshot) {
    bool broken = false;
    for (const Problem& problem : snapshot.model->problems()) {
        const Place place = snapshot.sources->place(problem.at);
        fmt::print(stderr, "{}:{}:{}: {}: {}\n", place.path, place.line, place.column,
                   word(problem.severity), problem.message);
        broken = broken || problem.severity == Severity::Error;
    }
    return broken;
}

} // namespace limn
