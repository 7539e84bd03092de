// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/graph.h"

#include <array>

#include <fmt/format.h>

namespace limn::sam {
namespace {

// Where a data source names what it speaks to.
struct SourceRow {
    std::string_view path, service;
};
constexpr std::array<SourceRow, 9> sources{
    {{"LambdaConfig.LambdaFunctionArn", "lambda"},
     {"DynamoDBConfig.TableName", "dynamodb"},
     {"DynamoDBConfig.DeltaSyncConfig.DeltaSyncTableName", "dynamodb"},
     {"EventBridgeConfig.EventBusArn", "events"},
     {"OpenSearchServiceConfig.Endpoint", "es"},
     {"ElasticsearchConfig.Endpoint", "es"},
     {"RelationalDatabaseConfig.RdsHttpEndpointConfig.DbClusterIdentifier", "rds"},
     {"RelationalDatabaseConfig.RdsHttpEndpointConfig.AwsSecretStoreArn", "secretsmanager"},
     {"HttpConfig.Endpoint", ""}}};

void relateSource(Reading& reading, const std::string& entry, const Resource& source,
                  const Operation& operation, Span via = {}) {
    for (const SourceRow& row : sources) {
        // The secret that opens a database is read, whatever is done there.
        const bool isSecret = row.service == "secretsmanager";
        relateField(reading, entry, reading.resolver.at(source.properties, row.path), row.service,
                    isSecret ? EdgeKind::Reads : operation.kind, isSecret || operation.isKnown,
                    via);
    }
}

// The data source that a field names: by reference or by its own name; one of elsewhere is an
// outside part.
void relateNamed(Reading& reading, const std::string& entry, TreeNode name,
                 const Operation& operation, Span via = {}) {
    if (const Resource* source = resourceOf(reading, name)) {
        relateSource(reading, entry, *source, operation, via);
        return;
    }
    for (const Expression& expression : reading.resolver.alternatives(name)) {
        const std::optional<std::string> text = expression.text();
        if (!text) {
            relateHandover(reading, entry, outsidePart(reading, expression, {}), false);
            continue;
        }
        for (const Resource& resource : reading.sections.resources())
            if (resource.type == "AWS::AppSync::DataSource" && reading.resolver.spend() &&
                reading.resolver.value(resource.properties["Name"]) == Value(*text))
                relateSource(reading, entry, resource, operation, via);
    }
}

struct Word {
    std::string_view theirs, ours;
};
constexpr std::array<Word, 5> words{{{"API_KEY", "api_key"},
                                     {"AWS_IAM", "iam"},
                                     {"AMAZON_COGNITO_USER_POOLS", "cognito"},
                                     {"OPENID_CONNECT", "jwt"},
                                     {"AWS_LAMBDA", "lambda"}}};

// The function or pool that the API asks who calls; an identity where it decides by code.
void relateProvider(Reading& reading, const std::string& api, TreeNode provider) {
    const Resolver& resolver = reading.resolver;
    for (const std::string_view key : {"LambdaAuthorizerConfig", "LambdaAuthorizer"}) {
        const TreeEntry config = resolver.entry(provider, key);
        const TreeNode uri = resolver.at(config.value, "AuthorizerUri");
        const std::string id = api + ".LambdaAuthorizer";
        if (!uri.exists() || reading.parts.has(id))
            continue;
        FragmentNode& node = reading.parts.add(id, NodeKind::Identity, config.span);
        node.subtype = "authorizer";
        node.name = "LambdaAuthorizer";
        node.group = api;
        static constexpr PropertyRow rows[] = {
            {"AuthorizerResultTtlInSeconds", "result_cache_seconds", Shape::Number}};
        addProperties(reading, id, properties(resolver, config.value, rows));
        relateIntegration(reading, id, uri, false);
    }
    for (const std::string_view key : {"UserPoolConfig.UserPoolId", "UserPool.UserPoolId"})
        for (const Target& pool : targets(reading, resolver.at(provider, key), "cognito-idp"))
            reading.parts.relate(api, pool.id, EdgeKind::Invokes, {How::Declared, pool.at})
                .delivery = Delivery::Sync;
}

} // namespace

Auth graphAuth(Reading& reading, TreeNode declaration, std::string_view typeKey) {
    const TreeEntry type = reading.resolver.entry(declaration, typeKey);
    Auth auth;
    if (!type.value.exists())
        return auth;
    auth.at = valueSpan(type.value);
    auth.keyAt = type.key.span();
    auth.origin = Origin::Inherited;
    auth.value = reading.resolver.unknown(type.value);
    const Value value = reading.resolver.value(type.value);
    for (const Word& row : words)
        if (value.string() && *value.string() == row.theirs)
            auth.value = row.ours;
    return auth;
}

void addField(Reading& reading, const std::string& id, std::string_view api,
              const std::string& type, const std::string& field, Span at) {
    FragmentNode* node = reading.parts.node(id);
    if (!node) {
        node = &reading.parts.add(id, NodeKind::EntryPoint, at);
        node->subtype = "graphql";
    }
    const std::string route = fmt::format("{}.{}", type, field);
    node->name = route;
    node->group = api;
    node->properties.push_back(derived("route", route, at));
    if (api.empty())
        return;
    const Api whole = apiOf(reading, api);
    Auth auth = graphAuth(reading, whole.properties, "AuthenticationType");
    if (auth.value.isNull())
        auth = graphAuth(reading, reading.resolver.at(whole.properties, "Auth"), "Type");
    settleCallers(reading, whole, type, field, auth);
    if (const std::string authorizer = std::string(api) + ".LambdaAuthorizer";
        auth.value.string() && *auth.value.string() == "lambda" && reading.parts.has(authorizer))
        auth.authorizer = authorizer;
    setAuth(reading, id, whole, auth);
}

void relateField(Reading& reading, const std::string& entry, TreeNode place,
                 std::string_view service, EdgeKind operation, bool isKnown, Span via) {
    for (const Target& target : targets(reading, place, service)) {
        const FragmentNode* node = reading.parts.node(target.id);
        const bool starts =
            node && (node->kind == NodeKind::Function || node->subtype == "function");
        const EdgeKind nature = node ? natureOf(*node) : EdgeKind::Invokes;
        const bool isData = nature == EdgeKind::Writes;
        const EdgeKind kind = starts ? EdgeKind::Triggers : isData ? operation : nature;
        const bool isNew = !reading.parts.between(entry, target.id, kind);
        FragmentEdge& edge =
            reading.parts.relate(entry, target.id, kind, {How::Declared, target.at});
        if (starts || kind == EdgeKind::Invokes)
            edge.delivery = Delivery::Sync;
        else if (isNew && isData && !isKnown)
            edge.properties.push_back(
                derived("access", Unknown{"the resolver's own code tells"}, target.at));
        if (isNew)
            markCondition(edge, target);
        if (via.valid())
            reading.parts.relate(entry, target.id, kind, {How::Declared, via});
    }
}

Operation operationOf(Reading& reading, TreeNode resolver) {
    static constexpr std::array<std::string_view, 6> reads{
        "GetItem", "Query", "Scan", "BatchGetItem", "TransactGetItems", "Sync"};
    static constexpr std::array<std::string_view, 5> writes{"PutItem", "UpdateItem", "DeleteItem",
                                                            "BatchPutItem", "TransactWriteItems"};
    for (const std::string_view key : {"RequestMappingTemplate", "Code", "InlineCode"}) {
        const std::optional<Expression> text =
            reading.resolver.expression(reading.resolver.at(resolver, key));
        const std::string code = text ? text->pattern() : std::string();
        const auto says = [&](std::string_view word) {
            for (const char quote : {'"', '\''})
                if (code.find(fmt::format("{0}{1}{0}", quote, word)) != std::string::npos)
                    return true;
            return false;
        };
        for (const std::string_view word : writes)
            if (says(word))
                return {EdgeKind::Writes, true};
        for (const std::string_view word : reads)
            if (says(word))
                return {EdgeKind::Reads, true};
    }
    return {};
}

void relateGraph(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const std::string id(resource.id);
    relateProvider(reading, id, resource.properties);
    relateProvider(reading, id, resolver.at(resource.properties, "Auth"));
    for (const std::string_view key : {"AdditionalAuthenticationProviders", "Auth.Additional"})
        for (const Branch& item : resolver.items(resolver.at(resource.properties, key)))
            relateProvider(reading, id, item.node);
    for (const std::string_view key :
         {"LogConfig.CloudWatchLogsRoleArn", "Logging.CloudWatchLogsRoleArn"})
        relateCaller(reading, id, resolver.at(resource.properties, key));
    if (resolver.value(resolver.at(resource.properties, "Visibility")) == Value("PRIVATE"))
        addProperties(reading, id,
                      {{"endpoint_type",
                        "private",
                        valueSpan(resolver.at(resource.properties, "Visibility")),
                        {},
                        Origin::Written}});
    placeFields(reading, resource);
}

void relateResolver(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const std::string id(resource.id);
    const auto text = [&](std::string_view key) {
        const std::optional<Expression> value = resolver.expression(resource.properties[key]);
        return value ? value->pattern() : std::string();
    };
    const std::vector<Target> apis = apisOf(reading, resource.properties["ApiId"]);
    addField(reading, id, apis.empty() ? std::string_view() : apis.front().id, text("TypeName"),
             text("FieldName"), resource.properties.span());
    if (apis.empty() && resource.properties["ApiId"].exists()) // its API says who may call
        addProperties(reading, id,
                      {derived("auth", resolver.unknown(resource.properties["ApiId"]),
                               valueSpan(resource.properties["ApiId"]))});
    relateNamed(reading, id, resource.properties["DataSourceName"],
                operationOf(reading, resource.properties));
    for (const Branch& step :
         resolver.items(resolver.at(resource.properties, "PipelineConfig.Functions")))
        if (const Resource* function = resourceOf(reading, step.node)) {
            const Operation operation = operationOf(reading, function->properties);
            relateNamed(reading, id, function->properties["DataSourceName"], operation,
                        valueSpan(function->properties["DataSourceName"]));
        }
}

// The role that the API takes to speak to a data source.
void relateDataSource(Reading& reading, const Resource& resource) {
    for (const Target& api : apisOf(reading, resource.properties["ApiId"]))
        relateCaller(reading, api.id, reading.resolver.at(resource.properties, "ServiceRoleArn"));
}

// The schema, keys and cache of an API.
void relateGraphPiece(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    std::vector<FragmentProperty> made;
    if (resource.type.ends_with("ApiCache"))
        made.push_back({"cached", true, resource.at, {}, Origin::Derived});
    else if (resource.type.ends_with("ApiKey"))
        made.push_back({"api_keys",
                        ValueList{Value(std::string(resource.id))},
                        resource.at,
                        {},
                        Origin::Derived});
    else if (resource.type.ends_with("GraphQLSchema"))
        made.push_back({"validated", true, resource.at, {}, Origin::Derived});
    std::size_t added = 0;
    for (const Target& api : apisOf(reading, resolver.at(resource.properties, "ApiId")))
        added += addProperties(reading, api.id, made);
    if (added == 0)
        reading.parts.unplaced(resource.id, resource.type,
                               "its API has another already, or is not of this template",
                               resource.at);
}

// An API of events: what is published on a channel reaches everybody who listens.
void relateEventApi(Reading& reading, const Resource& resource) {
    for (const Branch& provider : reading.resolver.items(
             reading.resolver.at(resource.properties, "EventConfig.AuthProviders"))) {
        relateProvider(reading, std::string(resource.id), provider.node);
        const TreeNode pool = reading.resolver.at(provider.node, "CognitoConfig.UserPoolId");
        for (const Target& target : targets(reading, pool, "cognito-idp"))
            reading.parts
                .relate(std::string(resource.id), target.id, EdgeKind::Invokes,
                        {How::Declared, target.at})
                .delivery = Delivery::Sync;
    }
}

void relateChannel(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const std::string id(resource.id);
    const std::vector<Target> apis = apisOf(reading, resolver.at(resource.properties, "ApiId"));
    const std::optional<Expression> name =
        resolver.expression(resolver.at(resource.properties, "Name"));
    FragmentNode& node = *reading.parts.node(id);
    node.name = name ? name->pattern() : id;
    node.group = apis.empty() ? std::string() : apis.front().id;
    node.properties.push_back(derived("route", node.name, resource.properties.span()));
    if (!apis.empty()) {
        const Api api = apiOf(reading, apis.front().id);
        for (const Branch& provider :
             resolver.items(resolver.at(api.properties, "EventConfig.AuthProviders"))) {
            setAuth(reading, id, api, graphAuth(reading, provider.node, "AuthType"));
            break;
        }
    }
    for (const std::string_view key : {"HandlerConfigs.OnPublish.Integration.DataSourceName",
                                       "HandlerConfigs.OnSubscribe.Integration.DataSourceName"})
        if (const Resource* source = resourceOf(reading, resolver.at(resource.properties, key)))
            relateSource(reading, id, *source, {});
}

} // namespace limn::sam
