// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "app/cli/command.h"
#include "core/checks/check.h"
#include "core/checks/explain.h"
#include "core/manifests/nearest_word.h"

namespace limn {
namespace {

constexpr Option options[] = {{.name = "--list", .meaning = "List all checks, a line each"}};

std::string list() {
    std::string text;
    for (const Check* check : checks())
        text += fmt::format("{:<8}{:<9}{:<34}{}\n", check->id, word(check->severity), check->name,
                            check->title);
    return text;
}

// Another checker's rule may ask what several checks of ours ask.
std::string others(const Check& shown, std::string_view alias) {
    const auto lower = [](unsigned char c) { return c >= 'A' && c <= 'Z' ? c - 'A' + 'a' : c; };
    const auto isMeant = [&](std::string_view own) {
        return std::ranges::equal(own, alias, {}, lower, lower);
    };
    std::string text;
    if (std::ranges::none_of(shown.aliases, isMeant))
        return text;
    for (const Check* check : checks())
        if (check != &shown && std::ranges::any_of(check->aliases, isMeant))
            text += fmt::format("\n{} is {} {} too: `limn explain {}`.\n", alias, check->id,
                                check->name, check->id);
    return text;
}

Exit run(const Arguments& arguments) {
    if (arguments.has("list") || arguments.operands.empty())
        return print(list());
    const std::string& wanted = arguments.operands.front();
    if (const Check* check = findCheck(wanted))
        return print(explain(*check) + others(*check, wanted));
    std::vector<std::string_view> known;
    for (const Check* check : checks()) {
        known.push_back(check->id);
        known.push_back(check->name);
    }
    const std::string_view meant = nearestWord(wanted, known);
    return fail(fmt::format("There is no check `{}`. {}", wanted,
                            meant.empty() ? "`limn explain --list` lists them all."
                                          : fmt::format("Did you mean `{}`?", meant)));
}

} // namespace

extern constinit const Command explainCommand{
    .name = "explain",
    .summary = "Say what a check asks, why, and how to mend what it finds",
    .operand = "CHECK",
    .optional = true,
    .options = options,
    .run = run,
};

} // namespace limn
