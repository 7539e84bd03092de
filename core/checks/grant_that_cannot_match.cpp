// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <string>
#include <unordered_map>

#include <fmt/format.h>

#include "core/checks/arn.h"
#include "core/checks/iam_pattern.h"
#include "core/checks/identity_use.h"
#include "core/checks/permissions.h"
#include "core/manifests/nearest_word.h"
#include "core/model/star_pattern.h"

namespace limn {
namespace {

// Actions that an author writes, each looked up once: systems repeat the same few.
struct Known {
    std::vector<const IamAction*> actions; // that it comes to
    std::vector<const IamResource*> types; // that they accept; null for what has no shape
    bool complete = false;                 // the service's list is whole, so absence tells
    bool tolerated = false;                // a framework writes it all the same
};

// Names that the frameworks emit although the published list does not have them, and names of
// calls for a batch, which need the leave for one: they stand beside it, and do no harm.
bool isTolerated(std::string_view action) {
    constexpr std::string_view batch = "Batch";
    if (action.ends_with(batch)) {
        const std::string_view one = action.substr(0, action.size() - batch.size());
        const std::size_t colon = one.find(':');
        if (colon != std::string_view::npos &&
            findIamAction(one.substr(0, colon), one.substr(colon + 1)))
            return true;
    }
    return std::ranges::any_of(samPolicyTemplates(), [&](const SamPolicyTemplate& row) {
        return std::ranges::any_of(row.notInReference, [&](std::string_view name) {
            return matchesPattern(action, name) && matchesPattern(name, action);
        });
    });
}

// Whether a framework allows the action on a resource although the list knows none for it.
bool isLimitedBySam(const IamAction& action) {
    const std::string name = fmt::format("{}:{}", action.service, action.action);
    return std::ranges::any_of(samPolicyTemplates(), [&](const SamPolicyTemplate& row) {
        return std::ranges::find(row.actions, name) != row.actions.end() &&
               std::ranges::find(row.resources, "*") == row.resources.end();
    });
}

class Lookup {
public:
    const Known& operator[](std::string_view action) {
        const auto [at, isNew] = m_known.try_emplace(action);
        if (isNew)
            at->second = find(action);
        return at->second;
    }

private:
    static Known find(std::string_view action) {
        Known known;
        std::string service(serviceOf(action));
        std::ranges::transform(service, service.begin(), [](char c) {
            return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
        });
        if (service.empty() || hasWildcard(service))
            return known;
        const std::string_view pattern = action.substr(service.size() + 1);
        for (const IamAction& row : iamActionsOf(service))
            if (matchesPattern(pattern, row.action))
                known.actions.push_back(&row);
        for (const IamAction* row : known.actions) {
            if (row->resourceTypes.empty() && isLimitedBySam(*row))
                known.types.push_back(nullptr);
            for (const IamResource* type : typesOf(*row))
                if (std::ranges::find(known.types, type) == known.types.end())
                    known.types.push_back(type);
        }
        known.complete = iamServiceIsComplete(service);
        known.tolerated = known.actions.empty() && isTolerated(action);
        return known;
    }

    std::unordered_map<std::string_view, Known> m_known;
};

// The names of a service's actions, for a word that is none of them.
std::string nearest(std::string_view action) {
    std::vector<std::string_view> names;
    std::string service(serviceOf(action));
    for (const IamAction& row : iamActionsOf(service))
        names.push_back(row.action);
    return didYouMean(action.substr(service.size() + 1), names);
}

// The text with what is known of the part it names: `${Files.Arn}/*` is below a bucket's ARN, and
// `${Files}` in a longer text is a name without a slash.
std::string spelledOut(const Model& model, const Statement::Item& resource) {
    const std::string& text = resource.text;
    const Node* part = resource.target.empty() ? nullptr : model.node(resource.target);
    // Of a part outside only the deployment knows the name.
    if (!part || part->kind == NodeKind::External || !resource.unknown.empty())
        return text;
    const std::size_t open = text.find("${");
    const std::size_t close = text.find('}', open);
    if (open == std::string::npos || close == std::string::npos ||
        text.find("${", close) != std::string::npos)
        return text;
    const std::string_view inside = std::string_view(text).substr(open + 2, close - open - 2);
    if (inside.starts_with("AWS::"))
        return text;
    if (open > 0)
        return text.substr(0, open) + "x" + text.substr(close + 1);
    const std::size_t dot = inside.find('.');
    const IamResource* type =
        resourceOfType(model.text(part->platformType),
                       dot == std::string_view::npos ? std::string_view() : inside.substr(dot + 1));
    if (!type)
        return text;
    std::string arn = asPattern(type->arn);
    std::ranges::replace(arn, '*', 'x');
    return arn + text.substr(close + 1);
}

// Whether an action may be done to a resource, as far as the text tells.
bool mayApply(const Known& known, const Arn& resource) {
    return std::ranges::any_of(
        known.types, [&](const IamResource* type) { return !type || mayBe(resource, *type); });
}

class Statements {
public:
    explicit Statements(Judge& judge) : m_judge(judge) {}

