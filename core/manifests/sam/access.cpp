// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "core/manifests/sam/access.h"
#include "core/manifests/sam/loose.h"
#include "core/manifests/sam/partial_names.h"
#include "core/manifests/sam/policies.h"
#include "core/model/letter_case.h"
#include "core/model/star_pattern.h"

namespace limn::sam {
namespace {

using enum EdgeKind;

// What an action does to its resource, where that is a line of the diagram. Actions that only
// describe or configure are none.
constexpr AccessRow rows[] = {
    {"dynamodb", "GetItem", Reads},
    {"dynamodb", "BatchGetItem", Reads},
    {"dynamodb", "Query", Reads},
    {"dynamodb", "Scan", Reads},
    {"dynamodb", "PartiQLSelect", Reads},
    {"dynamodb", "ConditionCheckItem", Reads},
    {"dynamodb", "PutItem", Writes},
    {"dynamodb", "UpdateItem", Writes},
    {"dynamodb", "DeleteItem", Writes},
    {"dynamodb", "BatchWriteItem", Writes},
    {"dynamodb", "PartiQLInsert", Writes},
    {"dynamodb", "PartiQLUpdate", Writes},
    {"dynamodb", "PartiQLDelete", Writes},
    {"dynamodb", "GetRecords", Reads},
    {"dax", "GetItem", Reads},
    {"dax", "PutItem", Writes},
    {"s3", "GetObject", Reads},
    {"s3", "GetObjectVersion", Reads},
    {"s3", "GetObjectTagging", Reads},
    {"s3", "HeadObject", Reads},
    {"s3", "ListBucket", Reads},
    {"s3", "PutObject", Writes},
    {"s3", "PutObjectAcl", Writes},
    {"s3", "PutObjectTagging", Writes},
    {"s3", "DeleteObject", Writes},
    {"s3", "DeleteObjectVersion", Writes},
    {"s3", "RestoreObject", Writes},
    {"s3", "ListBucketVersions", Reads},
    {"sqs", "SendMessage", Publishes},
    {"sqs", "SendMessageBatch", Publishes},
    {"sqs", "ReceiveMessage", Reads},
    {"sns", "Publish", Publishes},
    {"sns", "PublishBatch", Publishes},
    {"events", "PutEvents", Publishes},
    {"kinesis", "PutRecord", Publishes},
    {"kinesis", "PutRecords", Publishes},
    {"kinesis", "GetRecords", Reads},
    {"kinesis", "SubscribeToShard", Reads},
    {"firehose", "PutRecord", Publishes},
    {"firehose", "PutRecordBatch", Publishes},
    {"kafka-cluster", "WriteData", Publishes},
    {"kafka-cluster", "ReadData", Reads},
    {"iot", "Publish", Publishes},
    {"lambda", "InvokeFunction", Invokes},
    {"lambda", "InvokeAsync", Invokes, Delivery::Async},
    {"lambda", "InvokeFunctionUrl", Invokes, Delivery::Sync},
    {"states", "StartExecution", Invokes, Delivery::Async},
    {"states", "StartSyncExecution", Invokes, Delivery::Sync},
    {"states", "SendTaskSuccess", Invokes, Delivery::Async},
    {"states", "SendTaskFailure", Invokes, Delivery::Async},
    {"execute-api", "Invoke", Invokes, Delivery::Sync},
    {"execute-api", "ManageConnections", Invokes, Delivery::Sync},
    {"appsync", "GraphQL", Invokes, Delivery::Sync},
    {"ecs", "RunTask", Invokes, Delivery::Async},
    {"batch", "SubmitJob", Invokes, Delivery::Async},
    {"codebuild", "StartBuild", Invokes, Delivery::Async},
    {"secretsmanager", "GetSecretValue", Reads},
    {"secretsmanager", "PutSecretValue", Writes},
    {"secretsmanager", "UpdateSecret", Writes},
    {"ssm", "GetParameter", Reads},
    {"ssm", "GetParameters", Reads},
    {"ssm", "GetParametersByPath", Reads},
    {"ssm", "PutParameter", Writes},
    {"rds-data", "ExecuteStatement", Writes},
    {"rds-data", "BatchExecuteStatement", Writes},
    {"rds-db", "connect", Writes},
    {"es", "ESHttpGet", Reads},
    {"es", "ESHttpPost", Writes},
    {"es", "ESHttpPut", Writes},
    {"es", "ESHttpDelete", Writes},
    {"es", "ESHttpPatch", Writes},
    {"es", "ESHttpHead", Reads},
    {"aoss", "APIAccessAll", Writes},
    {"timestream", "Select", Reads},
    {"timestream", "WriteRecords", Writes},
    {"qldb", "SendCommand", Writes},
    {"glue", "StartJobRun", Invokes, Delivery::Async},
    {"glue", "StartCrawler", Invokes, Delivery::Async},
    {"codepipeline", "StartPipelineExecution", Invokes, Delivery::Async},
    {"ecr", "BatchGetImage", Reads},
    {"ecr", "GetDownloadUrlForLayer", Reads},
    {"ecr", "PutImage", Writes},
    {"ecr", "BatchDeleteImage", Writes},
    {"bedrock", "InvokeModel", Invokes, Delivery::Sync},
    {"bedrock", "InvokeModelWithResponseStream", Invokes, Delivery::Sync},
    {"kms", "Decrypt", Reads},
    {"kms", "Encrypt", Reads},
    {"kms", "GenerateDataKey", Reads},
    {"kms", "Sign", Reads},
    {"cognito-idp", "AdminGetUser", Reads},
    {"cognito-idp", "ListUsers", Reads},
    {"cognito-idp", "ListUsersInGroup", Reads},
    {"cognito-idp", "AdminListGroupsForUser", Reads},
    {"cognito-idp", "AdminCreateUser", Writes},
    {"cognito-idp", "AdminDeleteUser", Writes},
    {"cognito-idp", "AdminUpdateUserAttributes", Writes},
    {"cognito-idp", "AdminAddUserToGroup", Writes},
    {"cognito-idp", "AdminRemoveUserFromGroup", Writes},
    {"cognito-idp", "AdminSetUserPassword", Writes},
    {"cognito-idp", "AdminConfirmSignUp", Writes},
    {"cognito-idp", "AdminDisableUser", Writes},
    {"cognito-idp", "AdminEnableUser", Writes},
    {"cognito-idp", "AdminInitiateAuth", Invokes, Delivery::Sync},
    {"cognito-idp", "AdminRespondToAuthChallenge", Invokes, Delivery::Sync},
    {"elasticfilesystem", "ClientMount", Reads},
    {"elasticfilesystem", "ClientWrite", Writes},
};

// Services that speak of one thing under two names. The platform takes them in any case.
bool sameService(std::string_view action, std::string_view resource) {
    return equalInAnyCase(action, resource) || (action == "rds-data" && resource == "rds") ||
           (action == "rds-db" && resource == "rds") ||
           (action == "kafka-cluster" && resource == "kafka") ||
           (action == "s3-object-lambda" && resource == "s3") ||
           (action == "cognito-sync" && resource == "cognito-identity") ||
           (action == "sts" && resource == "iam") ||
           (action == "apigateway" && resource == "execute-api");
}

void addActions(FragmentEdge& grant, const std::vector<const Statement::Item*>& actions) {
    FragmentProperty* list = nullptr;
    for (FragmentProperty& p : grant.properties)
        if (p.key == "actions")
            list = &p;
    if (!list) {
        grant.properties.push_back(
            {"actions", ValueList{}, actions.front()->at, {}, Origin::Written});
        list = &grant.properties.back();
    }
    auto& known = std::get<ValueList>(list->value.data);
    for (const Statement::Item* action : actions) {
        const bool isKnown = std::any_of(known.begin(), known.end(), [&](const Value& value) {
            return action->text.empty()
                       ? value.unknown() && value.unknown()->expression == action->unknown
                       : value.string() && *value.string() == action->text;
        });
        if (!isKnown)
            known.push_back(action->text.empty() ? Value(Unknown{action->unknown})
                                                 : Value(action->text));
    }
}

// What actions mean, each looked up once: templates give the same few again and again.
class KnownAccess {
public:
    const std::vector<const AccessRow*>& operator[](const std::string& action) {
        const auto [known, isNew] = m_rows.try_emplace(action);
        if (isNew)
            known->second = accessOf(action);
        return known->second;
    }

private:
    std::unordered_map<std::string, std::vector<const AccessRow*>> m_rows;
};

// One kind of use of one part, and the action that allows it.
struct Use {
    const AccessRow* row = nullptr;
    Span at;
};

std::vector<Use> usesOf(const std::vector<const Statement::Item*>& actions, KnownAccess& known) {
    std::vector<Use> out;
    for (const Statement::Item* action : actions)
        for (const AccessRow* row : known[action->text])
            out.push_back({row, action->at});
    return out;
}

// `NotAction`: everything of the resource's service but what it lists.
std::vector<Use> usesBut(const std::vector<Statement::Item>& notActions, std::string_view service,
                         Span at) {
    std::vector<Use> out;
    for (const AccessRow& row : rows) {
        const std::string name = std::string(row.service) + ':' + std::string(row.action);
        const bool isOut = std::any_of(notActions.begin(), notActions.end(), [&](const auto& item) {
            return matchesPattern(item.text, name);
        });
        const bool isThere = std::any_of(out.begin(), out.end(),
                                         [&](const Use& use) { return use.row->kind == row.kind; });
        if (row.service == service && !isOut && !isThere)
            out.push_back({&row, at});
    }
    return out;
}

void relateUse(Reading& reading, const Runner& runner, const std::string& target,
               const std::vector<Use>& uses, std::string_view service) {
    if (runner.id == target)
        return;
    const bool isTrigger = reading.parts.between(target, runner.id, Triggers) != nullptr;
    for (const Use& use : uses) {
        const AccessRow& row = *use.row;
        // `*` allows much that this part has no word for.
        if (!service.empty() && !sameService(row.service, service))
            continue;
        // To be started by a queue or stream one must read it; that is no second line.
        const bool isPoll =
            row.kind == Reads && (row.service == "sqs" || row.service == "kinesis" ||
                                  row.service == "kafka-cluster" || row.action == "GetRecords");
        if (isTrigger && isPoll)
            continue;
        FragmentEdge& edge =
            reading.parts.relate(runner.id, target, row.kind, {How::Policy, use.at}, row.delivery);
        std::erase_if(edge.properties, [](const FragmentProperty& p) { // it is known now
            return p.key == "access" && p.value.unknown();
        });
    }
}

} // namespace

std::vector<const AccessRow*> accessOf(std::string_view action) {
    const std::size_t colon = action.find(':');
    std::vector<const AccessRow*> out;
    const bool isAny = action == "*";
    if (colon == std::string_view::npos && !isAny)
        return out;
    const std::string_view service = action.substr(0, colon);
    const std::string_view verb = isAny ? action : action.substr(colon + 1);
    for (const AccessRow& row : rows)
        if ((isAny || equalInAnyCase(service, row.service)) && matchesPattern(verb, row.action) &&
            std::none_of(out.begin(), out.end(), [&](const AccessRow* r) {
                return r->kind == row.kind && r->service == row.service;
            }))
            out.push_back(&row);
    return out;
}

bool isDataService(std::string_view service) {
    // Of these an ARN does not tell one thing that is worth a part of its own.
    for (const std::string_view other :
         {"glue", "codepipeline", "timestream", "qldb", "aoss", "ecr"})
        if (service == other)
            return false;
    return std::any_of(std::begin(rows), std::end(rows),
                       [&](const AccessRow& row) { return sameService(row.service, service); });
}

namespace {

struct Access {
    Reading& reading;
    std::unordered_map<std::string_view, std::vector<Runner>> runnersOf;
    PartialNames names;
    KnownAccess known;

