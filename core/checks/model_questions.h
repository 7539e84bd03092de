// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

#include "core/checks/judge.h"

// What several checks ask of the Model. Nothing here makes a text unless it is asked for one.
namespace limn {

// A flag as far as the manifest says it; nothing where it is silent or not known.
std::optional<bool> flagOf(const Property* property);
// A figure as far as the manifest says it.
std::optional<double> figureOf(const Property* property);
bool isUnknown(const Property* property);
// A word or a text, empty where it is not said or not known.
std::string_view wordOf(const Property* property);

// Whether the line, or the entry point it starts at, is switched off.
bool isSwitchedOff(const Model& model, const Edge& edge);
// Where a line stands in the text.
Span spanOfLine(const Model& model, const Edge& edge);

// Calls for each line that ends, or starts, at a node.
template <typename Do> void eachInto(const Model& model, const Node& node, Do act) {
    for (const EdgeIndex index : model.edgesTo(model.indexOf(node)))
        act(model[index]);
}
template <typename Do> void eachOutOf(const Model& model, const Node& node, Do act) {
    for (const EdgeIndex index : model.edgesFrom(model.indexOf(node)))
        act(model[index]);
}
bool hasInto(const Model& model, const Node& node, EdgeKind kind);
bool hasOutOf(const Model& model, const Node& node, EdgeKind kind);

// Code that somebody runs for its author: neither a piece of a content network nor made by the
// tools alone.
bool isOwnFunction(const Model& model, const Node& node);
// Whether the settings of an API's stage can be in the model: of APIs that have their stage as a
// resource of its own, a template without one says nothing of them.
bool isStageKnown(const Model& model, const Group& api);
// Whether a part of a request's path is recorded here; nothing where that is not known.
std::optional<bool> isTraced(const Model& model, const Node& node);
std::optional<bool> isTraced(const Model& model, const Group& api);
// Whether failures of the part's lines of a kind go somewhere: the line says so, or the part has a
// failure path and no line says more.
bool keepsFailures(const Model& model, const Node& part, const Edge& line);

// "`A`", "`A` and `B`", "`A`, `B` and 3 more"
std::string listed(const Judge& judge, std::span<const Node* const> nodes);
std::string listed(std::span<const std::string> names);

// Adds a queue and lets what fails at a part go there.
Fix addFailureQueue(const Judge& judge, const Node& part);

// The lines of workflows by the states they stand for.
class StateLines {
public:
    StateLines(const Model& model, const Node& workflow);
    std::span<const Edge* const> of(const State& state) const;

private:
    std::unordered_map<std::string_view, std::vector<const Edge*>> m_lines;
};

// The states of a workflow by key, and what is asked of several of them.
class StateTree {
public:
    StateTree(const Model& model, const Node& workflow);
    const State* state(std::string_view key) const;
    // The Map or Parallel that a state is in; null at the top.
    const State* parentOf(const State& state) const;

private:
    std::unordered_map<std::string_view, const State*> m_byKey;
};

} // namespace limn
