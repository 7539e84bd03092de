// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/checks/check.h"

namespace limn {

extern const Check functionOutlivesEntryPoint;
extern const Check leaseShorterThanHandler;
extern const Check openEntryPoint;
extern const Check queueWithoutDeadLetter;
extern const Check wildcardAction;

namespace {

// By id.
constexpr const Check* catalogue[] = {
    &functionOutlivesEntryPoint, // LIM001
    &wildcardAction,             // PRM001
    &queueWithoutDeadLetter,     // RTY002
    &leaseShorterThanHandler,    // RTY006
    &openEntryPoint,             // TRG010
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

bool same(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

} // namespace

std::span<const Check* const> checks() { return catalogue; }

const Check* findCheck(std::string_view idOrNameOrAlias) {
    for (const Check* check : catalogue)
        if (same(check->id, idOrNameOrAlias) || same(check->name, idOrNameOrAlias))
            return check;
    for (const Check* check : catalogue)
        for (const std::string_view alias : check->aliases)
            if (same(alias, idOrNameOrAlias))
                return check;
    return nullptr;
}

} // namespace limn
