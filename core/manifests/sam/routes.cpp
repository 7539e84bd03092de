// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/manifests/sam/auth.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

constexpr std::array<std::string_view, 9> methods{
    "get",    "put",     "post",
    "delete", "options", "head",
    "patch",  "trace",   "x-amazon-apigateway-any-method"};

// An entry point of this API with the same route; a SAM event and the API's body may both speak of
// one.
const FragmentNode* sameRoute(Reading& reading, std::string_view api, std::string_view route) {
    const auto known = reading.routes.find(fmt::format("{}.{}", api, route));
    return known == reading.routes.end() ? nullptr : reading.parts.node(known->second);
}

std::string upper(std::string_view method) {
    if (method == "x-amazon-apigateway-any-method")
        return "ANY";
    std::string out(method);
    for (char& c : out)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return out;
}

bool isAsync(TreeNode integration) {
    for (const TreeEntry& entry : integration["requestParameters"].entries())
        if (entry.name().find("X-Amz-Invocation-Type") != std::string_view::npos &&
            entry.value.scalar().find("Event") != std::string_view::npos)
            return true;
    return false;
}

// A service that is called directly names its resource in the request that the gateway makes up:
// `"stateMachineArn": "${Flow}"`.
void relateRequest(Reading& reading, const std::string& entry, TreeNode integration) {
    const std::optional<Expression> uri = reading.resolver.expression(integration["uri"]);
    const ResourceName action = uri ? resourceName(uri->pattern()) : ResourceName{};
    if (action.service != "apigateway")
        return;
    for (const std::string_view key : {"requestTemplates", "requestParameters"})
        for (const TreeEntry& entryOfMap : reading.resolver.followed(integration[key]).entries())
            for (const Expression& expression : reading.resolver.alternatives(entryOfMap.value))
                for (const Target& target : knownTargets(reading, expression, "-"))
                    if (const FragmentNode* node = reading.parts.node(target.id);
                        node && node->kind != NodeKind::Identity)
                        relateHandover(reading, entry, target, false);
}

void placeOperation(Reading& reading, const Api& api, TreeNode body, const TreeEntry& path,
                    const TreeEntry& operation) {
    const std::string route = fmt::format("{} {}", upper(operation.name()), path.name());
    const FragmentNode* known = sameRoute(reading, api.id, route);
    const std::string id = known ? known->id : fmt::format("{}.{}", api.id, route);
    if (!known) {
        if (reading.parts.has(id))
            return;
        addRoute(reading, id, api.id, std::string(operation.name()), std::string(path.name()),
                 operation.span);
    }
    const TreeNode integration =
        reading.resolver.followed(operation.value["x-amazon-apigateway-integration"]);
    Auth auth = operationAuth(reading, api.id, body, operation.value);
    if (!known && auth.value.isNull()) // what the API sets for all its routes
        auth = eventAuth(reading, api, {});
    if (!known && auth.value.isNull())
        auth.value = "none";
    setAuth(reading, id, api, auth);
    relateIntegration(reading, id, integration["uri"], isAsync(integration));
    relateRequest(reading, id, integration);
}

void placeBody(Reading& reading, const Resource& resource, TreeNode body) {
    const Api api = apiOf(reading, resource.id);
    for (const TreeEntry& path : body["paths"].entries()) {
        if (reading.resolver.isExhausted())
            return;
        const TreeNode operations = reading.resolver.followed(path.value);
        for (const TreeEntry& operation : operations.entries())
            if (reading.resolver.spend() &&
                std::find(methods.begin(), methods.end(), operation.name()) != methods.end())
                placeOperation(reading, api, body, path, operation);
    }
}

// `Routes` of AWS::Serverless::WebSocketApi.
void placeSockets(Reading& reading, const Resource& resource) {
    const Api api = apiOf(reading, resource.id);
    for (const TreeEntry& entry : reading.resolver.at(resource.properties, "Routes").entries()) {
        const std::string id = fmt::format("{}.{}", resource.id, entry.name());
        if (reading.parts.has(id))
            continue;
        const TreeNode route = reading.resolver.followed(entry.value);
        const std::string_view key = route["RouteKey"].scalar();
        addRoute(reading, id, api.id, {}, std::string(key.empty() ? entry.name() : key), entry.span)
            .subtype = "websocket";
        // Only the handshake can be refused.
        if (key == "$connect")
            setAuth(reading, id, api, methodAuth(reading, resource.properties["Auth"], "AuthType"));
        for (const Target& target : targets(reading, route["FunctionArn"], "lambda")) {
            FragmentEdge& edge = reading.parts.connect(id, target.id, EdgeKind::Triggers,
                                                       {How::Declared, target.at});
            edge.delivery = Delivery::Sync;
        }
    }
}

// A body in another file or made by a transform has routes that are not read.
void reportForeignBody(Reading& reading, const Resource& resource) {
    const TreeNode place = foreignBody(apiOf(reading, resource.id));
    if (place.exists())
        reading.parts.unplaced(fmt::format("{} routes", resource.id), resource.type,
                               "its routes stand in another file", place.fullSpan());
}

