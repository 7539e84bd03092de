// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/checks/fact_tables.h"
#include "core/model/model.h"

// What an identity may do, on what: the statements of its policies against the published lists of
// actions. Functions of the Model and the tables alone, so that the window and `limn model` show
// the same as the checks judge.
namespace limn {

std::string_view word(AccessLevel level); // `read`, `permissions` …

// What one statement allows of one service at one access level.
struct Permission {
    const Statement* by = nullptr;    // of the Model
    std::string_view service;         // `dynamodb`; `*` for all; views into the Model or the tables
    std::optional<AccessLevel> level; // nothing where the tables do not tell
    std::vector<std::string> actions; // as the statement has them, wildcards kept
    int count = 0;                    // how many actions they come to; 0 where nobody can tell
    std::vector<std::string> resources; // ids of parts, else as written; `all but …`
    bool conditional = false;           // a condition of the statement may narrow it
    bool limited = false;               // a denial, or a boundary, may take some of it away again
};

struct IdentityPermissions {
    NodeIndex identity = NodeIndex::None;
    std::vector<NodeIndex> users;     // the functions, workflows and hosts that run as it, by id
    std::vector<Permission> allowed;  // in the order of the text, then by service and level
    std::vector<std::string> unknown; // policies and actions of which nobody can tell what they are
    std::string boundary;             // the policy that limits it; empty for none
};

// Of every identity that has a statement, by id.
std::vector<IdentityPermissions> permissionsOf(const Model& model);
// Of one identity, or of what a function runs as.
IdentityPermissions permissionsOf(const Model& model, const Node& node);

// The statements of a part, its own policy's among them.
std::span<const Statement> statementsAt(const Model& model, NodeIndex node);

} // namespace limn
