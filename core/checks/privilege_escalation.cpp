// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <ranges>

#include <fmt/format.h>

#include "core/checks/arn.h"
#include "core/checks/iam_pattern.h"
#include "core/checks/identity_use.h"
#include "core/checks/permissions.h"
#include "core/model/star_pattern.h"

namespace limn {
namespace {

constexpr std::size_t pathsShown = 5;

// An action of a statement that may be part of a path.
struct Grant {
    const Statement* statement = nullptr;
    const Statement::Item* action = nullptr;
};

struct Path {
    const Escalation* escalation = nullptr;
    std::vector<Grant> grants; // one for each of its actions
};

// What an identity is allowed of the services that paths begin in, and what it is denied.
struct Dangers {
    std::vector<Grant> allowed;
    std::vector<Grant> denied;
    bool isAll = false; // `*`, which is another check's finding
};

bool mayEscalate(std::string_view action) {
    static const std::vector<std::string_view> services = [] {
        std::vector<std::string_view> out;
        for (const Escalation& path : escalations())
            for (const std::string_view needed : path.actions)
                if (const std::string_view service = serviceOf(needed);
                    std::ranges::find(out, service) == out.end())
                    out.push_back(service);
        return out;
    }();
    const std::string_view service = serviceOf(action);
    return service.empty()
               ? action == "*"
               : hasWildcard(service) || std::ranges::find(services, service) != services.end();
}

// Where code runs as the identity, `*` alone is wildcard-action's finding, and an error there too.
Dangers dangersOf(std::span<const Statement> statements, bool hasUsers) {
    Dangers found;
    for (const Statement& statement : statements) {
        if (!statement.isGrant() || isReadyMade(statement))
            continue;
        for (const Statement::Item& action : statement.actions) {
            if (hasUsers && statement.allow && action.text == "*")
                found.isAll = true;
            else if (action.unknown.empty() && mayEscalate(action.text))
                (statement.allow ? found.allowed : found.denied).push_back({&statement, &action});
        }
    }
    return found;
}

// Every role, user or policy there is, not one that is named.
bool isWide(std::string_view resource, std::string_view on) {
    if (isEveryResource(resource))
        return true;
    const std::string_view named = arnOf(resource).resource;
    return on != "any" &&
           (named == "role/*" || named == "user/*" || named == "policy/*" || named == "group/*");
}

bool isOnWide(const Statement& statement, std::string_view on) {
    return std::ranges::any_of(statement.resources, [&](const Statement::Item& item) {
        return item.unknown.empty() && item.target.empty() && isWide(item.text, on);
    });
}

bool isDenied(const Dangers& dangers, std::string_view action) {
    return std::ranges::any_of(dangers.denied, [&](const Grant& grant) {
        return matchesPattern(grant.action->text, action);
    });
}

// The statement that allows the action, of those that count the first that no condition narrows.
const Grant* granting(const Dangers& dangers, std::string_view action, std::string_view on,
                      bool mustBeWide) {
    const Grant* narrowed = nullptr;
    for (const Grant& grant : dangers.allowed) {
        if (!matchesPattern(grant.action->text, action) ||
            (mustBeWide && !isOnWide(*grant.statement, on)))
            continue;
        if (!grant.statement->conditional)
            return &grant;
        narrowed = narrowed ? narrowed : &grant;
    }
    return narrowed;
}

std::optional<Path> pathOf(const Dangers& dangers, const Escalation& escalation) {
    Path path{&escalation, {}};
    for (const std::string_view action : escalation.actions) {
        const Grant* grant =
            granting(dangers, action, escalation.on, action == escalation.actions.front());
        if (!grant || isDenied(dangers, action))
            return std::nullopt;
        path.grants.push_back(*grant);
    }
    return path;
}

bool isConditional(const Path& path) {
    return std::ranges::any_of(path.grants,
                               [](const Grant& grant) { return grant.statement->conditional; });
}

void report(Judge& judge, const Node& identity, const std::vector<const Node*>& users,
            const std::vector<Path>& paths) {
    const bool automation = !users.empty() && std::ranges::all_of(users, [](const Node* user) {
        return user->nodeClass == NodeClass::Automation;
    });
    Fault fault;
    fault.severity = automation ? Severity::Warning : Severity::Error;
    fault.elements = elementsOf(judge, users, identity);
    fault.message = fmt::format("{} can have more than it was given: {}",
                                whoIs(judge, users, identity), paths.front().escalation->path);
    if (paths.size() > 1)
        fault.message += fmt::format(", and {} more ways", paths.size() - 1);
    fault.at =
        placeOf(*paths.front().grants.front().statement, *paths.front().grants.front().action);
    for (const Path& path : paths | std::views::take(pathsShown))
        for (std::size_t i = 0; i < path.grants.size(); ++i) {
            const Grant& grant = path.grants[i];
            const std::string_view needed = path.escalation->actions[i];
            const std::string as =
                grant.action->text == needed ? "" : fmt::format(" by {}", grant.action->text);
            fault.also.push_back({fmt::format("allows {}{}: {}", needed, as, path.escalation->path),
                                  placeOf(*grant.statement, *grant.action)});
        }
    judge.fails(std::move(fault));
}

void judgeIdentity(Judge& judge, const Node& identity, std::span<const Statement> statements) {
    const std::vector<const Node*> users = usersOf(judge, identity);
    const Dangers dangers = dangersOf(statements, !users.empty());
    if (dangers.allowed.empty()) {
        // Of who may do everything nothing is left to ask.
        if (!dangers.isAll && std::ranges::any_of(statements, &Statement::isGrant))
            judge.holds({judge.id(identity)});
        return;
    }
    std::vector<Path> open;
    const Statement* narrowed = nullptr;
    for (const Escalation& escalation : escalations())
        if (std::optional<Path> path = pathOf(dangers, escalation)) {
            if (isConditional(*path))
                narrowed = path->grants.front().statement;
            else
                open.push_back(std::move(*path));
        }
    const Property* boundary = judge.model().property(identity, "permissions_boundary");
    if (!open.empty() && boundary)
        judge.cannotTell(elementsOf(judge, users, identity),
                         fmt::format("the permissions boundary {} may cancel `{}`",
                                     boundary->value.display(),
                                     open.front().escalation->actions.front()),
                         boundary->at);
    else if (!open.empty())
        report(judge, identity, users, open);
    else if (narrowed)
        judge.cannotTell(elementsOf(judge, users, identity), "a condition may narrow it",
                         narrowed->at);
    else
        judge.holds(elementsOf(judge, users, identity));
}

void run(Judge& judge) {
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::Identity && !isBoundary(judge, node))
            judgeIdentity(judge, node, statementsAt(judge.model(), judge.model().indexOf(node)));
    }
}