    // Whether what runs in other files may run as the identity: not as one that is made for one
    // function alone.
    bool isShared(const std::string& identity) const {
        const FragmentNode* node = reading.parts.node(identity);
        return node && (node->kind == NodeKind::External || reading.sections.resource(identity));
    }
};

// Says what the `grants` line between the two means for runners of other files.
void noteUses(Reading& reading, const std::string& identity, const std::string& target,
              const std::vector<Use>& uses, std::string_view service) {
    Fragment& fragment = reading.parts.fragment();
    const FragmentEdge* grant = reading.parts.between(identity, target, Grants);
    const auto index = static_cast<std::uint32_t>(grant - fragment.edges.data());
    for (const Use& use : uses)
        if (service.empty() || sameService(use.row->service, service))
            fragment.uses.push_back({index, use.row->kind, use.row->delivery, use.at});
}

void addAccess(Access& access, const std::string& identity, const Statement& statement,
               const Statement::Item& resource, const std::string& target) {
    Reading& reading = access.reading;
    const std::string known(serviceOf(reading, target));
    const std::string service = known.empty() ? resourceName(resource.text).service : known;
    std::vector<const Statement::Item*> actions;
    for (const Statement::Item& action : statement.actions) {
        const std::string_view of = std::string_view(action.text).substr(0, action.text.find(':'));
        if (service.empty() || action.text == "*" || action.text.empty() ||
            sameService(of, service))
            actions.push_back(&action);
    }
    const bool isInverted = actions.empty() && !statement.notActions.empty();
    if ((actions.empty() && !isInverted) || identity == target)
        return;
    FragmentEdge& grant =
        reading.parts.relate(identity, target, Grants, {How::Policy, resource.at});
    std::vector<Statement::Item> but;
    if (isInverted) {
        std::string text = "all but";
        for (const Statement::Item& action : statement.notActions)
            text += ' ' + action.text;
        but.push_back({{}, std::move(text), {}, statement.notActions.front().at});
        actions.push_back(&but.front());
    }
    addActions(grant, actions);
    const std::vector<Use> uses = isInverted
                                      ? usesBut(statement.notActions, service, but.front().at)
                                      : usesOf(actions, access.known);
    if (access.isShared(identity))
        noteUses(reading, identity, target, uses, service);
    for (const Runner& runner : access.runnersOf[identity])
        relateUse(reading, runner, target, uses, service);
}

} // namespace

void relateAccess(Reading& reading) {
    Access access{reading, {}, PartialNames(reading), {}};
    for (const Runner& runner : reading.runners)
        access.runnersOf[runner.identity].push_back(runner);
    // Lines are added on the way, statements are not.
    std::vector<FragmentStatement>& statements = reading.parts.fragment().statements;
    for (FragmentStatement& made : statements) {
        if (!made.statement.allow || !made.statement.isGrant())
            continue;
        for (Statement::Item& resource : made.statement.resources) {
            // What another place has made an outside part of since.
            if (resource.target.empty() || isVanishing(reading, resource.target))
                if (std::string known = outsideNamed(reading, resource.text); !known.empty())
                    resource.target = std::move(known);
            if (!resource.target.empty())
                addAccess(access, made.identity, made.statement, resource, resource.target);
            else
                for (const std::string& covered : access.names.covered(resource.text))
                    addAccess(access, made.identity, made.statement, resource, covered);
        }
    }
}

} // namespace limn::sam
