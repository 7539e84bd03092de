// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

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
std::string outsideName(const Expression& expression) {
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
    if (plain(name.name))
        return name.name;
    for (const Kind kind : {Kind::Resource, Kind::Import, Kind::Parameter})
        if (const Expression::Part* part = expression.first(kind))
            return part->text;
    return name.name.empty() ? pattern : name.name;
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
    for (const Expression::Part& part : expression.parts) {
        if (part.kind != Kind::Resource)
            continue;
        std::string id = reading.owner(part.text);
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
        if (node && node->kind == NodeKind::External && out.empty())
            out.push_back({part.text, {}, part.at, expression.condition});
    }
    if (!out.empty())
        return out;
    const ResourceName name = resourceName(expression.pattern());
    const auto found =
        reading.named.find(nameKey(name.service.empty() ? service : name.service, name.name));
    if (found != reading.named.end() && reading.parts.has(found->second))
        out.push_back({found->second, {}, expression.at, expression.condition});
    return out;
}

Target outsidePart(Reading& reading, const Expression& expression, std::string_view service) {
    std::string id = outsideName(expression);
    if (const FragmentNode* known = reading.parts.node(id);
        known && known->kind != NodeKind::External)
        id += " (outside)";
    if (reading.parts.has(id)) {
        loosen(reading, id, expression, service, FragmentLoose::Otherwise::Stays);
        return {id, {}, expression.at, expression.condition};
    }
    const ResourceName name = resourceName(expression.pattern());
    FragmentNode& node = reading.parts.add(id, NodeKind::External, expression.at);
    node.name = outsideName(expression);
    node.subtype = subtypeOf(name.service.empty() ? service : name.service);
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
    return {id, {}, expression.at, expression.condition};
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
