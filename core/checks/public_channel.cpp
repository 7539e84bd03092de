// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/iam_pattern.h"
#include "core/checks/identity_use.h"
#include "core/checks/permissions.h"
#include "core/checks/policy_condition.h"

namespace limn {
namespace {

constexpr int hopsShown = 2;

// Parts that somebody's call starts, fills or reads.
bool takesCalls(const Node& node) {
    switch (node.kind) {
    case NodeKind::Function:
    case NodeKind::Workflow:
    case NodeKind::Queue:
    case NodeKind::Topic:
    case NodeKind::EventBus:
    case NodeKind::Stream:
    case NodeKind::Store:
        return true;
    default:
        return false;
    }
}

bool isEverybody(const Statement::Item& who) { return who.unknown.empty() && who.text == "*"; }

// The address of a function is an entry point, and judged there.
bool isOnlyUrl(const Statement& statement) {
    if (conditionOn(statement, "lambda:InvokedViaFunctionUrl"))
        return true;
    return !statement.actions.empty() &&
           std::ranges::all_of(statement.actions, [](const Statement::Item& action) {
               return action.text == "lambda:InvokeFunctionUrl";
           });
}

// Whether anything that is allowed does more than read.
bool changes(const Statement& statement) {
    if (!statement.notActions.empty())
        return true;
    return std::ranges::any_of(statement.actions, [](const Statement::Item& action) {
        const ActionReach reach = reachOf(action.text);
        return reach.changes() || (reach.total() == 0 && !reach.complete);
    });
}

bool isClosed(const Judge& judge, const Node& node) {
    const Property* open = judge.model().property(node, "public");
    return open && open->value.boolean() && !*open->value.boolean();
}

// A denial to all that meet or miss a condition may take the leave away again.
const Statement* denialOf(std::span<const Statement> statements) {
    for (const Statement& statement : statements)
        if (!statement.allow && !statement.isGrant() && narrowedTo(statement) != Narrowed::No)
            return &statement;
    return nullptr;
}

bool carriesWork(const Edge& edge) {
    return edge.kind == EdgeKind::Triggers || edge.kind == EdgeKind::Invokes ||
           edge.kind == EdgeKind::Publishes || edge.kind == EdgeKind::Writes;
}

// What a caller sets off: the parts that work goes on to from here.
void showReach(const Judge& judge, const Node& from, int hops, Fault& fault) {
    if (hops == 0)
        return;
    for (const EdgeIndex index : judge.model().edgesFrom(judge.model().indexOf(from))) {
        const Edge& edge = judge.model()[index];
        const Node* to = judge.nodeOf(edge.to);
        if (!to || !carriesWork(edge))
            continue;
        std::string text =
            fmt::format("{} {} {}", judge.name(from), word(edge.kind), judge.name(*to));
        if (std::ranges::find(fault.also, text, &Exhibit::what) != fault.also.end())
            continue;
        fault.also.push_back({std::move(text), to->at});
        showReach(judge, *to, hops - 1, fault);
    }
}

std::string allowedTexts(const Statement& statement) {
    std::vector<std::string_view> texts;
    for (const Statement::Item& action : statement.actions)
        texts.push_back(written(action));
    return texts.empty() ? "nearly everything" : listed(texts);
}

void report(Judge& judge, const Node& node, const Statement& statement,
            const Statement::Item& who) {
    Fault fault;
    const bool onlyReads = node.kind == NodeKind::Store && !changes(statement);
    fault.severity = onlyReads ? Severity::Info : Severity::Error;
    fault.elements = {judge.id(node)};
    fault.subject =
        statement.actions.empty() ? std::string_view("*") : written(statement.actions.front());
    fault.message =
        fmt::format("Anyone may do {} on {}: its own policy lets in `*`{}", allowedTexts(statement),
                    judge.name(node),
                    statement.conditions.empty() ? ", without a condition on who calls"
                                                 : ", and no condition says who or from where");
    fault.at = placeOf(statement, who);
    fault.also.push_back({fmt::format("lets in *{}", origin(statement)), fault.at});
    for (const Statement::Item& condition : statement.conditions)
        fault.also.push_back({condition.text, placeOf(statement, condition)});
    if (!onlyReads)
        showReach(judge, node, hopsShown, fault);
    judge.fails(std::move(fault));
}

void judgeStatement(Judge& judge, const Node& node, const Statement& statement,
                    std::span<const Statement> all) {
    const auto who = std::ranges::find_if(statement.principals, isEverybody);
    if (who == statement.principals.end() || isOnlyUrl(statement))
        return judge.holds({judge.id(node)});
    const Narrowed narrowed = narrowedTo(statement);
    const Statement* denial = denialOf(all);
    if (narrowed == Narrowed::Yes || isClosed(judge, node))
        return judge.holds({judge.id(node)});
    if (narrowed == Narrowed::CannotTell)
        return judge.cannotTell({judge.id(node)}, "a condition may narrow who `*` is",
                                placeOf(statement, *who));
    if (denial)
        return judge.cannotTell({judge.id(node)},
                                "a statement that denies may take away what `*` is allowed",
                                denial->at);
    report(judge, node, statement, *who);
}

void run(Judge& judge) {
    const std::span<const Statement> all = judge.model().statements();
    for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
        if (judge.stopped())
            return;
        while (end < all.size() && all[end].identity == all[begin].identity)
            ++end;
        const Node& node = judge.model()[all[begin].identity];
        const std::span<const Statement> own = all.subspan(begin, end - begin);
        if (takesCalls(node))
            for (const Statement& statement : own)
                if (statement.allow && !statement.isGrant())
                    judgeStatement(judge, node, statement, own);
    }
}

constexpr std::string_view aliases[] = {"CKV_AWS_301",
                                        "CKV_AWS_168",
                                        "CKV_AWS_169",
                                        "CKV_AWS_387",
                                        "CKV_AWS_385",
                                        "CKV_GCP_99",
                                        "F13",
                                        "F18",
                                        "F20",
                                        "F21",
                                        "lambda_permission_principal_is_wildcard",
                                        "AWS-0097",
                                        "sqs_queues_not_publicly_accessible",
                                        "awslambda_function_not_publicly_accessible",
                                        "eventbridge_bus_exposed",
                                        "lambda_no_wildcard_principal",
                                        "SQSQueuePolicyPublicRule"};

} // namespace

