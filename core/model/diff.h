// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "core/model/model.h"

namespace limn {

// One property that differs; empty where that side has none. `name`, `kind`, `type`, `class`,
// `group`, `platform_type` and, for edges, `delivery` stand for the part's own fields.
struct PropertyChange {
    std::string property;
    std::optional<Value> before;
    std::optional<Value> after;
    bool operator==(const PropertyChange&) const = default;
};

// One part, line or group that is new, gone or different. Places in the text are no difference.
struct Change {
    enum class What { Added, Removed, Changed };
    enum class Of { Node, Edge, Group, Statement, State };
    What what = What::Changed;
    Of of = Of::Node;
    // A node's, group's or state's id, an edge's key, a statement's identity and text.
    std::string id;
    std::vector<PropertyChange> properties;
    bool operator==(const Change&) const = default;
};

// What must change in `before` to get `after`: nodes, then edges, then groups, then statements,
// then states, each sorted by id. The one diff of the project: reload, canvas, verified edits and
// the review of two versions use it.
std::vector<Change> diff(const Model& before, const Model& after);

} // namespace limn