constexpr std::string_view aliases[] = {
    "CKV_AWS_110", "CKV_AWS_286", "F38", "F39", "F40", "AWS-0342", "PrivilegeEscalationRule"};

} // namespace

extern constinit const Check privilegeEscalation{
    .id = "PRM007",
    .name = "privilege-escalation",
    .severity = Severity::Error,
    .pillar = Pillar::Permissions,
    .title = "An identity can give itself or another more than it has",
    .why = "Whoever gets hold of the handler is not held by its permissions: one more call, and "
           "they are an administrator's.",
    .fires = "Actions that together are a way to more, allowed on everything or on every role, "
             "user or policy: writing, attaching or setting policies, changing who may take a "
             "role, making keys of users, taking any role, handing any role to something new that "
             "runs as it:\n"
             "error;\n"
             "warning when only cloud automation runs under the identity.",
    .notWhen = "The role that may be handed on or taken is named.\n"
               "The statement denies, or a denial takes the action away.\n"
               "A managed policy brought it, or code runs under the identity and may do `*`: those "
               "have checks of their own.\n"
               "The policy is a permissions boundary, which gives nothing.\n"
               "A condition narrows the statement, or a permissions boundary may cancel it: then "
               "it cannot be told.",
    .platforms = "AWS IAM: which actions are a way to more stands in the tables.",
    .fix = "Limit `iam:PassRole` to the one role, with a condition on `iam:PassedToService`; "
           "remove the rest.",
    .source = "Policy Sentry and iam-dataset, lists of privilege escalation.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  deploy:\n"
           "    handler: src/deploy.handle\n"
           "    assumes: deploy-role\n"
           "identities:\n"
           "  deploy-role:\n"
           "    statements:\n"
           "      - effect: allow\n"
           "        actions: [iam:PassRole, lambda:CreateFunction]\n"
           "        resources: \"*\"\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  deploy:\n"
            "    handler: src/deploy.handle\n"
            "    assumes: deploy-role\n"
            "identities:\n"
            "  deploy-role:\n"
            "    statements:\n"
            "      - effect: allow\n"
            "        actions: iam:PassRole\n"
            "        resources: \"arn:aws:iam::123456789012:role/worker\"\n"
            "      - effect: allow\n"
            "        actions: lambda:CreateFunction\n"
            "        resources: \"*\"\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
