// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/manifests/sam/auth.h"
#include "core/manifests/sam/integrations.h"
#include "core/manifests/sam/openapi.h"
#include "core/manifests/sam/property_rows.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// `EndpointConfiguration: REGIONAL`, the short form of the map that has it as its type.
void addEndpointType(Reading& reading, const Api& api) {
    const TreeEntry type = apiSetting(reading, api, "EndpointConfiguration");
    if (type.value.isScalar())
        addProperties(reading, api.id,
                      {property(reading.resolver, {type, Origin::Written}, "endpoint_type",
                                Shape::FirstWord)});
}

// The API that SAM makes for events that name none.
std::string implicitApi(Reading& reading, bool isHttp, Span at) {
    const std::string id = isHttp ? "ServerlessHttpApi" : "ServerlessRestApi";
    if (reading.parts.has(id))
        return id;
    FragmentGroup& group = reading.parts.addGroup(id, at);
    group.platformType = isHttp ? "AWS::Serverless::HttpApi" : "AWS::Serverless::Api";
    group.properties.push_back(derived("generated", true, at));
    reading.owners.try_emplace(
        isHttp ? "ServerlessHttpApiApiGatewayDefaultStage" : "ServerlessRestApiProdStage", id);
    const Api api = apiOf(reading, id);
    for (FragmentProperty& inherited : properties(reading.resolver, api.globals, apiRows)) {
        inherited.origin = Origin::Inherited;
        reading.parts.group(id)->properties.push_back(std::move(inherited));
    }
    addEndpointType(reading, api);
    placeAuthorizers(reading, api);
    return id;
}

// A text property of an event, known or in the form that stands for it.
std::string pattern(Reading& reading, TreeNode node) {
    const std::optional<Expression> text = reading.resolver.expression(node);
    return text ? text->pattern() : std::string();
}

void describe(Reading& reading, const std::string& entry, const TreeEntry& method,
              const TreeEntry& path) {
    std::vector<FragmentProperty>& own = *reading.parts.properties(entry);
    for (FragmentProperty& p : own) {
        const TreeEntry& from = p.key == "method" ? method : path;
        if ((p.key == "method" || p.key == "path") && from.value.exists()) {
            p.at = valueSpan(from.value);
            p.keyAt = from.key.span();
            p.origin = Origin::Written;
        }
    }
}

// What an event says of its route beside who may call it.
void addEventSettings(Reading& reading, const std::string& entry, TreeNode properties) {
    static constexpr PropertyRow rows[] = {
        {"Auth.ApiKeyRequired", "api_key_required", Shape::Flag},
        {"Auth.AuthorizationScopes", "scopes", Shape::List},
        {"RouteSettings.ThrottlingBurstLimit", "throttle_burst", Shape::Number},
        {"RouteSettings.ThrottlingRateLimit", "throttle_rate", Shape::Number},
        {"RouteSettings.LoggingLevel", "log_level", Shape::Word},
        {"RequestModel.ValidateBody", "validated", Shape::Flag},
        {"RequestModel.ValidateParameters", "validated", Shape::Flag},
    };
    addProperties(reading, entry, sam::properties(reading.resolver, properties, rows));
    Integration integration;
    integration.timeout = reading.resolver.at(properties, "TimeoutInMillis");
    integration.transfer = reading.resolver.at(properties, "ResponseTransferMode");
    integration.credentials = reading.resolver.at(properties, "Auth.InvokeRole");
    relateIntegration(reading, entry, integration);
}

} // namespace

FragmentNode& addRoute(Reading& reading, std::string id, std::string_view api, std::string method,
                       std::string path, Span at) {
    method = methodWord(method);
    const std::string route = path.empty() ? method : method.empty() ? path : method + ' ' + path;
    reading.routes.try_emplace(fmt::format("{}.{}", api, route), id);
    FragmentNode& node = reading.parts.add(std::move(id), NodeKind::EntryPoint, at);
    node.subtype = "http";
    node.name = route;
    node.group = api;
    node.properties.push_back(derived("route", route, at));
    if (!method.empty() && method.find('$') == std::string::npos)
        node.properties.push_back(derived("method", method, at));
    if (!path.empty())
        node.properties.push_back(derived("path", std::move(path), at));
    return node;
}

