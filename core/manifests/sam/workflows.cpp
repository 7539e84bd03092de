// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>
#include <memory>

#include <fmt/format.h>

#include "core/manifests/sam/access.h"
#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

// The parameter of a service's calls that names the resource.
struct ParameterRow {
    std::string_view service;
    std::array<std::string_view, 3> paths;
};
constexpr std::array<ParameterRow, 14> parameterRows{{
    {"lambda", {"FunctionName", "", ""}},
    {"sqs", {"QueueUrl", "", ""}},
    {"sns", {"TopicArn", "", ""}},
    {"dynamodb", {"TableName", "", ""}},
    {"states", {"StateMachineArn", "", ""}},
    {"events", {"Entries", "", ""}},
    {"s3", {"Bucket", "", ""}},
    {"kinesis", {"StreamName", "StreamARN", "StreamArn"}},
    {"firehose", {"DeliveryStreamName", "", ""}},
    {"ecs", {"TaskDefinition", "Cluster", ""}},
    {"batch", {"JobQueue", "JobDefinition", ""}},
    {"codebuild", {"ProjectName", "", ""}},
    {"secretsmanager", {"SecretId", "", ""}},
    {"ssm", {"Name", "", ""}},
}};

// One state machine on its way: where its text is, and what `${…}` in it means.
struct Definition {
    std::string workflow;
    Variables variables;
    bool isOwnTree = true; // false: parsed from a string, whose spans are not the manifest's
    bool isSub = false;    // the string is the text of a Fn::Sub
    Span at;               // of the whole, for evidence from a string
};

// Names in a definition: intrinsic functions in the manifest's own tree, `${…}` in texts.
std::vector<Expression> texts(Reading& reading, const Definition& definition, TreeNode node) {
    if (definition.isOwnTree && intrinsic(node))
        return reading.resolver.alternatives(node);
    const Span at = definition.isOwnTree ? node.span() : definition.at;
    if (!definition.isSub)
        return reading.resolver.substituted(node.scalar(), definition.variables, at);
    return reading.resolver.subTexts(node.scalar(), definition.variables, at);
}

// `sqs:sendMessage.waitForTaskToken` of `arn:aws:states:::…`: the service and its action.
struct Call {
    std::string service;
    std::string action;
    bool waits = false;
};

std::optional<Call> serviceCall(std::string_view resource) {
    const std::size_t begin = resource.find(":states:");
    if (!resource.starts_with("arn:") || begin == std::string_view::npos)
        return std::nullopt;
    const std::size_t colons = resource.find(":::", begin + 7);
    std::string_view rest = begin + 7 == colons ? resource.substr(colons + 3) : std::string_view();
    if (rest.empty())
        return std::nullopt;
    if (rest.starts_with("aws-sdk:"))
        rest.remove_prefix(8);
    const std::size_t colon = rest.find(':');
    if (colon == std::string_view::npos)
        return std::nullopt;
    Call call;
    call.service = rest.substr(0, colon);
    if (call.service == "sfn")
        call.service = "states";
    if (call.service == "eventbridge")
        call.service = "events";
    std::string_view action = rest.substr(colon + 1);
    const std::size_t dot = action.find('.');
    call.waits = dot != std::string_view::npos;
    action = action.substr(0, dot);
    call.action = call.service == "lambda" && action == "invoke"
                      ? std::string_view("InvokeFunction")
                      : action;
    return call;
}

void relateTask(Reading& reading, const Definition& definition, const Expression& name,
                std::string_view service, EdgeKind kind, Delivery delivery,
                std::string_view state) {
    std::vector<Target> found = knownTargets(reading, name, service);
    const std::string pattern = name.pattern();
    // `$.queue` and JSONata are chosen while it runs.
    const bool isDynamic = pattern.starts_with('$') && !pattern.starts_with("${");
    if (found.empty() && !pattern.empty() && !isDynamic && pattern.find("{%") == std::string::npos)
        found.push_back(outsidePart(reading, name, service));
    for (const Target& target : found) {
        if (target.id == definition.workflow)
            continue;
        FragmentEdge& edge =
            reading.parts.relate(definition.workflow, target.id, kind, {How::Declared, target.at});
        if (kind == EdgeKind::Invokes)
            edge.delivery = delivery;
        FragmentProperty* states = nullptr;
        for (FragmentProperty& p : edge.properties)
            if (p.key == "states")
                states = &p;
        if (!states) {
            edge.properties.push_back(derived("states", ValueList{}, target.at));
            states = &edge.properties.back();
        }
        std::get<ValueList>(states->value.data).emplace_back(state);
    }
}

void relateCall(Reading& reading, const Definition& definition, const Call& call, TreeNode state,
                std::string_view name) {
    const std::vector<const AccessRow*> rows =
        accessOf(fmt::format("{}:{}", call.service, call.action));
    const ParameterRow* parameters = nullptr;
    for (const ParameterRow& row : parameterRows)
        if (row.service == call.service)
            parameters = &row;
    if (!parameters || rows.empty())
        return;
    const TreeNode arguments =
        state["Arguments"].exists() ? state["Arguments"] : state["Parameters"];
    for (const std::string_view path : parameters->paths) {
        std::vector<TreeNode> places{arguments[path]};
        if (path == "Entries") {
            places.clear();
            for (const TreeNode entry : arguments[path].items())
                places.push_back(entry["EventBusName"]);
        }
        for (const TreeNode place : places)
            if (place.exists())
                for (const Expression& expression : texts(reading, definition, place))
                    for (const AccessRow* row : rows)
                        relateTask(reading, definition, expression, call.service, row->kind,
                                   row->delivery == Delivery::None || call.waits ? Delivery::Sync
                                                                                 : row->delivery,
                                   name);
    }
}

