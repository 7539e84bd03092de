// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <deque>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>
#include <vector>

#include "core/manifests/format.h"
#include "core/manifests/sam/parts.h"
#include "core/manifests/sam/properties.h"
#include "core/manifests/sam/resolver.h"
#include "core/manifests/sam/resource_types.h"

namespace limn::sam {

struct GraphSchema;

// A part that a place of the template names.
struct Target {
    std::string id;
    std::string attribute; // `StreamArn`, where a GetAtt names it
    Span at;
    std::string condition; // under which it is meant; empty for always
};

// What runs under an identity, and from where that is known.
struct Runner {
    std::string id;       // of a function or workflow
    std::string identity; // of its role
};

// One template on its way to a Fragment. Every step is a function of this; read.cpp says their
// order.
struct Reading {
    explicit Reading(const ReadInput& in, const WrittenOut* written = nullptr)
        : input(in), sections(in.tree.root(), parts.fragment().problems, in.given),
          resolver(sections, in.source, written) {}

    const ReadInput& input;
    Parts parts;
    Template sections;
    Resolver resolver;
    // Facets and generated resources that stand for a part: an alias for its function, a stage for
    // its API.
    std::unordered_map<std::string, std::string> owners;
    // Physical names by nameKey(), as patterns.
    std::unordered_map<std::string, std::string> named;
    bool hasComposedNames = false; // some are made of a reference and more: `${Function}-jobs`
    // Ids of what variables may name by a plain physical name; empty where several parts have it.
    std::unordered_map<std::string, std::string> plainlyNamed;
    // Ids of entry points by `Api.METHOD /path`: an event and the API's body may speak of the same
    // route.
    std::unordered_map<std::string, std::string> routes;
    std::vector<Runner> runners;
    std::unordered_set<std::string> openWorkflows; // whose states are not known
    // By API; null where its schema is not at hand.
    std::unordered_map<std::string, std::shared_ptr<const GraphSchema>> graphSchemas;
    std::unordered_set<std::uint32_t> included; // where locations of read includes begin
    // Trees of other files that the template takes in; nodes point into them.
    std::deque<Tree> takenIn;
    std::unordered_map<std::string, std::size_t> looseParts; // in the Fragment, by id
    // Positions of lines by where they lead, and how many of them are known so far.
    std::unordered_map<std::string, std::vector<std::size_t>> linesInto;
    std::size_t linesSeen = 0;