void relateApiEvent(Reading& reading, const Resource& resource, const TreeEntry& event,
                    bool isHttp) {
    const std::string id = fmt::format("{}.{}", resource.id, event.name());
    const TreeNode properties = reading.resolver.followed(event.value)["Properties"];
    const TreeEntry path = reading.resolver.entry(properties, "Path");
    const TreeEntry method = reading.resolver.entry(properties, "Method");
    const TreeNode apiRef = reading.resolver.at(properties, isHttp ? "ApiId" : "RestApiId");
    Api api;
    bool outside = false;
    if (!apiRef.exists()) {
        api = apiOf(reading, implicitApi(reading, isHttp, event.span));
    } else {
        // Naming the implicit API is as good as naming none.
        for (const Expression& expression : reading.resolver.alternatives(apiRef))
            if (const Expression::Part* part = expression.first(Expression::Part::Kind::Resource);
                part && part->text == (isHttp ? "ServerlessHttpApi" : "ServerlessRestApi"))
                api = apiOf(reading, implicitApi(reading, isHttp, event.span));
        for (const Target& target : apisOf(reading, apiRef))
            api = apiOf(reading, target.id);
        // The API's logical id as plain text is as good as a reference.
        if (api.id.empty() && reading.parts.group(apiRef.scalar()))
            api = apiOf(reading, apiRef.scalar());
        outside = api.id.empty();
    }
    const bool any = isHttp && (!path.value.exists() || path.value.isNull());
    addRoute(reading, id, api.id,
             any                     ? "$default"
             : method.value.exists() ? pattern(reading, method.value)
                                     : "ANY",
             any ? std::string() : pattern(reading, path.value), event.span);
    describe(reading, id, method, path);
    addEventSettings(reading, id, properties);
    const std::vector<FragmentProperty>& own = *reading.parts.properties(id);
    const bool isPreflight = std::any_of(own.begin(), own.end(), [](const FragmentProperty& p) {
        return p.key == "method" && p.value.string() && *p.value.string() == "OPTIONS";
    });
    Auth auth = eventAuth(reading, api, properties, isPreflight);
    if (auth.value.isNull()) {
        const TreeNode file = foreignBody(api);
        if (outside)
            auth.value = reading.resolver.unknown(apiRef);
        else if (file.exists())
            auth.value = reading.resolver.unknown(file);
        else
            auth.value = "none";
    }
    setAuth(reading, id, api, auth);
    if (const TreeEntry key = apiSetting(reading, api, "Auth.ApiKeyRequired");
        key.value.exists() && !isPreflight)
        addProperties(reading, id,
                      {property(reading.resolver, {key, Origin::Inherited}, "api_key_required",
                                Shape::Flag)});
    FragmentEdge& edge = reading.parts.connect(id, std::string(resource.id), EdgeKind::Triggers,
                                               {How::Declared, event.span});
    edge.delivery =
        resourceType(resource.type).kind == NodeKind::Workflow ? Delivery::Async : Delivery::Sync;
}

void relateApi(Reading& reading, const Resource& resource) {
    const Api api = apiOf(reading, resource.id);
    placeAuthorizers(reading, api);
    placeRoutes(reading, resource);
    addEndpointType(reading, api);
    addMethodSettings(reading, api.id, api.properties);
    addMethodSettings(reading, api.id, api.globals);
    for (const std::string_view key :
         {"AccessLogSetting.DestinationArn", "AccessLogSettings.DestinationArn"})
        relateLogs(reading, api.id, apiSetting(reading, api, key).value);
}

} // namespace limn::sam
