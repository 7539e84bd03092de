// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/manifests/sam/policies.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// Positions of the lines that lead to a part; what was added since the last question is taken in.
const std::vector<std::size_t>& linesInto(Reading& reading, const std::string& to) {
    const std::vector<FragmentEdge>& edges = reading.parts.fragment().edges;
    for (; reading.linesSeen < edges.size(); ++reading.linesSeen)
        reading.linesInto[edges[reading.linesSeen].to].push_back(reading.linesSeen);
    return reading.linesInto[to];
}

// The lines into a function that a permission for this service and source allows.
std::vector<FragmentEdge*> permitted(Reading& reading, const std::string& function,
                                     const std::vector<Target>& sources, std::string_view service) {
    std::vector<FragmentEdge*> out;
    for (const std::size_t index : linesInto(reading, function)) {
        FragmentEdge& edge = reading.parts.fragment().edges[index];
        if (edge.kind != EdgeKind::Triggers && edge.kind != EdgeKind::Invokes)
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

// Whether a permission's source is one outside part and not many or all of a service.
bool namesOneSource(const Expression& source) {
    const ResourceName name = resourceName(source.pattern());
    static constexpr std::string_view services[] = {
        "s3", "sns", "events", "iot", "cognito-idp", "secretsmanager", "codecommit"};
    const bool isKnown =
        std::find(std::begin(services), std::end(services), name.service) != std::end(services);
    return isKnown && !name.name.empty() && name.name.find('*') == std::string::npos &&
           name.name.find(':') == std::string::npos;
}

// What a permission's source is, and nobody where only the principal tells.
std::vector<Target> sourcesOf(Reading& reading, TreeNode place, const std::string& function) {
    std::vector<Target> out;
    for (const Expression& source : reading.resolver.alternatives(place)) {
        std::vector<Target> known = knownTargets(reading, source, {});
        if (known.empty() && namesOneSource(source))
            known.push_back(outsidePart(reading, source, {}));
        for (Target& target : known)
            if (target.id != function)
                out.push_back(std::move(target));
    }
    return out;
}

// The service or account that is let in, as an outside part.
Target outsider(Reading& reading, const std::string& who, Span at) {
    if (!reading.parts.has(who)) {
        FragmentNode& node = reading.parts.add(who, NodeKind::External, at);
        node.subtype = "service";
        if (who == "*")
            node.name = "anyone";
    }
    return {who, {}, at, {}};
}

// A bucket, rule, topic or API that is let in starts the function; code and people call it.
EdgeKind kindFrom(Reading& reading, const std::string& source) {
    const FragmentNode* node = reading.parts.node(source);
    if (!node)
        return EdgeKind::Triggers; // an API
    switch (node->kind) {
    case NodeKind::External:
        return node->subtype.empty() || node->subtype == "service" || node->subtype == "function" ||
                       node->subtype == "role"
                   ? EdgeKind::Invokes
                   : EdgeKind::Triggers;
    case NodeKind::Identity:
        return node->subtype == "user_pool" || node->subtype == "identity_pool" ? EdgeKind::Triggers
                                                                                : EdgeKind::Grants;
    case NodeKind::Function:
    case NodeKind::Workflow:
    case NodeKind::Host:
    case NodeKind::Automation:
        return EdgeKind::Invokes;
    default:
        return EdgeKind::Triggers;
    }
}

void letIn(Reading& reading, const Target& source, const std::string& function,
           const Evidence& evidence) {
    const FragmentNode* node = reading.parts.node(source.id);
    const EdgeKind kind = kindFrom(reading, source.id);
    // How an outside service calls, only that service knows.
    const bool isOutside = node && node->kind == NodeKind::External && kind == EdgeKind::Invokes;
    Delivery delivery = isOutside ? Delivery::None : deliveryFrom(reading, source.id);
    if (delivery == Delivery::PollQueue || delivery == Delivery::PollStream)
        delivery = Delivery::Async;
    FragmentEdge& edge = reading.parts.relate(source.id, function, kind, evidence);
    if (edge.evidence.size() > 1)
        return;
    edge.delivery = kind == EdgeKind::Grants ? Delivery::None : delivery;
    if (kind == EdgeKind::Grants)
        edge.properties.push_back(
            derived("actions", ValueList{Value("lambda:InvokeFunction")}, evidence.at));
    markCondition(edge, source);
}

// Leave to call a function's URL is part of that entry point.
bool relateUrlLeave(Reading& reading, const std::string& function, const Evidence& evidence) {
    bool placed = false;
    for (const std::size_t index : linesInto(reading, function))
        if (FragmentEdge& edge = reading.parts.fragment().edges[index]; isUrl(reading, edge.from)) {
            edge.evidence.push_back(evidence);
            placed = true;
        }
    return placed;
}

} // namespace

// A permission lets somebody start a function: evidence of the lines that it allows, or a line from
// whoever is let in.
void relatePermission(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const Evidence evidence{How::Policy, resource.at};
    const TreeNode who = resolver.at(resource.properties, "Principal");
    bool placed = false;
    for (const Target& function :
         targets(reading, resolver.at(resource.properties, "FunctionName"), "lambda")) {
        addPermission(reading, function.id, resource);
        if ((resolver.at(resource.properties, "Action").scalar() == "lambda:InvokeFunctionUrl" ||
             resolver.at(resource.properties, "FunctionUrlAuthType").exists()) &&
            relateUrlLeave(reading, function.id, evidence)) {
            placed = true;
            continue;
        }
        for (const Expression& principal : resolver.alternatives(who)) {
            const std::string name = principal.pattern();
            std::vector<Target> sources =
                sourcesOf(reading, resolver.at(resource.properties, "SourceArn"), function.id);
            const std::vector<FragmentEdge*> known =
                permitted(reading, function.id, sources, serviceOfPrincipal(name));
            for (FragmentEdge* edge : known)
                edge->evidence.push_back(evidence);
            placed = placed || !known.empty();
            if (!known.empty())
                continue;
            // A role or user of the template that is let in.
            if (sources.empty())
                for (Target& identity : knownTargets(reading, principal, "iam"))
                    sources.push_back(std::move(identity));
            if (sources.empty() && !name.empty())
                sources.push_back(outsider(reading, name, who.fullSpan()));
            for (const Target& source : sources) {
                letIn(reading, source, function.id, evidence);
                placed = true;
            }
        }
    }
    if (!placed)
        reading.parts.unplaced(resource.id, resource.type,
                               "the permission does not say who may call which function",
                               resource.at);
}

} // namespace limn::sam
