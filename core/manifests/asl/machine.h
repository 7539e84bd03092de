// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <unordered_set>
#include <vector>

#include "core/manifests/asl/call.h"
#include "core/manifests/tree.h"
#include "core/model/fragment.h"

// State machines in Amazon's States Language, whatever manifest holds them.
namespace limn::asl {

// What only the manifest around a machine knows.
struct Surroundings {
    std::string name; // of the workflow, for messages
    // Every text that a place may hold, with `${…}` where it is not known.
    std::function<std::vector<std::string>(TreeNode)> texts;
    // A value as far as the manifest tells it.
    std::function<Value(TreeNode)> value;
    // Whether the place holds one text, be it written or made by a function of the format.
    std::function<bool(TreeNode)> isText;
    // Where a stretch of the machine's tree stands in the manifest.
    std::function<Span(Span)> place;
    // False when reading is to stop: it has been told to, or costs too much.
    std::function<bool()> goOn;
};
// Those of a tree that stands for itself.
Surroundings plainSurroundings(std::string name);

// One place where a state names something that it uses.
struct Use {
    std::size_t state = 0; // in Machine::states
    TreeNode name;
    std::string service;          // whose name it is: `lambda`, `sqs`
    std::optional<EdgeKind> kind; // nothing: what it is to what is named depends on that
    Delivery delivery = Delivery::Sync;
    bool isOutput = false;       // with no kind: the call leaves its result there
    bool isResource = false;     // the state's `Resource` itself; texts that are calls are no names
    bool onlyInManifest = false; // a name that no part has means nothing
    bool isDefault = false;      // no name stands there: the platform's default of the service
};

struct Machine {
    std::vector<FragmentState> states; // without their workflow
    std::vector<Use> uses;
    std::vector<FragmentProperty> properties; // of the workflow
    std::vector<Problem> problems;
};

// Adds what a tree says to the machine. Any tree can be read: what is wrong in it is a problem at
// its place.
void readMachine(Machine& machine, TreeNode root, const Surroundings& around);

// What a state uses; `state` counts in the machine.
void addUses(Machine& machine, std::size_t state, TreeNode node, const Surroundings& around);
// The properties of a state that stand at itself.
void addProperties(FragmentState& state, TreeNode node, const Surroundings& around);
// One property; none where the key is not there or says nothing. A text where a figure is meant is
// Unknown.
void addProperty(std::vector<FragmentProperty>& properties, TreeNode node, std::string_view key,
                 std::string_view name, const Surroundings& around);

} // namespace limn::asl
