// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/fact_tables.h"

#include <fmt/format.h>

#include <algorithm>
#include <functional>
#include <string>

namespace limn {

namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// IAM ignores letter case in action names.
bool sameAction(std::string_view a, std::string_view b) {
    return std::ranges::equal(a, b, {}, lower, lower);
}

template <typename Row, typename Member>
const Row* findRow(std::span<const Row> rows, std::string_view key, Member member) {
    const auto at = std::ranges::lower_bound(rows, key, {}, member);
    return at != rows.end() && std::invoke(member, *at) == key ? &*at : nullptr;
}

template <typename Row, typename Member>
std::span<const Row> equalRows(std::span<const Row> rows, std::string_view key, Member member) {
    const auto range = std::ranges::equal_range(rows, key, {}, member);
    return {range.begin(), range.end()};
}

} // namespace

const Fact* findFact(std::string_view key) { return findRow(facts(), key, &Fact::key); }

std::span<const Fact> factsUnder(std::string_view prefix) {
    const std::string stem = fmt::format("{}.", prefix);
    const std::span<const Fact> all = facts();
    const auto first = std::ranges::lower_bound(all, std::string_view(stem), {}, &Fact::key);
    const auto last = std::find_if_not(
        first, all.end(), [&](const Fact& fact) { return fact.key.starts_with(stem); });
    return {first, last};
}

std::span<const IamAction> iamActionsOf(std::string_view service) {
    return equalRows(iamActions(), service, &IamAction::service);
}

const IamAction* findIamAction(std::string_view service, std::string_view action) {
    for (const IamAction& known : iamActionsOf(service))
        if (sameAction(known.action, action))
            return &known;
    return nullptr;
}

const ManagedPolicy* findManagedPolicy(std::string_view name) {
    return findRow(managedPolicies(), name, &ManagedPolicy::name);
}

std::span<const SamPolicyTemplate> samPolicyTemplate(std::string_view name) {
    return equalRows(samPolicyTemplates(), name, &SamPolicyTemplate::name);
}

} // namespace limn
