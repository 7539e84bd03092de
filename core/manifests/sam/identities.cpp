// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/manifests/sam/policies.h"
#include "core/manifests/sam/policy_text.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

void runsAs(Reading& reading, const Resource& resource, const std::string& identity, Span at) {
    noteRunner(reading, resource.id,
               reading.parts.relate(std::string(resource.id), identity, EdgeKind::Assumes,
                                    {How::Declared, at}));
}

// The identities that a policy of its own lists.
std::vector<Target> holders(Reading& reading, const Resource& resource) {
    std::vector<Target> out;
    for (const std::string_view key :
         {"Roles", "Users", "Groups", "RoleName", "UserName", "GroupName"})
        for (const Branch& item :
             reading.resolver.items(reading.resolver.at(resource.properties, key)))
            for (Target& target : targets(reading, item.node, "iam"))
                out.push_back(std::move(target));
    return out;
}

std::string policyName(Reading& reading, TreeNode policy) {
    const std::optional<Expression> name = reading.resolver.expression(policy["PolicyName"]);
    return name ? fmt::format("inline policy {}", name->pattern()) : std::string("inline policy");
}

} // namespace

void noteRunner(Reading& reading, std::string_view runner, const FragmentEdge& assumes) {
    reading.runners.push_back({std::string(runner), assumes.to});
    Fragment& fragment = reading.parts.fragment();
    fragment.runs.push_back(static_cast<std::uint32_t>(&assumes - fragment.edges.data()));
}

void placeIdentity(Reading& reading, const Resource& resource) {
    if (!resource.type.starts_with("AWS::Serverless::"))
        return;
    const std::string role = fmt::format("{}Role", resource.id);
    if (written(reading.resolver, resource, "Role").exists() ||
        written(reading.resolver, resource, "ExecutionRoleArn").exists() ||
        reading.sections.resource(role))
        return;
    const Written policies = written(reading.resolver, resource, "Policies");
    const bool isOwn = policies.exists() && policies.origin == Origin::Written;
    const Span at = isOwn ? policies.entry.span : resource.typeAt;
    FragmentNode& node = reading.parts.add(role, NodeKind::Identity, at);
    node.subtype = "role";
    node.platformType = "AWS::IAM::Role";
    node.properties.push_back(derived("generated", true, at));
    static constexpr PropertyRow rows[] = {{"PermissionsBoundary", "permissions_boundary"}};
    for (FragmentProperty& made : properties(reading.resolver, resource, rows))
        reading.parts.node(role)->properties.push_back(std::move(made));
}

void relateRunner(Reading& reading, const Resource& resource) {
    const std::string generated = fmt::format("{}Role", resource.id);
    const Written policies = written(reading.resolver, resource, "Policies");
    for (const std::string_view key : {"Role", "RoleArn", "ExecutionRoleArn"}) {
        const Written role = written(reading.resolver, resource, key);
        if (!role.exists())
            continue;
        for (const Target& target : targets(reading, role.entry.value, "iam"))
            if (const FragmentNode* node = reading.parts.node(target.id);
                node && (node->kind == NodeKind::Identity || node->kind == NodeKind::External))
                runsAs(reading, resource, target.id, target.at);
            else
                reading.parts.problem(Severity::Warning, "wrong-reference",
                                      fmt::format("`{}` is no role, so `{}` cannot run as it.",
                                                  target.id, resource.id),
                                      target.at);
        if (policies.exists())
            reading.parts.unplaced(
                fmt::format("{}.Policies", resource.id), {},
                "`Policies` says nothing beside `Role`: the role's own policies hold",
                policies.entry.span);
        return;
    }
    const FragmentNode* made = reading.parts.node(generated);
    if (!made || made->kind != NodeKind::Identity || reading.sections.resource(generated))
        return;
    runsAs(reading, resource, generated,
           policies.exists() ? policies.entry.key.span() : resource.typeAt);
    addPolicies(reading, generated, policies.entry.value);
}

void relateRole(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    for (const Branch& policy :
         reading.resolver.items(reading.resolver.at(resource.properties, "Policies")))
        addDocument(reading, id, policy.node["PolicyDocument"], policyName(reading, policy.node));
    for (const Branch& policy :
         reading.resolver.items(reading.resolver.at(resource.properties, "ManagedPolicyArns")))
        addManagedPolicy(reading, id, policy.node);
    ValueList principals;
    const TreeNode trust = reading.resolver.at(resource.properties, "AssumeRolePolicyDocument");
    readDocument(reading, trust, [&](TreeNode document) {
        for (const Branch& statement : reading.resolver.items(document["Statement"])) {
            if (statement.node.isMap() && !intrinsic(statement.node))
                addOwnStatement(reading, id, statement, "trust");
            const TreeNode principal = statement.node["Principal"];
            if (principal.isScalar())
                principals.emplace_back(principal.scalar());
            for (const TreeEntry& entry : principal.entries())
                for (const Branch& item : reading.resolver.items(entry.value))
                    for (Value& value : reading.resolver.values(item.node))
                        principals.push_back(std::move(value));
        }
    });
    if (!principals.empty())
        reading.parts.node(id)->properties.push_back(
            {"principals", principals, trust.span(), {}, Origin::Written});
}

void relatePolicy(Reading& reading, const Resource& resource) {
    const std::vector<Target> identities = holders(reading, resource);
    for (const Target& identity : identities)
        addDocument(reading, identity.id,
                    reading.resolver.at(resource.properties, "PolicyDocument"),
                    policyName(reading, resource.properties));
    if (identities.empty())
        reading.parts.unplaced(resource.id, resource.type, "the policy names nobody who holds it",
                               resource.at);
}

// A managed policy that nobody of this template holds is an identity's permissions in waiting: a
// part of its own.
void relateManagedPolicy(Reading& reading, const Resource& resource) {
    const TreeNode document = reading.resolver.at(resource.properties, "PolicyDocument");
    const std::vector<Target> identities = holders(reading, resource);
    for (const Target& identity : identities)
        addDocument(reading, identity.id, document, fmt::format("policy {}", resource.id));
    if (!identities.empty() || reading.owners.contains(std::string(resource.id)))
        return;
    FragmentNode& node =
        reading.parts.add(std::string(resource.id), NodeKind::Identity, resource.at);
    node.subtype = "policy";
    node.platformType = resource.type;
    addDocument(reading, std::string(resource.id), document, "managed policy");
}

} // namespace limn::sam
