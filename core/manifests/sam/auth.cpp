// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/auth.h"

#include <algorithm>

namespace limn::sam {
namespace {

constexpr std::string_view implicitRest = "ServerlessRestApi";

std::string_view authorizerWord(TreeNode declaration) {
    if (declaration["UserPoolArn"].exists())
        return "cognito";
    if (declaration["JwtConfiguration"].exists())
        return "jwt";
    if (declaration["FunctionArn"].exists())
        return "lambda";
    return "required";
}

// A named authorizer of the API: `NONE`, `AWS_IAM` or one that it declares.
Auth named(Reading& reading, const Api& api, const TreeEntry& entry, Origin origin) {
    Auth auth;
    auth.at = valueSpan(entry.value);
    auth.keyAt = entry.key.span();
    auth.origin = origin;
    const std::optional<Expression> expression = reading.resolver.expression(entry.value);
    const std::optional<std::string> name = expression ? expression->text() : std::nullopt;
    if (!name) {
        auth.value = reading.resolver.unknown(entry.value);
    } else if (*name == "NONE") {
        auth.value = "none";
    } else if (*name == "AWS_IAM") {
        auth.value = "iam";
    } else {
        TreeNode declared = reading.resolver.at(api.properties, "Auth.Authorizers")[*name];
        if (!declared.exists())
            declared = reading.resolver.at(api.globals, "Auth.Authorizers")[*name];
        auth.value = authorizerWord(declared);
        const std::string id = api.id + '.' + *name;
        auth.authorizer = reading.parts.has(id) ? id : std::string();
    }
    return auth;
}

TreeEntry setting(const Reading& reading, const Api& api, std::string_view path) {
    TreeEntry own = reading.resolver.entry(api.properties, path);
    return own.value.exists() ? own : reading.resolver.entry(api.globals, path);
}

// Whether anyone reaches the API's endpoint: not when it is private or has a policy of its own.
Value openness(const Reading& reading, const Api& api) {
    TreeNode type = setting(reading, api, "EndpointConfiguration.Type").value;
    if (!type.exists())
        type = setting(reading, api, "EndpointConfiguration.Types").value;
    if (!type.exists())
        type = setting(reading, api, "EndpointConfiguration").value;
    if (type.isMap() && !intrinsic(type))
        type = {};
    if (type.exists()) {
        const Value value = reading.resolver.value(type);
        const ValueList* list = value.list();
        const Value& first = list && !list->empty() ? list->front() : value;
        if (first.unknown())
            return first;
        if (first.string() && *first.string() == "PRIVATE")
            return false;
    }
    for (const std::string_view path : {"Auth.ResourcePolicy", "Policy"})
        if (const TreeNode policy = setting(reading, api, path).value; policy.exists())
            return Unknown{"the API's resource policy"};
    return true;
}

// The scheme of OpenAPI 2 or 3, in the words of our model.
std::string_view schemeWord(TreeNode scheme) {
    const std::string_view kind = scheme["x-amazon-apigateway-authtype"].scalar();
    if (kind == "awsSigv4")
        return "iam";
    if (kind == "cognito_user_pools")
        return "cognito";
    const TreeNode authorizer = scheme["x-amazon-apigateway-authorizer"];
    if (authorizer["type"].scalar() == "cognito_user_pools")
        return "cognito";
    if (authorizer["type"].scalar() == "jwt")
        return "jwt";
    if (authorizer.exists())
        return "lambda";
    if (scheme["type"].scalar() == "apiKey")
        return "api_key";
    return scheme["type"].scalar() == "oauth2" ? std::string_view("jwt")
                                               : std::string_view("required");
}

} // namespace

Api apiOf(const Reading& reading, std::string_view id) {
    if (const Resource* resource = reading.sections.resource(id))
        return {std::string(id), resource->properties, resource->globals};
    const TreeNode globals = reading.sections.root()["Globals"];
    return {std::string(id), {}, globals[id == implicitRest ? "Api" : "HttpApi"]};
}

TreeNode foreignBody(const Api& api) {
    for (const std::string_view key : {"DefinitionUri", "BodyS3Location"})
        if (const TreeNode file = api.properties[key]; file.exists())
            return file;
    for (const std::string_view key : {"DefinitionBody", "Body"})
        if (const std::optional<Intrinsic> call = intrinsic(api.properties[key]);
            call && call->name == "Transform")
            return api.properties[key];
    return {};
}

Auth eventAuth(Reading& reading, const Api& api, TreeNode event) {
    const Resolver& resolver = reading.resolver;
    if (const TreeEntry own = resolver.entry(event, "Auth.Authorizer"); own.value.exists())
        return named(reading, api, own, Origin::Written);
    if (const TreeEntry standard = setting(reading, api, "Auth.DefaultAuthorizer");
        standard.value.exists())
        return named(reading, api, standard, Origin::Inherited);
    for (const bool own : {true, false}) {
        const TreeEntry key = own ? resolver.entry(event, "Auth.ApiKeyRequired")
                                  : setting(reading, api, "Auth.ApiKeyRequired");
        if (key.value.exists() && key.value.boolean().value_or(true))
            return {"api_key",
                    {},
                    valueSpan(key.value),
                    key.key.span(),
                    own ? Origin::Written : Origin::Inherited};
        if (key.value.exists())
            break;
    }
    return {};
}

Auth operationAuth(Reading& reading, std::string_view api, TreeNode body, TreeNode operation) {
    Auth auth;
    if (const TreeNode own = operation["x-amazon-apigateway-auth"]["type"]; own.exists()) {
        auth.at = own.span();
        auth.value = own.scalar() == "NONE"      ? "none"
                     : own.scalar() == "AWS_IAM" ? "iam"
                                                 : "required";
        return auth;
    }
    const bool isOwn = operation["security"].exists();
    const TreeNode security = isOwn ? operation["security"] : body["security"];
    if (!security.isSequence())
        return auth;
    auth.at = security.span();
    auth.origin = isOwn ? Origin::Written : Origin::Inherited;
    auth.value = "none";
    for (const TreeNode requirement : security.items()) {
        for (const TreeEntry& entry : requirement.entries()) {
            TreeNode scheme = body["components"]["securitySchemes"][entry.name()];
            if (!scheme.exists())
                scheme = body["securityDefinitions"][entry.name()];
            auth.value = schemeWord(scheme);
            const TreeNode uri = scheme["x-amazon-apigateway-authorizer"]["authorizerUri"];
            const std::string id = std::string(api) + '.' + std::string(entry.name());
            if (uri.exists() && !reading.parts.has(id)) {
                FragmentNode& node = reading.parts.add(id, NodeKind::Identity, scheme.span());
                node.subtype = "authorizer";
                node.name = entry.name();
                node.group = api;
                relateIntegration(reading, id, uri, false);
            }
            auth.authorizer = reading.parts.has(id) ? id : std::string();
            return auth;
        }
    }
    return auth;
}

Auth methodAuth(Reading& reading, TreeNode properties, std::string_view typeKey) {
    Auth auth;
    const TreeEntry type = reading.resolver.entry(properties, typeKey);
    const Value value = type.value.exists() ? reading.resolver.value(type.value) : Value("NONE");
    auth.at = valueSpan(type.value);
    auth.keyAt = type.key.span();
    const auto key = reading.resolver.entry(properties, "ApiKeyRequired");
    if (!value.string()) {
        auth.value = reading.resolver.unknown(type.value);
    } else if (*value.string() == "AWS_IAM") {
        auth.value = "iam";
    } else if (*value.string() == "COGNITO_USER_POOLS") {
        auth.value = "cognito";
    } else if (*value.string() == "JWT") {
        auth.value = "jwt";
    } else if (*value.string() == "CUSTOM") {
        auth.value = "lambda";
    } else if (key.value.boolean().value_or(false)) {
        auth = {"api_key", {}, valueSpan(key.value), key.key.span(), Origin::Written};
    } else {
        auth.value = "none";
    }
    for (const Expression& id :
         reading.resolver.alternatives(reading.resolver.at(properties, "AuthorizerId")))
        for (const Target& target : knownTargets(reading, id, {}))
            auth.authorizer = target.id;
    return auth;
}

void placeAuthorizers(Reading& reading, const Api& api) {
    for (const TreeNode place : {api.properties, api.globals}) {
        for (const TreeEntry& entry : reading.resolver.at(place, "Auth.Authorizers").entries()) {
            const std::string id = api.id + '.' + std::string(entry.name());
            if (reading.parts.has(id))
                continue;
            FragmentNode& node = reading.parts.add(id, NodeKind::Identity, entry.span);
            node.subtype = "authorizer";
            node.name = entry.name();
            node.group = api.id;
            const TreeNode body = reading.resolver.followed(entry.value);
            for (const std::string_view key : {"FunctionArn", "UserPoolArn"})
                for (const Branch& item : reading.resolver.items(body[key]))
                    for (const Target& target : targets(
                             reading, item.node, key == "FunctionArn" ? "lambda" : "cognito-idp"))
                        reading.parts
                            .relate(id, target.id, EdgeKind::Invokes, {How::Declared, target.at})
                            .delivery = Delivery::Sync;
        }
    }
}

void setAuth(Reading& reading, const std::string& entry, const Api& api, const Auth& auth) {
    std::vector<FragmentProperty>* properties = reading.parts.properties(entry);
    if (!properties || auth.value.isNull())
        return;
    std::erase_if(*properties, [](const auto& p) { return p.key == "auth" || p.key == "public"; });
    FragmentProperty made;
    made.key = "auth";
    made.value = auth.value;
    made.at = auth.at.valid() ? auth.at : reading.parts.node(entry)->at;
    made.keyAt = auth.keyAt;
    made.origin = auth.at.valid() ? auth.origin : Origin::Derived;
    const Span at = made.at;
    properties->push_back(made);
    const bool isOpen = auth.value.string() && *auth.value.string() == "none";
    if (Value reached = openness(reading, api); isOpen || !(reached == Value(true)))
        properties->push_back(derived("public", reached, at));
    if (!auth.authorizer.empty())
        reading.parts.relate(entry, auth.authorizer, EdgeKind::Invokes, {How::Declared, at})
            .delivery = Delivery::Sync;
}

} // namespace limn::sam
