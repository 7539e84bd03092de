// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/manifests/sam/auth.h"
#include "core/manifests/sam/integrations.h"
#include "core/manifests/sam/openapi.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// A path of AWS::ApiGateway::Resource: its own piece after those of its parents.
struct Path {
    std::string text;
    Span at; // of the last piece
};

Path pathOf(Reading& reading, TreeNode reference, int depth = 0) {
    const Resource* piece = resourceOf(reading, reference);
    if (!piece || piece->type != "AWS::ApiGateway::Resource" || depth > 30)
        return {};
    const TreeNode part = reading.resolver.at(piece->properties, "PathPart");
    const std::optional<Expression> own = reading.resolver.expression(part);
    Path path = pathOf(reading, reading.resolver.at(piece->properties, "ParentId"), depth + 1);
    path.text += '/' + (own ? own->pattern() : std::string());
    path.at = valueSpan(part);
    return path;
}

// Names a node that was placed as a bare resource after its route.
void become(Reading& reading, std::string_view id, const std::string& api,
            const std::string& method, const std::string& path, Span pathAt) {
    FragmentNode& node = *reading.parts.node(id);
    node.group = api;
    node.name = path.empty() ? method : method.empty() ? path : method + ' ' + path;
    node.properties.push_back(derived("route", node.name, node.at));
    if (!method.empty())
        node.properties.push_back(derived("method", method, node.at));
    if (!path.empty())
        node.properties.push_back(derived("path", path, pathAt.valid() ? pathAt : node.at));
    reading.routes.try_emplace(fmt::format("{}.{}", api, node.name), id);
}

std::string groupOf(Reading& reading, TreeNode reference) {
    const std::vector<Target> apis = apisOf(reading, reference);
    return apis.empty() ? std::string() : apis.front().id;
}

constexpr PropertyRow routeRows[] = {
    {"ApiKeyRequired", "api_key_required", Shape::Flag},
    {"AuthorizationScopes", "scopes", Shape::List},
    {"OperationName", "description"},
};

// What a validator that the method names checks.
void addValidator(Reading& reading, const std::string& id, TreeNode reference) {
    const Resource* validator = resourceOf(reading, reference);
    if (!validator)
        return;
    for (const std::string_view key : {"ValidateRequestBody", "ValidateRequestParameters"})
        if (const TreeEntry flag = reading.resolver.entry(validator->properties, key);
            flag.value.boolean().value_or(false))
            addProperties(
                reading, id,
                {{"validated", true, valueSpan(flag.value), flag.key.span(), Origin::Written}});
}

Integration methodIntegration(const Resolver& resolver, TreeNode node) {
    Integration out;
    out.type = resolver.at(node, "Type");
    out.uri = resolver.at(node, "Uri");
    out.method = resolver.at(node, "IntegrationHttpMethod");
    out.credentials = resolver.at(node, "Credentials");
    out.parameters = resolver.at(node, "RequestParameters");
    out.templates = resolver.at(node, "RequestTemplates");
    out.connection = resolver.at(node, "ConnectionId");
    out.timeout = resolver.at(node, "TimeoutInMillis");
    out.transfer = resolver.at(node, "ResponseTransferMode");
    return out;
}

Integration routeIntegration(const Resolver& resolver, TreeNode node) {
    Integration out;
    out.type = resolver.at(node, "IntegrationType");
    out.uri = resolver.at(node, "IntegrationUri");
    out.method = resolver.at(node, "IntegrationMethod");
    out.subtype = resolver.at(node, "IntegrationSubtype");
    out.credentials = resolver.at(node, "CredentialsArn");
    out.parameters = resolver.at(node, "RequestParameters");
    out.templates = resolver.at(node, "RequestTemplates");
    out.connection = resolver.at(node, "ConnectionId");
    out.timeout = resolver.at(node, "TimeoutInMillis");
    return out;
}

} // namespace