    Evidence declared(TreeNode node) const { return {How::Declared, valueSpan(node)}; }
    std::string owner(std::string_view logicalId) const;
};

// --- references.cpp
// What a part of that service is found under by its physical name.
std::string nameKey(std::string_view service, std::string_view name);
// The parts of this template that an expression names; by reference first, else by physical name.
// `service` is that of a plain name.
std::vector<Target> knownTargets(Reading& reading, const Expression& expression,
                                 std::string_view service);
// The parts that a place names. What the template does not have is an outside part, made here, with
// a problem where the reference is broken.
std::vector<Target> targets(Reading& reading, TreeNode node, std::string_view service = {});
Target outsidePart(Reading& reading, const Expression& expression, std::string_view service);
// The outside part that an ARN names, where there is one already; else empty.
std::string outsideNamed(const Reading& reading, std::string_view arn);
// The node's physical name, so that others find it by it.
void rememberName(Reading& reading, const Resource& resource);
std::string_view serviceOf(const Reading& reading, std::string_view id);
// The part whose physical name a plain text is, and that of no other.
std::vector<Target> plainTargets(const Reading& reading, const Expression& expression);

// Says on a line made for a target under which condition it is there.
void markCondition(FragmentEdge& edge, const Target& target);

// What happens on a line to a part when only what it is tells.
EdgeKind natureOf(const FragmentNode& target);
// How work arrives from a part of that kind.
Delivery deliveryFrom(Reading& reading, std::string_view id);

// --- functions.cpp
void relateFunction(Reading& reading, const Resource& resource);
void relateEventSourceMapping(Reading& reading, const Resource& resource);
void relateEventInvokeConfig(Reading& reading, const Resource& resource);
void relateFunctionUrl(Reading& reading, const Resource& resource);
void relateWebFunction(Reading& reading, const Resource& resource);
// `fails_to` lines for the destinations of a place.
void relateFailure(Reading& reading, const std::string& from, TreeNode destination,
                   std::span<const FragmentProperty> properties = {});

// --- versions.cpp
void relateVersion(Reading& reading, const Resource& resource);
void relateLayerPermission(Reading& reading, const Resource& resource);

// --- events.cpp
// The `Events` of a function or state machine.
void relateEvents(Reading& reading, const Resource& resource);
// Properties of a line from a queue or stream: batch, window, filter, retries.
std::vector<FragmentProperty> mappingProperties(Reading& reading, TreeNode mapping);
// The line from a source that is polled or pushes, whichever kind it is.
void relateSource(Reading& reading, TreeNode source, const std::string& target, TreeNode event,
                  std::string_view service);

// --- api.cpp, routes.cpp, sockets.cpp, integrations.cpp, authorizers.cpp
void relateApi(Reading& reading, const Resource& resource);
void relateApiEvent(Reading& reading, const Resource& resource, const TreeEntry& event,
                    bool isHttp);
void placeRoutes(Reading& reading, const Resource& resource);
void placeSockets(Reading& reading, const Resource& resource);
void relateMethod(Reading& reading, const Resource& resource);
void relateRoute(Reading& reading, const Resource& resource);
void relateAuthorizer(Reading& reading, const Resource& resource);
// The line from a route or authorizer to what it hands the request to.
void relateHandover(Reading& reading, const std::string& entry, const Target& target, bool isAsync);
void relateIntegration(Reading& reading, const std::string& entry, TreeNode uri, bool isAsync);
// The entry point of a route; `auth` and `public` are added where nothing else says them.
FragmentNode& addRoute(Reading& reading, std::string id, std::string_view api, std::string method,
                       std::string path, Span at);

// --- api_pieces.cpp, domains.cpp: settings of an API that are resources of their own
void relateStage(Reading& reading, const Resource& resource);
void relateUsagePlan(Reading& reading, const Resource& resource);
void relateUsagePlanKey(Reading& reading, const Resource& resource);
void relateBasePath(Reading& reading, const Resource& resource);
// The APIs of this template that a reference names.
std::vector<Target> apisOf(Reading& reading, TreeNode reference);
// The resource of this template that a reference names; null when it is of elsewhere.
const Resource* resourceOf(Reading& reading, TreeNode reference);
// Adds what a part does not say yet of itself; how many there were.
std::size_t addProperties(Reading& reading, const std::string& id,
                          std::vector<FragmentProperty> properties);
// Settings of single methods, of `MethodSettings` or `RouteSettings`; those of `/*` and `*` are the
// API's.
void addMethodSettings(Reading& reading, const std::string& api, TreeNode settings);
void relateLogs(Reading& reading, const std::string& from, TreeNode place);
// A line to the role that a part calls others as.
void relateCaller(Reading& reading, const std::string& from, TreeNode role);

// --- graphql.cpp, graph_maps.cpp
void relateGraph(Reading& reading, const Resource& resource);
void relateResolver(Reading& reading, const Resource& resource);
void relateDataSource(Reading& reading, const Resource& resource);
void relateGraphPiece(Reading& reading, const Resource& resource);
void relateEventApi(Reading& reading, const Resource& resource);
void relateChannel(Reading& reading, const Resource& resource);

// --- balancers.cpp, distributions.cpp, other_ways_in.cpp
void relateListener(Reading& reading, const Resource& resource);
void relateDistribution(Reading& reading, const Resource& resource);
void relateReceiptRule(Reading& reading, const Resource& resource);
void relateConfigRule(Reading& reading, const Resource& resource);
void relateRotation(Reading& reading, const Resource& resource);

// --- channels.cpp
void relateQueue(Reading& reading, const Resource& resource);
void relateTopic(Reading& reading, const Resource& resource);
void relateSubscription(Reading& reading, const Resource& resource);
void relateSubscriptionFilter(Reading& reading, const Resource& resource);
void relateUserPool(Reading& reading, const Resource& resource);
void relateRoleAttachment(Reading& reading, const Resource& resource);

// --- stores.cpp
void relateBucket(Reading& reading, const Resource& resource);
// What a bucket's notifications start or are sent to; of the bucket or of a custom resource.
void relateNotifications(Reading& reading, const std::string& bucket, TreeNode notifications);
// Others may start it, feed it or read it, and this template does not show them.
void markExported(Reading& reading, const std::string& part, Span at);
void relateDatabase(Reading& reading, const Resource& resource);
void relateTable(Reading& reading, const Resource& resource);
void relateProxyTarget(Reading& reading, const Resource& resource);

// --- rules.cpp, pipes.cpp, delivery_streams.cpp
void relateRule(Reading& reading, const Resource& resource);
void relateTopicRule(Reading& reading, const Resource& resource);
void relateSchedule(Reading& reading, const Resource& resource);
void relatePipe(Reading& reading, const Resource& resource);
void relateIngestion(Reading& reading, const Resource& resource);
void relateDeliveryStream(Reading& reading, const Resource& resource);
// The line from a rule, schedule or pipe to what it starts or sends to.
void relateTarget(Reading& reading, const std::string& from, TreeNode place,
                  const std::vector<FragmentProperty>& lineProperties,
                  std::string_view service = {});
// The parts that an event pattern asks for are what the rule's events come from.
void relatePattern(Reading& reading, const std::string& rule, TreeNode pattern);
// The role that a rule, schedule or pipe delivers as.
void relateDeliverer(Reading& reading, const std::string& from, TreeNode role);

// --- lines.cpp
// The nodes below a node that a path names, lists and conditions unfolded at every step.
std::vector<Branch> placesAt(const Resolver& resolver, TreeNode node, std::string_view path);
// The lines of a resource that only its type and one of its properties tell.
void relateLines(Reading& reading, const Resource& resource);

// --- hosts.cpp
void relateHost(Reading& reading, const Resource& resource);
void relateScaling(Reading& reading, const Resource& resource);

// --- workflows.cpp
void relateWorkflow(Reading& reading, const Resource& resource);
// What a workflow without known states is told of the template.
void relateSubstitutions(Reading& reading, const Resource& resource);

// --- policies.cpp, access.cpp
// The identity that a function or workflow runs as, made where the platform makes one.
void placeIdentity(Reading& reading, const Resource& resource);
void relateRunner(Reading& reading, const Resource& resource);
// That the runner runs as the identity that the line leads to.
void noteRunner(Reading& reading, std::string_view runner, const FragmentEdge& assumes);
void relateRole(Reading& reading, const Resource& resource);
void relatePolicy(Reading& reading, const Resource& resource);
void relateManagedPolicy(Reading& reading, const Resource& resource);
// `grants` lines and what follows from them for those that run under the identity.
void relateAccess(Reading& reading);

// --- permissions.cpp, resource_policies.cpp, connectors.cpp
void relatePermission(Reading& reading, const Resource& resource);
void relateResourcePolicy(Reading& reading, const Resource& resource);
// The policies that a queue, key or repository has among its own properties.
void relateOwnPolicy(Reading& reading, const Resource& resource);
void relateConnector(Reading& reading, const Resource& resource);
void relateConnectors(Reading& reading, const Resource& resource);

// --- watchers.cpp
void relateAlarm(Reading& reading, const Resource& resource);
void relateCompositeAlarm(Reading& reading, const Resource& resource);
void relateDashboard(Reading& reading, const Resource& resource);
void relateLogGroup(Reading& reading, const Resource& resource);
void relateCustomResource(Reading& reading, const Resource& resource);

// --- conditional.cpp
// Marks what stands in a conditional resource or in a branch of an undecided condition, when all
// else is done.
void markConditional(Reading& reading);

// --- includes.cpp
// Reports the texts of other files that are put in where nothing here reads them.
void reportIncludes(Reading& reading);

// --- accounting.cpp
// Reports the facets that came to nothing, so that no resource is dropped in silence.
void accountForFacets(Reading& reading);

// --- shapes.cpp
// Reports texts, lists and maps that stand where the platform takes another of them.
void reportShapes(Reading& reading);

// --- environment.cpp
void relateEnvironment(Reading& reading, const Resource& resource);
// A place that names other parts, without saying what for.
struct Naming {
    How how = How::Environment;
    Unknown access;            // what would tell
    std::string_view variable; // the name under which they are handed over; may be empty
    TreeNode value;
};
// The lines that it makes: evidence of those that are there, else one whose use is not known.
void relateNaming(Reading& reading, const std::string& part, const Naming& naming);
// The lines that one variable of a part makes.
void relateVariable(Reading& reading, const std::string& part, std::string_view name,
                    TreeNode value);

} // namespace limn::sam
