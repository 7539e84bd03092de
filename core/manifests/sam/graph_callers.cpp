// SPDX-License-Identifier: GPL-3.0-or-later
// Who may call a field of an API that knows several ways to prove who one is: the directives of its
// schema say it.
#include <fmt/format.h>

#include "core/manifests/sam/graph.h"
#include "core/manifests/sam/graph_schema.h"

namespace limn::sam {
namespace {

bool hasOtherWays(Reading& reading, const Api& api) {
    for (const std::string_view key : {"AdditionalAuthenticationProviders", "Auth.Additional"})
        if (!reading.resolver.items(reading.resolver.at(api.properties, key)).empty())
            return true;
    return false;
}

// Where the schema of an API stands: in a resource of its own, or in the API.
struct SchemaPlace {
    TreeNode text, file;
};
SchemaPlace schemaOf(Reading& reading, const Api& api) {
    const Resolver& resolver = reading.resolver;
    SchemaPlace place{resolver.at(api.properties, "SchemaInline"),
                      resolver.at(api.properties, "SchemaUri")};
    if (place.text.exists() || place.file.exists())
        return place;
    for (const Resource& resource : reading.sections.resources())
        if (resource.type == "AWS::AppSync::GraphQLSchema" && resolver.spend())
            for (const Target& owner : apisOf(reading, resource.properties["ApiId"]))
                if (owner.id == api.id)
                    return {resolver.at(resource.properties, "Definition"),
                            resolver.at(resource.properties, "DefinitionS3Location")};
    return place;
}

std::shared_ptr<const GraphSchema> read(Reading& reading, const Api& api) {
    const SchemaPlace place = schemaOf(reading, api);
    if (const std::optional<Expression> text = reading.resolver.expression(place.text);
        text && !text->first(Expression::Part::Kind::Unknown))
        return std::make_shared<const GraphSchema>(readGraphSchema(text->pattern()));
    const std::optional<Expression> name = reading.resolver.expression(place.file);
    const std::optional<std::string> path = name ? name->text() : std::nullopt;
    if (path && !path->empty() && !isElsewhere(*path)) {
        const NamedFile file = reading.input.file(*path, valueSpan(place.file));
        return file ? std::make_shared<const GraphSchema>(readGraphSchema(file.source->text()))
                    : nullptr; // told where it is named
    }
    const TreeNode at = place.file.exists() ? place.file : place.text;
    reading.parts.problem(
        Severity::Info, "not-at-hand",
        fmt::format("`{}` knows several ways to prove who one is, and its schema, which says what "
                    "holds for which field, is not at hand.",
                    api.id),
        at.exists() ? at.fullSpan() : reading.parts.group(api.id)->at);
    return nullptr;
}

} // namespace

bool settleCallers(Reading& reading, const Api& api, std::string_view type, std::string_view field,
                   Auth& auth) {
    if (!reading.parts.group(api.id) || !hasOtherWays(reading, api))
        return false;
    const auto [known, isNew] = reading.graphSchemas.try_emplace(api.id);
    if (isNew)
        known->second = read(reading, api);
    const std::shared_ptr<const GraphSchema>& schema = known->second;
    if (!schema) {
        auth.value = Unknown{"the schema's directives"};
        auth.origin = Origin::Derived;
        return true;
    }
    const std::vector<std::string> callers = schema->callersOf(type, field);
    if (callers.empty())
        return false;
    auth.value = callers.size() == 1 ? callers.front() : "required";
    auth.origin = Origin::Derived;
    return true;
}

} // namespace limn::sam
