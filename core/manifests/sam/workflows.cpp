// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <map>
#include <tuple>

#include <fmt/format.h>

#include "core/manifests/asl/machine.h"
#include "core/manifests/sam/definition.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// Whether a name is chosen while the machine runs: a path, a JSONata expression.
bool isChosenAtRun(std::string_view pattern) {
    return (pattern.starts_with('$') && !pattern.starts_with("${")) ||
           pattern.find("{%") != std::string_view::npos || pattern.starts_with("States.");
}

// Makes the lines of one workflow. Lives for one resource.
class WorkflowReader {
public:
    WorkflowReader(Reading& reading, const Resource& resource)
        : m_reading(reading), m_id(resource.id) {}

    void read(const Definition& definition);
    void finish();

private:
    asl::Surroundings around(const Definition& definition) const;
    void relate(const Definition& definition, const asl::Use& use);
    std::vector<Target> targetsOf(const Expression& expression, const asl::Use& use);
    std::optional<EdgeKind> kindOf(const asl::Use& use, const Target& target);
    void connect(const asl::Use& use, const Target& target, EdgeKind kind);
    void settleActivity(const asl::Use& use, const Target& target);

    Reading& m_reading;
    std::string m_id;
    asl::Machine m_machine;
    // Lines by end, kind and delivery: states that use a part in the same way share one.
    std::map<std::tuple<std::string, EdgeKind, Delivery>, std::size_t> m_lines;
};

asl::Surroundings WorkflowReader::around(const Definition& definition) const {
    asl::Surroundings around;
    around.name = m_id;
    around.texts = [this, &definition](TreeNode node) {
        std::vector<std::string> texts;
        for (const Expression& expression : expressionsOf(m_reading, definition, node))
            texts.push_back(expression.pattern());
        return texts;
    };
    around.value = [this, &definition](TreeNode node) {
        return valueOf(m_reading, definition, node);
    };
    around.isText = [&definition](TreeNode node) {
        return node.isScalar() || (definition.isOwnTree && intrinsic(node).has_value());
    };
    around.place = [&definition](Span span) { return definition.place(span); };
    around.goOn = [this] {
        return !m_reading.input.stop.stop_requested() && m_reading.resolver.spend();
    };
    return around;
}

void WorkflowReader::read(const Definition& definition) {
    const std::size_t firstUse = m_machine.uses.size();
    const std::size_t firstState = m_machine.states.size();
    asl::readMachine(m_machine, definition.root, around(definition));
    if (!definition.condition.empty())
        for (std::size_t i = firstState; i < m_machine.states.size(); ++i)
            m_machine.states[i].properties.push_back(
                derived("condition", definition.condition, m_machine.states[i].state.at));
    for (std::size_t i = firstUse; i < m_machine.uses.size(); ++i)
        relate(definition, m_machine.uses[i]);
}

std::vector<Target> WorkflowReader::targetsOf(const Expression& expression, const asl::Use& use) {
    const std::string pattern = expression.pattern();
    if (pattern.empty() || isChosenAtRun(pattern) || (use.isResource && asl::callOf(pattern)))
        return {};
    std::vector<Target> found = knownTargets(m_reading, expression, use.service);
    if (found.empty() && !use.onlyInManifest) {
        found.push_back(outsidePart(m_reading, expression, use.service));
        FragmentNode* part = m_reading.parts.node(found.front().id);
        if (part && asl::isActivity(pattern))
            part->subtype = "activity";
    }
    return found;
}

// What a call does to a part where only the part tells; nothing for what a call merely needs.
std::optional<EdgeKind> WorkflowReader::kindOf(const asl::Use& use, const Target& target) {
    if (use.kind)
        return use.kind;
    const FragmentNode* node = m_reading.parts.node(target.id);
    if (!node)
        return EdgeKind::Invokes; // a group: an API
    if (node->kind == NodeKind::Identity)
        return std::nullopt;
    const EdgeKind nature = natureOf(*node);
    return nature == EdgeKind::Writes && !use.isOutput ? EdgeKind::Reads : nature;
}

