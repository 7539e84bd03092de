// SPDX-License-Identifier: GPL-3.0-or-later
// Settings of an API that the template has as resources of their own: facts of the API's group and
// of its routes.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

constexpr PropertyRow stageRows[] = {
    {"StageName", "stage"},
    {"TracingEnabled", "tracing", Shape::Flag},
    {"AccessLogSetting.DestinationArn", "access_log"},
    {"AccessLogSettings.DestinationArn", "access_log"},
    {"AccessLogSetting.Format", "access_log_format"},
    {"AccessLogSettings.Format", "access_log_format"},
    {"CacheClusterEnabled", "cached", Shape::Flag},
    {"DefaultRouteSettings.ThrottlingBurstLimit", "throttle_burst", Shape::Number},
    {"DefaultRouteSettings.ThrottlingRateLimit", "throttle_rate", Shape::Number},
    {"DefaultRouteSettings.LoggingLevel", "log_level", Shape::Word},
    {"StageDescription.TracingEnabled", "tracing", Shape::Flag},
    {"StageDescription.AccessLogSetting.DestinationArn", "access_log"},
    {"StageDescription.AccessLogSetting.Format", "access_log_format"},
    {"StageDescription.CacheClusterEnabled", "cached", Shape::Flag},
    {"StageDescription.LoggingLevel", "log_level", Shape::Word},
    {"StageDescription.ThrottlingBurstLimit", "throttle_burst", Shape::Number},
    {"StageDescription.ThrottlingRateLimit", "throttle_rate", Shape::Number},
    {"Stage.AccessLogSettings.DestinationArn", "access_log"},
    {"Stage.AccessLogSettings.Format", "access_log_format"},
    {"Stage.DefaultRouteSettings.ThrottlingBurstLimit", "throttle_burst", Shape::Number},
    {"Stage.DefaultRouteSettings.ThrottlingRateLimit", "throttle_rate", Shape::Number},
    {"Tags", "tags", Shape::Map},
};

constexpr PropertyRow methodRows[] = {
    {"ThrottlingBurstLimit", "throttle_burst", Shape::Number},
    {"ThrottlingRateLimit", "throttle_rate", Shape::Number},
    {"CachingEnabled", "cached", Shape::Flag},
    {"LoggingLevel", "log_level", Shape::Word},
};

// `/orders~1{id}` of a setting is `/orders/{id}`.
std::string pathOfSetting(std::string_view text) {
    std::string out(text);
    for (std::size_t at = out.find("~1"); at != std::string::npos; at = out.find("~1", at + 1))
        out.replace(at, 2, "/");
    return out.starts_with("//") ? out.substr(1) : out;
}

TreeNode apiReference(Reading& reading, const Resource& resource) {
    for (const std::string_view key : {"RestApiId", "ApiId"})
        if (const TreeNode node = reading.resolver.at(resource.properties, key); node.exists())
            return node;
    return {};
}

bool hasStage(Reading& reading, const std::vector<Target>& apis) {
    for (const Resource& resource : reading.sections.resources())
        if (resource.type.ends_with("::Stage") && reading.resolver.spend())
            for (const Target& api : apisOf(reading, apiReference(reading, resource)))
                if (std::any_of(apis.begin(), apis.end(),
                                [&](const Target& t) { return t.id == api.id; }))
                    return true;
    return false;
}

} // namespace

std::vector<Target> apisOf(Reading& reading, TreeNode reference) {
    std::vector<Target> out;
    for (const Expression& expression : reading.resolver.alternatives(reference))
        for (Target& target : knownTargets(reading, expression, "execute-api"))
            if (reading.parts.group(target.id))
                out.push_back(std::move(target));
    return out;
}

const Resource* resourceOf(Reading& reading, TreeNode reference) {
    const std::optional<Expression> expression = reading.resolver.expression(reference);
    const Expression::Part* part =
        expression ? expression->first(Expression::Part::Kind::Resource) : nullptr;
    return part ? reading.sections.resource(part->text) : nullptr;
}