    void judgeIdentity(const Node& identity, std::span<const Statement> statements) {
        m_identity = &identity;
        bool asked = false, fine = true;
        m_untold = nullptr;
        for (const Statement& statement : statements) {
            if (!statement.allow || !statement.isGrant() || isReadyMade(statement))
                continue;
            asked = true;
            if (!namesKnownActions(statement) || !applies(statement))
                fine = false;
        }
        if (asked && fine && m_untold)
            m_judge.cannotTell({m_judge.id(identity)},
                               m_untold->unknown.empty()
                                   ? fmt::format("the tables do not have all actions of {}",
                                                 serviceOf(m_untold->text))
                                   : fmt::format("an action is {}", m_untold->unknown),
                               m_untold->at);
        else if (asked && fine)
            m_judge.holds({m_judge.id(identity)});
    }

private:
    bool namesKnownActions(const Statement& statement) {
        bool fine = true;
        for (const Statement::Item& action : statement.actions) {
            if (!action.unknown.empty())
                m_untold = &action;
            if (!action.unknown.empty() || action.text == "*")
                continue;
            const Known& known = m_lookup[action.text];
            if (!known.actions.empty() || known.tolerated)
                continue;
            if (!known.complete) {
                m_untold = &action;
                continue;
            }
            fine = false;
            Fault fault = begin(action.text);
            fault.message = fmt::format("{} is allowed `{}`, which is no action of {}{}", who(),
                                        action.text, serviceOf(action.text), nearest(action.text));
            fault.at = placeOf(statement, action);
            fault.also.push_back(
                {fmt::format("allows {}{}", action.text, origin(statement)), fault.at});
            m_judge.fails(std::move(fault));
        }
        return fine;
    }

    // Whether some action of the statement can be done on some of its resources.
    bool applies(const Statement& statement) {
        if (statement.actions.empty() || statement.resources.empty())
            return true;
        std::vector<const Known*> all;
        for (const Statement::Item& action : statement.actions) {
            if (!action.unknown.empty())
                return true;
            const Known& known = m_lookup[action.text];
            if (known.actions.empty())
                return true; // not in the tables
            all.push_back(&known);
        }
        for (const Statement::Item& resource : statement.resources) {
            const std::string text = spelledOut(m_judge.model(), resource);
            const Arn arn = arnOf(text);
            // What the platform owns (`aws:transform/…`) is in no list.
            if (!arn.valid || isEveryResource(text) || arn.account == "aws")
                return true;
            if (std::ranges::any_of(all, [&](const Known* known) { return mayApply(*known, arn); }))
                return true;
        }
        reportMismatch(statement, *all.front()->actions.front());
        return false;
    }

    void reportMismatch(const Statement& statement, const IamAction& example) {
        const Statement::Item& resource = statement.resources.front();
        Fault fault = begin(resource.text);
        fault.message =
            fmt::format("{} is allowed `{}` on `{}`, where it never applies: it needs `{}`", who(),
                        written(statement.actions.front()), resource.text, plainestArn(example));
        fault.at = placeOf(statement, resource);
        for (const Statement::Item& action : statement.actions)
            fault.also.push_back({fmt::format("allows {}{}", action.text, origin(statement)),
                                  placeOf(statement, action)});
        for (const Statement::Item& other : statement.resources)
            fault.also.push_back({fmt::format("on {}", other.text), placeOf(statement, other)});
        m_judge.fails(std::move(fault));
    }

    Fault begin(std::string_view subject) const {
        Fault fault;
        fault.severity = Severity::Error;
        fault.elements = elementsOf(m_judge, usersOf(m_judge, *m_identity), *m_identity);
        fault.subject = subject;
        return fault;
    }
    std::string who() const { return whoIs(m_judge, usersOf(m_judge, *m_identity), *m_identity); }

    Judge& m_judge;
    Lookup m_lookup;
    const Node* m_identity = nullptr;
    const Statement::Item* m_untold = nullptr; // an action of which the tables cannot tell
};

void run(Judge& judge) {
    Statements statements(judge);
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::Identity)
            statements.judgeIdentity(node,
                                     statementsAt(judge.model(), judge.model().indexOf(node)));
    }
}

constexpr std::string_view aliases[] = {"UNKNOWN_ACTION", "RESOURCE_MISMATCH", "W3037", "I3510"};

} // namespace

extern constinit const Check grantThatCannotMatch{
    .id = "PRM011",
    .name = "grant-that-cannot-match",
    .severity = Severity::Error,
    .pillar = Pillar::Permissions,
    .title = "A grant looks right, but never applies",
    .why = "The deployment accepts it, and the handler is refused on its first real event: the "
           "action is misspelt, or the resource is of a kind that the action is not done to.",
    .fires = "A statement of an identity that allows, error:\n"
             "an action that the published list of its service does not have;\n"
             "resources of which none is of a kind that any of its actions accepts "
             "(`s3:GetObject` on a bucket's own ARN, `s3:ListBucket` on `bucket/*`, "
             "`logs:PutLogEvents` on a log group without `:*`).",
    .notWhen = "The service is not in the tables, or not with all of its actions, or the action "
               "is an expression: then it cannot be told.\n"
               "One of its actions accepts one of its resources.\n"
               "The part of the ARN that decides is an expression.\n"
               "SAM itself writes the name (`sqs:DeleteMessageBatch`), or it is that of a call for "
               "a batch (`sqs:SendMessageBatch`).\n"
               "The platform owns the resource (`arn:aws:cloudformation:eu-west-1:aws:…`).\n"
               "A policy template, a connector or a managed policy brought it.",
    .platforms = "AWS IAM: names of actions and shapes of ARNs are those of the published lists.",
    .fix = "Write the ARN that the action needs, or the action's right name.",
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
           "        actions: s3:GetObject\n"
           "        resources: \"arn:aws:s3:::reports\"\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  worker:\n"
            "    handler: src/worker.handle\n"
            "    assumes: worker-role\n"
            "identities:\n"
            "  worker-role:\n"
            "    statements:\n"
            "      - effect: allow\n"
            "        actions: s3:GetObject\n"
            "        resources: \"arn:aws:s3:::reports/*\"\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
