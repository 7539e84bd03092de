// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "core/manifests/sam/loose.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// A variable names another part: evidence for the lines that are there, else a line whose use is
// not known.
void relateVariable(Reading& reading, const std::string& function, const Target& target,
                    std::string_view name, Span at) {
    const Evidence evidence{How::Environment, at};
    bool known = false;
    for (const EdgeKind kind :
         {EdgeKind::Reads, EdgeKind::Writes, EdgeKind::Publishes, EdgeKind::Invokes})
        if (reading.parts.between(function, target.id, kind)) {
            reading.parts.relate(function, target.id, kind, evidence);
            known = true;
        }
    if (!known && reading.parts.between(target.id, function, EdgeKind::Triggers)) {
        reading.parts.between(target.id, function, EdgeKind::Triggers)
            ->evidence.push_back(evidence);
        return;
    }
    if (known)
        return;
    const FragmentNode* node = reading.parts.node(target.id);
    FragmentEdge& edge = reading.parts.relate(function, target.id,
                                              node ? natureOf(*node) : EdgeKind::Invokes, evidence);
    edge.properties.push_back(
        derived("access", Unknown{"only an environment variable names it"}, at));
    edge.properties.push_back(derived("variable", name, at));
    markCondition(edge, target);
}

// What a variable names: a part, or the secret or parameter whose value it is given.
std::vector<Target> namedByVariable(Reading& reading, const Expression& expression) {
    const std::string pattern = expression.pattern();
    const std::optional<ResourceName> dynamic = dynamicReference(pattern);
    if (!dynamic || expression.first(Expression::Part::Kind::Resource))
        return usedTargets(reading, expression, "-");
    // An outside part that a policy names by the same reference.
    if (const FragmentNode* node = reading.parts.node(pattern);
        node && node->kind == NodeKind::External)
        return {{pattern, {}, expression.at, expression.condition}};
    Expression name;
    name.at = expression.at;
    name.condition = expression.condition;
    name.append({Expression::Part::Kind::Text, dynamic->name, {}, expression.at});
    std::vector<Target> known = knownTargets(reading, name, dynamic->service);
    return known.empty() ? usedTargets(reading, expression, "-") : known;
}

} // namespace

void relateEnvironment(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const std::string id(resource.id);
    ValueMap all;
    FragmentProperty made;
    std::set<std::string_view> seen;
    for (const bool own : {true, false}) {
        const TreeEntry place =
            resolver.entry(own ? resource.properties : resource.globals, "Environment.Variables");
        if (place.value.exists() && !made.at.valid()) {
            made.key = "environment";
            made.at = valueSpan(place.value);
            made.keyAt = place.key.span();
            made.origin = own ? Origin::Written : Origin::Inherited;
        }
        for (const Branch& branch : resolver.branches(place.value))
            for (const TreeEntry& entry : branch.node.entries()) {
                if (!resolver.spend() || !seen.insert(entry.name()).second)
                    continue;
                Value value = resolver.value(entry.value);
                if (value.isNull() && intrinsic(entry.value)) // AWS::NoValue
                    continue;
                all.emplace_back(entry.name(), std::move(value));
                for (const Expression& expression : resolver.alternatives(entry.value))
                    for (const Target& target : namedByVariable(reading, expression))
                        if (target.id != id)
                            relateVariable(reading, id, target, entry.name(), target.at);
            }
    }
    if (all.empty())
        return;
    made.value = std::move(all);
    if (auto* own = reading.parts.properties(id))
        own->push_back(std::move(made));
}

} // namespace limn::sam
