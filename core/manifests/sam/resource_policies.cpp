// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/manifests/sam/access.h"
#include "core/manifests/sam/policies.h"
#include "core/manifests/sam/policy_text.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

struct PolicyRow {
    std::string_view type;
    std::string_view owner; // the property that names the part; empty: the resource itself
    std::string_view service;
    std::string_view document;
};
constexpr PolicyRow rows[] = {
    {"AWS::SQS::QueuePolicy", "Queues", "sqs", "PolicyDocument"},
    {"AWS::SQS::QueueInlinePolicy", "Queue", "sqs", "PolicyDocument"},
    {"AWS::SNS::TopicPolicy", "Topics", "sns", "PolicyDocument"},
    {"AWS::SNS::TopicInlinePolicy", "TopicArn", "sns", "PolicyDocument"},
    {"AWS::S3::BucketPolicy", "Bucket", "s3", "PolicyDocument"},
    {"AWS::S3Express::BucketPolicy", "Bucket", "s3", "PolicyDocument"},
    {"AWS::S3::AccessPoint", "Bucket", "s3", "Policy"},
    {"AWS::SecretsManager::ResourcePolicy", "SecretId", "secretsmanager", "ResourcePolicy"},
    {"AWS::Events::EventBusPolicy", "EventBusName", "events", "Statement"},
    {"AWS::Events::EventBus", "", "events", "Policy"},
    {"AWS::Kinesis::ResourcePolicy", "ResourceArn", "kinesis", "ResourcePolicy"},
    {"AWS::DynamoDB::Table", "", "dynamodb", "ResourcePolicy.PolicyDocument"},
    {"AWS::KMS::Key", "", "kms", "KeyPolicy"},
    {"AWS::ECR::Repository", "", "ecr", "RepositoryPolicyText"},
    {"AWS::EFS::FileSystem", "", "elasticfilesystem", "FileSystemPolicy"},
    {"AWS::Elasticsearch::Domain", "", "es", "AccessPolicies"},
    {"AWS::OpenSearchService::Domain", "", "es", "AccessPolicies"},
    {"AWS::Backup::BackupVault", "", "backup", "AccessPolicy"},
};

// A property that several statements may add to: one list, with the place of the first.
void addToList(std::vector<FragmentProperty>& properties, std::string_view key, const Value& value,
               Span at, Origin origin = Origin::Written) {
    for (FragmentProperty& p : properties)
        if (p.key == key) {
            ValueList& list = std::get<ValueList>(p.value.data);
            if (std::find(list.begin(), list.end(), value) == list.end())
                list.push_back(value);
            return;
        }
    properties.push_back({std::string(key), ValueList{value}, at, {}, origin});
}

// The parts of the template that a condition narrows the statement to.
std::vector<Target> sourcesOf(Reading& reading, TreeNode condition) {
    std::vector<Target> out;
    for (const TreeEntry& test : condition.entries())
        for (const TreeEntry& key : test.value.entries()) {
            constexpr std::string_view wanted = "aws:sourcearn";
            const std::string_view name = key.name();
            const bool isSource = std::equal(
                name.begin(), name.end(), wanted.begin(), wanted.end(), [](char a, char b) {
                    return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
                });
            if (!isSource || test.name().find("Not") != std::string_view::npos)
                continue;
            for (const Branch& item : reading.resolver.items(key.value))
                for (const Expression& expression : reading.resolver.alternatives(item))
                    for (Target& target : knownTargets(reading, expression, "-"))
                        out.push_back(std::move(target));
        }
    return out;
}

// The kind of line that a service's leave to use a part is.
EdgeKind kindOf(Reading& reading, TreeNode statement, const FragmentNode& owner) {
    for (const Branch& action : reading.resolver.items(statement["Action"]))
        for (const AccessRow* row : accessOf(action.node.scalar()))
            return row->kind;
    return natureOf(owner);
}

// Leave for one part to use the other: evidence of the line that is there, else a line.
void relateLeave(Reading& reading, const Target& from, const std::string& owner, TreeNode statement,
                 Span at) {
    const FragmentNode* node = reading.parts.node(owner);
    // A key or domain is set up for those who may use it; no work flows to it.
    if (!node || from.id == owner || node->kind == NodeKind::Resource)
        return;
    const Evidence evidence{How::Policy, at};
    FragmentEdge* known = reading.parts.anyBetween(from.id, owner);
    if (!known)
        known = reading.parts.between(owner, from.id, EdgeKind::Subscribes);
    if (known)
        known->evidence.push_back(evidence);
    else
        reading.parts.relate(from.id, owner, kindOf(reading, statement, *node), evidence);
}

