// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <map>
#include <string>
#include <vector>

#include "core/model/model.h"

namespace limn {

// A Model without its text: what parts, lines and permissions there are and what is said of them.
// Values that follow from others are left out. Two manifests that say the same have equal
// abstracts.
struct Abstract {
    // Properties by name; `name`, `kind`, `type`, `class`, `group`, `parent` and `platform_type`,
    // of lines `delivery` and `how`, stand for the part's own fields.
    using Fields = std::map<std::string, Value, std::less<>>;
    struct Line {
        Fields fields;
        bool implied = false; // follows from a form's rule, with something derived to say so
    };
    struct Ends {
        std::string from, to;
        EdgeKind kind = EdgeKind::Triggers;
        auto operator<=>(const Ends&) const = default;
    };
    struct Permission {
        std::string identity;
        std::string text; // effect, actions, resources in one
        auto operator<=>(const Permission&) const = default;
    };
    std::map<std::string, Fields, std::less<>> nodes;
    std::map<std::string, Fields, std::less<>> groups;
    std::map<Ends, std::vector<Line>> lines;
    std::vector<Permission> permissions; // sorted
};

// `called` gives the name that an id is to have in the abstract.
Abstract abstractOf(const Model& model, const std::function<std::string(std::string_view)>& called);

} // namespace limn
