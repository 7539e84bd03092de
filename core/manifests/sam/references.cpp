// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "core/manifests/sam/loose.h"
#include "core/manifests/sam/reading.h"
#include "core/model/nature.h"

namespace limn::sam {
namespace {

using Kind = Expression::Part::Kind;

struct ServiceRow {
    std::string_view service;
    std::string_view subtype; // of an outside part of that service
};
constexpr std::array<ServiceRow, 29> services{{
    {"dynamodb", "table"},
    {"s3", "object"},
    {"sqs", "queue"},
    {"sns", "topic"},
    {"events", "event_bus"},
    {"kinesis", "stream"},
    {"kafka", "kafka"},
    {"mq", "broker"},
    {"lambda", "function"},
    {"states", "workflow"},
    {"secretsmanager", "secret"},
    {"ssm", "config"},
    {"cognito-idp", "user_pool"},
    {"iam", "role"},
    {"firehose", "stream"},
    {"elasticfilesystem", "file"},
    {"es", "search"},
    {"aoss", "search"},
    {"redshift", "relational"},
    {"rds", "relational"},
    {"logs", "log_group"},
    {"kms", "key"},
    {"qldb", "ledger"},
    {"http", "http"},
    {"https", "http"},
    {"email", "email"},
    {"email-json", "email"},
    {"sms", "phone"},
    {"application", "device"},
}};

std::string_view subtypeOf(std::string_view service) {
    for (const ServiceRow& row : services)
        if (row.service == service)
            return row.subtype;
    return {};
}

// Of these services a plain name in a variable means a part; a stage or a rule may be called as
// anything is.
bool isNamedPlainly(std::string_view service) {
    static constexpr std::string_view plain[] = {"dynamodb", "s3",       "sqs",           "sns",
                                                 "events",   "kinesis",  "lambda",        "states",
                                                 "ssm",      "firehose", "secretsmanager"};
    return std::find(std::begin(plain), std::end(plain), service) != std::end(plain);
}

// The text with each run of white space as one blank: an expression may be of many lines.
std::string inOneLine(std::string_view text) {
    std::string out;
    for (const char c : text) {
        const bool isSpace = c == ' ' || c == '\n' || c == '\r' || c == '\t';
        if (!isSpace)
            out += c;
        else if (!out.ends_with(' '))
            out += ' ';
    }
    return out;
}

// What an outside part is called: the export, the parameter, the name in the ARN, or the
// expression.
std::string outsideName(const Expression& expression, std::string_view service) {
    const Expression::Part* opaque = expression.first(Kind::Unknown);
    if (opaque && !expression.first(Kind::Resource))
        return inOneLine(opaque->text);
    const std::string pattern = expression.pattern();
    const std::optional<ResourceName> dynamic = dynamicReference(pattern);
    const ResourceName name = dynamic ? *dynamic : resourceName(pattern);
    const auto plain = [](std::string_view text) {
        return !text.empty() && text.find("${") == std::string_view::npos &&
               text.find('*') == std::string_view::npos;
    };
    // An ARN says `parameter/shop/size` of `/shop/size`.
    const bool isPath = (name.service.empty() ? service : name.service) == "ssm" &&
                        name.name.find('/', 1) != std::string::npos && !name.name.starts_with('/');
    if (plain(name.name))
        return isPath ? '/' + name.name : name.name;
    const bool isName = !name.service.empty() || (!service.empty() && service != "-" &&
                                                  pattern.find("://") == std::string::npos);
    for (const Kind kind : {Kind::Resource, Kind::Import, Kind::Parameter})
        if (const Expression::Part* part = expression.first(kind);
            part && (!isName || expression.isAllOfName(*part, name.name)))
            return part->text;
    return name.name.empty() ? pattern : name.name;
}

// What is called alike and is still another thing: of another service, or a part of the template.
std::string toldApart(const Reading& reading, std::string id, const Expression& expression,
                      std::string_view subtype) {
    const FragmentNode* known = std::as_const(reading.parts).node(id);
    if (!known)
        return id;
    if (known->kind != NodeKind::External || !known->platformType.empty())
        return id + " (outside)";
    if (known->subtype.empty() || subtype.empty() || known->subtype == subtype)
        return id;
    const bool isByReference = expression.first(Kind::Import) ||
                               expression.first(Kind::Parameter) ||
                               dynamicReference(expression.pattern());
    return isByReference ? id : fmt::format("{} ({})", id, subtype);
}

// The identity that a function runs as: `!GetAtt Function.Role`.
std::string identityOf(const Reading& reading, std::string_view id) {
    constexpr int maxSteps = 8;
    for (int steps = 0; steps < maxSteps; ++steps) {
        const Resource* resource = reading.sections.resource(id);
        if (!resource || resourceType(resource->type).kind != NodeKind::Function)
            return {};
        if (std::string made = fmt::format("{}Role", id);
            reading.parts.has(made) && !reading.sections.resource(made))
            return made;
        const std::optional<Expression> role =
            reading.resolver.expression(written(reading.resolver, *resource, "Role").entry.value);
        const Expression::Part* part = role ? role->first(Kind::Resource) : nullptr;
        if (!part)
            return {};
        if (part->attribute != "Role")
            return reading.owner(part->text);
        id = reading.sections.resource(part->text) ? reading.sections.resource(part->text)->id
                                                   : std::string_view();
    }
    return {};
}

} // namespace

std::string nameKey(std::string_view service, std::string_view name) {
    // `/shop/size` is `parameter/shop/size` in an ARN.
    if (service == "ssm" && name.starts_with('/'))
        name.remove_prefix(1);
    return fmt::format("{} {}", service, name);
}

std::string Reading::owner(std::string_view logicalId) const {
    const auto found = owners.find(std::string(logicalId));
    return found == owners.end() ? std::string(logicalId) : found->second;
}

std::string_view serviceOf(const Reading& reading, std::string_view id) {
    const Resource* resource = reading.sections.resource(id);
    if (!resource)
        return id == "ServerlessRestApi" || id == "ServerlessHttpApi" ? "execute-api"
                                                                      : std::string_view();
    return resourceType(resource->type).service;
}

void rememberName(Reading& reading, const Resource& resource) {
    const ResourceType& type = resourceType(resource.type);
    if (type.nameProperty.empty())
        return;
    const TreeNode node = written(reading.resolver, resource, type.nameProperty).entry.value;
    for (const Expression& name : reading.resolver.alternatives(node)) {
        const std::string pattern = name.pattern();
        if (name.first(Kind::Unknown) || pattern.empty())
            continue;
        reading.hasComposedNames =
            reading.hasComposedNames || (name.parts.size() > 1 && name.first(Kind::Resource));
        reading.named.try_emplace(nameKey(type.service, pattern), resource.id);
        if (!isNamedPlainly(type.service))
            continue;
        const auto [known, isNew] = reading.plainlyNamed.try_emplace(pattern, resource.id);
        if (!isNew && known->second != resource.id)
            known->second.clear();
    }
}

std::vector<Target> knownTargets(Reading& reading, const Expression& expression,
                                 std::string_view service) {
    std::vector<Target> out;
    const auto byName = [&] {
        const ResourceName name = resourceName(expression.pattern());
        const auto found =
            reading.named.find(nameKey(name.service.empty() ? service : name.service, name.name));
        if (found != reading.named.end() && reading.parts.has(found->second))
            out.push_back({found->second, {}, expression.at, expression.condition});
    };
    // `${Function}-jobs` may be the name of a queue, and then it is not the function that is meant.
    if (reading.hasComposedNames && expression.parts.size() > 1 && expression.first(Kind::Resource))
        byName();
    if (!out.empty())
        return out;
    for (const Expression::Part& part : expression.parts) {
        if (part.kind != Kind::Resource)
            continue;
        std::string id = reading.owner(part.text);
        if (part.attribute == "Role")
            if (std::string identity = identityOf(reading, part.text); !identity.empty())
                id = std::move(identity);
        if (const std::string output = outputOfStack(reading, part); !output.empty())
            id = output;
        if (!reading.parts.has(id) ||
            std::any_of(out.begin(), out.end(), [&](const Target& t) { return t.id == id; }))
            continue;
        out.push_back({std::move(id), part.attribute, part.at, expression.condition});
    }
    // An import or parameter that some other place has made an outside part of.
    for (const Expression::Part& part : expression.parts) {
        if (part.kind != Kind::Import && part.kind != Kind::Parameter)
            continue;
        const FragmentNode* node = reading.parts.node(part.text);
        if (!node || node->kind != NodeKind::External || !out.empty())
            continue;
        const ResourceName name = resourceName(expression.pattern());
        if (name.service.empty() || expression.isAllOfName(part, name.name))
            out.push_back({part.text, {}, part.at, expression.condition});
    }
    if (out.empty())
        byName();
    return out;
}

std::vector<Target> plainTargets(const Reading& reading, const Expression& expression) {
    const std::string text = expression.pattern();
    if (text.size() < 3)
        return {};
    const auto found = reading.plainlyNamed.find(text);
    if (found == reading.plainlyNamed.end() || !reading.parts.has(found->second))
        return {};
    return {{found->second, {}, expression.at, expression.condition}};
}

Target outsidePart(Reading& reading, const Expression& expression, std::string_view service) {
    const ResourceName name = resourceName(expression.pattern());
    const std::string_view subtype = subtypeOf(name.service.empty() ? service : name.service);
    const std::string called = outsideName(expression, service);
    const std::string id = toldApart(reading, called, expression, subtype);
    if (FragmentNode* known = reading.parts.node(id)) {
        if (known->subtype.empty())
            known->subtype = subtype;
        loosen(reading, id, expression, service, FragmentLoose::Otherwise::Stays);
        return {id, {}, expression.at, expression.condition};
    }
    FragmentNode& node = reading.parts.add(id, NodeKind::External, expression.at);
    node.name = called;
    node.subtype = subtype;
    if (node.name.starts_with("https://") || node.name.starts_with("http://"))
        node.properties.push_back(derived("url", node.name, expression.at));
    if (const Expression::Part* import = expression.first(Kind::Import))
        node.properties.push_back(derived("export", import->text, import->at));
    loosen(reading, id, expression, service, FragmentLoose::Otherwise::Stays);
    const Expression::Part* missing = expression.first(Kind::Resource);
    if (missing && !expression.first(Kind::Import))
        reading.parts.problem(
            Severity::Warning, "unknown-reference",
            fmt::format("`{}` is named here, but the template has no resource or parameter of that "
                        "name. It is drawn as an outside part.",
                        missing->text),
            missing->at);
    const Expression::Part* entry = expression.first(Kind::Unknown);
    if (entry && entry->isMissing)
        reading.parts.problem(
            Severity::Warning, "unknown-reference",
            fmt::format("`{}` names an entry that the mappings do not have. It is drawn as an "
                        "outside part.",
                        inOneLine(entry->text)),
            entry->at);
    return {id, {}, expression.at, expression.condition};
}

std::string outsideNamed(const Reading& reading, std::string_view arn) {
    const ResourceName name = resourceName(arn);
    const std::string_view subtype = subtypeOf(name.service);
    if (subtype.empty() || name.name.empty())
        return {};
    const FragmentNode* node = reading.parts.node(name.name);
    return node && node->kind == NodeKind::External && node->platformType.empty() &&
                   node->subtype == subtype
               ? node->id
               : std::string();
}

std::vector<Target> targets(Reading& reading, TreeNode node, std::string_view service) {
    std::vector<Target> out;
    const auto add = [&](Target target) {
        for (const Target& known : out)
            if (known.id == target.id)
                return;
        out.push_back(std::move(target));
    };
    for (const Expression& expression : reading.resolver.alternatives(node)) {
        std::vector<Target> known = knownTargets(reading, expression, service);
        if (known.empty() && !expression.pattern().empty())
            known.push_back(outsidePart(reading, expression, service));
        for (Target& target : known)
            add(std::move(target));
    }
    return out;
}

void markCondition(FragmentEdge& edge, const Target& target) {
    if (!target.condition.empty())
        edge.properties.push_back(derived("condition", target.condition, target.at));
}

EdgeKind natureOf(const FragmentNode& target) {
    return limn::natureOf(target.kind, target.subtype);
}

Delivery deliveryFrom(Reading& reading, std::string_view id) {
    const FragmentNode* node = reading.parts.node(id);
    // A group is an API.
    return node ? limn::deliveryFrom(node->kind, node->subtype) : Delivery::Sync;
}

} // namespace limn::sam
