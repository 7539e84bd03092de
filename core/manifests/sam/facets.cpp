// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// A property that several resources may add to: one list, with the place of the first.
void addToList(std::vector<FragmentProperty>& properties, std::string_view key, const Value& value,
               Span at) {
    for (FragmentProperty& p : properties)
        if (p.key == key) {
            ValueList& list = std::get<ValueList>(p.value.data);
            if (std::find(list.begin(), list.end(), value) == list.end())
                list.push_back(value);
            return;
        }
    properties.push_back({std::string(key), ValueList{value}, at, {}, Origin::Written});
}

// The lines into a function that a permission for this service and source allows.
std::vector<FragmentEdge*> permitted(Reading& reading, const std::string& function,
                                     const std::vector<Target>& sources, std::string_view service) {
    std::vector<FragmentEdge*> out;
    for (FragmentEdge& edge : reading.parts.fragment().edges) {
        if (edge.to != function ||
            (edge.kind != EdgeKind::Triggers && edge.kind != EdgeKind::Invokes))
            continue;
        const FragmentNode* from = reading.parts.node(edge.from);
        const std::string group = from ? from->group : std::string();
        const bool named = std::any_of(sources.begin(), sources.end(), [&](const Target& t) {
            return t.id == edge.from || (!group.empty() && t.id == group);
        });
        const bool alike =
            sources.empty() && (serviceOf(reading, edge.from) == service ||
                                (!group.empty() && serviceOf(reading, group) == service));
        if (named || alike)
            out.push_back(&edge);
    }
    return out;
}

bool isUrl(Reading& reading, const std::string& id) {
    const FragmentNode* node = reading.parts.node(id);
    return node && node->kind == NodeKind::EntryPoint && node->subtype == "http" &&
           node->group.empty();
}

std::string_view serviceOfPrincipal(std::string_view principal) {
    const std::string_view name = principal.substr(0, principal.find('.'));
    return name == "apigateway" ? std::string_view("execute-api") : name;
}

} // namespace

// A permission lets somebody start a function: evidence of the lines that it allows, or a line from
// whoever is let in.
void relatePermission(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const Evidence evidence{How::Policy, resource.at};
    const std::optional<Expression> principal =
        resolver.expression(resolver.at(resource.properties, "Principal"));
    const std::string who = principal ? principal->pattern() : std::string();
    bool placed = false;
    for (const Target& function :
         targets(reading, resolver.at(resource.properties, "FunctionName"), "lambda")) {
        std::vector<Target> sources;
        for (const Expression& source :
             resolver.alternatives(resolver.at(resource.properties, "SourceArn")))
            for (Target& target : knownTargets(reading, source, {}))
                if (target.id != function.id)
                    sources.push_back(std::move(target));
        // Leave to call a function's URL is part of that entry point.
        if (resolver.at(resource.properties, "Action").scalar() == "lambda:InvokeFunctionUrl")
            for (FragmentEdge& edge : reading.parts.fragment().edges)
                if (edge.to == function.id && isUrl(reading, edge.from)) {
                    edge.evidence.push_back(evidence);
                    placed = true;
                }
        if (placed)
            continue;
        for (FragmentEdge* edge :
             permitted(reading, function.id, sources, serviceOfPrincipal(who))) {
            edge->evidence.push_back(evidence);
            placed = true;
        }
        if (placed)
            continue;
        if (sources.empty() && !who.empty()) {
            if (!reading.parts.has(who)) {
                FragmentNode& node =
                    reading.parts.add(who, NodeKind::External,
                                      resolver.at(resource.properties, "Principal").fullSpan());
                node.subtype = "service";
                if (who == "*")
                    node.name = "anyone";
            }
            sources.push_back({who, {}, resource.at, {}});
        }
        for (const Target& source : sources) {
            // How an outside service calls, only that service knows.
            const FragmentNode* node = reading.parts.node(source.id);
            const bool isOutside = node && node->kind == NodeKind::External;
            Delivery delivery = isOutside ? Delivery::None : deliveryFrom(reading, source.id);
            if (delivery == Delivery::PollQueue || delivery == Delivery::PollStream)
                delivery = Delivery::Async;
            reading.parts.relate(source.id, function.id, EdgeKind::Invokes, evidence).delivery =
                delivery;
            placed = true;
        }
    }
    if (!placed)
        reading.parts.unplaced(resource.id, resource.type,
                               "the permission does not say who may call which function",
                               resource.at);
}

