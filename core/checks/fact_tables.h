// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <cmath>
#include <cstdint>
#include <limits>
#include <span>
#include <string_view>

// What the platforms do, as constant tables. They are written by the build from
// resources/facts/*.tsv, so a fact is changed there, never here. Nothing is parsed or allocated
// when the program starts. Every table is sorted by the members that stand first, unless it says
// otherwise.
namespace limn {

// How sure a fact is. A finding that rests on Recalled facts alone is never an error.
enum class Confidence : std::uint8_t { Exact, Documented2023, Seen, Recalled };

// One fact under a dotted key, such as `aws.lambda.timeout_default_s`. The unit ends the key. An
// empty text means "no limit" or "not applicable".
struct Fact {
    std::string_view key{};
    double number = std::numeric_limits<double>::quiet_NaN(); // NaN when the fact is no number
    std::string_view text{};
    std::string_view source{}; // ids of FactSource, with words where one source gave a part only
    Confidence confidence = Confidence::Recalled;
    std::string_view note{};

    bool isNumber() const { return !std::isnan(number); }
};
std::span<const Fact> facts();
const Fact* findFact(std::string_view key);
// Every fact below a prefix: `aws.lambda.sqs` gives `aws.lambda.sqs.batch.default` and its
// neighbours.
std::span<const Fact> factsUnder(std::string_view prefix);

struct FactSource {
    std::string_view id{};
    std::string_view what{};
    std::string_view where{};
    std::string_view date{};
};
std::span<const FactSource> factSources();

// The class of a platform's resource type. In the order of the file: the first rule that matches
// wins.
struct ClassRule {
    std::span<const std::string_view> types{};
    std::string_view condition{}; // in words; empty = always
    std::string_view nodeClass{};
    std::string_view
        capacity{}; // `host-centric` where the class is serverless but the capacity is not
    std::string_view evidence{}; // the property that shows it
    std::string_view note{};
};
std::span<const ClassRule> classRules();

enum class AccessLevel : std::uint8_t { List, Read, Write, PermissionsManagement, Tagging };

struct IamAction {
    std::string_view service{};
    std::string_view action{};
    AccessLevel level = AccessLevel::Read;
    // A star ends a type that the call requires. Empty: the action accepts only the resource "*".
    std::span<const std::string_view> resourceTypes{};
    std::span<const std::string_view> needs{}; // further actions, with their service
};
std::span<const IamAction> iamActions();
std::span<const IamAction> iamActionsOf(std::string_view service);
const IamAction* findIamAction(std::string_view service,
                               std::string_view action); // any letter case
// False for a service whose list is a selection, or that is not known: never expand a wildcard
// against it.
bool iamServiceIsComplete(std::string_view service);

struct IamResource {
    std::string_view service{};
    std::string_view type{};
    std::string_view arn{}; // with ${Partition} and siblings
};
std::span<const IamResource> iamResources();

// A policy of the vendor that is often given to function roles.
struct ManagedPolicy {
    std::string_view name{};
    std::string_view policyClass{}; // baseline, read, broad, admin
    bool anyResource = false;       // some Allow statement has the resource "*"
    bool deprecated = false;
    std::string_view levels{};
    std::string_view effective{}; // how many actions it comes to
    std::span<const std::string_view> escalates{};
    std::span<const std::string_view> actions{};
};
std::span<const ManagedPolicy> managedPolicies();
const ManagedPolicy* findManagedPolicy(std::string_view name);

// Actions that together let their holder have more than it was given.
struct Escalation {
    std::span<const std::string_view> actions{};
    std::string_view on{};   // role, any, pass: on what the first of them must be allowed to count
    std::string_view path{}; // "it writes itself a policy"
};
std::span<const Escalation> escalations(); // in the order of the file

// What a credential looks like.
struct SecretShape {
    std::string_view name{};
    std::string_view prefix{};
    std::string_view alphabet{}; // upper, hex, word, token, dotted, path, any
    int least = 0;               // characters behind the prefix
    int most = 0;
    std::string_view holds{}; // somewhere in them; empty for nothing
};
std::span<const SecretShape> secretShapes(); // in the order of the file

// One statement of a SAM policy template; `{Name}` in resources stands for a parameter.
struct SamPolicyTemplate {
    std::string_view name{};
    int statement = 0;
    std::span<const std::string_view> parameters{};
    std::span<const std::string_view> actions{};
    std::span<const std::string_view> resourceTypes{}; // service:type
    std::span<const std::string_view> resources{};
    std::string_view condition{}; // JSON
    std::span<const std::string_view> notInReference{};
};
std::span<const SamPolicyTemplate> samPolicyTemplates();
std::span<const SamPolicyTemplate> samPolicyTemplate(std::string_view name); // its statements

// What an AWS::Serverless::Connector grants between two resource types.
struct SamConnector {
    std::string_view source{};
    std::string_view destination{};
    std::string_view category{}; // Read, Write
    std::string_view mechanism{};
    std::string_view policySide{}; // source, destination
    std::string_view principal{};
    std::span<const std::string_view> actions{};
};
std::span<const SamConnector> samConnectors();

// A client class of an SDK and the IAM prefix of its calls. In the order of the file.
struct SdkClient {
    std::string_view prefix{};
    std::string_view jsPackage{};
    std::string_view jsClient{};
    std::string_view jsV2Class{};
    std::string_view boto3Client{};
    bool boto3Resource = false;
};
std::span<const SdkClient> sdkClients();

// A call that does not follow the plain rule `prefix:Operation`, or that carries a note. In the
// order of the file.
struct SdkCall {
    std::string_view prefix{};
    std::string_view jsV3{};
    std::string_view jsV2{};
    std::string_view boto3{};
    std::span<const std::string_view> actions{}; // empty: needs none
    std::string_view note{};
};
std::span<const SdkCall> sdkCalls();

} // namespace limn