void relateStates(Reading& reading, const Definition& definition, TreeNode machine, int depth) {
    if (depth > 12)
        return;
    for (const TreeEntry& entry : machine["States"].entries()) {
        if (reading.input.stop.stop_requested() || !reading.resolver.spend())
            return;
        const TreeNode state = entry.value;
        if (state["Type"].scalar() == "Task")
            for (const Expression& resource : texts(reading, definition, state["Resource"])) {
                if (const std::optional<Call> call = serviceCall(resource.pattern()))
                    relateCall(reading, definition, *call, state, entry.name());
                else if (resourceName(resource.pattern()).service !=
                         "states") // an activity is somebody's own
                    relateTask(reading, definition, resource, "lambda", EdgeKind::Invokes,
                               Delivery::Sync, entry.name());
            }
        for (const TreeNode branch : state["Branches"].items())
            relateStates(reading, definition, branch, depth + 1);
        for (const std::string_view key : {"Iterator", "ItemProcessor"})
            relateStates(reading, definition, state[key], depth + 1);
    }
}

// A definition written as a string: its JSON is read as a text of its own, and what it names has
// the string's place, or that of the name where the bytes show it.
void relateString(Reading& reading, Definition definition, std::string_view text, Span at) {
    if (text.find("\"States\"") == std::string_view::npos &&
        text.find("States:") == std::string_view::npos)
        return;
    const Source source("definition", std::string(text));
    const Tree tree = Tree::parse(source, 0);
    definition.isOwnTree = false;
    definition.at = at;
    relateStates(reading, definition, tree.root(), 0);
}

void relateDefinition(Reading& reading, Definition definition, TreeNode node, int depth) {
    const std::optional<Intrinsic> call = intrinsic(node);
    if (!call && node.isMap())
        return relateStates(reading, definition, node, 0);
    if (!call && node.isScalar())
        return relateString(reading, definition, node.scalar(), node.contentSpan());
    if (!call || depth > 4)
        return;
    if (call->name == "Sub") {
        const bool withMap = call->argument.isSequence();
        const TreeNode text = withMap ? call->argument.item(0) : call->argument;
        if (withMap)
            for (const TreeEntry& entry : call->argument.item(1).entries())
                definition.variables.try_emplace(entry.name(), entry.value);
        definition.isSub = true;
        relateString(reading, definition, text.scalar(), text.contentSpan());
        return;
    }
    if (call->name == "If") {
        for (const Branch& branch : reading.resolver.branches(node))
            if (!(branch.node == node))
                relateDefinition(reading, definition, branch.node, depth + 1);
        return;
    }
    // Joined from pieces: put together with names in `${…}`, then read like a Sub.
    for (const Expression& text : reading.resolver.alternatives(node)) {
        definition.isSub = true;
        relateString(reading, definition, text.pattern(), node.fullSpan());
    }
}

} // namespace

void relateWorkflow(Reading& reading, const Resource& resource) {
    Definition definition;
    definition.workflow = resource.id;
    for (const Branch& map :
         reading.resolver.branches(resource.properties["DefinitionSubstitutions"]))
        for (const TreeEntry& entry : map.node.entries())
            definition.variables.try_emplace(entry.name(), entry.value);
    for (const std::string_view key : {"Definition", "DefinitionString"})
        if (const TreeNode node = resource.properties[key]; node.exists())
            relateDefinition(reading, definition, node, 0);
    relateEvents(reading, resource);
    relateConnectors(reading, resource);
    // The states are in another file: what it is told of the template is known, what it does with
    // it is not.
    if (!resource.properties["DefinitionUri"].exists() &&
        !resource.properties["DefinitionS3Location"].exists())
        return;
    const TreeNode file = resource.properties["DefinitionUri"].exists()
                              ? resource.properties["DefinitionUri"]
                              : resource.properties["DefinitionS3Location"];
    reading.parts.unplaced(fmt::format("{} states", resource.id), resource.type,
                           "its states stand in another file", file.fullSpan());
    for (const auto& [name, node] : definition.variables)
        for (const Expression& expression : reading.resolver.alternatives(node))
            for (const Target& target : knownTargets(reading, expression, "-")) {
                const FragmentNode* part = reading.parts.node(target.id);
                if (!part || part->kind == NodeKind::Identity ||
                    reading.parts.anyBetween(definition.workflow, target.id))
                    continue;
                FragmentEdge& edge = reading.parts.relate(
                    definition.workflow, target.id, natureOf(*part), {How::Declared, target.at});
                edge.properties.push_back(
                    derived("access", reading.resolver.unknown(file), target.at));
            }
}

} // namespace limn::sam