void placeRoutes(Reading& reading, const Resource& resource) {
    if (resource.type == "AWS::Serverless::WebSocketApi")
        return placeSockets(reading, resource);
    for (const std::string_view key : {"DefinitionBody", "Body"})
        for (const Branch& body : reading.resolver.branches(resource.properties[key]))
            placeBody(reading, apiOf(reading, resource.id), body.node);
    placeForeignBody(reading, resource);
    // Quick creation: one target for everything, or for one route.
    if (const TreeNode target = resource.properties["Target"]; target.exists()) {
        const TreeNode key = reading.resolver.at(resource.properties, "RouteKey");
        const std::optional<Expression> name = reading.resolver.expression(key);
        const std::string route = name ? name->pattern() : std::string("$default");
        const std::string id = fmt::format("{}.{}", resource.id, route);
        const std::size_t space = route.find(' ');
        const bool isPath = space != std::string::npos;
        addRoute(reading, id, resource.id, isPath ? route.substr(0, space) : std::string(),
                 isPath ? route.substr(space + 1) : route, resource.at);
        setAuth(reading, id, apiOf(reading, resource.id), {Value("none"), {}, {}, {}, {}, {}, {}});
        relateCaller(reading, id, reading.resolver.at(resource.properties, "CredentialsArn"));
        relateIntegration(reading, id, target, false);
    }
}

void relateMethod(Reading& reading, const Resource& resource) {
    const TreeNode properties = resource.properties;
    const Resolver& resolver = reading.resolver;
    const std::string id(resource.id);
    const std::string api = groupOf(reading, resolver.at(properties, "RestApiId"));
    const Path path = pathOf(reading, resolver.at(properties, "ResourceId"));
    const std::optional<Expression> method =
        resolver.expression(resolver.at(properties, "HttpMethod"));
    become(reading, id, api, method ? methodWord(method->pattern()) : std::string(),
           path.text.empty() ? "/" : path.text, path.at);
    setAuth(reading, id, apiOf(reading, api), methodAuth(reading, properties));
    addProperties(reading, id, sam::properties(resolver, properties, routeRows));
    addValidator(reading, id, resolver.at(properties, "RequestValidatorId"));
    relateIntegration(reading, id,
                      methodIntegration(resolver, resolver.at(properties, "Integration")));
}

void relateRoute(Reading& reading, const Resource& resource) {
    const TreeNode properties = resource.properties;
    const Resolver& resolver = reading.resolver;
    const std::string id(resource.id);
    const std::string api = groupOf(reading, resolver.at(properties, "ApiId"));
    const std::optional<Expression> key = resolver.expression(resolver.at(properties, "RouteKey"));
    const std::string route = key ? key->pattern() : std::string();
    const std::size_t space = route.find(' ');
    const bool isPath = space != std::string::npos;
    become(reading, id, api, isPath ? route.substr(0, space) : std::string(),
           isPath ? route.substr(space + 1) : route, {});
    const Resource* owner = reading.sections.resource(api);
    const std::optional<Expression> protocol =
        owner ? resolver.expression(resolver.at(owner->properties, "ProtocolType")) : std::nullopt;
    const bool isSocket = protocol && protocol->pattern() == "WEBSOCKET";
    if (isSocket)
        reading.parts.node(id)->subtype = "websocket";
    // Of a socket only the handshake can be refused.
    if (!isSocket || route == "$connect")
        setAuth(reading, id, apiOf(reading, api), methodAuth(reading, properties));
    addProperties(reading, id, sam::properties(resolver, properties, routeRows));
    for (const Expression& target : resolver.alternatives(resolver.at(properties, "Target"))) {
        const Expression::Part* part = target.first(Expression::Part::Kind::Resource);
        if (const Resource* integration = part ? reading.sections.resource(part->text) : nullptr)
            relateIntegration(reading, id, routeIntegration(resolver, integration->properties));
    }
}

} // namespace limn::sam
