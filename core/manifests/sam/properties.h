// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <span>
#include <string_view>
#include <vector>

#include "core/manifests/sam/resolver.h"
#include "core/model/fragment.h"

namespace limn::sam {

// How the platform's value becomes the neutral one.
enum class Shape {
    Text,
    Number,
    Flag,
    List,
    Map,
    Word,      // PAY_PER_REQUEST, Zip: a lower-case word, and the few that are called otherwise
    FirstWord, // of a list
    Minutes,   // to seconds, as the next two
    Hours,
    Days,
    IsOn,    // Active, Enabled, PublishedVersions: true; Disabled, PassThrough: false
    IsThere, // true when anything stands there
};

// A property of the platform and the neutral one it becomes.
struct PropertyRow {
    std::string_view path; // `TracingConfig.Mode`
    std::string_view name; // of propertyTable()
    Shape shape = Shape::Text;
};

// Where a resource says something: at itself, or in `Globals` for all of its type.
struct Written {
    TreeEntry entry;
    Origin origin = Origin::Written;
    bool exists() const { return entry.value.exists(); }
};
Written written(const Resolver& resolver, const Resource& resource, std::string_view path);

// One neutral property; without a key where the value is nothing that can be said (AWS::NoValue, of
// the wrong type).
FragmentProperty property(const Resolver& resolver, const Written& written, std::string_view name,
                          Shape shape);
// All of the rows that stand below a node.
std::vector<FragmentProperty> properties(const Resolver& resolver, TreeNode node,
                                         std::span<const PropertyRow> rows);
// The same of a resource, with what it inherits.
std::vector<FragmentProperty> properties(const Resolver& resolver, const Resource& resource,
                                         std::span<const PropertyRow> rows);

FragmentProperty derived(std::string_view name, Value value, Span at);
// `at` of the bytes of a value, tag included where a tag is what gives it.
Span valueSpan(TreeNode node);

} // namespace limn::sam
