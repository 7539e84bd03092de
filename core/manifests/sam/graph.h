// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/manifests/sam/auth.h"

namespace limn::sam {

// How a GraphQL API is called when a schema says nothing else: `AuthenticationType` of
// CloudFormation, `Auth.Type` of SAM.
Auth graphAuth(Reading& reading, TreeNode declaration, std::string_view typeKey);
// Whether the schema says otherwise of a field, where the API knows several ways; then `auth` is
// what it says.
bool settleCallers(Reading& reading, const Api& api, std::string_view type, std::string_view field,
                   Auth& auth);
// The entry point of a field, and what the API says of all of them.
void addField(Reading& reading, const std::string& id, std::string_view api,
              const std::string& type, const std::string& field, Span at);
// The line from a field to what its data source speaks to: `operation` tells what it does there,
// `via` is the place of the step that leads to it.
void relateField(Reading& reading, const std::string& entry, TreeNode place,
                 std::string_view service, EdgeKind operation, bool isKnown, Span via = {});
// Whether the text of a resolver reads or writes, where it says so.
struct Operation {
    EdgeKind kind = EdgeKind::Writes;
    bool isKnown = false;
};
Operation operationOf(Reading& reading, TreeNode resolver);
// The fields of AWS::Serverless::GraphQLApi, which has everything in one resource.
void placeFields(Reading& reading, const Resource& resource);

} // namespace limn::sam
