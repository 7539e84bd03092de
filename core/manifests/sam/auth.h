// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <string_view>

#include "core/manifests/sam/reading.h"

namespace limn::sam {

// Who may call a route, and the text that says so.
struct Auth {
    Value value; // `none`, `iam`, `cognito`, `jwt`, `lambda`, `api_key`, `required`, or Unknown;
                 // null when nothing says
    std::string authorizer; // id of the authorizer's node; empty when it has none
    Span at;
    Span keyAt;
    Origin origin = Origin::Written;
    Span apiKeyAt{};    // where a key is asked for beside; invalid when none is
    TreeEntry scopes{}; // what a caller's token must allow
};

// An API as its routes need it: the group, and where its own settings stand.
struct Api {
    std::string id; // of the group; empty when the API is not of this template
    TreeNode properties;
    TreeNode globals;
};
Api apiOf(const Reading& reading, std::string_view id);

// Where the template says that the API's description is elsewhere: a file, or what a transform puts
// in; missing when it is not.
TreeNode foreignBody(const Api& api);

// What a SAM event's `Auth` comes to, with the API's defaults; a preflight may be left out of them.
Auth eventAuth(Reading& reading, const Api& api, TreeNode event, bool isPreflight = false);
// A setting of the API, its own or that of `Globals`.
TreeEntry apiSetting(const Reading& reading, const Api& api, std::string_view path);
// What an OpenAPI operation's `security` comes to, with the body's own.
Auth operationAuth(Reading& reading, const Api& api, TreeNode body, TreeNode operation);
// What `AuthorizationType` and `AuthorizerId` of a method or route come to.
Auth methodAuth(Reading& reading, TreeNode properties,
                std::string_view typeKey = "AuthorizationType");
// Authorizers that a SAM API declares, as identities with the lines to what decides.
void placeAuthorizers(Reading& reading, const Api& api);
// The authorizer that a scheme of an OpenAPI body is, where it is one.
void placeScheme(Reading& reading, const Api& api, const std::string& id, std::string_view name,
                 TreeNode scheme);

// Puts auth and whether the public reaches it on an entry point; replaces what a weaker source said
// before.
void setAuth(Reading& reading, const std::string& entry, const Api& api, const Auth& auth);

} // namespace limn::sam
