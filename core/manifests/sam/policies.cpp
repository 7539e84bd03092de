// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/policies.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/checks/fact_tables.h"
#include "core/manifests/sam/loose.h"
#include "core/manifests/sam/policy_text.h"

namespace limn::sam {
namespace {

using Kind = Expression::Part::Kind;
using Item = Statement::Item;

// Of what an ARN of these services may name, only one kind of thing is a part: an execution or a
// job is none.
bool namesPart(std::string_view pattern, std::string_view service) {
    struct Row {
        std::string_view service, kind;
    };
    static constexpr Row rows[] = {
        {"iot", ":topic/"},      {"states", ":stateMachine:"}, {"lambda", ":function:"},
        {"batch", ":job-"},      {"ecs", ":task-definition/"}, {"kinesis", ":stream/"},
        {"dynamodb", ":table/"}, {"events", ":event-bus/"},    {"appsync", ":apis/"},
        {"kafka", ":cluster/"},  {"rds", ":cluster:"},         {"rds", ":db:"},
        {"bedrock", "-model/"}};
    if (!pattern.starts_with("arn:"))
        return true;
    bool isOther = false;
    for (const Row& row : rows) {
        if (row.service == service && pattern.find(row.kind) != std::string_view::npos)
            return true;
        isOther = isOther || row.service == service;
    }
    return !isOther;
}

bool namesOneThing(std::string_view pattern, std::string_view service) {
    ResourceName name = resourceName(pattern);
    if (name.service.empty() && name.name.ends_with("/*")) // below what a parameter names
        name.name.resize(name.name.size() - 2);
    if (name.service.empty() && service == "execute-api") // the API, before stage and route
        name.name.resize(std::min(name.name.find('/'), name.name.size()));
    const std::string_view of = name.service.empty() ? service : name.service;
    return isDataService(of) && namesPart(pattern, of) && !name.name.empty() &&
           name.name.find('*') == std::string::npos;
}

// What stands in a statement; only what is granted makes outside parts.
enum class Role { Action, Granted, Mentioned };

// A resource or action as a statement has it. `service` is that of a plain name.
Item item(Reading& reading, const Expression& expression, std::string_view service, Role role) {
    Item made;
    made.text = expression.pattern();
    made.at = expression.at;
    bool isElsewhere = false; // only another file may have it
    if (role != Role::Action) {
        const std::vector<Target> known = knownTargets(reading, expression, service);
        if (!known.empty())
            made.target = known.front().id;
        else if (role == Role::Granted && namesOneThing(made.text, service))
            made.target = outsidePart(reading, expression, service).id;
        else if (const auto used = usedTargets(reading, expression, service); !used.empty()) {
            made.target = used.front().id;
            isElsewhere = true;
        }
    }
    const bool isKnown = std::all_of(
        expression.parts.begin(), expression.parts.end(), [](const Expression::Part& part) {
            return part.kind == Kind::Text || part.kind == Kind::Pseudo;
        });
    if (!isKnown && (made.target.empty() || isElsewhere))
        made.unknown = made.text;
    return made;
}

// The service that all of the actions are of; empty when they are of several.
std::string_view serviceOfActions(const std::vector<Item>& actions) {
    std::string_view service;
    for (const Item& action : actions) {
        const std::string_view text = action.text;
        const std::string_view own = text.substr(0, text.find(':'));
        if (text.find(':') == std::string_view::npos || (!service.empty() && own != service))
            return {};
        service = own;
    }
    return service;
}

std::vector<Item> items(Reading& reading, TreeNode list, Role role, std::string_view service = {}) {
    std::vector<Item> out;
    for (const Branch& branch : reading.resolver.items(list))
        for (const Expression& expression : reading.resolver.alternatives(branch))
            out.push_back(item(reading, expression, service, role));
    return out;
}

// `StringEquals aws:SourceAccount 123456789012`: one test, as far as its values are known.
Item condition(Reading& reading, std::string_view test, std::string_view key, TreeNode values) {
    Item made;
    made.at = valueSpan(values);
    made.text = fmt::format("{} {}", test, key);
    for (const Branch& branch : reading.resolver.items(values))
        for (const Expression& value : reading.resolver.alternatives(branch.node)) {
            const std::string pattern = value.pattern();
            (made.text += ' ') += pattern;
            if (value.first(Kind::Unknown) || value.first(Kind::Parameter) ||
                value.first(Kind::Import))
                made.unknown = pattern;
        }
    return made;
}

std::vector<Item> conditions(Reading& reading, TreeNode written) {
    std::vector<Item> out;
    for (const Branch& branch : reading.resolver.branches(written))
        for (const TreeEntry& test : branch.node.entries())
            for (const TreeEntry& key : test.value.entries())
                out.push_back(condition(reading, test.name(), key.name(), key.value));
    return out;
}

FragmentStatement statementOf(Reading& reading, const std::string& identity, const Branch& branch,
                              const std::string& origin, Role resources) {
    const TreeNode node = branch.node;
    FragmentStatement made;
    made.identity = identity;
    Statement& s = made.statement;
    s.allow = node["Effect"].scalar() != "Deny";
    s.conditional = node["Condition"].exists() || !branch.condition.empty();
    s.origin = origin;
    s.at = node.span();
    s.actions = items(reading, node["Action"], Role::Action);
    s.notActions = items(reading, node["NotAction"], Role::Action);
    s.resources = items(reading, node["Resource"], s.allow ? resources : Role::Mentioned,
                        serviceOfActions(s.actions));
    s.notResources = items(reading, node["NotResource"], Role::Mentioned);
    s.conditions = conditions(reading, node["Condition"]);
    return made;
}

void addStatement(Reading& reading, const std::string& identity, const Branch& branch,
                  const std::string& origin) {
    if (!branch.node.isMap() || intrinsic(branch.node)) {
        reading.parts.unplaced(identity, {}, "a statement that is not written out",
                               branch.node.fullSpan());
        return;
    }
    FragmentStatement made = statementOf(reading, identity, branch, origin, Role::Granted);
    reading.parts.fragment().statements.push_back(std::move(made));
}

// A template's resource with `{Name}` replaced by what the parameter comes to.
std::vector<Item> templateResource(Reading& reading, std::string_view text, const TreeEntry& entry,
                                   std::string_view service) {
    Expression fixed;
    fixed.at = entry.span;
    std::vector<Expression> made{fixed};
    std::vector<Expression> names;
    const auto append = [&](const std::vector<Expression>& pieces) {
        if (pieces.size() == 1) { // the usual case copies nothing
            for (Expression& whole : made) {
                whole.append(pieces.front());
                if (pieces.front().at.valid())
                    whole.at = pieces.front().at;
            }
            return;
        }
        std::vector<Expression> next;
        for (const Expression& left : made)
            for (const Expression& right : pieces) {
                next.push_back(left);
                next.back().append(right);
                if (right.at.valid())
                    next.back().at = right.at;
            }
        made = std::move(next);
    };
    for (std::size_t begin = 0; begin < text.size() && made.size() < 32;) {
        // `${AWS::Region}` is the platform's, `{TableName}` the template's.
        std::size_t open = text.find('{', begin);
        while (open != std::string_view::npos && open > 0 && text[open - 1] == '$')
            open = text.find('{', open + 1);
        Expression piece;
        piece.append({Kind::Text, std::string(text.substr(begin, open - begin)), {}, {}});
        append({piece});
        const std::size_t close = open == std::string_view::npos ? open : text.find('}', open);
        if (close == std::string_view::npos)
            break;
        names = reading.resolver.alternatives(entry.value[text.substr(open + 1, close - open - 1)]);
        if (names.empty())
            return {};
        append(names);
        begin = close + 1;
    }
    // `function:{FunctionName}*` is one function and all its versions.
    const bool isOne = text.ends_with("}*");
    std::vector<Item> out;
    for (Expression& expression : made) {
        Item& one = out.emplace_back(item(reading, expression, service, Role::Granted));
        if (!isOne || !one.target.empty() || !one.text.ends_with('*') ||
            expression.parts.back().kind != Kind::Text)
            continue;
        expression.parts.back().text.pop_back();
        one.target = item(reading, expression, service, Role::Granted).target;
        if (!one.target.empty())
            one.unknown.clear();
    }
    return out;
}

std::vector<Item> principals(Reading& reading, TreeNode written) {
    std::vector<Item> out;
    for (const Branch& who : principalsOf(reading.resolver, written))
        for (const Expression& expression : reading.resolver.alternatives(who.node))
            out.push_back(item(reading, expression, "iam", Role::Mentioned));
    return out;
}

} // namespace

std::vector<Branch> principalsOf(const Resolver& resolver, TreeNode principal) {
    std::vector<Branch> out;
    for (const Branch& branch : resolver.branches(principal)) {
        if (!branch.node.isMap() || intrinsic(branch.node)) {
            out.push_back(branch);
            continue;
        }
        for (const TreeEntry& kind : branch.node.entries())
            for (Branch& item : resolver.items(kind.value))
                out.push_back(std::move(item));
    }
    return out;
}

void addOwnStatement(Reading& reading, const std::string& part, const Branch& statement,
                     const std::string& origin) {
    const TreeNode node = statement.node;
    FragmentStatement made = statementOf(reading, part, statement, origin, Role::Mentioned);
    made.statement.principals = principals(reading, node["Principal"]);
    made.statement.notPrincipals = principals(reading, node["NotPrincipal"]);
    if (!made.statement.isGrant())
        reading.parts.fragment().statements.push_back(std::move(made));
}

void addPermission(Reading& reading, const std::string& function, const Resource& permission) {
    struct Row {
        std::string_view property, test, key;
    };
    static constexpr Row rows[] = {
        {"SourceArn", "ArnLike", "aws:SourceArn"},
        {"SourceAccount", "StringEquals", "aws:SourceAccount"},
        {"PrincipalOrgID", "StringEquals", "aws:PrincipalOrgID"},
        {"EventSourceToken", "StringEquals", "lambda:EventSourceToken"},
        {"FunctionUrlAuthType", "StringEquals", "lambda:FunctionUrlAuthType"},
        {"InvokedViaFunctionUrl", "Bool", "lambda:InvokedViaFunctionUrl"}};
    const auto at = [&](std::string_view key) {
        return reading.resolver.at(permission.properties, key);
    };
    FragmentStatement made;
    made.identity = function;
    Statement& s = made.statement;
    s.origin = fmt::format("permission {}", permission.id);
    s.at = permission.at;
    s.actions = items(reading, at("Action"), Role::Action);
    s.principals = principals(reading, at("Principal"));
    for (const Row& row : rows) {
        const std::vector<Branch> values = reading.resolver.branches(at(row.property));
        if (values.size() == 1 && values.front().condition.empty())
            s.conditions.push_back(condition(reading, row.test, row.key, values.front().node));
        else if (!values.empty()) // perhaps with it, perhaps with another
            s.conditional = true;
    }
    if (const TreeNode test = at("Condition"); test["Key"].exists()) // of an event bus
        s.conditions.push_back(
            condition(reading, test["Type"].scalar(), test["Key"].scalar(), test["Value"]));
    s.conditional = s.conditional || !s.conditions.empty();
    if (!s.isGrant())
        reading.parts.fragment().statements.push_back(std::move(made));
}

void addResourceStatement(Reading& reading, const std::string& identity, const Branch& statement,
                          const std::string& origin, const Target& part) {
    FragmentStatement made = statementOf(reading, identity, statement, origin, Role::Granted);
    if (made.statement.resources.empty())
        made.statement.resources.push_back({{}, {}, part.id, statement.node.span()});
    for (Item& resource : made.statement.resources)
        if (resource.target.empty()) {
            resource.target = part.id;
            resource.unknown.clear();
        }
    reading.parts.fragment().statements.push_back(std::move(made));
}

void addDocument(Reading& reading, const std::string& identity, TreeNode document,
                 const std::string& origin) {
    for (const Branch& branch : reading.resolver.branches(document))
        readDocument(reading, branch.node, [&](TreeNode read) {
            for (const Branch& statement : reading.resolver.items(read["Statement"])) {
                Branch made = statement;
                if (made.condition.empty())
                    made.condition = branch.condition;
                addStatement(reading, identity, made, origin);
            }
        });
}

void addTemplate(Reading& reading, const std::string& identity, const TreeEntry& entry) {
    const std::span<const SamPolicyTemplate> rows = samPolicyTemplate(entry.name());
    if (rows.empty()) {
        reading.parts.problem(
            Severity::Warning, "unknown-policy",
            fmt::format("`{}` is no policy template of AWS SAM, and no statement.", entry.name()),
            entry.key.span());
        reading.parts.unplaced(
            identity, {}, fmt::format("the policy `{}` is not known", entry.name()), entry.span);
        return;
    }
    for (const SamPolicyTemplate& row : rows) {
        FragmentStatement made;
        made.identity = identity;
        made.statement.origin = fmt::format("policy template {}", row.name);
        made.statement.conditional = !row.condition.empty();
        made.statement.at = entry.span;
        for (const std::string_view action : row.actions)
            made.statement.actions.push_back({std::string(action), {}, {}, entry.key.span()});
        const std::string_view type =
            row.resourceTypes.empty() ? std::string_view() : row.resourceTypes.front();
        for (const std::string_view resource : row.resources)
            for (Item& one :
                 templateResource(reading, resource, entry, type.substr(0, type.find(':'))))
                made.statement.resources.push_back(std::move(one));
        if (made.statement.resources.empty() && !row.parameters.empty()) {
            reading.parts.problem(Severity::Warning, "incomplete",
                                  fmt::format("The policy template `{}` needs {}.", row.name,
                                              fmt::join(row.parameters, " and ")),
                                  entry.key.span());
            made.statement.resources.push_back(
                {{}, fmt::format("{}", fmt::join(row.parameters, ", ")), {}, entry.span});
        }
        reading.parts.fragment().statements.push_back(std::move(made));
    }
}

void addManagedPolicy(Reading& reading, const std::string& identity, TreeNode reference) {
    for (const Expression& expression : reading.resolver.alternatives(reference)) {
        const Expression::Part* part = expression.first(Kind::Resource);
        const Resource* own = part ? reading.sections.resource(part->text) : nullptr;
        if (own && own->type == "AWS::IAM::ManagedPolicy") {
            addDocument(reading, identity, reading.resolver.at(own->properties, "PolicyDocument"),
                        fmt::format("policy {}", own->id));
            reading.owners[std::string(own->id)] = identity;
            continue;
        }
        FragmentStatement made;
        made.identity = identity;
        made.statement.at = expression.at;
        const std::string pattern = expression.pattern();
        const std::string name = pattern.substr(pattern.rfind('/') + 1);
        made.statement.origin = fmt::format("managed policy {}", name);
        const ManagedPolicy* known = findManagedPolicy(name);
        if (known)
            for (const std::string_view action : known->actions)
                made.statement.actions.push_back({std::string(action), {}, {}, expression.at});
        else
            made.statement.actions.push_back({{}, pattern, {}, expression.at});
        if (known && known->anyResource)
            made.statement.resources.push_back({"*", {}, {}, expression.at});
        else
            made.statement.resources.push_back({{}, pattern, {}, expression.at});
        reading.parts.fragment().statements.push_back(std::move(made));
    }
}

void addPolicies(Reading& reading, const std::string& identity, TreeNode policies) {
    for (const Branch& policy : reading.resolver.items(policies)) {
        if (policy.node.isScalar() || intrinsic(policy.node)) {
            addManagedPolicy(reading, identity, policy.node);
        } else if (policy.node["Statement"].exists()) {
            addDocument(reading, identity, policy.node, "inline policy");
        } else if (policy.node.isMap()) {
            for (const TreeEntry& entry : policy.node.entries())
                addTemplate(reading, identity, entry);
        }
    }
}

} // namespace limn::sam
