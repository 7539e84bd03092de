// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// What stands behind a distribution: a bucket that it reads, or a server that it asks.
void relateOrigin(Reading& reading, const std::string& entry, TreeNode origin) {
    for (const Target& target : targets(reading, reading.resolver.at(origin, "DomainName"))) {
        const FragmentNode* node = reading.parts.node(target.id);
        if (node && node->kind == NodeKind::Identity)
            continue;
        const bool isStore = node && (node->kind == NodeKind::Store ||
                                      (node->kind == NodeKind::External &&
                                       reading.resolver.at(origin, "S3OriginConfig").exists()));
        if (isStore)
            reading.parts.relate(entry, target.id, EdgeKind::Reads, {How::Declared, target.at});
        else
            relateHandover(reading, entry, target, false);
    }
    const TreeNode identity = reading.resolver.at(origin, "S3OriginConfig.OriginAccessIdentity");
    relateCaller(reading, entry, identity);
}

// Code that looks at each request or answer on its way.
void relateCode(Reading& reading, const std::string& entry, TreeNode behavior) {
    struct Row {
        std::string_view list, function;
    };
    static constexpr Row rows[] = {{"LambdaFunctionAssociations", "LambdaFunctionARN"},
                                   {"FunctionAssociations", "FunctionARN"}};
    const Resolver& resolver = reading.resolver;
    for (const Row& row : rows)
        for (const Branch& item : resolver.items(resolver.at(behavior, row.list))) {
            const TreeNode when = resolver.at(item.node, "EventType");
            for (const Target& target :
                 targets(reading, resolver.at(item.node, row.function), "lambda")) {
                FragmentEdge& edge = reading.parts.connect(entry, target.id, EdgeKind::Triggers,
                                                           {How::Declared, item.node.span()});
                edge.delivery = Delivery::Sync;
                if (when.exists())
                    edge.properties.push_back({"events",
                                               ValueList{resolver.value(when)},
                                               valueSpan(when),
                                               {},
                                               Origin::Written});
                markCondition(edge, target);
            }
        }
}

} // namespace

void relateDistribution(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const std::string id(resource.id);
    const TreeNode config = resolver.at(resource.properties, "DistributionConfig");
    for (const Branch& origin : resolver.items(resolver.at(config, "Origins")))
        relateOrigin(reading, id, origin.node);
    Value auth("none");
    Span at = resource.at;
    const auto look = [&](TreeNode behavior) {
        relateCode(reading, id, behavior);
        for (const std::string_view key : {"TrustedKeyGroups", "TrustedSigners"})
            if (const TreeNode signers = resolver.at(behavior, key); signers.size() > 0) {
                auth = "required";
                at = signers.span();
            }
    };
    look(resolver.at(config, "DefaultCacheBehavior"));
    for (const Branch& behavior : resolver.items(resolver.at(config, "CacheBehaviors")))
        look(behavior.node);
    addProperties(reading, id, {derived("auth", auth, at), derived("public", true, resource.at)});
}

} // namespace limn::sam
