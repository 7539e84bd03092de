// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/checks/model_questions.h"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace limn {
namespace {

constexpr std::int64_t twoWeeks = 14 * 86400;

bool hasKind(const Model& model, std::span<const EdgeIndex> edges, EdgeKind kind) {
    return std::ranges::any_of(edges, [&](EdgeIndex i) { return model[i].kind == kind; });
}

// A layer or a variable of OpenTelemetry, or of a vendor whose extension traces by itself.
bool bringsTracer(const Model& model, const Node& function) {
    constexpr std::array<std::string_view, 7> tracers{
        "opentelemetry", "otel", "adot", "datadog", "newrelic", "lumigo", "dynatrace"};
    if (const Property* layers = model.property(function, "layers"))
        if (const ValueList* list = layers->value.list())
            for (const Value& layer : *list) {
                std::string name = layer.display();
                std::ranges::transform(name, name.begin(), [](char c) {
                    return c >= 'A' && c <= 'Z' ? static_cast<char>(c + 32) : c;
                });
                if (std::ranges::any_of(tracers, [&](std::string_view tracer) {
                        return name.find(tracer) != std::string::npos;
                    }))
                    return true;
            }
    const Property* environment = model.property(function, "environment");
    const ValueMap* variables = environment ? environment->value.map() : nullptr;
    return variables && std::ranges::any_of(*variables, [](const auto& variable) {
               return variable.first.starts_with("OTEL_");
           });
}

std::optional<bool> flagIn(const std::optional<PlatformDefault>& usual) {
    const bool* flag = usual ? usual->value.boolean() : nullptr;
    return flag ? std::optional(*flag) : std::nullopt;
}

// In the manner of the part's own name.
std::string failureName(std::string_view part) {
    const auto isUpper = [](char c) { return c >= 'A' && c <= 'Z'; };
    const auto isPlain = [&](char c) {
        return isUpper(c) || (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
    };
    const bool camel = !part.empty() && isUpper(part.front()) && std::ranges::all_of(part, isPlain);
    return fmt::format("{}{}", part, camel ? "Failures" : "-failures");
}

} // namespace

std::optional<bool> flagOf(const Property* property) {
    const bool* flag = property ? property->value.boolean() : nullptr;
    return flag ? std::optional(*flag) : std::nullopt;
}

std::optional<double> figureOf(const Property* property) {
    return property && property->value.isNumber() ? std::optional(property->value.number())
                                                  : std::nullopt;
}

bool isUnknown(const Property* property) {
    return property && (property->value.unknown() || property->value.isNull());
}

std::string_view wordOf(const Property* property) {
    const std::string* text = property ? property->value.string() : nullptr;
    return text ? std::string_view(*text) : std::string_view();
}

bool isSwitchedOff(const Model& model, const Edge& edge) {
    if (flagOf(model.property(edge, "enabled")) == false)
        return true;
    return edge.from.node != NodeIndex::None &&
           model[edge.from.node].kind == NodeKind::EntryPoint &&
           flagOf(model.property(model[edge.from.node], "enabled")) == false;
}

Span spanOfLine(const Model& model, const Edge& edge) {
    const std::span<const Evidence> evidence = model.evidence(edge);
    return evidence.empty() ? Span() : evidence.front().at;
}

bool hasInto(const Model& model, const Node& node, EdgeKind kind) {
    return hasKind(model, model.edgesTo(model.indexOf(node)), kind);
}

bool hasOutOf(const Model& model, const Node& node, EdgeKind kind) {
    return hasKind(model, model.edgesFrom(model.indexOf(node)), kind);
}

bool isOwnFunction(const Model& model, const Node& node) {
    return node.kind == NodeKind::Function && model.text(node.subtype) != "edge" &&
           flagOf(model.property(node, "generated")) != true;
}

bool isStageKnown(const Model& model, const Group& api) {
    const std::string_view type = model.text(api.platformType);
    const bool needsStage = type == "AWS::ApiGateway::RestApi" || type == "AWS::ApiGatewayV2::Api";
    return !needsStage || model.property(api, "stage");
}

std::optional<bool> isTraced(const Model& model, const Node& node) {
    const Property* own = model.property(node, "tracing");
    if (flagOf(own) == true || (node.kind == NodeKind::Function && bringsTracer(model, node)))
        return true;
    return own ? flagOf(own) : flagIn(platformDefault(platformOf(model, node), "tracing"));
}

std::optional<bool> isTraced(const Model& model, const Group& api) {
    if (const Property* own = model.property(api, "tracing"))
        return flagOf(own);
    if (!isStageKnown(model, api))
        return std::nullopt;
    return flagIn(platformDefault(platformOf(model, api), "tracing"));
}

bool keepsFailures(const Model& model, const Node& part, const Edge& line) {
    if (const Property* own = model.property(line, "keeps_failures"))
        return flagOf(own) != false;
    if (!hasOutOf(model, part, EdgeKind::FailsTo))
        return false;
    const auto says = [&](EdgeIndex i) { return model.property(model[i], "keeps_failures"); };
    const NodeIndex index = model.indexOf(part);
    return std::ranges::none_of(model.edgesFrom(index), says) &&
           std::ranges::none_of(model.edgesTo(index), says);
}

std::string listed(std::span<const std::string> names) {
    if (names.empty())
        return {};
    if (names.size() == 1)
        return names[0];
    if (names.size() == 2)
        return fmt::format("{} and {}", names[0], names[1]);
    return fmt::format("{}, {} and {} more", names[0], names[1], names.size() - 2);
}

std::string listed(const Judge& judge, std::span<const Node* const> nodes) {
    std::vector<std::string> names;
    for (std::size_t i = 0; i < nodes.size(); ++i)
        names.push_back(i < 2 ? judge.name(*nodes[i]) : std::string());
    return listed(names);
}

Fix addFailureQueue(const Judge& judge, const Node& part) {
    const Model& model = judge.model();
    const std::string id = judge.id(part);
    // A schedule is called `cron(0 3 * * ? *)`; an event's id has a dot in it, and a name that
    // becomes an id has none.
    const std::string_view title = model.text(part.name);
    const bool isWord = title.find_first_of(" (*/") == std::string_view::npos;
    const std::string stem = failureName(isWord ? title : std::string_view(id));
    std::string name;
    for (const char c : stem)
        name +=
            (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') ? c : '-';
    const std::string base = name;
    for (int i = 2; model.node(name) || model.group(name); ++i)
        name = fmt::format("{}{}", base, i);
    AddNode add;
    add.kind = NodeKind::Queue;
    add.name = name;
    add.properties.emplace_back("retention_seconds", twoWeeks);
    return {fmt::format("Add the queue {} for what fails at {}", name, model.text(part.name)),
            {add, Connect{id, name, EdgeKind::FailsTo, {}}}};
}

StateLines::StateLines(const Model& model, const Node& workflow) {
    eachOutOf(model, workflow, [&](const Edge& edge) {
        const Property* states = model.property(edge, "states");
        if (!states)
            return;
        if (const ValueList* list = states->value.list()) {
            for (const Value& key : *list)
                if (const std::string* text = key.string())
                    m_lines[*text].push_back(&edge);
        } else if (const std::string* text = states->value.string()) {
            m_lines[*text].push_back(&edge);
        }
    });
}

std::span<const Edge* const> StateLines::of(const State& state) const {
    const auto found = m_lines.find(state.key);
    return found == m_lines.end() ? std::span<const Edge* const>() : found->second;
}

StateTree::StateTree(const Model& model, const Node& workflow) {
    for (const State& state : model.states(workflow))
        m_byKey.emplace(state.key, &state);
}

const State* StateTree::state(std::string_view key) const {
    const auto found = m_byKey.find(key);
    return found == m_byKey.end() ? nullptr : found->second;
}

const State* StateTree::parentOf(const State& state) const {
    return state.parent.empty() ? nullptr : this->state(state.parent);
}

} // namespace limn
