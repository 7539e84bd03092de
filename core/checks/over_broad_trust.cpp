// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <set>

#include <fmt/format.h>

#include "core/checks/identity_use.h"
#include "core/checks/permissions.h"
#include "core/checks/policy_condition.h"

namespace limn {
namespace {

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

constexpr std::string_view serviceEnd = ".amazonaws.com";

// Which parts stand for a service that a role may trust.
struct ServiceParts {
    std::string_view service;
    std::string_view platform; // the second word of their platform type, in small letters
    std::optional<NodeKind> kind;
};
constexpr ServiceParts serviceParts[] = {
    {"apigateway", "apigateway", NodeKind::EntryPoint},
    {"codedeploy", "serverless", std::nullopt}, // SAM's gradual deployments
    {"dynamodb", "dynamodb", NodeKind::Store},
    {"ecs-tasks", "ecs", NodeKind::Host},
    {"edgelambda", "lambda", NodeKind::Function},
    {"events", "events", NodeKind::EntryPoint},
    {"firehose", "kinesisfirehose", NodeKind::Stream},
    {"lambda", "lambda", NodeKind::Function},
    {"s3", "s3", NodeKind::Store},
    {"scheduler", "scheduler", NodeKind::EntryPoint},
    {"sns", "sns", NodeKind::Topic},
    {"states", "stepfunctions", NodeKind::Workflow},
};

// `events` of `AWS::Events::Rule`
std::string platformWord(std::string_view type) {
    const std::size_t from = type.find("::");
    const std::size_t to = from == std::string_view::npos ? from : type.find("::", from + 2);
    if (to == std::string_view::npos)
        return {};
    std::string word(type.substr(from + 2, to - from - 2));
    std::ranges::transform(word, word.begin(), lower);
    return word;
}

// The services that some part of the system is, or comes from.
class Represented {
public:
    explicit Represented(const Model& model) {
        std::set<Symbol> seen;
        for (const Node& node : model.nodes()) {
            m_kinds |= 1U << static_cast<unsigned>(node.kind);
            if (seen.insert(node.platformType).second)
                m_words.insert(platformWord(model.text(node.platformType)));
        }
        for (const Group& group : model.groups())
            m_words.insert(platformWord(model.text(group.platformType)));
    }

    bool has(std::string_view service) const {
        const auto* const row = std::ranges::find(serviceParts, service, &ServiceParts::service);
        if (row != std::end(serviceParts) &&
            (m_words.contains(row->platform) || (row->kind && hasKind(*row->kind))))
            return true;
        std::string plain(service);
        std::erase(plain, '-');
        return m_words.contains(plain);
    }

private:
    bool hasKind(NodeKind kind) const { return (m_kinds >> static_cast<unsigned>(kind)) & 1U; }

    std::set<std::string, std::less<>> m_words;
    unsigned m_kinds = 0;
};

// An account, as itself or as all that is in it.
bool isAccount(std::string_view who) {
    const bool digits =
        who.size() == 12 && std::ranges::all_of(who, [](char c) { return c >= '0' && c <= '9'; });
    return digits || who == "${AWS::AccountId}" || who.ends_with(":root");
}

bool isFederated(std::string_view who) {
    constexpr std::array<std::string_view, 4> providers{"cognito-identity.amazonaws.com",
                                                        "accounts.google.com", "graph.facebook.com",
                                                        "www.amazon.com"};
    return who.find(":oidc-provider/") != std::string_view::npos ||
           who.find(":saml-provider/") != std::string_view::npos ||
           std::ranges::find(providers, who) != providers.end();
}

bool namesAudience(const Statement& statement) {
    return std::ranges::any_of(statement.conditions, [](const Statement::Item& condition) {
        std::string key(testOf(condition).key);
        std::ranges::transform(key, key.begin(), lower);
        return key.ends_with(":aud") || key.ends_with(":sub");
    });
}

// Why a principal is more than the platform; empty when it is not.
// `isExpected`: a service whose role it is, whether it stands in the diagram or not.
std::string reason(const Represented& services, const Statement& statement, std::string_view who,
                   bool isExpected) {
    if (who == "*")
        return statement.conditional ? "" : "anyone";
    if (isFederated(who))
        return namesAudience(statement)
                   ? std::string()
                   : fmt::format("everybody whom `{}` knows, without a condition on audience or "
                                 "subject",
                                 who);
    if (statement.conditional)
        return {};
    if (isAccount(who))
        return fmt::format("everything in the account (`{}`)", who);
    if (who.find(":user/") != std::string_view::npos)
        return fmt::format("a user (`{}`)", who);
    if (who.ends_with(serviceEnd)) {
        const std::string_view service = who.substr(0, who.size() - serviceEnd.size());
        if (!isExpected && !services.has(service))
            return fmt::format("`{}`, which no part of the system stands for", who);
    }
    return {};
}

class Trust {
public:
    Trust(Judge& judge, const Represented& services, const Node& identity)
        : m_judge(judge), m_services(services), m_identity(identity),
          m_users(usersOf(judge, identity)) {}

