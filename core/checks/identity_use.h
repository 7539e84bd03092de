// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "core/checks/judge.h"

// What the checks of permissions ask of an identity and of what runs under it.
namespace limn {

// The functions and workflows that run under an identity, sorted by id.
std::vector<const Node*> usersOf(const Judge& judge, const Node& identity);
// "`worker`", "`worker` and 2 more"; the identity itself where nothing here runs under it.
std::string whoIs(const Judge& judge, const std::vector<const Node*>& users, const Node& identity);
// Ids of the users and of the identity.
std::vector<std::string> elementsOf(const Judge& judge, const std::vector<const Node*>& users,
                                    const Node& identity);

// A policy that nobody here holds and that calls itself a boundary: it limits, it gives nothing.
bool isBoundary(const Judge& judge, const Node& identity);

// Text the author did not choose: what a policy template, a connector or a policy of the platform
// brings. Those have checks of their own.
bool isReadyMade(const Statement& statement);
// The name in `managed policy NAME`; empty where it is no such statement.
std::string_view managedPolicyOf(const Statement& statement);
// " in inline policy Name"; empty where the manifest gives no name.
std::string origin(const Statement& statement);
// The item as its author wrote it.
std::string_view written(const Statement::Item& item);
// Where it stands; the statement where it has no place of its own.
Span placeOf(const Statement& statement, const Statement::Item& item);
// "`s3:GetObject`", "`s3:GetObject` and 3 more"
std::string listed(const std::vector<std::string_view>& texts);

// Whether code runs under the identity: something here does, or its trust lets a service that runs
// code take it.
bool runsCode(const Judge& judge, const Node& identity, const std::vector<const Node*>& users);

} // namespace limn
