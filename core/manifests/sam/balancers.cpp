// SPDX-License-Identifier: GPL-3.0-or-later
// Load balancers: each listener, and each rule of one, is a way in.
#include <fmt/format.h>

#include "core/manifests/sam/reading.h"
#include "core/model/property_table.h"

namespace limn::sam {
namespace {

std::string textOf(Reading& reading, TreeNode node) {
    const std::optional<Expression> text = reading.resolver.expression(node);
    return text ? text->pattern() : std::string();
}

// Who sends to a target group without being named by it: services and groups of machines that
// register themselves.
void relateMembers(Reading& reading, const std::string& entry, const Resource& group,
                   const std::string& condition) {
    for (const Resource& resource : reading.sections.resources()) {
        const bool isService = resource.type == "AWS::ECS::Service";
        if (!isService && resource.type != "AWS::AutoScaling::AutoScalingGroup")
            continue;
        if (!reading.resolver.spend())
            return;
        const TreeNode list = reading.resolver.at(resource.properties,
                                                  isService ? "LoadBalancers" : "TargetGroupARNs");
        for (const Branch& item : reading.resolver.items(list)) {
            const TreeNode place =
                isService ? reading.resolver.at(item.node, "TargetGroupArn") : item.node;
            if (resourceOf(reading, place) != &group)
                continue;
            const std::string member(resource.id);
            relateHandover(reading, entry, {member, {}, place.span(), condition}, false);
            if (FragmentEdge* edge = reading.parts.between(entry, member, EdgeKind::Triggers))
                edge->evidence.push_back({How::Declared, group.keyAt});
        }
    }
}

void relateGroup(Reading& reading, const std::string& entry, TreeNode reference) {
    for (const Branch& branch : reading.resolver.branches(reference)) {
        const Resource* group = resourceOf(reading, branch.node);
        if (!group || group->type != "AWS::ElasticLoadBalancingV2::TargetGroup") {
            for (const Target& target : targets(reading, branch.node, "elasticloadbalancing"))
                relateHandover(reading, entry, target, false);
            continue;
        }
        const bool isFunction =
            textOf(reading, reading.resolver.at(group->properties, "TargetType")) == "lambda";
        for (const Branch& item :
             reading.resolver.items(reading.resolver.at(group->properties, "Targets")))
            for (const Expression& expression :
                 reading.resolver.alternatives(reading.resolver.at(item.node, "Id"))) {
                std::vector<Target> found =
                    knownTargets(reading, expression, isFunction ? "lambda" : "ec2");
                if (found.empty() && isFunction && !expression.pattern().empty())
                    found.push_back(outsidePart(reading, expression, "lambda"));
                for (Target& target : found) {
                    if (target.condition.empty())
                        target.condition = branch.condition;
                    relateHandover(reading, entry, target, false);
                }
            }
        if (!isFunction)
            relateMembers(reading, entry, *group, branch.condition);
    }
}

std::string_view authWord(std::string_view type) {
    if (type == "authenticate-cognito")
        return "cognito";
    return type == "authenticate-oidc" || type == "jwt-validation" ? "jwt" : "";
}

// What a listener does with a request, in order; the last action answers.
void relateActions(Reading& reading, const std::string& entry, TreeNode list) {
    const Resolver& resolver = reading.resolver;
    for (const Branch& action : resolver.items(list)) {
        const TreeNode typeAt = resolver.at(action.node, "Type");
        const std::string type = textOf(reading, typeAt);
        if (const std::string_view auth = authWord(type); !auth.empty()) {
            addProperties(reading, entry, {{"auth", auth, valueSpan(typeAt), {}, Origin::Written}});
            for (const Target& pool :
                 targets(reading, resolver.at(action.node, "AuthenticateCognitoConfig.UserPoolArn"),
                         "cognito-idp"))
                reading.parts.relate(entry, pool.id, EdgeKind::Invokes, {How::Declared, pool.at})
                    .delivery = Delivery::Sync;
        } else if (type == "redirect" || type == "fixed-response") {
            addProperties(
                reading, entry,
                {derived("integration", type == "redirect" ? "redirect" : "fixed_response",
                         valueSpan(typeAt))});
        }
        relateGroup(reading, entry, resolver.at(action.node, "TargetGroupArn"));
        for (const Branch& group :
             resolver.items(resolver.at(action.node, "ForwardConfig.TargetGroups")))
            relateGroup(reading, entry, resolver.at(group.node, "TargetGroupArn"));
    }
}

// `/orders/*` of a rule's conditions, else the listener's protocol and port.
std::string routeOf(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    std::string path, host, method;
    for (const Branch& item : resolver.items(resolver.at(resource.properties, "Conditions"))) {
        const std::string field = textOf(reading, resolver.at(item.node, "Field"));
        const std::string_view config = field == "path-pattern"  ? "PathPatternConfig.Values"
                                        : field == "host-header" ? "HostHeaderConfig.Values"
                                                                 : "HttpRequestMethodConfig.Values";
        std::string& out = field == "path-pattern" ? path : field == "host-header" ? host : method;
        for (const std::string_view key : {std::string_view("Values"), config})
            for (const Branch& value : resolver.items(resolver.at(item.node, key)))
                if (field == "path-pattern" || field == "host-header" ||
                    field == "http-request-method")
                    out += (out.empty() ? "" : ",") + textOf(reading, value.node);
    }
    if (!path.empty() || !host.empty())
        return (method.empty() ? std::string() : method + ' ') + host + path;
    const std::string protocol = textOf(reading, resolver.at(resource.properties, "Protocol"));
    const std::string port = textOf(reading, resolver.at(resource.properties, "Port"));
    return protocol.empty() ? port : port.empty() ? protocol : protocol + ' ' + port;
}

} // namespace

void relateListener(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const std::string id(resource.id);
    const bool isRule = resource.type.ends_with("ListenerRule");
    const Resource* listener =
        isRule ? resourceOf(reading, resolver.at(resource.properties, "ListenerArn")) : &resource;
    const Resource* balancer =
        listener ? resourceOf(reading, resolver.at(listener->properties, "LoadBalancerArn"))
                 : nullptr;
    if (std::string route = routeOf(reading, resource); !route.empty()) {
        reading.parts.node(id)->name = route;
        addProperties(reading, id, {derived("route", route, resource.at)});
        const std::string method = route.substr(0, route.find(' '));
        if (isRule && accepts(*findProperty("method"), Value(method)))
            addProperties(reading, id, {derived("method", method, resource.at)});
    }
    relateActions(reading, id,
                  resolver.at(resource.properties, isRule ? "Actions" : "DefaultActions"));
    addProperties(reading, id, {derived("auth", "none", resource.at)});
    Value reached = Unknown{"the load balancer is not of this template"};
    Span at = resource.at;
    if (balancer) {
        const TreeNode scheme = resolver.at(balancer->properties, "Scheme");
        const Value value = resolver.value(scheme);
        at = scheme.exists() ? valueSpan(scheme) : balancer->keyAt;
        reached = value.unknown() ? value : Value(!(value == Value("internal")));
    }
    addProperties(reading, id, {derived("public", reached, at)});
}

} // namespace limn::sam
