// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/manifests/sam/reading.h"

namespace limn::sam {

// Versions and aliases are the function, under another name.
void relateVersion(Reading& reading, const Resource& resource) {
    static constexpr PropertyRow rows[] = {
        {"ProvisionedConcurrencyConfig.ProvisionedConcurrentExecutions", "provisioned_concurrency",
         Shape::Number},
        {"FunctionScalingConfig.MinExecutionEnvironments", "min_instances", Shape::Number},
        {"FunctionScalingConfig.MaxExecutionEnvironments", "max_instances", Shape::Number},
    };
    const Resolver& resolver = reading.resolver;
    const std::string id = reading.owner(resource.id);
    const bool isAlias = resource.type.ends_with("Alias");
    const std::string_view key = isAlias ? "alias" : "version";
    std::size_t added = 0;
    if (id != resource.id && reading.parts.properties(id)) {
        const TreeEntry name = resolver.entry(resource.properties, "Name");
        std::vector<FragmentProperty> made = properties(resolver, resource.properties, rows);
        made.push_back({std::string(key),
                        isAlias ? resolver.value(name.value) : Value(std::string(resource.id)),
                        isAlias ? valueSpan(name.value) : resource.at, resource.keyAt,
                        Origin::Written});
        added = addProperties(reading, id, std::move(made));
    }
    if (added == 0)
        reading.parts.unplaced(resource.id, resource.type,
                               reading.parts.properties(id) && id != resource.id
                                   ? fmt::format("a further {} of `{}`", key, id)
                                   : std::string("what it is a version of is not in the template"),
                               resource.at);
}

// Who else may use a layer.
void relateLayerPermission(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const TreeNode place = resolver.at(resource.properties, "LayerVersionArn");
    const TreeNode principal = resolver.at(resource.properties, "Principal");
    std::size_t added = 0;
    for (const Expression& expression : resolver.alternatives(place))
        for (const Target& layer : knownTargets(reading, expression, "lambda"))
            added += addProperties(reading, layer.id,
                                   {{"principals",
                                     ValueList{resolver.value(principal)},
                                     valueSpan(principal),
                                     {},
                                     Origin::Written}});
    if (added == 0)
        reading.parts.unplaced(resource.id, resource.type,
                               "it names no layer of this template, or one that says so already",
                               resource.at);
}

} // namespace limn::sam
