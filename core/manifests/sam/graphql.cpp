// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include <fmt/format.h>

#include "core/manifests/sam/auth.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// Where a data source names what it speaks to.
struct SourceRow {
    std::string_view path, service;
};
constexpr std::array<SourceRow, 7> sources{
    {{"LambdaConfig.LambdaFunctionArn", "lambda"},
     {"DynamoDBConfig.TableName", "dynamodb"},
     {"EventBridgeConfig.EventBusArn", "events"},
     {"OpenSearchServiceConfig.Endpoint", "es"},
     {"ElasticsearchConfig.Endpoint", "es"},
     {"RelationalDatabaseConfig.RdsHttpEndpointConfig.DbClusterIdentifier", "rds"},
     {"HttpConfig.Endpoint", ""}}};

// The resource of this template that a name stands for; null when it is of elsewhere.
const Resource* named(Reading& reading, TreeNode place) {
    const std::optional<Expression> expression = reading.resolver.expression(place);
    const Expression::Part* part =
        expression ? expression->first(Expression::Part::Kind::Resource) : nullptr;
    return part ? reading.sections.resource(part->text) : nullptr;
}

void relateDataSource(Reading& reading, const std::string& entry, const Resource& source) {
    for (const SourceRow& row : sources)
        for (const Target& target :
             targets(reading, reading.resolver.at(source.properties, row.path), row.service)) {
            const FragmentNode* node = reading.parts.node(target.id);
            const bool starts = node && node->kind == NodeKind::Function;
            const EdgeKind kind = starts ? EdgeKind::Triggers
                                  : node ? natureOf(*node)
                                         : EdgeKind::Invokes;
            const bool isNew = !reading.parts.between(entry, target.id, kind);
            FragmentEdge& edge =
                reading.parts.relate(entry, target.id, kind, {How::Declared, target.at});
            if (starts || kind == EdgeKind::Invokes)
                edge.delivery = Delivery::Sync;
            else if (isNew)
                edge.properties.push_back(
                    derived("access", Unknown{"the resolver's own code tells"}, target.at));
        }
}

// The auth of the API as a whole; a schema may say otherwise for a field.
Auth apiAuth(Reading& reading, TreeNode api) {
    struct Row {
        std::string_view theirs, ours;
    };
    static constexpr std::array<Row, 5> rows{{{"API_KEY", "api_key"},
                                              {"AWS_IAM", "iam"},
                                              {"AMAZON_COGNITO_USER_POOLS", "cognito"},
                                              {"OPENID_CONNECT", "jwt"},
                                              {"AWS_LAMBDA", "lambda"}}};
    const TreeEntry type = reading.resolver.entry(api, "AuthenticationType");
    Auth auth;
    if (!type.value.exists())
        return auth;
    auth.at = valueSpan(type.value);
    auth.keyAt = type.key.span();
    auth.origin = Origin::Inherited;
    auth.value = reading.resolver.unknown(type.value);
    const Value value = reading.resolver.value(type.value);
    for (const Row& row : rows)
        if (value.string() && *value.string() == row.theirs)
            auth.value = row.ours;
    return auth;
}

} // namespace

void relateResolver(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const std::string id(resource.id);
    const auto text = [&](std::string_view key) {
        const std::optional<Expression> value = resolver.expression(resource.properties[key]);
        return value ? value->pattern() : std::string();
    };
    const std::string route = fmt::format("{}.{}", text("TypeName"), text("FieldName"));
    FragmentNode& node = *reading.parts.node(id);
    node.name = route;
    node.properties.push_back(derived("route", route, resource.properties.span()));
    for (const Expression& api : resolver.alternatives(resource.properties["ApiId"]))
        for (const Target& target : knownTargets(reading, api, "appsync"))
            if (reading.parts.group(target.id)) {
                reading.parts.node(id)->group = target.id;
                const Api whole = apiOf(reading, target.id);
                setAuth(reading, id, whole, apiAuth(reading, whole.properties));
            }
    if (const Resource* source = named(reading, resource.properties["DataSourceName"]))
        relateDataSource(reading, id, *source);
    for (const Branch& step :
         resolver.items(resolver.at(resource.properties, "PipelineConfig.Functions")))
        if (const Resource* function = named(reading, step.node))
            if (const Resource* source = named(reading, function->properties["DataSourceName"]))
                relateDataSource(reading, id, *source);
}

} // namespace limn::sam
