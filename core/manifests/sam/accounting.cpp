// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// Where anything of the Fragment stands in the template's own text, sorted.
std::vector<std::uint32_t> places(const Fragment& fragment, std::uint32_t source) {
    std::vector<std::uint32_t> out;
    const auto add = [&](Span span) {
        if (span.source == source)
            out.push_back(span.begin);
    };
    const auto addAll = [&](const std::vector<FragmentProperty>& properties) {
        for (const FragmentProperty& property : properties)
            add(property.at);
    };
    for (const FragmentEdge& edge : fragment.edges) {
        for (const Evidence& evidence : edge.evidence)
            add(evidence.at);
        addAll(edge.properties);
    }
    for (const FragmentNode& node : fragment.nodes) {
        add(node.at);
        addAll(node.properties);
    }
    for (const FragmentGroup& group : fragment.groups)
        addAll(group.properties);
    for (const FragmentStatement& statement : fragment.statements)
        add(statement.statement.at);
    for (const Unplaced& unplaced : fragment.unplaced)
        add(unplaced.at);
    std::sort(out.begin(), out.end());
    return out;
}

// Why a facet of that type comes to nothing in the picture when it does.
struct Reason {
    std::string_view type, reason;
};
constexpr std::array<Reason, 20> reasons{{
    {"AWS::ApiGateway::Resource", "a piece of a path; the methods below it are the entry points"},
    {"AWS::ApiGateway::RequestValidator", "no method of the template asks for it"},
    {"AWS::ApiGateway::Model", "the shape of a request, which no method here must have"},
    {"AWS::ApiGatewayV2::Model", "the shape of a request, which no route here must have"},
    {"AWS::ApiGateway::GatewayResponse", "the wording of an answer when a request is refused"},
    {"AWS::ApiGateway::DocumentationPart", "words about the API"},
    {"AWS::ApiGateway::DocumentationVersion", "words about the API"},
    {"AWS::ApiGateway::ClientCertificate", "how the API shows servers behind it who it is"},
    {"AWS::ApiGatewayV2::IntegrationResponse", "the wording of an answer"},
    {"AWS::ApiGatewayV2::RouteResponse", "the wording of an answer"},
    {"AWS::ApiGatewayV2::Integration", "no route of the template leads to it"},
    {"AWS::ApiGateway::ApiKey", "no usage plan of the template has it"},
    {"AWS::ApiGateway::DomainName", "no API of the template is mapped to it"},
    {"AWS::ApiGatewayV2::DomainName", "no API of the template is mapped to it"},
    {"AWS::AppSync::DomainName", "no API of the template is mapped to it"},
    {"AWS::ApiGateway::VpcLink", "no route of the template goes through it"},
    {"AWS::ApiGatewayV2::VpcLink", "no route of the template goes through it"},
    {"AWS::AppSync::FunctionConfiguration",
     "a step that leads to no part, or that no resolver of the template takes"},
    {"AWS::AppSync::DataSource", "it leads to no part, or no resolver of the template uses it"},
    {"AWS::ElasticLoadBalancingV2::TargetGroup", "no listener of the template leads to it"},
}};

std::string_view reasonFor(std::string_view type) {
    for (const Reason& row : reasons)
        if (row.type == type)
            return row.reason;
    return "no part of the diagram uses it";
}

} // namespace

void accountForFacets(Reading& reading) {
    std::vector<std::uint32_t> known; // found when the first facet asks
    for (const Resource& resource : reading.sections.resources()) {
        if (reading.parts.has(resource.id))
            continue;
        if (known.empty())
            known = places(reading.parts.fragment(), reading.input.index);
        const auto first = std::lower_bound(known.begin(), known.end(), resource.at.begin);
        if (first == known.end() || *first >= resource.at.end)
            reading.parts.unplaced(resource.id, resource.type,
                                   std::string(reasonFor(resource.type)), resource.at);
    }
}

} // namespace limn::sam