void WorkflowReader::settleActivity(const asl::Use& use, const Target& target) {
    const Resource* resource = m_reading.sections.resource(target.id);
    if (!use.isResource || !resource || resource->type != "AWS::StepFunctions::Activity")
        return;
    for (FragmentProperty& property : m_machine.states[use.state].properties) {
        if (property.key == "call")
            property.value = "activity";
        if (property.key == "waits_for")
            property.value = word(asl::Waits::Completion);
    }
}

void WorkflowReader::connect(const asl::Use& use, const Target& target, EdgeKind kind) {
    const Delivery delivery = kind == EdgeKind::Invokes ? use.delivery : Delivery::None;
    const Evidence evidence{How::Declared, target.at};
    const auto [line, isNew] = m_lines.try_emplace(std::tuple(target.id, kind, delivery),
                                                   m_reading.parts.fragment().edges.size());
    if (isNew) {
        FragmentEdge& made = m_reading.parts.connect(m_id, target.id, kind, evidence);
        made.delivery = delivery;
        made.properties.push_back(derived("states", ValueList{}, target.at));
        markCondition(made, target);
    }
    FragmentEdge& edge = m_reading.parts.fragment().edges[line->second];
    if (std::ranges::none_of(edge.evidence, [&](const Evidence& e) { return e.at == target.at; }))
        edge.evidence.push_back(evidence);
    auto& states = std::get<ValueList>(edge.properties.front().value.data);
    const Value key = m_machine.states[use.state].state.key;
    if (states.empty() || !(states.back() == key)) // one state's uses follow each other
        states.push_back(key);
}

void WorkflowReader::relate(const Definition& definition, const asl::Use& use) {
    std::vector<Expression> names;
    if (use.isDefault) {
        Expression standard;
        standard.at = definition.place(use.name.fullSpan());
        standard.append({Expression::Part::Kind::Text, "default", {}, standard.at});
        names.push_back(std::move(standard));
    } else {
        names = expressionsOf(m_reading, definition, use.name);
    }
    for (Expression& name : names) {
        if (name.condition.empty())
            name.condition = definition.condition;
        for (const Target& target : targetsOf(name, use)) {
            const std::optional<EdgeKind> kind = kindOf(use, target);
            if (!kind || target.id == m_id)
                continue;
            settleActivity(use, target);
            connect(use, target, *kind);
        }
    }
}

void WorkflowReader::finish() {
    for (const Problem& problem : m_machine.problems)
        m_reading.parts.problem(problem.severity, problem.code, problem.message, problem.at);
    if (FragmentNode* node = m_reading.parts.node(m_id))
        for (FragmentProperty& property : m_machine.properties)
            node->properties.push_back(std::move(property));
    for (FragmentState& state : m_machine.states) {
        state.workflow = m_id;
        m_reading.parts.fragment().states.push_back(std::move(state));
    }
}

} // namespace

// The states are not known: what the machine is told of the template is, what it does with it is
// not.
void relateSubstitutions(Reading& reading, const Resource& resource) {
    const std::string id(resource.id);
    if (!reading.openWorkflows.contains(id))
        return;
    TreeNode definition;
    for (const std::string_view key :
         {"DefinitionUri", "DefinitionS3Location", "DefinitionString", "Definition"})
        definition = definition.exists() ? definition : resource.properties[key];
    for (const Branch& map :
         reading.resolver.branches(resource.properties["DefinitionSubstitutions"]))
        for (const TreeEntry& entry : map.node.entries())
            if (reading.resolver.spend())
                relateNaming(
                    reading, id,
                    {How::Declared, reading.resolver.unknown(definition), {}, entry.value});
}

void relateWorkflow(Reading& reading, const Resource& resource) {
    const std::vector<Definition> definitions = definitionsOf(reading, resource);
    WorkflowReader workflow(reading, resource);
    for (const Definition& definition : definitions)
        workflow.read(definition);
    workflow.finish();
    relateEvents(reading, resource);
    if (definitions.empty())
        reading.openWorkflows.insert(std::string(resource.id));
    for (const std::string_view key : {"Logging", "LoggingConfiguration"})
        for (const Branch& item : reading.resolver.items(
                 reading.resolver.at(resource.properties, fmt::format("{}.Destinations", key))))
            relateLogs(reading, std::string(resource.id),
                       reading.resolver.at(item.node, "CloudWatchLogsLogGroup.LogGroupArn"));
}

} // namespace limn::sam