    void judge(std::span<const Statement> statements) {
        const bool hasCode = runsCode(m_judge, m_identity, m_users);
        bool asked = false;
        for (const Statement& statement : statements) {
            if (statement.isGrant() || !statement.allow)
                continue;
            for (const Statement::Item& who : statement.principals) {
                // Everybody is code too.
                if (!hasCode && who.text != "*")
                    continue;
                asked = true;
                judgePrincipal(statement, who);
            }
        }
        if (asked && m_fine)
            m_judge.holds({m_judge.id(m_identity)});
    }

private:
    void judgePrincipal(const Statement& statement, const Statement::Item& who) {
        if (!who.unknown.empty()) {
            m_fine = false;
            return m_judge.cannotTell(elementsOf(m_judge, m_users, m_identity),
                                      fmt::format("a principal is {}", who.unknown),
                                      placeOf(statement, who));
        }
        std::string why = reason(m_services, statement, who.text, isExpected(who.text));
        const bool anyAction = std::ranges::find(statement.actions, "*", &Statement::Item::text) !=
                               statement.actions.end();
        if (why.empty() && anyAction)
            why = fmt::format("`{}`, for any action", who.text);
        if (why.empty())
            return;
        m_fine = false;
        Fault fault;
        fault.severity = Severity::Warning;
        fault.elements = elementsOf(m_judge, m_users, m_identity);
        fault.subject = who.text;
        fault.message =
            fmt::format("The identity {} may be taken by {}", m_judge.name(m_identity), why);
        fault.at = placeOf(statement, who);
        fault.also.push_back({fmt::format("trusts {}", who.text), fault.at});
        for (const Node* user : m_users)
            fault.also.push_back({fmt::format("{} runs as it", m_judge.name(*user)), user->at});
        m_judge.fails(std::move(fault));
    }

    // Where nothing here runs under it, it may well be for a function or workflow elsewhere.
    bool isExpected(std::string_view who) const {
        return m_users.empty() && (who.starts_with("lambda.") || who.starts_with("edgelambda.") ||
                                   who.starts_with("states."));
    }

    Judge& m_judge;
    const Represented& m_services;
    const Node& m_identity;
    std::vector<const Node*> m_users;
    bool m_fine = true;
};

void run(Judge& judge) {
    const Represented services(judge.model());
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind != NodeKind::Identity)
            continue;
        const std::span<const Statement> own =
            statementsAt(judge.model(), judge.model().indexOf(node));
        if (!std::ranges::all_of(own, &Statement::isGrant))
            Trust(judge, services, node).judge(own);
    }
}

constexpr std::string_view aliases[] = {"CKV_AWS_60", "CKV_AWS_61", "F2",
                                        "FullWildcardPrincipalRule"};

} // namespace

extern constinit const Check overBroadTrust{
    .id = "PRM012",
    .name = "over-broad-trust",
    .severity = Severity::Warning,
    .pillar = Pillar::Permissions,
    .title = "More than the platform can take a function's identity",
    .why = "Whoever can take the identity has all that the function may do, without the function.",
    .fires = "The trust of an identity that code runs under, warning, when it names:\n"
             "anyone (`*`), whether code runs under it or not;\n"
             "an account, or a user of one;\n"
             "a service that no part of the system stands for;\n"
             "an identity provider, without a condition on audience or subject.",
    .notWhen = "`edgelambda` stands beside `lambda`.\n"
               "`states` stands beside `lambda`, and there is a workflow.\n"
               "A condition narrows who may take it, as for development at home.\n"
               "No code runs under the identity.\n"
               "The principal is an expression: then it cannot be told.",
    .platforms = "AWS IAM: a Lambda function needs `lambda.amazonaws.com` alone.",
    .fix = "Leave the platform's own principal, and give others a role of their own.",
    .source = "IAM reference, roles and trust policies.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  worker:\n"
           "    handler: src/worker.handle\n"
           "    assumes: worker-role\n"
           "identities:\n"
           "  worker-role:\n"
           "    statements:\n"
           "      - effect: allow\n"
           "        principals: [lambda.amazonaws.com, \"arn:aws:iam::123456789012:root\"]\n"
           "        actions: sts:AssumeRole\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n"
            "    assumes: worker-role\n"
            "identities:\n"
            "  worker-role:\n"
            "    statements:\n"
            "      - effect: allow\n"
            "        principals: lambda.amazonaws.com\n"
            "        actions: sts:AssumeRole\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
