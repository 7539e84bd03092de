// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <map>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "core/checks/arn.h"
#include "core/checks/iam_pattern.h"
#include "core/checks/identity_use.h"
#include "core/checks/permissions.h"
#include "core/model/star_pattern.h"

namespace limn {
namespace {

// What an identity may do on everything by one or several statements that say the same.
struct Breadth {
    std::vector<std::string_view> actions; // that can be limited
    std::vector<Exhibit> places;
    const IamAction* example = nullptr;
    bool beyondLists = false;
    std::string_view narrowedBy; // the condition, or that there is one
};

const Statement::Item* everyResource(const Statement& statement) {
    const auto found = std::ranges::find_if(statement.resources, [](const Statement::Item& item) {
        return item.unknown.empty() && item.target.empty() && isEveryResource(item.text);
    });
    return found == statement.resources.end() ? nullptr : &*found;
}

// What the platform's own policies for execution roles allow on everything, because nobody knows
// the names before: a function's own log, and its interfaces in a private network.
bool isBaseline(std::string_view action) {
    for (const std::string_view name :
         {"AWSLambdaBasicExecutionRole", "AWSLambdaVPCAccessExecutionRole",
          "AWSLambdaENIManagementAccess"})
        if (const ManagedPolicy* policy = findManagedPolicy(name))
            for (const std::string_view known : policy->actions)
                if (matchesPattern(action, known) && !hasWildcard(action))
                    return true;
    return false;
}

// Calls that name a resource only where they use an addition of one's own: a lexicon, a
// terminology, a trained model. Without it nothing but `*` lets them through, which the list of
// actions says only by having no type that is required.
bool needsNoResource(std::string_view action) {
    constexpr std::array<std::string_view, 7> calls{
        "polly:SynthesizeSpeech",           "polly:StartSpeechSynthesisTask",
        "polly:StartSpeechSynthesisStream", "translate:TranslateDocument",
        "comprehend:DetectEntities",        "rekognition:DetectModerationLabels",
        "rekognition:StartMediaAnalysisJob"};
    return !hasWildcard(action) && std::ranges::any_of(calls, [&](std::string_view call) {
        return matchesPattern(action, call);
    });
}

// Parts of the system that the users reach and that the permission could be limited to.
void showConnected(const Judge& judge, const std::vector<const Node*>& users,
                   std::string_view service, Fault& fault) {
    for (const Node* user : users)
        for (const EdgeIndex index : judge.model().edgesFrom(judge.model().indexOf(*user))) {
            const Node* part = judge.nodeOf(judge.model()[index].to);
            const std::string_view type =
                part ? judge.model().text(part->platformType) : std::string_view();
            const IamResource* resource = resourceOfType(type, "Arn");
            if (!resource)
                resource = resourceOfType(type, "");
            if (resource && resource->service == service)
                fault.also.push_back(
                    {fmt::format("{} uses {}", judge.name(*user), judge.name(*part)), part->at});
        }
}

Severity severityOf(const Breadth& breadth, bool hasUsers) {
    const bool light = !hasUsers || !breadth.beyondLists || !breadth.narrowedBy.empty();
    return light ? Severity::Info : Severity::Warning;
}

void report(Judge& judge, const Node& identity, const std::vector<const Node*>& users,
            Breadth breadth, const std::string& subject) {
    Fault fault;
    fault.severity = severityOf(breadth, !users.empty());
    fault.elements = elementsOf(judge, users, identity);
    fault.subject = subject;
    fault.message = fmt::format("{} may do {} on every resource", whoIs(judge, users, identity),
                                listed(breadth.actions));
    if (breadth.example)
        fault.message +=
            fmt::format(", where `{}:{}` can be limited to `{}`", breadth.example->service,
                        breadth.example->action, plainestArn(*breadth.example));
    if (!breadth.narrowedBy.empty())
        fault.message += fmt::format("; a condition narrows it ({})", breadth.narrowedBy);
    fault.at = breadth.places.front().at;
    fault.also = std::move(breadth.places);
    if (breadth.actions.size() > 1)
        fault.also.push_back(
            {fmt::format("can be limited: {}", fmt::join(breadth.actions, ", ")), fault.at});
    if (breadth.example)
        showConnected(judge, users, breadth.example->service, fault);
    judge.fails(std::move(fault));
}

// Adds what a statement allows on everything; false where the tables cannot tell.
bool note(const Statement& statement, const Statement::Item& resource,
          std::map<std::string, Breadth>& found) {
    Breadth made;
    bool told = true;
    for (const Statement::Item& action : statement.actions) {
        const Narrowing narrowing =
            action.unknown.empty() ? narrowingOf(action.text) : Narrowing{0, false, nullptr, false};
        told = told && narrowing.told;
        if (narrowing.count == 0 || isBaseline(action.text) || needsNoResource(action.text))
            continue;
        made.actions.push_back(action.text);
        if (!made.example || (narrowing.beyondLists && !made.beyondLists))
            made.example = narrowing.example;
        made.beyondLists = made.beyondLists || narrowing.beyondLists;
    }
    if (made.actions.empty())
        return told;
    if (!statement.conditions.empty())
        made.narrowedBy = statement.conditions.front().text;
    else if (statement.conditional)
        made.narrowedBy = "not in every case";
    std::string subject;
    for (const std::string_view action : made.actions)
        (subject += subject.empty() ? "" : " ") += action;
    Breadth& kept = found.try_emplace(std::move(subject), made).first->second;
    if (kept.narrowedBy.empty() || made.narrowedBy.empty())
        kept.narrowedBy = {};
    kept.places.push_back(
        {fmt::format("on `{}`{}", resource.text, origin(statement)), placeOf(statement, resource)});
    return true;
}

void judgeIdentity(Judge& judge, const Node& identity, std::span<const Statement> statements) {
    std::map<std::string, Breadth> found;
    const Statement* untold = nullptr;
    bool asked = false;
    for (const Statement& statement : statements) {
        if (!statement.allow || !statement.isGrant() || isReadyMade(statement))
            continue;
        asked = true;
        const Statement::Item* resource = everyResource(statement);
        if (resource && !note(statement, *resource, found))
            untold = &statement;
    }
    if (!asked)
        return;
    const std::vector<const Node*> users = usersOf(judge, identity);
    for (auto& [subject, breadth] : found)
        report(judge, identity, users, std::move(breadth), subject);
    if (untold)
        judge.cannotTell(elementsOf(judge, users, identity),
                         fmt::format("the tables do not say whether `{}` can be limited",
                                     untold->actions.empty() ? std::string_view("*")
                                                             : written(untold->actions.front())),
                         untold->at);
    else if (found.empty())
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

constexpr std::string_view aliases[] = {"CKV_AWS_355",
                                        "AwsSolutions-IAM5",
                                        "AWS-0057",
                                        "I3510",
                                        "W11",
                                        "W12",
                                        "W13",
                                        "WildcardResourceRule",
                                        "noIAMRolePolicyWithWildcardResource",
                                        "RESOURCE_STAR"};

} // namespace

extern constinit const Check wildcardResource{
    .id = "PRM002",
    .name = "wildcard-resource",
    .severity = Severity::Warning,
    .pillar = Pillar::Permissions,
    .title = "Actions that can be limited to one resource are allowed on all",
    .why = "The handler uses one table or queue, its identity reaches every one of the account. A "
           "fault, or whoever gets hold of the handler, reaches them too.",
    .fires = "A statement that allows on `*`, or on an ARN whose resource part says nothing else, "
             "at least one action that the published list of actions can limit to a resource:\n"
             "warning when one of those actions reads, writes, tags or changes permissions;\n"
             "info when they only list or describe what there is, when a condition narrows the "
             "statement, or when nothing in the diagram runs under the identity.",
    .notWhen = "No action of the statement can be limited (`xray:PutTraceSegments`, "
               "`cloudwatch:PutMetricData`, `sts:GetCallerIdentity`, `s3:ListAllMyBuckets`).\n"
               "They are what the platform's own policies for execution roles allow on everything: "
               "writing the function's log, and its network interfaces "
               "(`ec2:CreateNetworkInterface` and its siblings).\n"
               "They are calls that name a resource only where they use an addition of one's own "
               "(`polly:SynthesizeSpeech` a lexicon, `comprehend:DetectEntities` a model).\n"
               "The policy is a permissions boundary.\n"
               "The statement denies.\n"
               "A SAM policy template, a connector or a managed policy brought it: those have "
               "checks of their own.\n"
               "The service is not in the tables, or the action is an expression: then it cannot "
               "be told.",
    .platforms = "AWS IAM: whether an action can be limited, and the shape of its ARN, is what the "
                 "published list of actions says.",
    .fix = "Name the resource that the handler uses: its ARN, or the part itself.",
    .source = "AWS Service Authorization Reference.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n"
           "    assumes: worker-role\n"
           "identities:\n"
           "  worker-role:\n"
           "    statements:\n"
           "      - effect: allow\n"
           "        actions: [dynamodb:PutItem, dynamodb:GetItem]\n"
           "        resources: \"*\"\n"
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
            "        actions: [dynamodb:PutItem, dynamodb:GetItem]\n"
            "        resources: orders\n"
            "stores:\n"
            "  orders:\n"
            "    type: table\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
