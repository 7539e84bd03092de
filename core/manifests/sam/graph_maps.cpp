// SPDX-License-Identifier: GPL-3.0-or-later
// AWS::Serverless::GraphQLApi: data sources, functions and resolvers are maps of one resource.
#include <array>

#include <fmt/format.h>

#include "core/manifests/sam/graph.h"

namespace limn::sam {
namespace {

// The data source of that name, of whichever kind, and where it says what it speaks to.
struct Source {
    TreeNode body;
    TreeNode place;
    std::string_view service;
};

Source sourceOf(const Resolver& resolver, TreeNode sources, std::string_view name) {
    struct Row {
        std::string_view list, place, fallback, service;
    };
    static constexpr std::array<Row, 2> rows{{{"Lambda", "FunctionArn", "", "lambda"},
                                              {"DynamoDb", "TableName", "TableArn", "dynamodb"}}};
    for (const Row& row : rows) {
        const TreeNode body = resolver.followed(resolver.at(sources, row.list)[name]);
        if (!body.exists())
            continue;
        const TreeNode place = resolver.at(body, row.place);
        return {body, place.exists() ? place : resolver.at(body, row.fallback), row.service};
    }
    return {};
}

void relateStep(Reading& reading, const Resource& resource, const std::string& entry,
                std::string_view step) {
    const Resolver& resolver = reading.resolver;
    const TreeNode functions = resolver.at(resource.properties, "Functions");
    const TreeNode function = resolver.followed(functions[step]);
    TreeNode name = resolver.at(function, "DataSource");
    if (!name.exists())
        name = resolver.at(resource.properties, "Defaults.Functions.DataSource");
    const TreeNode sources = resolver.at(resource.properties, "DataSources");
    Source source = sourceOf(resolver, sources, name.scalar());
    const Operation operation = operationOf(reading, function);
    if (source.place.exists()) {
        relateField(reading, entry, source.place, source.service, operation.kind,
                    operation.isKnown);
        relateCaller(reading, std::string(resource.id), resolver.at(source.body, "ServiceRoleArn"));
        return;
    }
    // A data source that is a resource of its own.
    TreeNode other = resolver.at(function, "DataSourceName");
    if (!other.exists())
        other = resolver.at(resource.properties, "Defaults.Functions.DataSourceName");
    if (const Resource* declared = resourceOf(reading, other))
        for (const auto& [path, service] : {std::pair{"LambdaConfig.LambdaFunctionArn", "lambda"},
                                            std::pair{"DynamoDBConfig.TableName", "dynamodb"},
                                            std::pair{"EventBridgeConfig.EventBusArn", "events"},
                                            std::pair{"HttpConfig.Endpoint", ""}})
            relateField(reading, entry, resolver.at(declared->properties, path), service,
                        operation.kind, operation.isKnown);
}

} // namespace

void placeFields(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    for (const TreeEntry& type :
         resolver.followed(resolver.at(resource.properties, "Resolvers")).entries())
        for (const TreeEntry& entry : resolver.followed(type.value).entries()) {
            if (!resolver.spend())
                return;
            const TreeNode body = resolver.followed(entry.value);
            const TreeNode given = resolver.at(body, "FieldName");
            const std::string field(given.scalar().empty() ? entry.name() : given.scalar());
            const std::string id = fmt::format("{}.{}.{}", resource.id, type.name(), entry.name());
            if (reading.parts.has(id))
                continue;
            addField(reading, id, resource.id, std::string(type.name()), field, entry.span);
            TreeNode steps = resolver.at(body, "Pipeline");
            if (!steps.exists())
                steps = resolver.at(resource.properties, "Defaults.Resolvers.Pipeline");
            for (const Branch& step : resolver.items(steps))
                relateStep(reading, resource, id, step.node.scalar());
        }
}

} // namespace limn::sam
