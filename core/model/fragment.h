// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <memory>
#include <span>
#include <string>
#include <vector>

#include "core/model/model.h"

namespace limn {

// What one file says, before it is joined with the others: the same facts as the Model, keyed by
// plain ids that are local to the file. Readers fill it in any order; link() sorts, interns and
// checks it.
struct FragmentProperty {
    std::string key;
    Value value;
    Span at;
    Span keyAt;
    Origin origin = Origin::Written;
};

struct FragmentNode {
    std::string id;
    NodeKind kind = NodeKind::Resource;
    std::string subtype;
    std::string name; // empty: the id
    std::string platformType;
    std::string group;                  // id of a group of this file; empty: the file's own
    std::optional<NodeClass> nodeClass; // empty: the kind's default
    Span at;
    std::vector<FragmentProperty> properties;
    std::string identity; // unused by link(); readers may note who runs it
};

struct FragmentEdge {
    std::string from; // id of a node or group of this file
    std::string to;
    EdgeKind kind = EdgeKind::Triggers;
    Delivery delivery = Delivery::None;
    std::vector<Evidence> evidence;
    std::vector<FragmentProperty> properties;
};

struct FragmentGroup {
    std::string id;
    std::string name;
    GroupKind kind = GroupKind::Service;
    std::string parent;
    std::string platformType;
    Span at;
    std::vector<FragmentProperty> properties;
};

struct FragmentStatement {
    std::string identity; // node id
    Statement statement;  // its `identity` index is set by link()
};

// A name by which other files may mean a part of this one: its kind, a space, and the name itself
// (`export orders-table`, `sqs orders`). Those of kind `output` and `parameter` count within the
// stack that the file is, all others in the whole system.
struct FragmentOffer {
    std::string name;
    std::string target; // id of a part of this file, which may be a loose one
};

// A part that the file only names. join() looks for who offers one of its names.
struct FragmentLoose {
    enum class Otherwise : std::uint8_t { Stays, Vanishes, IsInstead };
    std::string id;                 // of an external node of this file
    std::vector<std::string> names; // the surest first; `output Stack/Name` for a nested stack's
    Otherwise otherwise = Otherwise::Stays; // what becomes of it when nobody is found
    std::string instead;                    // id of the part that is meant then
};

// The text that a parameter of a nested stack is given, with `${AWS::Region}` and the like in it.
struct FragmentValue {
    std::string name;
    std::string text;
    bool isKnown = false;    // else only the deployment knows, and the default does not count
    bool isConstant = false; // the same in every deployment
    bool operator==(const FragmentValue&) const = default;
};

// A part that stands for all the parts of another file: a nested stack.
struct FragmentStack {
    std::string id; // of its node
    std::uint32_t source = Span::noSource;
    std::vector<FragmentOffer> arguments; // parameters' names, and the parts they are given
    std::vector<FragmentValue> values;    // all parameters that are given anything, by name
};

// What a `grants` line means for whoever runs as its identity. The reader makes the lines of its
// own runners; join() those of other files.
struct FragmentUse {
    std::uint32_t grant = 0; // position of the line
    EdgeKind kind = EdgeKind::Reads;
    Delivery delivery = Delivery::None;
    Span at;
};

// A file that this one names. Where it is not there, `missing` says why, as the end of a sentence.
struct FragmentFile {
    std::string path; // as Sources have it
    std::shared_ptr<const Source> source;
    std::string missing;
    bool isForbidden = false; // it would not be read if it were there
    bool isPart = false;      // its text is read as a part of this one
    bool isManifest = false;  // it is read on its own: a nested stack
    Span at;                  // the text that names it
};

struct FragmentState {
    std::string workflow; // node id
    State state;          // its `workflow` index and `properties` are set by link()
    std::vector<FragmentProperty> properties;
};

struct Fragment {
    std::string name; // of the stack or service; prefixes ids where several files make one system
    ReadSource source;
    std::vector<FragmentNode> nodes;
    std::vector<FragmentEdge> edges;
    std::vector<FragmentGroup> groups;
    std::vector<FragmentStatement> statements;
    std::vector<FragmentState> states; // of a workflow in the order of the text
    std::vector<Unplaced> unplaced;
    std::vector<Problem> problems;
    std::vector<FragmentFile> files; // what it was read with, each once
    std::vector<FragmentOffer> offers;
    std::vector<FragmentLoose> loose;
    std::vector<FragmentStack> stacks;
    std::vector<FragmentValue> given; // what its parameters were given when it was read
    std::vector<FragmentUse> uses;
    std::vector<std::uint32_t> runs; // positions of the lines from what runs to its identity
    bool isPart = false;             // of other manifests, and so says nothing on its own

    FragmentNode& node(std::string id, NodeKind kind, Span at);
    FragmentEdge& edge(std::string from, std::string to, EdgeKind kind, Evidence evidence);
    void problem(Severity severity, std::string code, std::string message, Span at);
};

// The fragment with the spans of source `i` at source `now[i]`: its files have moved in the
// Sources.
void renumber(Fragment& fragment, std::span<const std::uint32_t> now);

// Joins what the files say into one Model. Fragments are in the order of the Sources, and are
// joined first (join.h). With more than one that is no nested stack and has nodes, ids get the
// fragment's name as prefix (`orders/Worker`). An edge to an id that no fragment has ends at an
// `external` node of that name, with a problem; equal ids are told apart and reported.
Model link(std::vector<std::shared_ptr<const Fragment>> fragments);

} // namespace limn
