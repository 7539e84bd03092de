// SPDX-License-Identifier: GPL-3.0-or-later
// What decides who may call an API: identities of their own, with lines to what they ask.
#include <algorithm>

#include "core/manifests/sam/auth.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

void addNode(Reading& reading, const Api& api, const std::string& id, std::string_view name,
             Span at) {
    FragmentNode& node = reading.parts.add(id, NodeKind::Identity, at);
    node.subtype = "authorizer";
    node.name = name;
    node.group = api.id;
}

void askFunction(Reading& reading, const std::string& id, TreeNode place) {
    for (const Branch& item : reading.resolver.items(place))
        relateIntegration(reading, id, item.node, false);
}

void askPools(Reading& reading, const std::string& id, TreeNode place) {
    for (const Branch& item : reading.resolver.items(place))
        for (const Target& pool : targets(reading, item.node, "cognito-idp"))
            reading.parts.relate(id, pool.id, EdgeKind::Invokes, {How::Declared, pool.at})
                .delivery = Delivery::Sync;
}

// The user pool of this template whose tokens a JWT authorizer takes: its issuer's URL names it.
void askIssuer(Reading& reading, const std::string& id, TreeNode issuer) {
    for (const Expression& expression : reading.resolver.alternatives(issuer))
        for (const Target& pool : knownTargets(reading, expression, "cognito-idp"))
            if (const FragmentNode* node = reading.parts.node(pool.id);
                node && node->kind == NodeKind::Identity)
                reading.parts.relate(id, pool.id, EdgeKind::Invokes, {How::Declared, pool.at})
                    .delivery = Delivery::Sync;
}

// `Header: X`, `Headers: [X]` and the like, as the platform writes identity sources.
void addSources(Reading& reading, const std::string& id, TreeNode identity) {
    struct Row {
        std::string_view key, prefix;
    };
    static constexpr Row rows[] = {{"Header", "method.request.header."},
                                   {"Headers", "method.request.header."},
                                   {"QueryStrings", "method.request.querystring."},
                                   {"StageVariables", "stageVariables."},
                                   {"Context", "context."}};
    ValueList list;
    for (const Row& row : rows)
        for (const Branch& item : reading.resolver.items(reading.resolver.at(identity, row.key))) {
            const Value value = reading.resolver.value(item.node);
            if (!value.isNull())
                list.push_back(value.unknown() ? value
                                               : Value(std::string(row.prefix) + value.display()));
        }
    if (!list.empty())
        addProperties(reading, id, {derived("identity_sources", list, identity.span())});
}

void describe(Reading& reading, const std::string& id, TreeNode body) {
    static constexpr PropertyRow rows[] = {
        {"Identity.ReauthorizeEvery", "result_cache_seconds", Shape::Number},
        {"IdentitySource", "identity_sources", Shape::List},
        {"JwtConfiguration.issuer", "issuer"},
        {"JwtConfiguration.Issuer", "issuer"},
        {"JwtConfiguration.audience", "audiences", Shape::List},
        {"JwtConfiguration.Audience", "audiences", Shape::List},
        {"OpenIdConnectUrl", "issuer"},
        {"AuthorizerResultTtlInSeconds", "result_cache_seconds", Shape::Number},
        {"authorizerResultTtlInSeconds", "result_cache_seconds", Shape::Number},
        {"identitySource", "identity_sources", Shape::List},
        {"jwtConfiguration.issuer", "issuer"},
        {"jwtConfiguration.audience", "audiences", Shape::List},
    };
    addProperties(reading, id, properties(reading.resolver, body, rows));
    addSources(reading, id, reading.resolver.at(body, "Identity"));
    for (const std::string_view key : {"JwtConfiguration.issuer", "JwtConfiguration.Issuer",
                                       "jwtConfiguration.issuer", "OpenIdConnectUrl"})
        askIssuer(reading, id, reading.resolver.at(body, key));
}

} // namespace

void placeAuthorizers(Reading& reading, const Api& api) {
    const Resolver& resolver = reading.resolver;
    for (const TreeNode place : {api.properties, api.globals})
        for (const Branch& list : resolver.branches(resolver.at(place, "Auth.Authorizers")))
            for (const TreeEntry& entry : list.node.entries()) {
                const std::string id = api.id + '.' + std::string(entry.name());
                if (reading.parts.has(id) || !resolver.spend())
                    continue;
                addNode(reading, api, id, entry.name(), entry.span);
                const TreeNode body = resolver.followed(entry.value);
                describe(reading, id, body);
                askFunction(reading, id, body["FunctionArn"]);
                askPools(reading, id, body["UserPoolArn"]);
                relateCaller(reading, id, body["FunctionInvokeRole"]);
            }
}

void placeScheme(Reading& reading, const Api& api, const std::string& id, std::string_view name,
                 TreeNode scheme) {
    const TreeNode body = reading.resolver.followed(scheme["x-amazon-apigateway-authorizer"]);
    if (!body.exists() || reading.parts.has(id))
        return;
    addNode(reading, api, id, name, scheme.span());
    describe(reading, id, body);
    askFunction(reading, id, body["authorizerUri"]);
    askPools(reading, id, body["providerARNs"]);
    relateCaller(reading, id, body["authorizerCredentials"]);
}

void relateAuthorizer(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    const Resolver& resolver = reading.resolver;
    describe(reading, id, resource.properties);
    askFunction(reading, id, resolver.at(resource.properties, "AuthorizerUri"));
    askPools(reading, id, resolver.at(resource.properties, "ProviderARNs"));
    for (const std::string_view key : {"AuthorizerCredentials", "AuthorizerCredentialsArn"})
        relateCaller(reading, id, resolver.at(resource.properties, key));
}

} // namespace limn::sam
