// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/integrations.h"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <fmt/format.h>

namespace limn::sam {
namespace {

std::string textOf(Reading& reading, TreeNode node) {
    const std::optional<Expression> text = reading.resolver.expression(node);
    return text ? text->pattern() : std::string();
}

std::string upper(std::string text) {
    for (char& c : text)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return text;
}

// Whether the gateway tells the function's service not to wait for it.
bool isAsync(Reading& reading, TreeNode parameters) {
    for (const TreeEntry& entry : reading.resolver.followed(parameters).entries())
        if (entry.name().find("X-Amz-Invocation-Type") != std::string_view::npos &&
            textOf(reading, entry.value) == "'Event'")
            return true;
    return false;
}

// The function of elsewhere whose ARN stands inside that of the integration.
Target outsideFunction(Reading& reading, const Expression& expression) {
    Expression inner;
    inner.at = expression.at;
    inner.condition = expression.condition;
    for (const Expression::Part& part : expression.parts)
        if (part.kind != Expression::Part::Kind::Text &&
            part.kind != Expression::Part::Kind::Pseudo)
            inner.append(part);
    const std::string pattern = expression.pattern();
    const std::size_t begin = pattern.find("/functions/");
    if (inner.parts.empty()) {
        std::string arn = begin == std::string::npos ? pattern : pattern.substr(begin + 11);
        inner.append({Expression::Part::Kind::Text,
                      arn.substr(0, arn.rfind("/invocations")),
                      {},
                      expression.at});
    }
    return outsidePart(reading, inner, "lambda");
}

// What a stage of the entry's API sets a variable to, `${stageVariables.name}` of an address.
std::vector<Target> ofStageVariable(Reading& reading, const std::string& entry,
                                    const std::string& pattern) {
    constexpr std::string_view prefix = "${stageVariables.";
    const std::size_t begin = pattern.find(prefix);
    const std::size_t end = pattern.find('}', begin == std::string::npos ? 0 : begin);
    const FragmentNode* node = reading.parts.node(entry);
    if (begin == std::string::npos || end == std::string::npos || !node || node->group.empty())
        return {};
    const std::string group = node->group;
    const std::string name = pattern.substr(begin + prefix.size(), end - begin - prefix.size());
    const Resolver& resolver = reading.resolver;
    std::vector<Target> out;
    const auto look = [&](TreeNode settings) {
        for (const std::string_view key :
             {"Variables", "StageVariables", "StageDescription.Variables"})
            for (const Target& target :
                 targets(reading, resolver.at(settings, key)[name], "lambda"))
                if (std::none_of(out.begin(), out.end(),
                                 [&](const Target& t) { return t.id == target.id; }))
                    out.push_back(target);
    };
    if (const Resource* api = reading.sections.resource(group)) {
        look(api->properties);
        look(api->globals);
    }
    for (const Resource& resource : reading.sections.resources()) {
        if (!resource.type.starts_with("AWS::ApiGateway") ||
            (!resource.type.ends_with("::Stage") && !resource.type.ends_with("::Deployment")) ||
            !resolver.spend())
            continue;
        for (const std::string_view key : {"RestApiId", "ApiId"})
            for (const Target& api : apisOf(reading, resolver.at(resource.properties, key)))
                if (api.id == group)
                    look(resource.properties);
    }
    return out;
}

// What the private connection of an integration leads to, where the link names it.
std::vector<Target> linked(Reading& reading, const std::string& entry, TreeNode connection) {
    const Resource* link = resourceOf(reading, connection);
    if (!link || !link->type.ends_with("VpcLink"))
        return {};
    addProperties(reading, entry,
                  {{"vpc_link", std::string(link->id), link->keyAt, {}, Origin::Derived}});
    std::vector<Target> out;
    for (const Branch& item :
         reading.resolver.items(reading.resolver.at(link->properties, "TargetArns")))
        for (const Expression& expression : reading.resolver.alternatives(item))
            for (Target& target : knownTargets(reading, expression, "elasticloadbalancing"))
                out.push_back(std::move(target));
    return out;
}

void addTimeout(Reading& reading, const std::string& entry, TreeNode timeout) {
    if (!timeout.exists())
        return;
    const Value value = reading.resolver.value(timeout);
    double milliseconds = value.isNumber() ? value.number() : 0;
    if (const std::string* text = value.string())
        std::from_chars(text->data(), text->data() + text->size(), milliseconds);
    const double seconds = milliseconds / 1000;
    Value made = Unknown{value.unknown() ? value.unknown()->expression : value.display() + " ms"};
    if (seconds >= 1 && seconds == std::floor(seconds))
        made = static_cast<std::int64_t>(seconds);
    addProperties(reading, entry, {derived("timeout_seconds", made, valueSpan(timeout))});
}

} // namespace

void relateHandover(Reading& reading, const std::string& entry, const Target& target,
                    bool isAsync) {
    const FragmentNode* node = reading.parts.node(target.id);
    const FragmentNode* from = reading.parts.node(entry);
    if ((!node && !reading.parts.group(target.id)) || target.id == entry)
        return;
    const bool isEntry = from && from->kind == NodeKind::EntryPoint;
    const bool isWorkflow = node && node->kind == NodeKind::Workflow;
    const bool starts =
        node && (node->kind == NodeKind::Function || isWorkflow || node->kind == NodeKind::Host ||
                 (node->kind == NodeKind::External && node->subtype == "function"));
    // What is no part of the data world is asked, whatever it is.
    const bool isAsked = !node || node->kind == NodeKind::Resource ||
                         node->kind == NodeKind::Automation || node->kind == NodeKind::Host;
    const EdgeKind kind = isEntry && starts ? EdgeKind::Triggers
                          : isAsked         ? EdgeKind::Invokes
                                            : natureOf(*node);
    const bool isNew = !reading.parts.between(entry, target.id, kind);
    FragmentEdge& edge = reading.parts.relate(entry, target.id, kind, {How::Declared, target.at});
    if (!isNew)
        return;
    if (kind == EdgeKind::Triggers || kind == EdgeKind::Invokes)
        edge.delivery = isAsync || isWorkflow ? Delivery::Async : Delivery::Sync;
    markCondition(edge, target);
}

void relateIntegration(Reading& reading, const std::string& entry, TreeNode uri, bool isAsync) {
    for (const Expression& expression : reading.resolver.alternatives(uri)) {
        const std::string pattern = expression.pattern();
        if (pattern.empty())
            continue;
        std::vector<Target> found = knownTargets(reading, expression, "lambda");
        if (found.empty())
            found = ofStageVariable(reading, entry, pattern);
        if (found.empty())
            found.push_back(pattern.starts_with("http") ? outsidePart(reading, expression, {})
                                                        : outsideFunction(reading, expression));
        for (const Target& target : found)
            relateHandover(reading, entry, target, isAsync);
    }
}

void relateIntegration(Reading& reading, const std::string& entry, const Integration& integration) {
    addTimeout(reading, entry, integration.timeout);
    relateCaller(reading, entry, integration.credentials);
    if (upper(textOf(reading, integration.transfer)) == "STREAM")
        addProperties(
            reading, entry,
            {{"response_streaming", true, valueSpan(integration.transfer), {}, Origin::Written}});
    if (integration.subtype.exists()) { // `SQS-SendMessage`
        const std::string subtype = textOf(reading, integration.subtype);
        const std::size_t dash = subtype.find('-');
        std::string service = subtype.substr(0, dash);
        for (char& c : service)
            c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
        service = service == "eventbridge"     ? "events"
                  : service == "stepfunctions" ? "states"
                                               : service;
        relateServiceCall(
            reading, entry,
            {service, dash == std::string::npos ? std::string() : subtype.substr(dash + 1), {}},
            integration);
        return;
    }
    if (upper(textOf(reading, integration.type)) == "MOCK")
        addProperties(reading, entry,
                      {derived("integration", "mock", valueSpan(integration.type))});
    if (!integration.uri.exists())
        return;
    const std::vector<Target> behindLink = linked(reading, entry, integration.connection);
    for (const Target& target : behindLink)
        relateHandover(reading, entry, target, false);
    if (!behindLink.empty())
        return;
    if (ServiceCall call = serviceCall(textOf(reading, integration.uri)); call.isCall())
        relateServiceCall(reading, entry, std::move(call), integration);
    else
        relateIntegration(reading, entry, integration.uri,
                          isAsync(reading, integration.parameters));
}

} // namespace limn::sam
