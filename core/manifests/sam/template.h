// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string_view>
#include <unordered_map>
#include <vector>

#include "core/manifests/tree.h"
#include "core/model/fragment.h"

namespace limn::sam {

// One entry of `Resources`. Its texts are the Tree's.
struct Resource {
    std::string_view id;
    std::string_view type;
    std::string_view condition; // name of a condition, empty for always
    Span at;                    // from the key to the value's end
    Span keyAt;
    Span typeAt; // of the type's text
    TreeNode body;
    TreeNode properties;
    TreeNode globals; // what `Globals` says for this type; missing for most
};

// The sections of a template, found once. What is not of the expected shape is left out and
// reported; valid while the Tree lives.
class Template {
public:
    Template(TreeNode root, std::vector<Problem>& problems,
             const std::vector<FragmentValue>* given = nullptr);

    const std::vector<Resource>& resources() const { return m_resources; }
    const Resource* resource(std::string_view id) const;
    // Entries of `Resources` that are no resources: broken ones and loops.
    const std::vector<TreeEntry>& others() const { return m_others; }
    TreeEntry parameter(std::string_view name) const;
    // What the stack above gives to the parameter, which then has no default; null for nothing.
    const FragmentValue* given(std::string_view parameter) const;
    // What it is given, else its default; empty where neither is known.
    std::string_view parameterText(std::string_view name) const;
    // Whether the parameter is a list of texts; `Default: a,b` gives two.
    bool isListParameter(std::string_view name) const;
    TreeNode condition(std::string_view name) const { return m_root["Conditions"][name]; }
    TreeNode mapping(std::string_view name) const { return m_root["Mappings"][name]; }
    TreeNode root() const { return m_root; }

private:
    void add(const TreeEntry& entry, std::vector<Problem>& problems);

    TreeNode m_root;
    std::vector<Resource> m_resources;
    std::vector<TreeEntry> m_others;
    std::unordered_map<std::string_view, std::size_t> m_byId;
    std::unordered_map<std::string_view, TreeEntry> m_parameters;
    std::unordered_map<std::string_view, const FragmentValue*> m_given;
};

} // namespace limn::sam
