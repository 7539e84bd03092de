// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/fact_tables.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// One end of a connector.
struct ConnectorEnd {
    Target target;
    std::string_view type; // of the resource, or as the connector says it
};

// The name that the table of connectors has for a type.
std::string_view plainType(std::string_view type) {
    struct Row {
        std::string_view serverless, plain;
    };
    static constexpr Row rows[] = {
        {"AWS::Serverless::Function", "AWS::Lambda::Function"},
        {"AWS::Serverless::StateMachine", "AWS::StepFunctions::StateMachine"},
        {"AWS::Serverless::SimpleTable", "AWS::DynamoDB::Table"},
        {"AWS::DynamoDB::GlobalTable", "AWS::DynamoDB::Table"},
        {"AWS::Serverless::Api", "AWS::ApiGateway::RestApi"},
        {"AWS::Serverless::HttpApi", "AWS::ApiGatewayV2::Api"},
        {"AWS::Serverless::WebSocketApi", "AWS::ApiGatewayV2::Api"},
        {"AWS::Serverless::GraphQLApi", "AWS::AppSync::GraphQLApi"},
    };
    for (const Row& row : rows)
        if (row.serverless == type)
            return row.plain;
    return type;
}

// What a connector lets the one part's role do with the other, as a statement of that role.
void addConnectorStatement(Reading& reading, const ConnectorEnd& from, const ConnectorEnd& to,
                           std::string_view permission, Span at) {
    const std::string_view source = plainType(from.type), destination = plainType(to.type);
    for (const SamConnector& row : samConnectors()) {
        if (row.source != source || row.destination != destination || row.category != permission ||
            row.mechanism != "AWS_IAM_ROLE_MANAGED_POLICY")
            continue;
        const bool isSource = row.policySide == "source";
        const Target& runner = isSource ? from.target : to.target;
        const Target& used = isSource ? to.target : from.target;
        for (const Runner& known : std::vector<Runner>(reading.runners)) {
            if (known.id != runner.id)
                continue;
            FragmentStatement made;
            made.identity = known.identity;
            made.statement.origin = fmt::format("connector to {}", used.id);
            made.statement.at = at;
            for (const std::string_view action : row.actions)
                made.statement.actions.push_back({std::string(action), {}, {}, at});
            made.statement.resources.push_back({used.id, {}, used.id, at});
            reading.parts.fragment().statements.push_back(std::move(made));
        }
    }
}

bool runsCode(const FragmentNode* node) {
    return node && (node->kind == NodeKind::Function || node->kind == NodeKind::Workflow);
}

// Lines that say already what the connector says: from the part, from the routes of an API, or of a
// subscription the other way round.
bool isEvidence(Reading& reading, const std::string& from, const std::string& to,
                const Evidence& evidence) {
    bool placed = false;
    if (FragmentEdge* known = reading.parts.between(from, to, EdgeKind::Triggers)) {
        known->evidence.push_back(evidence);
        return true;
    }
    if (FragmentEdge* known = reading.parts.between(to, from, EdgeKind::Subscribes)) {
        known->evidence.push_back(evidence);
        return true;
    }
    if (!reading.parts.group(from))
        return false;
    for (FragmentEdge& edge : reading.parts.fragment().edges) {
        const FragmentNode* route = edge.to == to ? reading.parts.node(edge.from) : nullptr;
        if (route && route->group == from) {
            edge.evidence.push_back(evidence);
            placed = true;
        }
    }
    return placed;
}

EdgeKind kindOf(const FragmentNode* source, const FragmentNode* target, bool isRead) {
    if (!runsCode(source) && runsCode(target))
        return EdgeKind::Triggers;
    if (isRead)
        return EdgeKind::Reads;
    return target ? natureOf(*target) : EdgeKind::Invokes;
}

void connectParts(Reading& reading, const ConnectorEnd& from, const ConnectorEnd& to,
                  TreeNode permissions, Span at) {
    const Evidence evidence{How::Declared, at};
    const std::string& source = from.target.id;
    const std::string& destination = to.target.id;
    const bool isKnown = isEvidence(reading, source, destination, evidence);
    for (const Branch& item : reading.resolver.items(permissions)) {
        addConnectorStatement(reading, from, to, item.node.scalar(), at);
        if (isKnown)
            continue;
        const FragmentNode* sourceNode = reading.parts.node(source);
        const FragmentNode* targetNode = reading.parts.node(destination);
        if (sourceNode && targetNode && sourceNode->kind == NodeKind::Topic &&
            targetNode->kind == NodeKind::Queue) {
            reading.parts.relate(destination, source, EdgeKind::Subscribes, evidence);
            continue;
        }
        const EdgeKind kind = kindOf(sourceNode, targetNode, item.node.scalar() == "Read");
        FragmentEdge& edge = reading.parts.relate(source, destination, kind, evidence);
        if (kind == EdgeKind::Triggers)
            edge.delivery = deliveryFrom(reading, source);
    }
}

// An end that is told by what it is to the platform; one told by its role alone is all that runs
// as that role.
std::vector<ConnectorEnd> namedEnds(Reading& reading, TreeNode place) {
    const std::string_view type = place["Type"].scalar();
    std::vector<ConnectorEnd> out;
    for (const std::string_view key : {"Arn", "Name", "QueueUrl", "ResourceId"})
        if (place[key].exists()) {
            for (Target& target : targets(reading, place[key]))
                out.push_back({std::move(target), type});
            return out;
        }
    const TreeNode role = place["RoleName"];
    if (role.exists())
        for (const Target& identity : targets(reading, role))
            for (const Runner& runner : reading.runners)
                if (runner.identity == identity.id)
                    out.push_back({{runner.id, {}, role.span(), {}}, type});
    return out;
}

std::vector<ConnectorEnd> connectorEnds(Reading& reading, TreeNode places) {
    std::vector<ConnectorEnd> out;
    for (const Branch& item : reading.resolver.items(places)) {
        const TreeNode id = item.node["Id"];
        if (!id.exists()) {
            std::ranges::move(namedEnds(reading, item.node), std::back_inserter(out));
            continue;
        }
        const std::string owner = reading.owner(id.scalar());
        if (reading.parts.has(owner)) {
            const Resource* resource = reading.sections.resource(id.scalar());
            out.push_back(
                {{owner, {}, id.span(), {}}, resource ? resource->type : std::string_view()});
            continue;
        }
        Expression expression;
        expression.at = id.span();
        expression.append(
            {Expression::Part::Kind::Resource, std::string(id.scalar()), {}, id.span()});
        out.push_back({outsidePart(reading, expression, {}), {}});
    }
    return out;
}

} // namespace

void relateConnector(Reading& reading, const Resource& resource) {
    bool placed = false;
    for (const ConnectorEnd& from : connectorEnds(reading, resource.properties["Source"]))
        for (const ConnectorEnd& to : connectorEnds(reading, resource.properties["Destination"])) {
            connectParts(reading, from, to, resource.properties["Permissions"], resource.at);
            placed = true;
        }
    if (!placed)
        reading.parts.unplaced(resource.id, resource.type,
                               "the connector does not say what it connects", resource.at);
}

void relateConnectors(Reading& reading, const Resource& resource) {
    const ConnectorEnd from{{reading.owner(resource.id), {}, resource.at, {}}, resource.type};
    for (const TreeEntry& entry : resource.body["Connectors"].entries())
        for (const ConnectorEnd& to :
             connectorEnds(reading, entry.value["Properties"]["Destination"]))
            connectParts(reading, from, to, entry.value["Properties"]["Permissions"], entry.span);
}

} // namespace limn::sam
