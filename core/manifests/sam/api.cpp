// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/manifests/sam/auth.h"
#include "core/manifests/sam/property_rows.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// The API that SAM makes for events that name none.
std::string implicitApi(Reading& reading, bool isHttp, Span at) {
    const std::string id = isHttp ? "ServerlessHttpApi" : "ServerlessRestApi";
    if (reading.parts.has(id))
        return id;
    FragmentGroup& group = reading.parts.addGroup(id, at);
    group.platformType = isHttp ? "AWS::Serverless::HttpApi" : "AWS::Serverless::Api";
    group.properties.push_back(derived("generated", true, at));
    const Api api = apiOf(reading, id);
    for (FragmentProperty& inherited : properties(reading.resolver, api.globals, apiRows)) {
        inherited.origin = Origin::Inherited;
        reading.parts.group(id)->properties.push_back(std::move(inherited));
    }
    placeAuthorizers(reading, api);
    return id;
}

std::string upper(std::string_view text) {
    std::string out(text);
    if (text.starts_with('$'))
        return out;
    std::transform(out.begin(), out.end(), out.begin(),
                   [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return out == "X-AMAZON-APIGATEWAY-ANY-METHOD" || out == "*" ? "ANY" : out;
}

// A text property of an event, known or in the form that stands for it.
std::string pattern(Reading& reading, TreeNode node) {
    const std::optional<Expression> text = reading.resolver.expression(node);
    return text ? text->pattern() : std::string();
}

void describe(Reading& reading, const std::string& entry, const TreeEntry& method,
              const TreeEntry& path) {
    std::vector<FragmentProperty>& own = *reading.parts.properties(entry);
    for (FragmentProperty& p : own) {
        const TreeEntry& from = p.key == "method" ? method : path;
        if ((p.key == "method" || p.key == "path") && from.value.exists()) {
            p.at = valueSpan(from.value);
            p.keyAt = from.key.span();
            p.origin = Origin::Written;
        }
    }
}

} // namespace

FragmentNode& addRoute(Reading& reading, std::string id, std::string_view api, std::string method,
                       std::string path, Span at) {
    method = upper(method);
    const std::string route = path.empty() ? method : method.empty() ? path : method + ' ' + path;
    reading.routes.try_emplace(fmt::format("{}.{}", api, route), id);
    FragmentNode& node = reading.parts.add(std::move(id), NodeKind::EntryPoint, at);
    node.subtype = "http";
    node.name = route;
    node.group = api;
    node.properties.push_back(derived("route", route, at));
    if (!method.empty() && method.find('$') == std::string::npos)
        node.properties.push_back(derived("method", method, at));
    if (!path.empty())
        node.properties.push_back(derived("path", path, at));
    return node;
}

void relateApiEvent(Reading& reading, const Resource& resource, const TreeEntry& event,
                    bool isHttp) {
    const std::string id = fmt::format("{}.{}", resource.id, event.name());
    const TreeNode properties = reading.resolver.followed(event.value)["Properties"];
    const TreeEntry path = reading.resolver.entry(properties, "Path");
    const TreeEntry method = reading.resolver.entry(properties, "Method");
    const TreeNode apiRef = reading.resolver.at(properties, isHttp ? "ApiId" : "RestApiId");
    Api api;
    bool outside = false;
    if (!apiRef.exists()) {
        api = apiOf(reading, implicitApi(reading, isHttp, event.span));
    } else {
        for (const Expression& expression : reading.resolver.alternatives(apiRef))
            for (const Target& target : knownTargets(reading, expression, "execute-api"))
                if (reading.parts.group(target.id))
                    api = apiOf(reading, target.id);
        outside = api.id.empty();
    }
    const bool any = isHttp && !path.value.exists();
    addRoute(reading, id, api.id,
             any                     ? "$default"
             : method.value.exists() ? pattern(reading, method.value)
                                     : "ANY",
             pattern(reading, path.value), event.span);
    describe(reading, id, method, path);
    static constexpr PropertyRow rows[] = {
        {"Auth.ApiKeyRequired", "api_key_required", Shape::Flag},
        {"Auth.AuthorizationScopes", "scopes", Shape::List},
    };
    for (FragmentProperty& made : sam::properties(reading.resolver, properties, rows)) {
        if (made.key.empty())
            continue;
        reading.parts.node(id)->properties.push_back(std::move(made));
    }
    Auth auth = eventAuth(reading, api, properties);
    if (auth.value.isNull()) {
        const TreeNode file = foreignBody(api);
        if (outside)
            auth.value = reading.resolver.unknown(apiRef);
        else if (file.exists())
            auth.value = reading.resolver.unknown(file);
        else
            auth.value = "none";
    }
    setAuth(reading, id, api, auth);
    FragmentEdge& edge = reading.parts.connect(id, std::string(resource.id), EdgeKind::Triggers,
                                               {How::Declared, event.span});
    edge.delivery =
        resourceType(resource.type).kind == NodeKind::Workflow ? Delivery::Async : Delivery::Sync;
}

void relateApi(Reading& reading, const Resource& resource) {
    const Api api = apiOf(reading, resource.id);
    placeAuthorizers(reading, api);
    placeRoutes(reading, resource);
    relateConnectors(reading, resource);
}

void relateHandover(Reading& reading, const std::string& entry, const Target& target,
                    bool isAsync) {
    const FragmentNode* node = reading.parts.node(target.id);
    if (!node)
        return;
    const bool isEntry = reading.parts.node(entry)->kind == NodeKind::EntryPoint;
    const bool isWorkflow = node->kind == NodeKind::Workflow;
    const bool starts = node->kind == NodeKind::Function || isWorkflow ||
                        (node->kind == NodeKind::External && node->subtype == "function");
    const EdgeKind kind = isEntry && starts ? EdgeKind::Triggers : natureOf(*node);
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
        std::vector<Target> found = knownTargets(reading, expression, "lambda");
        const std::string pattern = expression.pattern();
        const std::size_t function = pattern.find(":lambda:path/");
        if (found.empty() && pattern.starts_with("http"))
            found.push_back(outsidePart(reading, expression, {}));
        // A function of elsewhere: its ARN stands inside the integration's.
        if (const std::size_t begin = pattern.find("/functions/");
            found.empty() && function != std::string::npos && begin != std::string::npos) {
            Expression inner;
            inner.at = expression.at;
            inner.condition = expression.condition;
            for (const Expression::Part& part : expression.parts)
                if (part.kind != Expression::Part::Kind::Text &&
                    part.kind != Expression::Part::Kind::Pseudo)
                    inner.append(part);
            if (inner.parts.empty()) {
                std::string arn = pattern.substr(begin + 11);
                inner.append({Expression::Part::Kind::Text,
                              arn.substr(0, arn.rfind("/invocations")),
                              {},
                              expression.at});
            }
            found.push_back(outsidePart(reading, inner, "lambda"));
        }
        for (const Target& target : found)
            relateHandover(reading, entry, target, isAsync);
    }
}

} // namespace limn::sam
