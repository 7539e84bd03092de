// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/identity_use.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/checks/permissions.h"
#include "core/model/star_pattern.h"

namespace limn {
namespace {

constexpr std::string_view managed = "managed policy ";

std::string counted(std::string first, std::size_t all) {
    return all == 1 ? first : fmt::format("{} and {} more", first, all - 1);
}

} // namespace

std::vector<const Node*> usersOf(const Judge& judge, const Node& identity) {
    std::vector<const Node*> users;
    for (const Edge* edge : judge.into(identity, EdgeKind::Assumes))
        if (const Node* user = judge.nodeOf(edge->from);
            user && (user->kind == NodeKind::Function || user->kind == NodeKind::Workflow))
            users.push_back(user);
    return users;
}

std::string whoIs(const Judge& judge, const std::vector<const Node*>& users, const Node& identity) {
    return users.empty() ? judge.name(identity) : counted(judge.name(*users.front()), users.size());
}

std::vector<std::string> elementsOf(const Judge& judge, const std::vector<const Node*>& users,
                                    const Node& identity) {
    std::vector<std::string> elements;
    elements.reserve(users.size() + 1);
    for (const Node* user : users)
        elements.push_back(judge.id(*user));
    elements.push_back(judge.id(identity));
    return elements;
}

bool isBoundary(const Judge& judge, const Node& identity) {
    const Model& model = judge.model();
    if (model.text(identity.subtype) != "policy")
        return false;
    return matchesPattern("*boundary*", model.id(identity)) ||
           matchesPattern("*boundary*", model.text(identity.name));
}

std::string_view managedPolicyOf(const Statement& statement) {
    std::string_view origin = statement.origin;
    if (!origin.starts_with(managed))
        return {};
    origin.remove_prefix(managed.size());
    return origin;
}

bool isReadyMade(const Statement& statement) {
    const std::string_view origin = statement.origin;
    return origin.starts_with("policy template") || origin.starts_with("connector") ||
           findManagedPolicy(managedPolicyOf(statement));
}

std::string origin(const Statement& statement) {
    return statement.origin.empty() || statement.origin == "statement"
               ? std::string()
               : fmt::format(" in {}", statement.origin);
}

std::string_view written(const Statement::Item& item) {
    return item.text.empty() ? item.unknown : item.text;
}

Span placeOf(const Statement& statement, const Statement::Item& item) {
    return item.at.valid() ? item.at : statement.at;
}

std::string listed(const std::vector<std::string_view>& texts) {
    return texts.empty() ? std::string()
                         : counted(fmt::format("`{}`", texts.front()), texts.size());
}

bool runsCode(const Judge& judge, const Node& identity, const std::vector<const Node*>& users) {
    constexpr std::array<std::string_view, 3> services{
        "lambda.amazonaws.com", "edgelambda.amazonaws.com", "states.amazonaws.com"};
    const auto trusts = [&](const Statement& statement) {
        return statement.allow &&
               std::ranges::any_of(statement.principals, [&](const Statement::Item& who) {
                   return std::ranges::find(services, who.text) != services.end();
               });
    };
    return !users.empty() ||
           std::ranges::any_of(statementsAt(judge.model(), judge.model().indexOf(identity)),
                               trusts);
}

} // namespace limn
