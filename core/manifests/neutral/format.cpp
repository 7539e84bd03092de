// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include "core/manifests/neutral/neutral.h"
#include "core/manifests/neutral/vocabulary.h"
#include "core/model/property_table.h"

namespace limn {
namespace {

using namespace neutral;

// Top keys that other formats have and this one never will.
constexpr std::string_view foreignKeys[] = {"$schema",
                                            "AWSTemplateFormatVersion",
                                            "Globals",
                                            "Parameters",
                                            "Resources",
                                            "StartAt",
                                            "States",
                                            "Transform",
                                            "apiVersion",
                                            "asyncapi",
                                            "bindings",
                                            "document",
                                            "findings",
                                            "format_version",
                                            "nodes",
                                            "openapi",
                                            "provider",
                                            "runs",
                                            "service",
                                            "services",
                                            "specVersion",
                                            "swagger",
                                            "terraform_version",
                                            "main"};

bool isPart(const TreeNode& node) { return node.isMap() || node.isNull(); }

// A section as the long form has it: ids, each with a map of keys or nothing.
bool isSection(const TreeEntry& entry) {
    if (!findSection(entry.name()) || entry.name() == "other" || !entry.value.isMap())
        return false;
    const auto parts = entry.value.entries();
    return !parts.empty() &&
           std::ranges::all_of(parts, [](const TreeEntry& part) { return isPart(part.value); });
}

bool hasPropertyOf(const TreeNode& node, NodeKind kind) {
    return std::ranges::any_of(node.entries(), [kind](const TreeEntry& key) {
        const PropertyInfo* info = findProperty(key.name());
        return info && belongsTo(*info, kind);
    });
}

bool isShort(const TreeEntry& entry) {
    if (entry.name() == "api")
        return !entry.value["route"].isNull() || !entry.value.item(0)["route"].isNull();
    if (entry.name() == "function")
        return hasPropertyOf(entry.value, NodeKind::Function);
    return entry.name() == "resources" &&
           std::ranges::any_of(entry.value.entries(), [](const TreeEntry& resource) {
               return findShortKey(resource.name()) != nullptr;
           });
}

} // namespace

bool recognisesNeutral(const Tree& tree) {
    const TreeNode root = tree.root();
    if (!root.isMap())
        return false;
    // What Limn prints about a model or a report carries the version too.
    const bool printed = root["nodes"].isSequence() || root["findings"].isSequence();
    if (root["limn"].isScalar())
        return !printed;
    if (std::ranges::any_of(foreignKeys,
                            [&root](std::string_view key) { return root[key].exists(); }))
        return false;
    const auto entries = root.entries();
    const auto known = topKeys();
    const auto ours = std::ranges::count_if(entries, [&known](const TreeEntry& entry) {
        return std::ranges::find(known, entry.name()) != known.end();
    });
    return 2 * static_cast<std::size_t>(ours) >= entries.size() &&
           std::ranges::any_of(
               entries, [](const TreeEntry& entry) { return isSection(entry) || isShort(entry); });
}

extern constinit const Format neutralFormat{
    .id = "neutral",
    .title = "Limn neutral manifest",
    .description = "Limn's own form, short or long; everything a diagram can hold, edited in place",
    .recognises = recognisesNeutral,
    .read = readNeutral,
    .write = writeNeutral,
};

} // namespace limn