extern constinit const Check publicChannel{
    .id = "PRM009",
    .name = "public-channel",
    .severity = Severity::Error,
    .pillar = Pillar::Permissions,
    .title = "Anyone can call a function, or write to its queue, topic, bus or bucket",
    .why = "The handler believes that what arrives comes from the system. Anyone with an account "
           "of their own can send it work, at your cost and with your data at the end.",
    .fires = "A part's own policy that lets in `*`, with no condition on source, account, "
             "organisation, network or caller:\n"
             "error;\n"
             "info when it is a store that they may only read.",
    .notWhen = "A condition says who: aws:SourceArn, aws:SourceAccount, aws:PrincipalOrgID, "
               "aws:SourceVpce and the like, with a value that is not `*`.\n"
               "The statement denies.\n"
               "It is the address of a function, which is an entry point and judged as one.\n"
               "The bucket refuses public policies.\n"
               "Another condition, or a statement that denies, may narrow it: then it cannot be "
               "told.",
    .platforms = "AWS: `*` and `AWS: *` are everybody, with or without an account.",
    .fix = "Let in the one service, with a condition on aws:SourceArn of the part that sends.",
    .source = "OWASP Serverless Top 10, SAS-2 and SAS-6.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n"
           "queues:\n"
           "  jobs:\n"
           "    triggers: worker\n"
           "    statements:\n"
           "      - {effect: allow, principals: \"*\", actions: sqs:SendMessage}\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n"
            "queues:\n"
            "  jobs:\n"
            "    triggers: worker\n"
            "    statements:\n"
            "      - effect: allow\n"
            "        principals: \"*\"\n"
            "        actions: sqs:SendMessage\n"
            "        conditions: \"ArnEquals aws:SourceArn "
            "arn:aws:sns:eu-west-1:123456789012:news\"\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
