// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/arn.h"
#include "core/checks/identity_use.h"
#include "core/checks/permissions.h"
#include "core/checks/policy_condition.h"

namespace limn {
namespace {

constexpr std::string_view serviceEnd = ".amazonaws.com";

// `s3` of `s3.amazonaws.com`; empty for accounts, roles and everybody.
std::string_view serviceOfPrincipal(const Statement& statement) {
    for (const Statement::Item& who : statement.principals)
        if (who.unknown.empty() && std::string_view(who.text).ends_with(serviceEnd))
            return std::string_view(who.text).substr(0, who.text.size() - serviceEnd.size());
    return {};
}

// A load balancer needs its leave before it is there.
bool comesBeforeItsSource(std::string_view service) { return service == "elasticloadbalancing"; }

// An ARN that names no account: anybody may have the bucket of that name tomorrow.
bool namesNoAccount(std::string_view service, const Statement::Item& source) {
    const std::string_view values = testOf(source).values;
    const Arn arn = arnOf(values);
    return service == "s3" || (arn.valid && arn.account.empty() && source.unknown.empty());
}

struct Lack {
    std::string text; // empty: nothing is lacking
    Severity severity = Severity::Warning;
};

Lack lackOf(const Statement& statement, std::string_view service) {
    const Statement::Item* source = conditionOn(statement, "aws:SourceArn");
    const Statement::Item* account = conditionOn(statement, "aws:SourceAccount");
    if (source && (account || !namesNoAccount(service, *source)))
        return {};
    if (source)
        return {"any account: its SourceArn names none, and there is no SourceAccount"};
    if (conditionOn(statement, "lambda:EventSourceToken") ||
        conditionOn(statement, "aws:PrincipalOrgID"))
        return {};
    if (account)
        return {"anything in that account: there is no SourceArn", Severity::Info};
    return {"any account and resource: there is no SourceArn"};
}

// What the permission is for: the parts that start the function by it.
void showSources(const Judge& judge, const Node& function, const Statement& statement,
                 Fault& fault) {
    for (const Edge* edge : judge.into(function, EdgeKind::Triggers)) {
        const Node* from = judge.nodeOf(edge->from);
        const bool isBy =
            std::ranges::any_of(judge.model().evidence(*edge), [&](const Evidence& e) {
                return e.how == How::Policy && e.at == statement.at;
            });
        if (from && isBy)
            fault.also.push_back(
                {fmt::format("{} should be the source", judge.name(*from)), from->at});
    }
}

void judgeStatement(Judge& judge, const Node& function, const Statement& statement,
                    std::string_view service) {
    const Lack lack = lackOf(statement, service);
    if (lack.text.empty() || comesBeforeItsSource(service))
        return judge.holds({judge.id(function)});
    if (statement.conditional && statement.conditions.empty())
        return judge.cannotTell({judge.id(function)}, "a condition may narrow the source",
                                statement.at);
    Fault fault;
    fault.severity = lack.severity;
    fault.elements = {judge.id(function)};
    constexpr std::string_view permission = "permission ";
    const std::string_view from = statement.origin;
    fault.subject = from.starts_with(permission) ? from.substr(permission.size()) : service;
    fault.message = fmt::format("`{}{}` may start {} on behalf of {}", service, serviceEnd,
                                judge.name(function), lack.text);
    fault.at = statement.at;
    fault.also.push_back({fmt::format("lets in {}{}{}", service, serviceEnd, origin(statement)),
                          placeOf(statement, statement.principals.front())});
    for (const Statement::Item& condition : statement.conditions)
        fault.also.push_back({condition.text, placeOf(statement, condition)});
    showSources(judge, function, statement, fault);
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    for (const Statement& statement : judge.model().statements()) {
        if (judge.stopped())
            return;
        const Node& node = judge.model()[statement.identity];
        if (!statement.allow || statement.isGrant() || node.kind != NodeKind::Function)
            continue;
        if (const std::string_view service = serviceOfPrincipal(statement); !service.empty())
            judgeStatement(judge, node, statement, service);
    }
}

constexpr std::string_view aliases[] = {"CKV_AWS_364", "W3663", "W3664", "AWS-0067"};

} // namespace

extern constinit const Check serviceWithoutSource{
    .id = "PRM010",
    .name = "service-without-source",
    .severity = Severity::Warning,
    .pillar = Pillar::Permissions,
    .title = "A service may start a function on behalf of anybody",
    .why = "The service acts for all of its customers. Without a source in the permission, "
           "somebody else's bucket, rule or topic can start the function through it.",
    .fires = "A permission of a function for a service of the platform:\n"
             "warning without SourceArn, or with the ARN of a bucket, which names no account, and "
             "without SourceAccount;\n"
             "info with SourceAccount alone.",
    .notWhen = "An ARN with an account is given; one that is not known yet counts, but for "
               "buckets.\n"
               "Alexa with an EventSourceToken, or any service within one organisation.\n"
               "Load balancers, whose permission must be there before they are.\n"
               "SAM makes the permission by itself: it is not in the text.\n"
               "Some other condition may narrow it: then it cannot be told.",
    .platforms = "AWS Lambda: a permission without SourceArn holds for every resource of the "
                 "service, in every account.",
    .fix = "Add SourceArn of the part that starts it, and SourceAccount for buckets.",
    .source = "Lambda developer guide, resource-based policies.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  resize:\n"
           "    handler: src/resize.handle\n"
           "    statements:\n"
           "      - effect: allow\n"
           "        principals: sns.amazonaws.com\n"
           "        actions: lambda:InvokeFunction\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  resize:\n"
            "    handler: src/resize.handle\n"
            "    statements:\n"
            "      - effect: allow\n"
            "        principals: sns.amazonaws.com\n"
            "        actions: lambda:InvokeFunction\n"
            "        conditions: \"ArnLike aws:SourceArn "
            "arn:aws:sns:eu-west-1:123456789012:uploads\"\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