void addMethodSettings(Reading& reading, const std::string& api, TreeNode settings) {
    const Resolver& resolver = reading.resolver;
    const auto text = [&](TreeNode node) {
        const std::optional<Expression> value = resolver.expression(node);
        return value ? value->pattern() : std::string();
    };
    for (const Branch& item : resolver.items(resolver.at(settings, "MethodSettings"))) {
        const std::string path = pathOfSetting(text(item.node["ResourcePath"]));
        const std::string method = text(item.node["HttpMethod"]);
        std::string owner = api;
        if (path != "/*" || method != "*") {
            const auto route = reading.routes.find(
                fmt::format("{}.{} {}", api, method == "*" ? "ANY" : method, path));
            if (route == reading.routes.end())
                continue;
            owner = route->second;
        }
        addProperties(reading, owner, properties(resolver, item.node, methodRows));
    }
    for (const TreeEntry& entry :
         resolver.followed(resolver.at(settings, "RouteSettings")).entries())
        if (const auto route = reading.routes.find(fmt::format("{}.{}", api, entry.name()));
            route != reading.routes.end())
            addProperties(reading, route->second,
                          properties(resolver, resolver.followed(entry.value), methodRows));
}

std::size_t addProperties(Reading& reading, const std::string& id,
                          std::vector<FragmentProperty> properties) {
    std::vector<FragmentProperty>* own = reading.parts.properties(id);
    if (!own)
        return 0;
    std::size_t added = 0;
    for (FragmentProperty& made : properties)
        if (std::none_of(own->begin(), own->end(),
                         [&](const FragmentProperty& p) { return p.key == made.key; })) {
            own->push_back(std::move(made));
            ++added;
        }
    return added;
}

void relateCaller(Reading& reading, const std::string& from, TreeNode role) {
    for (const Expression& expression : reading.resolver.alternatives(role))
        for (const Target& target : knownTargets(reading, expression, "iam"))
            if (const FragmentNode* node = reading.parts.node(target.id);
                node && node->kind == NodeKind::Identity)
                reading.parts.relate(from, target.id, EdgeKind::Assumes,
                                     {How::Declared, target.at});
}

// The log group that a part writes to watches it.
void relateLogs(Reading& reading, const std::string& from, TreeNode place) {
    for (const Expression& expression : reading.resolver.alternatives(place))
        for (const Target& target : knownTargets(reading, expression, "logs"))
            if (const FragmentNode* node = reading.parts.node(target.id);
                node && node->subtype == "log_group")
                reading.parts.relate(target.id, from, EdgeKind::Observes,
                                     {How::Declared, target.at});
}

namespace {

// The API at one moment. A part of the API, though it says nothing of it.
void noteDeployment(Reading& reading, const Resource& resource, const std::vector<Target>& apis) {
    std::size_t added = 0;
    for (const Target& api : apis)
        added += addProperties(reading, api.id,
                               {{"deployments",
                                 ValueList{Value(std::string(resource.id))},
                                 resource.at,
                                 {},
                                 Origin::Derived}});
    if (added == 0)
        reading.parts.unplaced(resource.id, resource.type,
                               fmt::format("a further deployment of `{}`", apis.front().id),
                               resource.at);
}

} // namespace

// A stage, or a deployment that makes one. What a further stage says otherwise has no place.
void relateStage(Reading& reading, const Resource& resource) {
    const std::vector<Target> apis = apisOf(reading, apiReference(reading, resource));
    std::size_t added = 0;
    const bool isDeployment = resource.type.ends_with("Deployment");
    const bool makesStage = reading.resolver.at(resource.properties, "StageName").exists() ||
                            resource.type.ends_with("Overrides");
    // A deployment's own stage counts only where no stage is a resource.
    if (isDeployment && !apis.empty() && (!makesStage || hasStage(reading, apis)))
        return noteDeployment(reading, resource, apis);
    for (const Target& api : apis) {
        added += addProperties(reading, api.id,
                               properties(reading.resolver, resource.properties, stageRows));
        for (const std::string_view key :
             {"AccessLogSetting.DestinationArn", "AccessLogSettings.DestinationArn",
              "StageDescription.AccessLogSetting.DestinationArn"})
            relateLogs(reading, api.id, reading.resolver.at(resource.properties, key));
        addMethodSettings(reading, api.id, resource.properties);
        addMethodSettings(reading, api.id,
                          reading.resolver.at(resource.properties, "StageDescription"));
    }
    if (added == 0)
        reading.parts.unplaced(resource.id, resource.type,
                               apis.empty()
                                   ? std::string("its API is not of this template")
                                   : fmt::format("a further stage of `{}`", apis.front().id),
                               resource.at);
}

