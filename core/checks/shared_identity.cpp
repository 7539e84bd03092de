// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <set>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/iam_pattern.h"
#include "core/checks/identity_use.h"
#include "core/checks/permissions.h"

namespace limn {
namespace {

// A line of a function and what it needs a permission for: `writes orders`.
using Needs = std::set<std::pair<std::string_view, std::string_view>>;

struct User {
    const Node* node = nullptr;
    Needs needs;
    std::string_view code; // the handler, where it has one
};

// A line that only the shared policy tells is the policy's, not the function's.
bool tellsNeed(const Model& model, const Edge& edge) {
    return std::ranges::any_of(model.evidence(edge),
                               [](const Evidence& e) { return e.how != How::Policy; });
}

bool isUse(const Edge& edge) {
    return edge.kind == EdgeKind::Reads || edge.kind == EdgeKind::Writes ||
           edge.kind == EdgeKind::Publishes || edge.kind == EdgeKind::Invokes ||
           edge.kind == EdgeKind::FailsTo;
}

User userOf(const Judge& judge, const Node& node) {
    const Model& model = judge.model();
    User user{&node, {}, {}};
    for (const EdgeIndex index : model.edgesFrom(model.indexOf(node)))
        if (const Edge& edge = model[index]; isUse(edge) && tellsNeed(model, edge))
            user.needs.emplace(word(edge.kind), model.id(edge.to));
    // The platform polls with the function's own identity.
    for (const EdgeIndex index : model.edgesTo(model.indexOf(node)))
        if (const Edge& edge = model[index];
            edge.delivery == Delivery::PollQueue || edge.delivery == Delivery::PollStream)
            user.needs.emplace("polls", model.id(edge.from));
    if (const Property* handler = model.property(node, "handler"))
        if (const std::string* text = handler->value.string())
            user.code = *text;
    return user;
}

// Writing logs and traces is what all functions need alike.
bool isBaseline(const Statement& statement) {
    if (const ManagedPolicy* policy = findManagedPolicy(managedPolicyOf(statement)))
        return policy->policyClass == "baseline";
    return !statement.actions.empty() &&
           std::ranges::all_of(statement.actions, [](const Statement::Item& action) {
               const std::string_view service = serviceOf(action.text);
               return service == "logs" || service == "xray" || service == "cloudwatch";
           });
}

bool holdsOnlyBaseline(std::span<const Statement> statements) {
    return std::ranges::all_of(
        statements, [](const Statement& s) { return !s.isGrant() || !s.allow || isBaseline(s); });
}

// What a function holds only because others need it.
std::string surplus(const User& user, const std::vector<User>& all) {
    std::vector<std::string> texts;
    Needs seen = user.needs;
    for (const User& other : all)
        for (const auto& need : other.needs)
            if (seen.insert(need).second)
                texts.push_back(fmt::format("{} `{}`", need.first, need.second));
    return fmt::format("{}", fmt::join(texts, ", "));
}

void report(Judge& judge, const Node& identity, const std::vector<User>& users) {
    Fault fault;
    fault.severity = Severity::Warning;
    std::vector<std::string> names;
    for (const User& user : users) {
        fault.elements.push_back(judge.id(*user.node));
        names.push_back(judge.name(*user.node));
    }
    fault.elements.push_back(judge.id(identity));
    constexpr std::size_t namesShown = 3;
    const std::size_t others = names.size() > namesShown ? names.size() - namesShown : 0;
    names.resize(names.size() - others);
    if (others > 0)
        names.push_back(fmt::format("{} more", others));
    fault.message = fmt::format("{} run under one identity {}, so each may do what the others need",
                                fmt::join(names, ", "), judge.name(identity));
    fault.at = identity.at;
    for (const User& user : users)
        if (std::string more = surplus(user, users); !more.empty())
            fault.also.push_back(
                {fmt::format("only for the others, {} {}", judge.name(*user.node), more),
                 user.node->at});
    judge.fails(std::move(fault));
}

bool areAlike(const User& a, const User& b) { return a.needs == b.needs; }

void judgeIdentity(Judge& judge, const Node& identity) {
    std::vector<User> users;
    for (const Node* node : usersOf(judge, identity))
        if (node->kind == NodeKind::Function)
            users.push_back(userOf(judge, *node));
    if (users.size() < 2)
        return;
    std::vector<std::string> elements;
    for (const User& user : users)
        elements.push_back(judge.id(*user.node));
    elements.push_back(judge.id(identity));
    const std::span<const Statement> statements =
        statementsAt(judge.model(), judge.model().indexOf(identity));
    const bool isKnown = identity.kind == NodeKind::Identity;
    const bool isEmpty = std::ranges::none_of(statements, &Statement::isGrant) &&
                         !judge.model().property(identity, "managed_policies");
    if (isKnown && (isEmpty ? false : holdsOnlyBaseline(statements)))
        return judge.holds(std::move(elements));
    const bool sameCode =
        !users.front().code.empty() && std::ranges::all_of(users, [&](const User& user) {
            return user.code == users.front().code;
        });
    const bool alike =
        std::ranges::all_of(users, [&](const User& user) { return areAlike(user, users.front()); });
    if (!alike)
        return report(judge, identity, users);
    if (sameCode || !users.front().needs.empty())
        return judge.holds(std::move(elements));
    judge.cannotTell(std::move(elements),
                     "what each of the functions needs is not known: no source, and no line of "
                     "theirs tells",
                     identity.at);
}

void run(Judge& judge) {
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::Identity || node.kind == NodeKind::External)
            judgeIdentity(judge, node);
    }
}

