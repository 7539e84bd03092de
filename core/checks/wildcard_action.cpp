// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/iam_pattern.h"
#include "core/checks/identity_use.h"

namespace limn {
namespace {

// One wildcard in all statements of an identity that have it.
struct Wildcard {
    std::string action;
    std::vector<Exhibit> places;
    std::vector<std::string> resources;
};

// Writing its own log is what every function needs.
bool isLogsBaseline(std::string_view action) {
    return serviceOf(action) == "logs" && action != "logs:*";
}

std::string claim(const std::string& who, const Wildcard& wildcard, const ActionReach& reach) {
    if (reach.everything)
        return fmt::format("{} may do everything that the platform offers (`{}`)", who,
                           wildcard.action);
    if (!reach.complete)
        return fmt::format("{} may do everything that {} offers (`{}`)", who,
                           serviceOf(wildcard.action), wildcard.action);
    return fmt::format("{} may do `{}`, which is {}", who, wildcard.action, describe(reach));
}

void judgeWildcard(Judge& judge, const std::vector<const Node*>& users, const Node& identity,
                   const Wildcard& wildcard) {
    const ActionReach reach = reachOf(wildcard.action);
    std::vector<std::string> elements = elementsOf(judge, users, identity);
    const bool wholeService = wildcard.action.ends_with(":*");
    if (!reach.everything && !reach.complete && !wholeService)
        return judge.cannotTell(
            std::move(elements),
            fmt::format("what `{}` comes to is not known: the tables do not have all actions of {}",
                        wildcard.action, serviceOf(wildcard.action)),
            wildcard.places.front().at);
    // One action is one action, however it is spelled.
    if (reach.complete && reach.total() <= 1)
        return judge.holds(std::move(elements));
    if (const Property* boundary = judge.model().property(identity, "permissions_boundary"))
        return judge.cannotTell(std::move(elements),
                                fmt::format("the permissions boundary {} may cancel `{}`",
                                            boundary->value.display(), wildcard.action),
                                boundary->at);

    Fault fault;
    const bool changes = reach.changes() || !reach.complete;
    fault.severity = reach.everything ? Severity::Error
                     : changes        ? Severity::Warning
                                      : Severity::Info;
    fault.elements = std::move(elements);
    fault.subject = wildcard.action;
    fault.message = claim(whoIs(judge, users, identity), wildcard, reach);
    if (!wildcard.resources.empty())
        fault.message += fmt::format(", on {}", fmt::join(wildcard.resources, ", "));
    fault.at = wildcard.places.front().at;
    fault.also = wildcard.places;
    judge.fails(std::move(fault));
}

void note(const Judge& judge, const Statement& statement, const Statement::Item& action,
          std::map<std::string, Wildcard, std::less<>>& found) {
    Wildcard& wildcard = found[action.text];
    wildcard.action = action.text;
    wildcard.places.push_back(
        {fmt::format("allows {}{}", action.text, origin(statement)), placeOf(statement, action)});
    for (const Statement::Item& resource : statement.resources) {
        const Node* node = judge.model().node(resource.target);
        const std::string_view text = written(resource);
        std::string name = node          ? judge.name(*node)
                           : text == "*" ? std::string("every resource")
                                         : std::string(text);
        if (!name.empty() &&
            std::ranges::find(wildcard.resources, name) == wildcard.resources.end())
            wildcard.resources.push_back(std::move(name));
    }
}

void judgeIdentity(Judge& judge, const Node& identity) {
    const std::vector<const Node*> users = usersOf(judge, identity);
    const std::vector<const Statement*> statements =
        judge.statementsOf(judge.model().indexOf(identity));
    if (users.empty() || statements.empty())
        return;
    std::map<std::string, Wildcard, std::less<>> found;
    bool told = true;
    for (const Statement* statement : statements) {
        if (!statement->allow || isReadyMade(*statement))
            continue;
        for (const Statement::Item& action : statement->actions) {
            if (!action.unknown.empty()) {
                told = false;
                judge.cannotTell(elementsOf(judge, users, identity),
                                 fmt::format("an allowed action is {}", action.unknown), action.at);
            } else if (hasWildcard(action.text) && !isLogsBaseline(action.text)) {
                note(judge, *statement, action, found);
            }
        }
    }
    for (const auto& [action, wildcard] : found)
        judgeWildcard(judge, users, identity, wildcard);
    if (found.empty() && told)
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

constexpr std::string_view aliases[] = {"WS1003",
                                        "aws_iam_role_lambda_no_star",
                                        "CKV_AWS_62",
                                        "CKV_AWS_63",
                                        "CKV_AWS_49",
                                        "CKV_AWS_1",
                                        "F3",
                                        "F4",
                                        "F5",
                                        "AwsSolutions-IAM5",
                                        "AWS-0057",
                                        "AWS-0114",
                                        "serverless_role_with_full_privileges",
                                        "no-wild-iam-role-statements",
                                        "IAMRoleWildcardActionOnPolicyRule"};

} // namespace

extern constinit const Check wildcardAction{
    .id = "PRM001",
    .name = "wildcard-action",
    .severity = Severity::Error,
    .pillar = Pillar::Permissions,
    .title = "An identity may do everything a service offers",
    .why = "The handler needs a few calls, the identity allows all of them. Whoever gets hold of "
           "the handler, by a faulty dependency or a "
           "crafted input, can do everything the identity can.",
    .fires = "An action with a wildcard, allowed to an identity that a function or a workflow runs "
             "under:\n"
             "error when it is `*`;\n"
             "warning when it comes to actions that write, change permissions or tag "
             "(`dynamodb:*`, `s3:Put*`);\n"
             "info when it comes to several actions that only read (`s3:Get*`).",
    .notWhen = "The statement denies.\n"
               "A wildcard for its own logs (`logs:Create*`).\n"
               "It comes to a single action (`sqs:SendMessage*`).\n"
               "A SAM policy template, a connector or a managed policy brought it: those have "
               "checks of their own.\n"
               "No function or workflow runs under the identity.\n"
               "A permissions boundary may cancel it, or the action is an expression: then it "
               "cannot be told.",
    .platforms = "AWS IAM: what a wildcard comes to is counted by access level in the published "
                 "list of actions.",
    .fix = "Name the actions that the handler calls.",
    .source = "OWASP Serverless Top 10, SAS-4; AWS Service Authorization Reference.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n"
           "    assumes: worker-role\n"
           "identities:\n"
           "  worker-role:\n"
           "    statements:\n"
           "      - effect: allow\n"
           "        actions: dynamodb:*\n"
           "        resources: orders\n"
           "stores:\n"
           "  orders:\n"
           "    type: table\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n"
            "    assumes: worker-role\n"
            "identities:\n"
            "  worker-role:\n"
            "    statements:\n"
            "      - effect: allow\n"
            "        actions: [dynamodb:GetItem, dynamodb:PutItem]\n"
            "        resources: orders\n"
            "stores:\n"
            "  orders:\n"
            "    type: table\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