// What nobody, or not everybody, may do with the part.
bool noteDenied(Reading& reading, std::vector<FragmentProperty>& own, const Branch& statement,
                Span at) {
    bool placed = false;
    for (const std::string_view key : {"Action", "NotAction"})
        for (const Branch& item : reading.resolver.items(statement.node[key]))
            for (const Value& value : reading.resolver.values(item.node)) {
                const bool isText = key == "NotAction" && value.string();
                addToList(own, "denied_actions",
                          isText ? Value(fmt::format("all but {}", *value.string())) : value, at,
                          Origin::Derived);
                placed = true;
            }
    return placed;
}

bool relateStatement(Reading& reading, const Target& owner, const Branch& statement, Span at) {
    auto* const own = reading.parts.properties(owner.id);
    if (!own)
        return false;
    addOwnStatement(reading, owner.id, statement, "own policy");
    if (statement.node["Effect"].scalar() == "Deny")
        return noteDenied(reading, *own, statement, at);
    const bool isNarrowed = statement.node["Condition"].exists();
    bool placed = false;
    for (const Branch& who : principalsOf(reading.resolver, statement.node["Principal"])) {
        for (const Expression& expression : reading.resolver.alternatives(who))
            for (const Target& identity : knownTargets(reading, expression, "iam")) {
                const FragmentNode* node = reading.parts.node(identity.id);
                if (node && node->kind == NodeKind::Identity) {
                    addResourceStatement(reading, identity.id, statement,
                                         fmt::format("policy of {}", owner.id), owner);
                } else
                    relateLeave(reading, identity, owner.id, statement.node, at);
            }
        // Everybody; or those for whom the condition holds.
        const ValueList values = isNarrowed && who.node.scalar() == "*"
                                     ? ValueList{Value(Unknown{"* on a condition"})}
                                     : reading.resolver.values(who.node);
        for (const Value& value : values)
            addToList(*reading.parts.properties(owner.id), "principals", value, at);
        placed = true;
    }
    if (isNarrowed)
        for (const Target& from : sourcesOf(reading, statement.node["Condition"]))
            relateLeave(reading, from, owner.id, statement.node, at);
    return placed;
}

// The statements of a document; the document of an event bus may be one statement.
std::vector<Branch> statementsOf(const Resolver& resolver, TreeNode document) {
    std::vector<Branch> out;
    for (const Branch& branch : resolver.branches(document)) {
        if (!branch.node["Statement"].exists()) {
            if (branch.node["Effect"].exists())
                out.push_back(branch);
            continue;
        }
        for (Branch& statement : resolver.items(branch.node["Statement"]))
            if (statement.node.isMap())
                out.push_back(std::move(statement));
    }
    return out;
}

// Relates every statement of a document; those of a text stand where the text does.
bool relateDocument(Reading& reading, const Target& owner, TreeNode document) {
    bool placed = false;
    readDocument(reading, document, [&](TreeNode read) {
        for (const Branch& statement : statementsOf(reading.resolver, read)) {
            const Span at = document.isScalar() ? document.fullSpan() : statement.node.span();
            placed = relateStatement(reading, owner, statement, at) || placed;
        }
    });
    return placed;
}

const PolicyRow* rowOf(std::string_view type) {
    const auto* const found = std::find_if(std::begin(rows), std::end(rows),
                                           [&](const PolicyRow& row) { return row.type == type; });
    return found == std::end(rows) ? nullptr : found;
}

} // namespace

void relateOwnPolicy(Reading& reading, const Resource& resource) {
    const PolicyRow* row = rowOf(resource.type);
    if (!row)
        return;
    const Target owner{reading.owner(resource.id), {}, resource.at, {}};
    const TreeNode document = reading.resolver.at(resource.properties, row->document);
    relateDocument(reading, owner, document);
}

// A policy of the queue, topic or bucket itself: who it lets in.
void relateResourcePolicy(Reading& reading, const Resource& resource) {
    const PolicyRow* row = rowOf(resource.type);
    if (!row)
        return;
    const Resolver& resolver = reading.resolver;
    std::vector<Target> owners;
    for (const Branch& item : resolver.items(resolver.at(resource.properties, row->owner)))
        for (Target& target : targets(reading, item.node, row->service))
            owners.push_back(std::move(target));
    bool placed = false;
    const TreeNode document = resolver.at(resource.properties, row->document);
    for (const Target& owner : owners) {
        placed = relateDocument(reading, owner, document) || placed;
        // The short form of an event bus: an account, or `*`.
        const Value who = resolver.value(resolver.at(resource.properties, "Principal"));
        if (auto* own = reading.parts.properties(owner.id); own && !who.isNull()) {
            addToList(*own, "principals", who, resource.at);
            addPermission(reading, owner.id, resource);
            placed = true;
        }
    }
    if (!placed)
        reading.parts.unplaced(resource.id, resource.type,
                               "the policy neither lets anybody in nor keeps them out",
                               resource.at);
}

} // namespace limn::sam
