// SPDX-License-Identifier: GPL-3.0-or-later
// Services of the platform that a gateway calls by itself, without a function between.
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/manifests/sam/access.h"
#include "core/manifests/sam/integrations.h"

namespace limn::sam {
namespace {

// Where a request names what it is about.
constexpr std::array<std::string_view, 11> nameKeys{
    "TableName",       "QueueUrl",        "TopicArn",           "TargetArn",
    "StreamName",      "StreamARN",       "DeliveryStreamName", "EventBusName",
    "stateMachineArn", "StateMachineArn", "FunctionName"};

// The value that follows a key in the text of a request, JSON or form; empty where the caller's
// own request gives it.
std::string valueAfter(std::string_view text, std::string_view key) {
    for (std::size_t at = text.find(key); at != std::string_view::npos;
         at = text.find(key, at + 1)) {
        std::size_t begin = at + key.size();
        const bool isForm = begin < text.size() && text[begin] == '=';
        const std::size_t colon = text.find_first_not_of("\"'\\ \t\r\n", begin);
        if (!isForm && (colon == std::string_view::npos || text[colon] != ':'))
            continue;
        begin = text.find_first_not_of("\"'\\ \t\r\n", isForm ? begin + 1 : colon + 1);
        if (begin == std::string_view::npos)
            return {};
        std::size_t end = begin;
        for (int depth = 0; end < text.size(); ++end) { // `${X}` is one piece
            const char c = text[end];
            depth += c == '{' && end > begin ? 1 : c == '}' && depth > 0 ? -1 : 0;
            if (depth == 0 && c != '}' &&
                std::string_view("\"'\\&, \t\r\n").find(c) != std::string_view::npos)
                break;
            if (depth == 0 && c == '}' &&
                text.substr(begin, end - begin).find("${") == std::string_view::npos)
                break;
        }
        const std::string_view value = text.substr(begin, end - begin);
        const bool isReference = value.find("${") != std::string_view::npos;
        if (!value.empty() && (isReference || value.find('$') == std::string_view::npos))
            return std::string(value);
    }
    return {};
}

Expression plain(std::string text, const Expression& from) {
    Expression out;
    out.at = from.at;
    out.condition = from.condition;
    for (const Expression::Part& part : from.parts)
        if (part.kind != Expression::Part::Kind::Text && text == "${" + part.text + "}") {
            out.append(part);
            return out;
        }
    out.append({Expression::Part::Kind::Text, std::move(text), {}, from.at});
    return out;
}

// Every text of the request that the gateway makes up.
std::vector<Expression> requestTexts(Reading& reading, const Integration& integration) {
    std::vector<Expression> out;
    for (const TreeNode node : {integration.templates, integration.parameters})
        for (const TreeEntry& entry : reading.resolver.followed(node).entries())
            for (Expression& expression : reading.resolver.alternatives(entry.value))
                out.push_back(std::move(expression));
    return out;
}

void keep(Reading& reading, std::vector<Target>& out, const std::vector<Target>& found) {
    for (const Target& target : found) {
        const FragmentNode* node = reading.parts.node(target.id);
        const bool isKnown =
            std::any_of(out.begin(), out.end(), [&](const Target& t) { return t.id == target.id; });
        if (node && node->kind != NodeKind::Identity && node->kind != NodeKind::EntryPoint &&
            !isKnown)
            out.push_back(target);
    }
}

// The parts that the request is about: referenced, else by the name that the request or the path
// gives.
std::vector<Target> subjects(Reading& reading, const ServiceCall& call,
                             const Integration& integration) {
    std::vector<Target> out;
    for (const Expression& uri : reading.resolver.alternatives(integration.uri))
        keep(reading, out, knownTargets(reading, uri, "-"));
    const std::vector<Expression> texts = requestTexts(reading, integration);
    for (const Expression& text : texts)
        keep(reading, out, knownTargets(reading, text, "-"));
    if (!out.empty())
        return out;
    const auto add = [&](const Expression& name) {
        std::vector<Target> found = knownTargets(reading, name, call.service);
        if (found.empty())
            found.push_back(outsidePart(reading, name, call.service));
        keep(reading, out, found);
    };
    for (const Expression& text : texts)
        for (const std::string_view key : nameKeys)
            if (std::string value = valueAfter(text.pattern(), key); !value.empty())
                add(plain(std::move(value), text));
    // Of an HTTP API each parameter is a value of its own.
    for (const TreeEntry& entry : reading.resolver.followed(integration.parameters).entries())
        if (std::find(nameKeys.begin(), nameKeys.end(), entry.name()) != nameKeys.end())
            for (const Expression& name : reading.resolver.alternatives(entry.value))
                if (!name.pattern().starts_with('$') ||
                    name.first(Expression::Part::Kind::Import) ||
                    name.first(Expression::Part::Kind::Parameter))
                    add(name);
    if (!out.empty() || call.path.empty())
        return out;
    for (const Expression& uri : reading.resolver.alternatives(integration.uri)) {
        const std::string path = serviceCall(uri.pattern()).path;
        std::string name = call.service == "s3" ? path.substr(0, path.find('/'))
                                                : path.substr(path.rfind('/') + 1);
        const bool isNamed = call.service == "s3" || call.service == "sqs";
        if (isNamed && !name.empty() && !name.starts_with('{'))
            add(plain(std::move(name), uri));
    }
    return out;
}

// The action that a path stands for: by the method it is called with, or by the request's own word.
std::string impliedAction(Reading& reading, const ServiceCall& call,
                          const Integration& integration) {
    for (const Expression& text : requestTexts(reading, integration))
        if (std::string action = valueAfter(text.pattern(), "Action"); !action.empty())
            return action;
    const Value method = reading.resolver.value(integration.method);
    const std::string word = method.string() ? *method.string() : std::string();
    if (call.service == "s3")
        return word == "GET" || word == "HEAD" ? "GetObject"
               : word == "DELETE"              ? "DeleteObject"
                                               : "PutObject";
    return call.service == "sqs" ? "SendMessage" : call.service == "sns" ? "Publish" : "";
}

void relateSubject(Reading& reading, const std::string& entry, const ServiceCall& call,
                   const Target& target) {
    const FragmentNode* node = reading.parts.node(target.id);
    const std::vector<const AccessRow*> rows = accessOf(call.service + ':' + call.action);
    const bool starts = node->kind == NodeKind::Function || node->kind == NodeKind::Workflow ||
                        node->subtype == "function" || node->subtype == "workflow";
    const EdgeKind kind = starts         ? EdgeKind::Triggers
                          : rows.empty() ? natureOf(*node)
                                         : rows.front()->kind;
    const bool isNew = !reading.parts.between(entry, target.id, kind);
    FragmentEdge& edge = reading.parts.relate(entry, target.id, kind, {How::Declared, target.at});
    if (!isNew)
        return;
    if (kind == EdgeKind::Triggers || kind == EdgeKind::Invokes)
        edge.delivery = rows.empty() || rows.front()->delivery == Delivery::None
                            ? Delivery::Sync
                            : rows.front()->delivery;
    if (!call.action.empty())
        edge.properties.push_back(
            derived("actions", ValueList{Value(call.service + ':' + call.action)}, target.at));
    markCondition(edge, target);
}

} // namespace

ServiceCall serviceCall(const std::string& uri) {
    const std::size_t begin = uri.find(":apigateway:");
    if (!uri.starts_with("arn:") || begin == std::string::npos)
        return {};
    // The region may be `${AWS::Region}`, whose colons part nothing.
    std::size_t at = begin + 12;
    for (int depth = 0; at < uri.size() && (uri[at] != ':' || depth > 0); ++at)
        depth += uri[at] == '{' ? 1 : uri[at] == '}' ? -1 : 0;
    const std::size_t end = uri.find(':', at + 1);
    if (at >= uri.size() || end == std::string::npos)
        return {};
    ServiceCall call;
    call.service = uri.substr(at + 1, end - at - 1);
    call.service = call.service.substr(call.service.rfind('.') + 1);
    if (call.service == "email") // its older name
        call.service = "ses";
    const std::string rest = uri.substr(end + 1);
    if (call.service == "lambda" && rest.find("/functions/") != std::string::npos)
        return {};
    if (rest.starts_with("action/"))
        call.action = rest.substr(7, rest.find_first_of("&?/", 7) - 7);
    else if (rest.starts_with("path/"))
        call.path = rest.substr(rest.find_first_not_of('/', 5) == std::string::npos
                                    ? rest.size()
                                    : rest.find_first_not_of('/', 5));
    return call;
}

void relateServiceCall(Reading& reading, const std::string& entry, ServiceCall call,
                       const Integration& integration) {
    if (call.action.empty())
        call.action = impliedAction(reading, call, integration);
    std::vector<Target> found = subjects(reading, call, integration);
    if (found.empty()) { // the service as a whole, or its own bus
        const TreeNode at = integration.uri.exists() ? integration.uri : integration.subtype;
        Expression whole;
        whole.at = valueSpan(at);
        whole.append(
            {Expression::Part::Kind::Text,
             call.service == "events" ? "arn:aws:events:::event-bus/default" : call.service,
             {},
             whole.at});
        found.push_back(outsidePart(reading, whole, {}));
        if (FragmentNode* node = reading.parts.node(found.front().id);
            node && node->subtype.empty() && node->kind == NodeKind::External)
            node->subtype = "service";
    }
    for (const Target& target : found)
        relateSubject(reading, entry, call, target);
}

} // namespace limn::sam
