// SPDX-License-Identifier: GPL-3.0-or-later
// The OpenAPI description of an API: 2 and 3, inline or in a file of its own.
#include "core/manifests/sam/openapi.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/manifests/sam/integrations.h"

namespace limn::sam {
namespace {

constexpr std::array<std::string_view, 9> methods{
    "get",    "put",     "post",
    "delete", "options", "head",
    "patch",  "trace",   "x-amazon-apigateway-any-method"};

bool isMethod(std::string_view name) {
    return std::any_of(methods.begin(), methods.end(), [&](std::string_view method) {
        return name.size() == method.size() &&
               std::equal(name.begin(), name.end(), method.begin(),
                          [](char a, char b) { return (a | 0x20) == (b | 0x20); });
    });
}

// `~1` of a pointer is `/`.
std::string unescaped(std::string_view piece) {
    std::string out;
    for (std::size_t i = 0; i < piece.size(); ++i) {
        if (piece[i] == '~' && i + 1 < piece.size() && (piece[i + 1] == '0' || piece[i + 1] == '1'))
            out += piece[++i] == '1' ? '/' : '~';
        else
            out += piece[i];
    }
    return out;
}

Integration integrationOf(Reading& reading, TreeNode body, TreeNode operation) {
    const Resolver& resolver = reading.resolver;
    const TreeNode node =
        resolver.followed(referenced(reading, body, operation["x-amazon-apigateway-integration"]));
    Integration out;
    out.type = node["type"];
    out.uri = node["uri"];
    out.method = node["httpMethod"];
    out.subtype = node["integrationSubtype"];
    out.credentials = node["credentials"];
    out.parameters = resolver.followed(node["requestParameters"]);
    out.templates = resolver.followed(node["requestTemplates"]);
    out.connection = node["connectionId"];
    out.timeout = node["timeoutInMillis"];
    out.transfer = node["responseTransferMode"];
    return out;
}

// Whether the request is checked before it is let in, as the operation or the whole body says.
void addValidation(Reading& reading, const std::string& entry, TreeNode body, TreeNode operation) {
    TreeNode name = operation["x-amazon-apigateway-request-validator"];
    name = name.exists() ? name : body["x-amazon-apigateway-request-validator"];
    if (!name.isScalar())
        return;
    const TreeNode validator = body["x-amazon-apigateway-request-validators"][name.scalar()];
    const bool isOff = validator.isMap() &&
                       !validator["validateRequestBody"].boolean().value_or(false) &&
                       !validator["validateRequestParameters"].boolean().value_or(false);
    addProperties(reading, entry, {derived("validated", !isOff, valueSpan(name))});
}

void placeOperation(Reading& reading, const Api& api, TreeNode body, const TreeEntry& path,
                    const TreeEntry& entry, const Branch& operation) {
    // The route that takes what no other takes has a path of its own in the body.
    const bool isRest = path.name() == "$default" || path.name() == "/$default";
    const std::string method = isRest ? std::string("$default") : methodWord(entry.name());
    const std::string route =
        isRest ? std::string("$default") : fmt::format("{} {}", method, path.name());
    const auto claimed = reading.routes.find(fmt::format("{}.{}", api.id, route));
    const bool isClaimed = claimed != reading.routes.end() && reading.parts.node(claimed->second);
    const std::string id = isClaimed ? claimed->second : fmt::format("{}.{}", api.id, route);
    if (!isClaimed) {
        if (reading.parts.has(id))
            return;
        addRoute(reading, id, api.id, method, isRest ? std::string() : std::string(path.name()),
                 entry.span);
        if (!operation.condition.empty())
            reading.parts.node(id)->properties.push_back(
                derived("condition", operation.condition, entry.span));
        for (const std::string_view key : {"summary", "description"})
            if (const TreeEntry words = reading.resolver.entry(operation.node, key);
                words.value.isScalar())
                addProperties(reading, id,
                              {{"description", reading.resolver.value(words.value),
                                valueSpan(words.value), words.key.span(), Origin::Written}});
    }
    // What an event says of a route counts only where it is merged into the description.
    const bool isKnown =
        isClaimed && apiSetting(reading, api, "MergeDefinitions").value.boolean().value_or(false);
    const bool isPreflight = method == "OPTIONS";
    Auth auth = operationAuth(reading, api, body, operation.node);
    // What the API sets for all its routes; a key alone does not say who calls.
    const bool isOnlyKey = auth.value.string() && *auth.value.string() == "api_key";
    if (!isKnown && (auth.value.isNull() || isOnlyKey))
        if (Auth standard = eventAuth(reading, api, {}, isPreflight); !standard.value.isNull()) {
            standard.apiKeyAt = auth.apiKeyAt;
            auth = standard;
        }
    if (!isKnown && auth.value.isNull())
        auth.value = "none";
    setAuth(reading, id, api, auth);
    addValidation(reading, id, body, operation.node);
    relateIntegration(reading, id, integrationOf(reading, body, operation.node));
}

} // namespace

std::string methodWord(std::string_view method) {
    std::string out(method);
    if (method.starts_with('$'))
        return out;
    for (char& c : out)
        c = c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c;
    return out == "X-AMAZON-APIGATEWAY-ANY-METHOD" || out == "*" ? "ANY" : out;
}

TreeNode referenced(const Reading& reading, TreeNode body, TreeNode node) {
    for (int depth = 0; depth < 8; ++depth) {
        const TreeNode pointer = node.isMap() ? node["$ref"] : TreeNode();
        std::string_view text = pointer.scalar();
        if (!text.starts_with("#/"))
            return node;
        TreeNode found = body;
        text.remove_prefix(2);
        while (found.exists()) {
            const std::size_t slash = text.find('/');
            found = reading.resolver.followed(found)[unescaped(text.substr(0, slash))];
            if (slash == std::string_view::npos)
                break;
            text.remove_prefix(slash + 1);
        }
        if (!found.exists())
            return node;
        node = found;
    }
    return node;
}

void placeBody(Reading& reading, const Api& api, TreeNode body) {
    const Resolver& resolver = reading.resolver;
    if (const TreeEntry cors = resolver.entry(body, "x-amazon-apigateway-cors");
        cors.value.exists())
        addProperties(reading, api.id,
                      {{"cors", true, valueSpan(cors.value), cors.key.span(), Origin::Written}});
    for (const TreeEntry& path : resolver.followed(body["paths"]).entries()) {
        for (const Branch& item : resolver.branches(path.value)) {
            if (resolver.isExhausted())
                return;
            const TreeNode operations = referenced(reading, body, item.node);
            for (const TreeEntry& entry : operations.entries()) {
                if (!isMethod(entry.name()) || !resolver.spend())
                    continue;
                for (Branch& operation : resolver.branches(entry.value)) {
                    if (operation.condition.empty())
                        operation.condition = item.condition;
                    placeOperation(reading, api, body, path, entry, operation);
                }
            }
        }
    }
}

} // namespace limn::sam
