// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/manifests/sam/reading.h"

namespace limn::sam {

// Adds what a policy document, a SAM policy template or a managed policy says to the statements of
// an identity.
void addDocument(Reading& reading, const std::string& identity, TreeNode document,
                 const std::string& origin);
void addTemplate(Reading& reading, const std::string& identity, const TreeEntry& entry);
void addManagedPolicy(Reading& reading, const std::string& identity, TreeNode reference);
// The entries of a SAM `Policies`: of each of the three kinds above.
void addPolicies(Reading& reading, const std::string& identity, TreeNode policies);

// A statement of the policy that a part has itself and that names an identity of this template.
void addResourceStatement(Reading& reading, const std::string& identity, const Branch& statement,
                          const std::string& origin, const Target& part);

// A statement of a part's own policy, or of a role's trust, with whom it lets in.
void addOwnStatement(Reading& reading, const std::string& part, const Branch& statement,
                     const std::string& origin);
// The same as a permission resource has it.
void addPermission(Reading& reading, const std::string& function, const Resource& permission);
// The places of a `Principal` that say who is let in.
std::vector<Branch> principalsOf(const Resolver& resolver, TreeNode principal);

// Whether an action may be one of the lines that access.cpp knows, so that an outside part for its
// resource is worth drawing.
bool isDataService(std::string_view service);

} // namespace limn::sam