void relateUsagePlan(Reading& reading, const Resource& resource) {
    static constexpr PropertyRow rows[] = {
        {"Throttle.BurstLimit", "throttle_burst", Shape::Number},
        {"Throttle.RateLimit", "throttle_rate", Shape::Number},
    };
    const Resolver& resolver = reading.resolver;
    std::vector<FragmentProperty> made = properties(resolver, resource.properties, rows);
    if (const TreeEntry limit = resolver.entry(resource.properties, "Quota.Limit");
        limit.value.exists()) {
        const Value period = resolver.value(resolver.at(resource.properties, "Quota.Period"));
        std::string word = period.isNull() ? std::string("period") : period.display();
        std::transform(word.begin(), word.end(), word.begin(),
                       [](char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c; });
        const Value value = resolver.value(limit.value);
        made.push_back(
            {"quota",
             value.unknown() ? value : Value(fmt::format("{} a {}", value.display(), word)),
             valueSpan(limit.value), limit.key.span(), Origin::Derived});
    }
    bool placed = false;
    for (const Branch& stage : resolver.items(resolver.at(resource.properties, "ApiStages")))
        for (const Target& api : apisOf(reading, resolver.at(stage.node, "ApiId")))
            placed = addProperties(reading, api.id, made) > 0 || placed;
    if (!placed)
        reading.parts.unplaced(resource.id, resource.type,
                               "the plan limits nothing of an API of this template", resource.at);
}

// Joins a key and a plan: the key is one that the plan's APIs take.
void relateUsagePlanKey(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const Resource* key = resourceOf(reading, resolver.at(resource.properties, "KeyId"));
    const Resource* plan = resourceOf(reading, resolver.at(resource.properties, "UsagePlanId"));
    bool placed = false;
    if (key && plan)
        for (const Branch& stage : resolver.items(resolver.at(plan->properties, "ApiStages")))
            for (const Target& api : apisOf(reading, resolver.at(stage.node, "ApiId"))) {
                const TreeNode name = resolver.at(key->properties, "Name");
                const Value value =
                    name.exists() ? resolver.value(name) : Value(std::string(key->id));
                placed = true;
                std::vector<FragmentProperty>& own = *reading.parts.properties(api.id);
                const auto known = std::find_if(own.begin(), own.end(),
                                                [](const auto& p) { return p.key == "api_keys"; });
                if (known == own.end())
                    own.push_back({"api_keys", ValueList{value}, key->at, {}, Origin::Derived});
                else if (ValueList* list = std::get_if<ValueList>(&known->value.data);
                         list && std::find(list->begin(), list->end(), value) == list->end())
                    list->push_back(value);
            }
    reading.parts.unplaced(resource.id, resource.type,
                           placed ? "it only joins a key and a plan, which are the API's"
                                  : "what it joins is not of this template",
                           resource.at);
}

// A mapping joins a domain name and an API, and says below which path.
void relateBasePath(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    TreeNode domain;
    for (const std::string_view key : {"DomainName", "DomainNameArn"})
        domain = domain.exists() ? domain : resolver.at(resource.properties, key);
    TreeEntry path;
    for (const std::string_view key : {"BasePath", "ApiMappingKey"})
        path = path.value.exists() ? path : resolver.entry(resource.properties, key);
    TreeEntry name;
    if (const Resource* declared = resourceOf(reading, domain))
        name = resolver.entry(declared->properties, "DomainName");
    const TreeNode text = name.value.exists() ? name.value : domain;
    bool placed = false;
    for (const Target& api : apisOf(reading, apiReference(reading, resource))) {
        std::vector<FragmentProperty> made;
        made.push_back({"domains", ValueList{resolver.value(text)}, valueSpan(text),
                        name.key.span(), Origin::Written});
        const bool isBelow = path.value.exists() && !path.value.scalar().empty();
        const Value below = isBelow ? resolver.value(path.value) : Value();
        made.push_back(
            {"base_path", below.unknown() ? below : Value(isBelow ? "/" + below.display() : "/"),
             isBelow ? valueSpan(path.value) : resource.at, path.key.span(), Origin::Derived});
        placed = addProperties(reading, api.id, std::move(made)) > 0 || placed;
    }
    if (!placed)
        reading.parts.unplaced(resource.id, resource.type,
                               "the API has another mapping, or is not of this template",
                               resource.at);
}

} // namespace limn::sam