// The path of an AWS::ApiGateway::Resource: its own piece after those of its parents.
std::string pathOf(Reading& reading, TreeNode reference, int depth = 0) {
    const std::optional<Expression> expression = reading.resolver.expression(reference);
    const Expression::Part* part =
        expression ? expression->first(Expression::Part::Kind::Resource) : nullptr;
    const Resource* piece = part ? reading.sections.resource(part->text) : nullptr;
    if (!piece || piece->type != "AWS::ApiGateway::Resource" || depth > 30)
        return {};
    const std::optional<Expression> own =
        reading.resolver.expression(reading.resolver.at(piece->properties, "PathPart"));
    return pathOf(reading, reading.resolver.at(piece->properties, "ParentId"), depth + 1) + '/' +
           (own ? own->pattern() : std::string());
}

std::string groupOf(Reading& reading, TreeNode reference) {
    for (const Expression& expression : reading.resolver.alternatives(reference))
        for (const Target& target : knownTargets(reading, expression, "execute-api"))
            if (reading.parts.group(target.id))
                return target.id;
    return {};
}

// Names a node that was placed as a bare resource after its route.
void become(Reading& reading, std::string_view id, const std::string& api, std::string method,
            std::string path) {
    FragmentNode& node = *reading.parts.node(id);
    node.group = api;
    node.name = path.empty() ? method : method.empty() ? path : method + ' ' + path;
    node.properties.push_back(derived("route", node.name, node.at));
    if (!method.empty())
        node.properties.push_back(derived("method", method, node.at));
    if (!path.empty())
        node.properties.push_back(derived("path", path, node.at));
}

} // namespace

void placeRoutes(Reading& reading, const Resource& resource) {
    if (resource.type == "AWS::Serverless::WebSocketApi")
        return placeSockets(reading, resource);
    for (const std::string_view key : {"DefinitionBody", "Body"})
        for (const Branch& body : reading.resolver.branches(resource.properties[key]))
            placeBody(reading, resource, body.node);
    reportForeignBody(reading, resource);
    // Quick creation: one target for everything.
    if (const TreeNode target = resource.properties["Target"]; target.exists()) {
        const std::string id = fmt::format("{}.$default", resource.id);
        addRoute(reading, id, resource.id, {}, "$default", resource.at);
        setAuth(reading, id, apiOf(reading, resource.id), {"none", {}, {}, {}, Origin::Derived});
        relateIntegration(reading, id, target, false);
    }
}

void relateMethod(Reading& reading, const Resource& resource) {
    const TreeNode properties = resource.properties;
    const std::string api = groupOf(reading, reading.resolver.at(properties, "RestApiId"));
    const std::string path = pathOf(reading, reading.resolver.at(properties, "ResourceId"));
    become(reading, resource.id, api, upper(reading.resolver.at(properties, "HttpMethod").scalar()),
           path.empty() ? "/" : path);
    setAuth(reading, std::string(resource.id), apiOf(reading, api),
            methodAuth(reading, properties));
    const TreeNode integration = reading.resolver.at(properties, "Integration");
    relateIntegration(reading, std::string(resource.id), reading.resolver.at(integration, "Uri"),
                      false);
}

void relateRoute(Reading& reading, const Resource& resource) {
    const TreeNode properties = resource.properties;
    const std::string api = groupOf(reading, reading.resolver.at(properties, "ApiId"));
    const std::optional<Expression> key =
        reading.resolver.expression(reading.resolver.at(properties, "RouteKey"));
    const std::string route = key ? key->pattern() : std::string();
    const std::size_t space = route.find(' ');
    const bool isPath = space != std::string::npos;
    become(reading, resource.id, api, isPath ? route.substr(0, space) : std::string(),
           isPath ? route.substr(space + 1) : route);
    const Resource* owner = reading.sections.resource(api);
    const bool isSocket = owner && owner->properties["ProtocolType"].scalar() == "WEBSOCKET";
    if (isSocket)
        reading.parts.node(resource.id)->subtype = "websocket";
    if (!isSocket || route == "$connect")
        setAuth(reading, std::string(resource.id), apiOf(reading, api),
                methodAuth(reading, properties));
    for (const Expression& target :
         reading.resolver.alternatives(reading.resolver.at(properties, "Target"))) {
        const Expression::Part* part = target.first(Expression::Part::Kind::Resource);
        const Resource* integration = part ? reading.sections.resource(part->text) : nullptr;
        if (!integration)
            continue;
        const TreeNode uri = reading.resolver.at(integration->properties, "IntegrationUri");
        relateIntegration(reading, std::string(resource.id), uri, false);
    }
}

void relateAuthorizer(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    relateIntegration(reading, id, reading.resolver.at(resource.properties, "AuthorizerUri"),
                      false);
    for (const Branch& item :
         reading.resolver.items(reading.resolver.at(resource.properties, "ProviderARNs")))
        for (const Target& pool : targets(reading, item.node, "cognito-idp"))
            reading.parts.relate(id, pool.id, EdgeKind::Invokes, {How::Declared, pool.at})
                .delivery = Delivery::Sync;
}

} // namespace limn::sam
