// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/sam.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/manifests/sam/auth.h"
#include "core/manifests/sam/loops.h"
#include "core/manifests/sam/loose.h"
#include "core/manifests/sam/property_rows.h"
#include "core/manifests/sam/reading.h"
#include "core/model/property_table.h"

namespace limn::sam {
namespace {

bool runsCode(const ResourceType& type) {
    return type.place == Place::Node &&
           (type.kind == NodeKind::Function || type.kind == NodeKind::Workflow);
}

// The part of the API that a stage, a deployment or an authorizer belongs to.
std::string groupOf(Reading& reading, const Resource& resource) {
    for (const std::string_view key : {"RestApiId", "ApiId"})
        for (const Expression& expression : reading.resolver.alternatives(resource.properties[key]))
            for (const Target& target : knownTargets(reading, expression, "execute-api"))
                if (reading.parts.group(target.id))
                    return target.id;
    return {};
}

// Reports what is written out and still cannot be what it should: `Timeout: soon`.
void reportMisfits(Reading& reading, const Resource& resource,
                   const std::vector<FragmentProperty>& made) {
    for (const FragmentProperty& p : made) {
        const Unknown* unknown = p.value.unknown();
        const PropertyInfo* info = findProperty(p.key);
        if (!unknown || !info)
            continue;
        const std::string_view text = unknown->expression;
        const bool isExpression = text.starts_with('!') || text.starts_with('{') ||
                                  text.starts_with("Fn::") || text.starts_with("Ref") ||
                                  text.find("{{") != std::string_view::npos ||
                                  text.find("Fn::") != std::string_view::npos ||
                                  text.find(": !") != std::string_view::npos;
        if (!isExpression)
            reading.parts.problem(Severity::Warning, "wrong-type",
                                  fmt::format("`{}` of `{}` is {}, where {} should stand.", p.key,
                                              resource.id, text.substr(0, 60), expectation(*info)),
                                  p.at);
    }
}

void place(Reading& reading, const Resource& resource) {
    const ResourceType& type = resourceType(resource.type);
    if (type.place == Place::Facet)
        return;
    const std::string id(resource.id);
    if (type.place == Place::Api) {
        FragmentGroup& group = reading.parts.addGroup(id, resource.at);
        group.platformType = resource.type;
    } else {
        FragmentNode& node = reading.parts.add(id, type.kind, resource.at);
        node.subtype = type.subtype;
        node.platformType = resource.type;
        node.nodeClass = type.nodeClass;
    }
    std::vector<FragmentProperty> made = properties(reading.resolver, resource, type.properties);
    for (FragmentProperty& p : properties(reading.resolver, resource.body, attributeRows))
        made.push_back(std::move(p));
    const auto isName = [](const FragmentProperty& p) { return p.key == "physical_name"; };
    if (!type.nameProperty.empty() && std::none_of(made.begin(), made.end(), isName))
        if (FragmentProperty name =
                property(reading.resolver, written(reading.resolver, resource, type.nameProperty),
                         "physical_name", Shape::Text);
            !name.key.empty())
            made.push_back(std::move(name));
    reportMisfits(reading, resource, made);
    std::vector<FragmentProperty>& own = *reading.parts.properties(id);
    for (FragmentProperty& p : made)
        own.push_back(std::move(p));
    rememberName(reading, resource);
    if (runsCode(type))
        placeIdentity(reading, resource);
}

// Resources that the transform makes beside this one, and that may be named: stages, a URL.
void rememberGenerated(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    if (resource.type == "AWS::Serverless::Function" &&
        written(reading.resolver, resource, "FunctionUrlConfig").exists())
        reading.owners.try_emplace(id + "Url", id);
    if (resourceType(resource.type).place != Place::Api)
        return;
    const Value stage =
        reading.resolver.value(written(reading.resolver, resource, "StageName").entry.value);
    reading.owners.try_emplace(
        fmt::format("{}{}Stage", id, stage.string() ? *stage.string() : std::string()), id);
    reading.owners.try_emplace(id + "ApiGatewayDefaultStage", id);
}

// Aliases, versions and stages stand for the part they are of, wherever something names them.
void rememberOwner(Reading& reading, const Resource& resource) {
    struct Row {
        std::string_view type, property, service;
    };
    static constexpr Row rows[] = {
        {"AWS::Lambda::Alias", "FunctionName", "lambda"},
        {"AWS::Lambda::Version", "FunctionName", "lambda"},
        {"AWS::Lambda::Url", "TargetFunctionArn", "lambda"},
        {"AWS::ApiGateway::Stage", "RestApiId", "execute-api"},
        {"AWS::ApiGateway::Deployment", "RestApiId", "execute-api"},
        {"AWS::ApiGatewayV2::Stage", "ApiId", "execute-api"},
        {"AWS::ApiGatewayV2::Deployment", "ApiId", "execute-api"},
        {"AWS::AppSync::GraphQLSchema", "ApiId", "appsync"},
        {"AWS::AppSync::ApiKey", "ApiId", "appsync"},
        {"AWS::AppSync::DataSource", "ApiId", "appsync"},
        {"AWS::IAM::InstanceProfile", "Roles", "iam"},
        {"AWS::Kinesis::StreamConsumer", "StreamARN", "kinesis"},
        {"AWS::EFS::AccessPoint", "FileSystemId", "elasticfilesystem"},
        {"AWS::KMS::Alias", "TargetKeyId", "kms"},
        {"AWS::S3::AccessPoint", "Bucket", "s3"},
        {"AWS::SecretsManager::SecretTargetAttachment", "SecretId", "secretsmanager"},
        {"AWS::SecretsManager::RotationSchedule", "SecretId", "secretsmanager"},
        {"AWS::StepFunctions::StateMachineAlias", "RoutingConfiguration.StateMachineVersionArn",
         "states"},
        {"AWS::StepFunctions::StateMachineVersion", "StateMachineArn", "states"},
    };
    for (const Row& row : rows)
        if (row.type == resource.type)
            for (const Branch& place :
                 placesAt(reading.resolver, resource.properties, row.property))
                for (const Expression& expression : reading.resolver.alternatives(place))
                    for (const Target& target : knownTargets(reading, expression, row.service))
                        reading.owners.try_emplace(std::string(resource.id), target.id);
    rememberGenerated(reading, resource);
    // What the transform makes of `AutoPublishAlias` may be named as well.
    const Written alias = written(reading.resolver, resource, "AutoPublishAlias");
    if (const Value name = reading.resolver.value(alias.entry.value); name.string())
        reading.owners.try_emplace(fmt::format("{}Alias{}", resource.id, *name.string()),
                                   resource.id);
}

void placeOthers(Reading& reading) {
    for (const TreeEntry& entry : reading.sections.others())
        reading.parts.unplaced(entry.name(), entry.value["Type"].scalar(),
                               entry.name().starts_with("Fn::ForEach")
                                   ? "what the loop goes over is known only when it is deployed"
                               : entry.name().starts_with("Fn::")
                                   ? "what a transform makes is known only when it is deployed"
                                   : "it has no type, so what it is cannot be told",
                               entry.span);
}

template <typename Wanted, typename Step> void forEach(Reading& reading, Wanted wanted, Step step) {
    for (const Resource& resource : reading.sections.resources()) {
        if (reading.input.stop.stop_requested())
            return;
        const ResourceType& type = resourceType(resource.type);
        if (!wanted(type))
            continue;
        reading.resolver.enter(resource.condition);
        step(resource, type);
    }
}

// The lines of a facet are there when the facet is.
void markConditions(Reading& reading, const Resource& resource, std::size_t first) {
    std::vector<FragmentEdge>& edges = reading.parts.fragment().edges;
    for (std::size_t i = first; i < edges.size(); ++i)
        if (std::none_of(edges[i].properties.begin(), edges[i].properties.end(),
                         [](const FragmentProperty& p) { return p.key == "condition"; }))
            edges[i].properties.push_back(derived("condition", std::string(resource.condition),
                                                  valueSpan(resource.body["Condition"])));
}

// Parts first, so that every line finds its ends; then what the template declares: runners before
// APIs, whose bodies may repeat the routes of events; facets last, which add to lines that are
// there; then what follows from permissions and variables.
void relateAll(Reading& reading) {
    const auto all = [](const ResourceType&) { return true; };
    const auto relate = [&](const Resource& resource, const ResourceType& type) {
        const std::size_t before = reading.parts.fragment().edges.size();
        if (type.relate)
            type.relate(reading, resource);
        if (type.place == Place::Facet && !resource.condition.empty())
            markConditions(reading, resource, before);
        if (type.place == Place::Node)
            relateLines(reading, resource);
    };
    // What is watched may be a route, which its API places.
    const auto isWatcher = [](const ResourceType& t) { return t.relate == relateAlarm; };
    forEach(reading, all, [&](const Resource& r, const ResourceType&) { place(reading, r); });
    forEach(reading, all,
            [&](const Resource& r, const ResourceType&) { rememberOwner(reading, r); });
    forEach(reading, all, [&](const Resource& r, const ResourceType& type) {
        if (type.place == Place::Api)
            placeAuthorizers(reading, apiOf(reading, r.id));
        else if (FragmentNode* node = reading.parts.node(r.id); node && node->group.empty())
            node->group = groupOf(reading, r);
    });
    forEach(reading, runsCode, relate);
    forEach(
        reading,
        [&](const ResourceType& t) {
            return t.place != Place::Facet && !runsCode(t) && !isWatcher(t);
        },
        relate);
    forEach(reading, isWatcher, relate);
    forEach(reading, runsCode,
            [&](const Resource& r, const ResourceType&) { relateRunner(reading, r); });
    // Leave to do something comes last: it is evidence of what others have said.
    const auto isLeave = [](const ResourceType& t) {
        return t.relate == relatePermission || t.relate == relateResourcePolicy ||
               t.relate == relateConnector;
    };
    forEach(
        reading, [&](const ResourceType& t) { return t.place == Place::Facet && !isLeave(t); },
        relate);
    forEach(reading, isLeave, relate);
    forEach(reading, all, [&](const Resource& r, const ResourceType&) {
        relateConnectors(reading, r);
        relateOwnPolicy(reading, r);
    });
    relateAccess(reading);
    forEach(reading, runsCode, [&](const Resource& r, const ResourceType&) {
        relateEnvironment(reading, r);
        relateSubstitutions(reading, r);
    });
}

// A template is one document; what follows it in the file is never deployed.
void reportOtherDocuments(Reading& reading) {
    const Tree& tree = reading.input.tree;
    for (const TreeNode& document : tree.documents()) {
        if (document.isNull() || document == tree.root())
            continue;
        reading.parts.problem(
            Severity::Warning, "more-documents",
            "A second YAML document starts here, after a `---`. A template is one "
            "document, so this and what follows is left out. Put it in a file of "
            "its own.",
            document.span());
        return;
    }
}

Fragment readResources(const ReadInput& input, std::string_view format, const WrittenOut* written) {
    Reading reading(input, written);
    reading.parts.makeRoom(reading.sections.resources().size());
    relateAll(reading);
    placeOthers(reading);
    reportShapes(reading);
    reportIncludes(reading);
    reportOtherDocuments(reading);
    if (reading.resolver.isExhausted())
        reading.parts.problem(
            Severity::Error, "too-large",
            "The template comes to too much, as aliases that repeat each other do. "
            "A part of it is left out.",
            input.tree.root().span());
    markConditional(reading);
    accountForFacets(reading);
    offerParts(reading);
    Fragment fragment = reading.parts.take();
    // Of a text that breaks off, what is missing tells nothing.
    if (std::ranges::any_of(input.tree.problems(),
                            [](const Problem& p) { return p.severity == Severity::Error; }))
        std::erase_if(fragment.problems, [](const Problem& p) { return p.code == "no-resources"; });
    fragment.source = {std::string(format), false};
    return fragment;
}

} // namespace

// Loops first, which the platform writes out before anything else; what they made stands where
// their bodies do.
Fragment read(const ReadInput& input, std::string_view format) {
    const std::optional<WrittenOut> written = writeOut(input);
    if (!written)
        return readResources(input, format, nullptr);
    Fragment fragment = readResources(
        {*written->source, input.index, *written->tree, input.stop, input.files, input.given},
        format, &*written);
    written->moveToFile(fragment);
    if (input.files)
        input.files->eachPlace([&](Span& at) { at = written->inFile(at); });
    return fragment;
}

} // namespace limn::sam
