// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>

#include "core/manifests/sam/properties.h"
#include "core/model/node.h"

namespace limn::sam {

struct Reading;

// What becomes of a resource: a part, a group, or a facet of the parts it speaks of.
enum class Place { Node, Api, Facet };

// One resource type of the platform: what it is in the model, which properties it brings, and the
// functions that make its lines.
struct ResourceType {
    std::string_view type; // a prefix where it ends with `*`
    Place place = Place::Node;
    NodeKind kind = NodeKind::Resource;
    std::string_view subtype{};
    std::string_view service{};      // of its ARN; empty: the middle of the type in lower case
    std::string_view nameProperty{}; // its physical name
    std::span<const PropertyRow> properties{};
    void (*relate)(Reading&, const Resource&) = nullptr; // its lines, when all parts are there
    std::optional<NodeClass> nodeClass{};                // where it is not the kind's
};

// The row of a type; that of everything unknown is a plain resource.
const ResourceType& resourceType(std::string_view type);

} // namespace limn::sam
