// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <variant>

#include "core/model/edge.h"
#include "core/model/node.h"
#include "core/model/result.h"
#include "core/model/value.h"

namespace limn {

// What a gesture on the architecture means, free of any format. Ids are the Model's; edges are
// named by their two ends and kind.

struct AddNode {
    NodeKind kind = NodeKind::Function;
    std::string subtype; // empty: the kind says all
    std::string name;    // becomes the id where the format uses names as ids
    std::string group;   // empty: none
    ValueMap properties;
    bool operator==(const AddNode&) const = default;
};
struct SetProperty {
    std::string id; // of a node, a group, or the key of an edge
    std::string property;
    Value value;
    bool operator==(const SetProperty&) const = default;
};
struct UnsetProperty {
    std::string id;
    std::string property;
    bool operator==(const UnsetProperty&) const = default;
};
struct Connect {
    std::string from;
    std::string to;
    EdgeKind kind = EdgeKind::Triggers;
    ValueMap properties;
    bool operator==(const Connect&) const = default;
};
struct Disconnect {
    std::string from;
    std::string to;
    EdgeKind kind = EdgeKind::Triggers;
    bool operator==(const Disconnect&) const = default;
};
struct Rename {
    std::string id;
    std::string name;
    bool operator==(const Rename&) const = default;
};
// Removes the part and every line to or from it.
struct Remove {
    std::string id;
    bool operator==(const Remove&) const = default;
};
struct Duplicate {
    std::string id;
    std::string name;
    bool operator==(const Duplicate&) const = default;
};
struct MoveToGroup {
    std::string id;
    std::string group; // empty: out of its group
    bool operator==(const MoveToGroup&) const = default;
};

using Intent = std::variant<AddNode, SetProperty, UnsetProperty, Connect, Disconnect, Rename,
                            Remove, Duplicate, MoveToGroup>;

// One line of `limn edit`: a JSON object with `do` (design:
// {"do":"add","kind":"queue","name":"retry-jobs"} …). The error names the field that is missing,
// unknown or of the wrong type.
Result<Intent> parseIntent(std::string_view json);
std::string printIntent(const Intent& intent);
// "Connect Upload to file-jobs": the name of the undo step.
std::string describe(const Intent& intent);

} // namespace limn
