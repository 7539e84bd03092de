// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/checks/identity_use.h"
#include "core/checks/permissions.h"

namespace limn {
namespace {

struct Inversion {
    std::string_view key;   // as the platform spells it
    std::string_view means; // what it lets happen
    const std::vector<Statement::Item>* items = nullptr;
};

// The lists of a statement that say what is left out. Of several, the widest.
Inversion inversionOf(const Statement& statement) {
    if (!statement.notPrincipals.empty())
        return {"NotPrincipal", "lets in everybody but", &statement.notPrincipals};
    if (!statement.notActions.empty())
        return {"NotAction", "allows every action but", &statement.notActions};
    if (!statement.notResources.empty())
        return {"NotResource", "allows on every resource but", &statement.notResources};
    return {};
}

// Policies of people; what they may do is another review's question.
bool isOfPeople(std::string_view subtype) { return subtype == "user" || subtype == "group"; }

std::string leftOut(const std::vector<Statement::Item>& items) {
    std::vector<std::string_view> texts;
    texts.reserve(items.size());
    for (const Statement::Item& item : items)
        texts.push_back(written(item));
    return listed(texts);
}

void report(Judge& judge, const Node& owner, const std::vector<const Node*>& users,
            const Statement& statement, const Inversion& inversion) {
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = elementsOf(judge, users, owner);
    const std::string left = leftOut(*inversion.items);
    fault.subject = fmt::format("{} {}", inversion.key, written(inversion.items->front()));
    fault.message = fmt::format("A statement of {} {} {}, and so all that will ever be added",
                                judge.name(owner), inversion.means, left);
    fault.at = statement.at;
    fault.also.push_back({fmt::format("{} {}{}", inversion.key, left, origin(statement)),
                          placeOf(statement, inversion.items->front())});
    judge.fails(std::move(fault));
}

void judgeOwner(Judge& judge, const Node& owner, std::span<const Statement> statements) {
    if (isOfPeople(judge.model().text(owner.subtype)) || isBoundary(judge, owner))
        return;
    bool asked = false, fine = true;
    std::vector<const Node*> users;
    for (const Statement& statement : statements) {
        if (!statement.allow)
            continue;
        asked = true;
        const Inversion inversion = inversionOf(statement);
        if (!inversion.items)
            continue;
        if (fine)
            users = usersOf(judge, owner);
        fine = false;
        const Property* boundary = judge.model().property(owner, "permissions_boundary");
        if (boundary && statement.isGrant())
            judge.cannotTell(elementsOf(judge, users, owner),
                             fmt::format("the permissions boundary {} may cancel {}",
                                         boundary->value.display(), inversion.key),
                             boundary->at);
        else
            report(judge, owner, users, statement, inversion);
    }
    if (asked && fine)
        judge.holds({judge.id(owner)});
}

void run(Judge& judge) {
    const std::span<const Statement> all = judge.model().statements();
    for (std::size_t begin = 0, end = 0; begin < all.size(); begin = end) {
        if (judge.stopped())
            return;
        while (end < all.size() && all[end].identity == all[begin].identity)
            ++end;
        judgeOwner(judge, judge.model()[all[begin].identity], all.subspan(begin, end - begin));
    }
}

constexpr std::string_view aliases[] = {"W14",
                                        "W15",
                                        "W16",
                                        "W17",
                                        "W21",
                                        "W22",
                                        "W23",
                                        "F6",
                                        "F7",
                                        "F8",
                                        "SQSQueuePolicyNotPrincipalRule",
                                        "SNSTopicPolicyNotPrincipalRule"};

} // namespace

extern constinit const Check invertedStatement{
    .id = "PRM008",
    .name = "inverted-statement",
    .severity = Severity::Warning,
    .pillar = Pillar::Permissions,
    .title = "A statement allows everything but what it names",
    .why = "What it leaves out is a list of today. Every service, action or resource that is ever "
           "added is allowed without anybody deciding so.",
    .fires = "A statement that allows with NotAction, NotResource or NotPrincipal, in a policy of "
             "an identity, a role's trust, or a part's own policy: warning.",
    .notWhen = "The statement denies: there the three narrow, as they are made for.\n"
               "The policy is one of people, of a user or a group, or a permissions boundary.\n"
               "A permissions boundary may cancel it: then it cannot be told.",
    .platforms = "AWS IAM alone has statements of this kind.",
    .fix = "List what is needed instead.",
    .source = "IAM reference, NotAction, NotResource and NotPrincipal.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n"
           "    assumes: worker-role\n"
           "identities:\n"
           "  worker-role:\n"
           "    statements:\n"
           "      - effect: allow\n"
           "        not_actions: iam:*\n"
           "        resources: \"*\"\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n"
            "    assumes: worker-role\n"
            "identities:\n"
            "  worker-role:\n"
            "    statements:\n"
            "      - effect: deny\n"
            "        not_actions: iam:*\n"
            "        resources: \"*\"\n"
            "      - {effect: allow, actions: sqs:SendMessage, resources: jobs}\n"
            "queues:\n"
            "  jobs:\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
