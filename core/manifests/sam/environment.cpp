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

// A variable names another part: evidence for the lines that are there, else a line whose use is
// not known.
void relateNamed(Reading& reading, const std::string& part, const Target& target,
                 std::string_view name) {
    const Evidence evidence{How::Environment, target.at};
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
    edge.properties.push_back(
        derived("access", Unknown{"only an environment variable names it"}, target.at));
    edge.properties.push_back(derived("variable", name, target.at));
    markCondition(edge, target);
}

// A plain text that is the physical name of one part and of no other.
std::vector<Target> namedBy(Reading& reading, const Expression& expression) {
    const std::string text = expression.pattern();
    if (text.size() < 3)
        return {};
    const auto found = reading.plainlyNamed.find(text);
    if (found == reading.plainlyNamed.end() || !reading.parts.has(found->second))
        return {};
    return {{found->second, {}, expression.at, expression.condition}};
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
        known.push_back(outsidePart(reading, expression, dynamic->service));
    return known;
}

// Parameters that take their value from the store when the stack is deployed.
std::vector<Target> storedBy(Reading& reading, const Expression& expression) {
    std::vector<Target> found;
    for (const Expression::Part& part : expression.parts) {
        if (part.kind != Expression::Part::Kind::Parameter ||
            !reading.sections.parameter(part.text)
                 .value["Type"]
                 .scalar()
                 .starts_with("AWS::SSM::Parameter::Value"))
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

void relateVariable(Reading& reading, const std::string& part, std::string_view name,
                    TreeNode value) {
    for (const Expression& expression : reading.resolver.alternatives(value)) {
        std::vector<Target> named = knownTargets(reading, expression, "-");
        for (const auto& other : {namedBy, importedBy, resolvedBy, storedBy})
            if (named.empty())
                named = other(reading, expression);
        if (named.empty()) // what another file may give, and nobody where none does
            named = usedTargets(reading, expression, "-");
        for (const Target& target : named)
            if (target.id != part)
                relateNamed(reading, part, target, name);
    }
}

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
                relateVariable(reading, id, entry.name(), entry.value);
            }
    }
    if (all.empty())
        return;
    made.value = std::move(all);
    if (auto* own = reading.parts.properties(id))
        own->push_back(std::move(made));
}

} // namespace limn::sam
