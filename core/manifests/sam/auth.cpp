// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/auth.h"

#include <algorithm>

#include "core/manifests/sam/openapi.h"

namespace limn::sam {
namespace {

constexpr std::string_view implicitRest = "ServerlessRestApi";

std::string_view authorizerWord(TreeNode declaration) {
    if (declaration["UserPoolArn"].exists())
        return "cognito";
    if (declaration["JwtConfiguration"].exists() || declaration["OpenIdConnectUrl"].exists())
        return "jwt";
    if (declaration["FunctionArn"].exists())
        return "lambda";
    return "required";
}

TreeNode declaredAuthorizer(const Reading& reading, const Api& api, std::string_view name) {
    for (const TreeNode place : {api.properties, api.globals})
        for (const Branch& list :
             reading.resolver.branches(reading.resolver.at(place, "Auth.Authorizers")))
            if (const TreeNode found = list.node[name]; found.exists())
                return reading.resolver.followed(found);
    return {};
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
    } else if (const TreeNode declared = declaredAuthorizer(reading, api, *name);
               !declared.exists() && (*name == "NONE" || *name == "AWS_IAM")) {
        auth.value = *name == "NONE" ? "none" : "iam";
    } else {
        auth.value = authorizerWord(declared);
        auth.scopes = reading.resolver.entry(declared, "AuthorizationScopes");
        const std::string id = api.id + '.' + *name;
        auth.authorizer = reading.parts.has(id) ? id : std::string();
    }
    return auth;
}

// Whether anyone reaches the API's endpoint: not when it is private or has a policy of its own.
Value openness(const Reading& reading, const Api& api) {
    TreeNode type = apiSetting(reading, api, "EndpointConfiguration.Type").value;
    if (!type.exists())
        type = apiSetting(reading, api, "EndpointConfiguration.Types").value;
    if (!type.exists())
        type = apiSetting(reading, api, "EndpointConfiguration").value;
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
    for (const std::string_view path :
         {"Auth.ResourcePolicy", "Policy", "DefinitionBody.x-amazon-apigateway-policy",
          "Body.x-amazon-apigateway-policy"})
        if (const TreeNode policy = apiSetting(reading, api, path).value; policy.exists())
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
    // The gateway itself knows keys by this header only; any other is for who answers.
    std::string header(scheme["name"].scalar());
    for (char& c : header)
        c = c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
    if (scheme["type"].scalar() == "apiKey")
        return header == "x-api-key" || header.empty() ? "api_key" : "required";
    if (scheme["type"].scalar() == "http") // words for people: the gateway asks for nothing
        return "none";
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

TreeEntry apiSetting(const Reading& reading, const Api& api, std::string_view path) {
    TreeEntry own = reading.resolver.entry(api.properties, path);
    return own.value.exists() ? own : reading.resolver.entry(api.globals, path);
}

TreeNode foreignBody(const Api& api) {
    for (const std::string_view key : {"DefinitionUri", "BodyS3Location"})
        if (const TreeNode file = api.properties[key]; file.exists())
            return file;
    for (const std::string_view key : {"DefinitionBody", "Body"}) {
        const TreeNode body = api.properties[key];
        if (const std::optional<Intrinsic> call = intrinsic(body);
            call && call->name == "Transform")
            return body;
        if (const TreeNode include = body["Fn::Transform"]; include.exists())
            return include; // beside what stands here
    }
    return {};
}

Auth eventAuth(Reading& reading, const Api& api, TreeNode event, bool isPreflight) {
    const Resolver& resolver = reading.resolver;
    if (const TreeEntry own = resolver.entry(event, "Auth.Authorizer"); own.value.exists())
        return named(reading, api, own, Origin::Written);
    const bool isLeftOut =
        isPreflight &&
        apiSetting(reading, api, "Auth.AddDefaultAuthorizerToCorsPreflight").value.boolean() ==
            false;
    if (const TreeEntry standard = apiSetting(reading, api, "Auth.DefaultAuthorizer");
        standard.value.exists() && !isLeftOut)
        return named(reading, api, standard, Origin::Inherited);
    for (const bool own : {true, false}) {
        const TreeEntry key = own ? resolver.entry(event, "Auth.ApiKeyRequired")
                                  : apiSetting(reading, api, "Auth.ApiKeyRequired");
        if (key.value.exists() && key.value.boolean().value_or(true) && !(isPreflight && !own)) {
            Auth auth;
            auth.value = "api_key";
            auth.at = valueSpan(key.value);
            auth.keyAt = key.key.span();
            auth.origin = own ? Origin::Written : Origin::Inherited;
            return auth;
        }
        if (key.value.exists())
            break;
    }
    return {};
}

namespace {

// One of an operation's requirements: a scheme of the body, or an authorizer of the API itself.
Auth requirement(Reading& reading, const Api& api, TreeNode body, const TreeEntry& entry) {
    Auth auth;
    auth.at = entry.key.span();
    auth.scopes = entry;
    const std::string name(entry.name());
    TreeNode scheme =
        referenced(reading, body, body["components"]["securitySchemes"][entry.name()]);
    if (!scheme.exists())
        scheme = body["securityDefinitions"][entry.name()];
    if (name == "NONE") {
        auth.value = "none";
    } else if (!scheme.exists() && name == "AWS_IAM") {
        auth.value = "iam";
    } else if (const TreeNode declared = declaredAuthorizer(reading, api, name);
               !scheme.exists() || (declared.exists() && schemeWord(scheme) == "none")) {
        auth.value = name == "api_key" && !declared.exists() ? std::string_view("api_key")
                                                             : authorizerWord(declared);
    } else {
        auth.value = schemeWord(scheme);
    }
    const std::string id = api.id + '.' + name;
    if (scheme.exists())
        placeScheme(reading, api, id, entry.name(), scheme);
    auth.authorizer = reading.parts.has(id) ? id : std::string();
    return auth;
}

} // namespace

Auth operationAuth(Reading& reading, const Api& api, TreeNode body, TreeNode operation) {
    Auth auth;
    if (const TreeNode own = operation["x-amazon-apigateway-auth"]["type"]; own.exists()) {
        const std::optional<Expression> text = reading.resolver.expression(own);
        const std::string word = text ? text->pattern() : std::string();
        auth.at = own.span();
        auth.value = word == "NONE" ? "none" : word == "AWS_IAM" ? "iam" : "required";
        return auth;
    }
    const bool isOwn = operation["security"].exists();
    const TreeNode security =
        reading.resolver.followed(isOwn ? operation["security"] : body["security"]);
    if (!security.isSequence())
        return auth;
    const bool hasDefault = apiSetting(reading, api, "Auth.DefaultAuthorizer").value.exists();
    if (security.size() == 0 && hasDefault)
        return auth;
    auth.at = security.span();
    auth.origin = isOwn ? Origin::Written : Origin::Inherited;
    auth.value = "none";
    bool isFound = false;
    Span apiKeyAt;
    // Who calls says more than that they have a key.
    for (const Branch& item : reading.resolver.items(security))
        for (const TreeEntry& entry : item.node.entries()) {
            Auth one = requirement(reading, api, body, entry);
            if (one.value == Value("none") && entry.name() != "NONE")
                continue;
            const bool isKey = one.value.string() && *one.value.string() == "api_key";
            if (isKey)
                apiKeyAt = entry.key.span();
            if (isFound && isKey)
                continue;
            const bool isBetter =
                !isFound || (auth.value.string() && *auth.value.string() == "api_key");
            if (!isBetter)
                continue;
            one.at = security.span();
            one.origin = auth.origin;
            auth = std::move(one);
            isFound = true;
        }
    auth.apiKeyAt = apiKeyAt;
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
        auth.value = "api_key";
        auth.at = valueSpan(key.value);
        auth.keyAt = key.key.span();
    } else {
        auth.value = "none";
    }
    for (const Expression& id :
         reading.resolver.alternatives(reading.resolver.at(properties, "AuthorizerId")))
        for (const Target& target : knownTargets(reading, id, {}))
            auth.authorizer = target.id;
    return auth;
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
    if (auth.scopes.value.isSequence() && auth.scopes.value.size() > 0)
        addProperties(
            reading, entry,
            {property(reading.resolver, {auth.scopes, auth.origin}, "scopes", Shape::List)});
    if (auth.apiKeyAt.valid())
        addProperties(reading, entry, {derived("api_key_required", true, auth.apiKeyAt)});
    if (!auth.authorizer.empty())
        reading.parts.relate(entry, auth.authorizer, EdgeKind::Invokes, {How::Declared, at})
            .delivery = Delivery::Sync;
}

} // namespace limn::sam
