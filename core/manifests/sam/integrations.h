// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include "core/manifests/sam/reading.h"

namespace limn::sam {

// What stands behind a route, wherever the template says it: in an OpenAPI body, with a method, or
// as a resource of its own.
struct Integration {
    TreeNode type; // AWS_PROXY, `http`, MOCK
    TreeNode uri;
    TreeNode method;      // the one it is called with
    TreeNode subtype;     // `SQS-SendMessage`, of an HTTP API
    TreeNode credentials; // the role it is called as
    TreeNode parameters;
    TreeNode templates;
    TreeNode connection; // a VPC link
    TreeNode timeout;    // in milliseconds
    TreeNode transfer;   // STREAM where the answer is streamed
};

// The lines from a route to what its integration names, and what it says of the route.
void relateIntegration(Reading& reading, const std::string& entry, const Integration& integration);

// A service of the platform that an integration calls without a function between.
struct ServiceCall {
    std::string service; // `sqs`
    std::string action;  // `SendMessage`; empty where the request tells
    std::string path;    // `account/queue`
    bool isCall() const { return !service.empty(); }
};
// Of `arn:aws:apigateway:region:sqs:path/…`; none for a function or anything else.
ServiceCall serviceCall(const std::string& uri);
void relateServiceCall(Reading& reading, const std::string& entry, ServiceCall call,
                       const Integration& integration);

} // namespace limn::sam