// A policy of the queue, topic or bucket itself: who it lets in.
void relateResourcePolicy(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    std::vector<Target> owners;
    for (const std::string_view key : {"Queues", "Topics", "Bucket"})
        for (const Branch& item : resolver.items(resolver.at(resource.properties, key)))
            for (Target& target : targets(reading, item.node,
                                          key == "Queues"   ? "sqs"
                                          : key == "Topics" ? "sns"
                                                            : "s3"))
                owners.push_back(std::move(target));
    const TreeNode document = resolver.at(resource.properties, "PolicyDocument");
    bool placed = false;
    for (const Branch& statement : resolver.items(resolver.at(document, "Statement"))) {
        if (statement.node["Effect"].scalar() == "Deny")
            continue;
        const TreeNode principal = statement.node["Principal"];
        ValueList who;
        const bool isNarrowed = statement.node["Condition"].exists();
        if (principal.isScalar()) // everybody; or those for whom the condition holds
            who.push_back(isNarrowed ? Value(Unknown{"* on a condition"})
                                     : resolver.value(principal));
        else
            for (const TreeEntry& entry : principal.entries())
                for (const Branch& item : resolver.items(entry.value))
                    for (Value& value : resolver.values(item.node))
                        who.push_back(isNarrowed && item.node.scalar() == "*"
                                          ? Value(Unknown{"* on a condition"})
                                          : std::move(value));
        for (const Target& owner : owners)
            if (auto* own = reading.parts.properties(owner.id))
                for (const Value& value : who) {
                    addToList(*own, "principals", value, statement.node.span());
                    placed = true;
                }
    }
    if (!placed)
        reading.parts.unplaced(resource.id, resource.type,
                               "the policy only denies, it lets nobody in", resource.at);
}

namespace {

void connectParts(Reading& reading, const std::string& from, const std::string& to,
                  TreeNode permissions, Span at) {
    const Evidence evidence{How::Declared, at};
    if (FragmentEdge* known = reading.parts.between(from, to, EdgeKind::Triggers)) {
        known->evidence.push_back(evidence);
        return;
    }
    const FragmentNode* source = reading.parts.node(from);
    const FragmentNode* target = reading.parts.node(to);
    const bool runs =
        source && (source->kind == NodeKind::Function || source->kind == NodeKind::Workflow);
    const bool started =
        target && (target->kind == NodeKind::Function || target->kind == NodeKind::Workflow);
    for (const Branch& item : reading.resolver.items(permissions)) {
        const bool isRead = item.node.scalar() == "Read";
        EdgeKind kind = target ? natureOf(*target) : EdgeKind::Invokes;
        if (!runs && started)
            kind = EdgeKind::Triggers;
        else if (isRead && kind != EdgeKind::Invokes)
            kind = EdgeKind::Reads;
        FragmentEdge& edge = reading.parts.relate(from, to, kind, evidence);
        if (kind == EdgeKind::Triggers)
            edge.delivery = deliveryFrom(reading, from);
    }
}

std::vector<Target> connectorEnds(Reading& reading, TreeNode places) {
    std::vector<Target> out;
    for (const Branch& item : reading.resolver.items(places)) {
        const TreeNode id = item.node["Id"];
        const std::string owner = reading.owner(id.scalar());
        if (id.exists() && reading.parts.has(owner))
            out.push_back({owner, {}, id.span(), {}});
        else if (id.exists()) {
            Expression expression;
            expression.at = id.span();
            expression.append(
                {Expression::Part::Kind::Resource, std::string(id.scalar()), {}, id.span()});
            out.push_back(outsidePart(reading, expression, {}));
        } else
            for (const std::string_view key : {"Arn", "Name", "QueueUrl"})
                if (item.node[key].exists()) {
                    for (Target& target : targets(reading, item.node[key]))
                        out.push_back(std::move(target));
                    break;
                }
    }
    return out;
}

} // namespace

void relateConnector(Reading& reading, const Resource& resource) {
    bool placed = false;
    for (const Target& from : connectorEnds(reading, resource.properties["Source"]))
        for (const Target& to : connectorEnds(reading, resource.properties["Destination"])) {
            connectParts(reading, from.id, to.id, resource.properties["Permissions"], resource.at);
            placed = true;
        }
    if (!placed)
        reading.parts.unplaced(resource.id, resource.type,
                               "the connector does not say what it connects", resource.at);
}

void relateConnectors(Reading& reading, const Resource& resource) {
    for (const TreeEntry& entry : resource.body["Connectors"].entries())
        for (const Target& to : connectorEnds(reading, entry.value["Properties"]["Destination"]))
            connectParts(reading, std::string(resource.id), to.id,
                         entry.value["Properties"]["Permissions"], entry.span);
}

} // namespace limn::sam
