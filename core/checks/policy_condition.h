// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>

#include "core/model/model.h"

namespace limn {

// A condition of a statement, taken apart: `StringEquals aws:SourceAccount 123456789012`.
struct ConditionTest {
    std::string_view test, key, values;
};
ConditionTest testOf(const Statement::Item& condition);

// What the conditions of a statement do to `*`, who is everybody.
enum class Narrowed { No, Yes, CannotTell };
// By source, account, organisation, network or caller; transport and the like narrow nobody out.
Narrowed narrowedTo(const Statement& statement);

// The condition on that key, whatever the case of its letters; null when there is none.
const Statement::Item* conditionOn(const Statement& statement, std::string_view key);

} // namespace limn
