// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/identity_use.h"
#include "core/checks/permissions.h"

namespace limn {
namespace {

struct Attached {
    Span at;
    std::string_view written; // the reference, as far as it is known
};
using Policies = std::map<std::string_view, Attached>;

// `AmazonS3FullAccess` of `arn:aws:iam::aws:policy/AmazonS3FullAccess`
std::string_view lastPart(std::string_view reference) {
    return reference.substr(reference.rfind('/') + 1);
}

// By the statements that the reader made of them, and by the neutral property.
Policies attachedTo(const Judge& judge, const Node& identity) {
    Policies found;
    for (const Statement& statement :
         statementsAt(judge.model(), judge.model().indexOf(identity))) {
        if (const std::string_view name = managedPolicyOf(statement); !name.empty())
            found.try_emplace(name, Attached{statement.actions.empty()
                                                 ? statement.at
                                                 : placeOf(statement, statement.actions.front()),
                                             statement.actions.empty()
                                                 ? std::string_view()
                                                 : written(statement.actions.front())});
    }
    const Property* property = judge.model().property(identity, "managed_policies");
    const auto add = [&](const Value& value) {
        if (const std::string* text = value.string())
            found.try_emplace(lastPart(*text), Attached{property->at, *text});
    };
    if (property) {
        add(property->value);
        if (const ValueList* list = property->value.list())
            std::ranges::for_each(*list, add);
    }
    return found;
}

// A name that says so, of a policy that the tables do not have. `${…}` is no name.
bool soundsBroad(std::string_view name) {
    if (name.find('$') != std::string_view::npos)
        return false;
    for (const std::string_view end : {"FullAccess", "PowerUser", "Administrator"})
        if (name.ends_with(end))
            return true;
    return false;
}

// Whether the reference may be a policy of somebody's own, about which its name says nothing sure.
bool isOwn(std::string_view reference) {
    return reference.starts_with("arn:") &&
           reference.find("::aws:policy/") == std::string_view::npos;
}

std::string reachOf(const ManagedPolicy& policy) {
    const bool counted = policy.effective.find_first_not_of("0123456789") == std::string_view::npos;
    return fmt::format("which allows {}{}{}", policy.effective,
                       !counted                  ? ""
                       : policy.effective == "1" ? " action"
                                                 : " actions",
                       policy.anyResource ? " on every resource" : "");
}

// The actions that give somebody more than they had. A role that a service makes for itself gives
// nobody else anything.
std::vector<std::string_view> rightsIn(const ManagedPolicy* policy) {
    std::vector<std::string_view> rights;
    if (policy)
        std::ranges::copy_if(policy->escalates, std::back_inserter(rights),
                             [](auto action) { return action != "iam:CreateServiceLinkedRole"; });
    return rights;
}

void report(Judge& judge, const Node& identity, const std::vector<const Node*>& users,
            std::string_view name, const Attached& attached, const ManagedPolicy* policy) {
    Fault fault;
    fault.severity = policy && policy->policyClass == "admin" ? Severity::Error : Severity::Warning;
    fault.elements = elementsOf(judge, users, identity);
    fault.subject = name;
    const std::string who = whoIs(judge, users, identity);
    fault.message = fmt::format("{} has the ready-made policy `{}`, ", who, name);
    fault.message +=
        policy ? reachOf(*policy) : std::string("whose name says that it allows all of a service");
    fault.at = attached.at;
    fault.also.push_back({fmt::format("attaches {}", name), attached.at});
    if (const std::vector<std::string_view> rights = rightsIn(policy); !rights.empty())
        fault.also.push_back(
            {fmt::format("{} also hands out rights: {}", name, fmt::join(rights, ", ")),
             attached.at});
    judge.fails(std::move(fault));
}

void judgeIdentity(Judge& judge, const Node& identity) {
    const Policies policies = attachedTo(judge, identity);
    const Property* listed = judge.model().property(identity, "managed_policies");
    const bool open = listed && listed->value.unknown();
    if (policies.empty() && !open)
        return;
    const std::vector<const Node*> users = usersOf(judge, identity);
    if (!runsCode(judge, identity, users))
        return;
    bool fine = true;
    for (const auto& [name, attached] : policies) {
        const ManagedPolicy* policy = findManagedPolicy(name);
        const bool broad = policy ? policy->policyClass == "broad" || policy->policyClass == "admin"
                                  : soundsBroad(name) && !isOwn(attached.written);
        if (broad)
            report(judge, identity, users, name, attached, policy);
        else if (!policy && name.find('$') != std::string_view::npos)
            judge.cannotTell(elementsOf(judge, users, identity),
                             fmt::format("an attached policy is {}", attached.written),
                             attached.at);
        else
            continue;
        fine = false;
    }
    if (open)
        judge.cannotTell(elementsOf(judge, users, identity),
                         fmt::format("managed_policies is {}", listed->value.display()),
                         listed->at);
    else if (fine)
        judge.holds(elementsOf(judge, users, identity));
}

void run(Judge& judge) {
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::Identity)
            judgeIdentity(judge, node);
    }
}

constexpr std::string_view aliases[] = {"CKV_AWS_274", "W43", "W44", "AwsSolutions-IAM4",
                                        "lambda_functions_with_full_privileges"};

} // namespace

extern constinit const Check broadManagedPolicy{
    .id = "PRM003",
    .name = "broad-managed-policy",
    .severity = Severity::Error,
    .pillar = Pillar::Permissions,
    .title = "A ready-made policy for people is attached to a handler",
    .why = "Policies such as AmazonS3FullAccess are made for people at a console: they allow all "
           "of a service, on everything, and often more. A handler needs a few calls on one part.",
    .fires = "A managed policy attached to an identity that code runs under:\n"
             "error when it is one for administrators;\n"
             "warning when it allows all or most of a service, by the tables or, for a policy of "
             "the platform that they do not have, by a name that ends in FullAccess, PowerUser or "
             "Administrator.",
    .notWhen = "It is made for execution roles (AWSLambdaBasicExecutionRole and its siblings for "
               "VPC, SQS, DynamoDB, Kinesis and MSK, X-Ray, Insights).\n"
               "It only reads.\n"
               "It is a policy of the account's own.\n"
               "No function or workflow runs under the identity, and its trust lets none take it.\n"
               "The policy is an expression: then it cannot be told.",
    .platforms = "AWS: what a managed policy allows is counted in its published document.",
    .fix = "Attach a statement, or a SAM policy template, with the calls that the handler makes.",
    .source = "AWS managed policy documents.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n"
           "    assumes: worker-role\n"
           "identities:\n"
           "  worker-role:\n"
           "    managed_policies: [AmazonDynamoDBFullAccess]\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n"
            "    assumes: worker-role\n"
            "identities:\n"
            "  worker-role:\n"
            "    managed_policies: [AWSLambdaBasicExecutionRole]\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
