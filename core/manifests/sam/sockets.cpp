// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/manifests/sam/auth.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// The one authorizer that a socket's API may have; empty when it has none.
std::string placeAuthorizer(Reading& reading, const Api& api, const TreeEntry& auth) {
    const TreeNode function = reading.resolver.at(auth.value, "AuthArn");
    if (!function.exists())
        return {};
    const std::optional<Expression> given =
        reading.resolver.expression(reading.resolver.at(auth.value, "Name"));
    const std::string name = given ? given->pattern() : std::string("Authorizer");
    const std::string id = fmt::format("{}.{}", api.id, name);
    if (reading.parts.has(id))
        return id;
    FragmentNode& node = reading.parts.add(id, NodeKind::Identity, auth.span);
    node.subtype = "authorizer";
    node.name = name;
    node.group = api.id;
    static constexpr PropertyRow rows[] = {{"IdentitySource", "identity_sources", Shape::List}};
    addProperties(reading, id, properties(reading.resolver, auth.value, rows));
    relateCaller(reading, id, reading.resolver.at(auth.value, "InvokeRole"));
    relateIntegration(reading, id, function, false);
    return id;
}

} // namespace

// `Routes` of AWS::Serverless::WebSocketApi.
void placeSockets(Reading& reading, const Resource& resource) {
    const Api api = apiOf(reading, resource.id);
    const Resolver& resolver = reading.resolver;
    static constexpr PropertyRow rows[] = {
        {"ApiKeyRequired", "api_key_required", Shape::Flag},
        {"OperationName", "description"},
    };
    for (const Branch& routes : resolver.branches(resource.properties["Routes"]))
        for (const TreeEntry& entry : routes.node.entries()) {
            const std::string id = fmt::format("{}.{}", resource.id, entry.name());
            if (reading.parts.has(id) || !resolver.spend())
                continue;
            const TreeNode route = resolver.followed(entry.value);
            const std::string_view given = resolver.at(route, "RouteKey").scalar();
            const std::string key(given.empty() ? entry.name() : given);
            addRoute(reading, id, api.id, {}, key, entry.span).subtype = "websocket";
            addProperties(reading, id, properties(resolver, route, rows));
            // Only the handshake can be refused.
            if (key == "$connect") {
                Auth auth = methodAuth(reading, resource.properties["Auth"], "AuthType");
                auth.authorizer =
                    placeAuthorizer(reading, api, resolver.entry(resource.properties, "Auth"));
                setAuth(reading, id, api, auth);
            }
            for (const Target& target : targets(reading, route["FunctionArn"], "lambda")) {
                FragmentEdge& edge = reading.parts.connect(id, target.id, EdgeKind::Triggers,
                                                           {How::Declared, target.at});
                edge.delivery = Delivery::Sync;
                markCondition(edge, target);
            }
        }
}

} // namespace limn::sam