constexpr std::string_view aliases[] = {"serverless_function_without_unique_iam_role",
                                        "lambda_functions_without_unique_iam_roles",
                                        "noSharedIamRoles"};

} // namespace

extern constinit const Check sharedIdentity{
    .id = "PRM006",
    .name = "shared-identity",
    .severity = Severity::Warning,
    .pillar = Pillar::Permissions,
    .title = "Functions with different needs run under one identity",
    .why = "Each of them may do what any of them needs, so the least guarded one opens all the "
           "rest.",
    .fires = "Two or more functions run under one identity, and what they use differs by the lines "
             "that the manifest declares, names in their environment, or polls for them.",
    .notWhen =
        "They use the same parts in the same way (versions, several routes of one handler).\n"
        "The identity only lets them write logs and traces.\n"
        "The manifest does not tell what each of them needs: then it cannot be told.",
    .platforms = "SAM makes an identity for each function that names none.",
    .fix = "Give each function an identity of its own, with what it needs.",
    .source = "OWASP Serverless Top 10, SAS-4.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  place:\n"
           "    handler: src/place.handle\n"
           "    assumes: app-role\n"
           "    writes: orders\n"
           "  notify:\n"
           "    handler: src/notify.handle\n"
           "    assumes: app-role\n"
           "    publishes: mails\n"
           "identities:\n"
           "  app-role:\n"
           "    statements:\n"
           "      - {effect: allow, actions: dynamodb:PutItem, resources: orders}\n"
           "      - {effect: allow, actions: sqs:SendMessage, resources: mails}\n"
           "stores:\n"
           "  orders:\n"
           "    type: table\n"
           "queues:\n"
           "  mails:\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  place:\n"
            "    handler: src/place.handle\n"
            "    assumes: app-role\n"
            "    writes: orders\n"
            "  replace:\n"
            "    handler: src/replace.handle\n"
            "    assumes: app-role\n"
            "    writes: orders\n"
            "identities:\n"
            "  app-role:\n"
            "    statements:\n"
            "      - {effect: allow, actions: dynamodb:PutItem, resources: orders}\n"
            "stores:\n"
            "  orders:\n"
            "    type: table\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
