// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <set>

#include "core/manifests/sam/loose.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

bool isRole(const FragmentNode& node) {
    return (node.kind == NodeKind::Identity || node.kind == NodeKind::External) &&
           (node.subtype == "role" || node.subtype == "user" || node.subtype == "group");
}

void relateNamed(Reading& reading, const std::string& part, const Target& target,
                 const Naming& naming) {
    const Evidence evidence{naming.how, target.at};
    bool known = false;
    for (const EdgeKind kind :
         {EdgeKind::Reads, EdgeKind::Writes, EdgeKind::Publishes, EdgeKind::Invokes})
        if (reading.parts.between(part, target.id, kind)) {
            reading.parts.relate(part, target.id, kind, evidence);
            known = true;
        }
    const FragmentNode* node = reading.parts.node(target.id);
    // A role is not called by who knows its name; what may be done with it, policies say.
    if (known || (node && isRole(*node)))
        return;
    FragmentEdge& edge =
        reading.parts.relate(part, target.id, node ? natureOf(*node) : EdgeKind::Invokes, evidence);
    edge.properties.push_back(derived("access", naming.access, target.at));
    if (!naming.variable.empty())
        edge.properties.push_back(derived("variable", naming.variable, target.at));
    markCondition(edge, target);
}

std::vector<Target> namedPlainly(Reading& reading, const Expression& expression) {
    return plainTargets(reading, expression);
}

// The name of an outside part that a policy or an event speaks of.
std::vector<Target> outsideByName(Reading& reading, const Expression& expression) {
    const std::optional<std::string> text = expression.text();
    const FragmentNode* node = text && text->size() > 2 ? reading.parts.node(*text) : nullptr;
    if (!node || node->kind != NodeKind::External || node->subtype.empty() ||
        node->subtype == "service" || !node->platformType.empty())
        return {};
    return {{*text, {}, expression.at, expression.condition}};
}

// What another stack gives is an outside part, of which only the export's name is known.
std::vector<Target> importedBy(Reading& reading, const Expression& expression) {
    if (!expression.first(Expression::Part::Kind::Import))
        return {};
    return {outsidePart(reading, expression, {})};
}

// `{{resolve:secretsmanager:name:SecretString:key}}`, `{{resolve:ssm:/a/b:1}}`: the deployment
// reads it and hands it over.
std::vector<Target> resolvedBy(Reading& reading, const Expression& expression) {
    const std::optional<ResourceName> dynamic = dynamicReference(expression.pattern());
    if (!dynamic || dynamic->name.find("${") != std::string::npos)
        return {}; // whose it is only the deployment knows
    Expression named;
    named.at = expression.at;
    named.condition = expression.condition;
    named.append({Expression::Part::Kind::Text, dynamic->name, {}, expression.at});
    std::vector<Target> known = knownTargets(reading, named, dynamic->service);
    if (known.empty()) // by the reference itself, so that another file may say what is kept there
        known.push_back(keptIn(reading, expression, *dynamic));
    return known;
}

// Parameters that take their value from the store when the stack is deployed.
std::vector<Target> storedBy(Reading& reading, const Expression& expression) {
    std::vector<Target> found;
    for (const Expression::Part& part : expression.parts) {
        if (part.kind != Expression::Part::Kind::Parameter ||
            !reading.sections.parameter(part.text).value["Type"].scalar().starts_with(
                "AWS::SSM::Parameter::Value"))
            continue;
        Expression alone;
        alone.at = part.at;
        alone.condition = expression.condition;
        alone.append(part);
        found.push_back(outsidePart(reading, alone, "ssm"));
    }
    return found;
}

} // namespace

void relateNaming(Reading& reading, const std::string& part, const Naming& naming) {
    for (const Expression& expression : reading.resolver.alternatives(naming.value)) {
        std::vector<Target> named = knownTargets(reading, expression, "-");
        for (const auto& other : {namedPlainly, outsideByName, importedBy, resolvedBy, storedBy})
            if (named.empty())
                named = other(reading, expression);
        if (named.empty()) // what another file may give, and nobody where none does
            named = usedTargets(reading, expression, "-");
        for (const Target& target : named)
            if (target.id != part)
                relateNamed(reading, part, target, naming);
    }
}

void relateVariable(Reading& reading, const std::string& part, std::string_view name,
                    TreeNode value) {
    relateNaming(reading, part,
                 {How::Environment, {"only an environment variable names it"}, name, value});
}

void relateEnvironment(Reading& reading, const Resource& resource) {
    const Resolver& resolver = reading.resolver;
    const std::string id(resource.id);
    ValueMap all;
    FragmentProperty made;
    std::set<std::string_view> seen;
    TreeNode closed; // what stands for all variables and tells none
    for (const bool own : {true, false}) {
        const TreeEntry place =
            resolver.entry(own ? resource.properties : resource.globals, "Environment.Variables");
        if (place.value.exists() && !made.at.valid()) {
            made.key = "environment";
            made.at = valueSpan(place.value);
            made.keyAt = place.key.span();
            made.origin = own ? Origin::Written : Origin::Inherited;
        }
        for (const Branch& branch : resolver.branches(place.value)) {
            if (intrinsic(branch.node)) {
                closed = branch.node;
                continue;
            }
            for (const TreeEntry& entry : branch.node.entries()) {
                const bool isCall = entry.name().starts_with("Fn::"); // what is put in here
                if (isCall || !resolver.spend() || !seen.insert(entry.name()).second)
                    continue;
                Value value = resolver.value(entry.value);
                if (value.isNull() && intrinsic(entry.value)) // AWS::NoValue
                    continue;
                all.emplace_back(entry.name(), std::move(value));
                relateVariable(reading, id, entry.name(), entry.value);
            }
        }
    }
    if (all.empty() && !closed.exists())
        return;
    made.value = all.empty() ? Value(resolver.unknown(closed)) : Value(std::move(all));
    if (auto* own = reading.parts.properties(id))
        own->push_back(std::move(made));
}

} // namespace limn::sam
