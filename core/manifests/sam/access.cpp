// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include "core/manifests/sam/access.h"
#include "core/manifests/sam/policies.h"

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
    {"elasticfilesystem", "ClientMount", Reads},
    {"elasticfilesystem", "ClientWrite", Writes},
};

char lower(char c) { return c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c; }

// `*` and `?` as IAM has them; case does not count. Linear: only the last star is tried again.
bool matches(std::string_view pattern, std::string_view text) {
    std::size_t p = 0, t = 0, star = std::string_view::npos, retry = 0;
    while (t < text.size()) {
        if (p < pattern.size() && (pattern[p] == '?' || lower(pattern[p]) == lower(text[t])) &&
            pattern[p] != '*') {
            ++p;
            ++t;
        } else if (p < pattern.size() && pattern[p] == '*') {
            star = p++;
            retry = t;
        } else if (star != std::string_view::npos) {
            p = star + 1;
            t = ++retry;
        } else {
            return false;
        }
    }
    while (p < pattern.size() && pattern[p] == '*')
        ++p;
    return p == pattern.size();
}

// Services that speak of one thing under two names.
bool sameService(std::string_view action, std::string_view resource) {
    return action == resource || (action == "rds-data" && resource == "rds") ||
           (action == "rds-db" && resource == "rds") ||
           (action == "kafka-cluster" && resource == "kafka");
}

// The service of a statement's resource: of the part it stands for, or of its own ARN; empty when
// neither tells.
std::string serviceOfItem(const Reading& reading, const Statement::Item& item) {
    const std::string_view known = serviceOf(reading, item.target);
    return known.empty() ? resourceName(item.text).service : std::string(known);
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

void relateUse(Reading& reading, const Runner& runner, const Statement::Item& resource,
               const std::vector<const Statement::Item*>& actions, KnownAccess& access) {
    const bool isTrigger = reading.parts.between(resource.target, runner.id, Triggers) != nullptr;
    for (const Statement::Item* action : actions)
        for (const AccessRow* row : access[action->text]) {
            // To be started by a queue or stream one must read it; that is no second line.
            const bool isPoll =
                row->kind == Reads && (row->service == "sqs" || row->service == "kinesis" ||
                                       row->service == "kafka-cluster");
            if (runner.id == resource.target || (isTrigger && isPoll))
                continue;
            reading.parts.relate(runner.id, resource.target, row->kind, {How::Policy, action->at},
                                 row->delivery);
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
        if ((isAny || row.service == service) && matches(verb, row.action) &&
            std::none_of(out.begin(), out.end(), [&](const AccessRow* r) {
                return r->kind == row.kind && r->service == row.service;
            }))
            out.push_back(&row);
    return out;
}

bool isDataService(std::string_view service) {
    return std::any_of(std::begin(rows), std::end(rows),
                       [&](const AccessRow& row) { return row.service == service; });
}

void relateAccess(Reading& reading) {
    const std::vector<FragmentStatement>& statements = reading.parts.fragment().statements;
    KnownAccess access;
    std::unordered_map<std::string_view, std::vector<const Runner*>> runnersOf;
    for (const Runner& runner : reading.runners)
        runnersOf[runner.identity].push_back(&runner);
    for (const FragmentStatement& made : statements) {
        if (!made.statement.allow)
            continue;
        for (const Statement::Item& resource : made.statement.resources) {
            if (resource.target.empty())
                continue;
            const std::string service = serviceOfItem(reading, resource);
            std::vector<const Statement::Item*> actions;
            for (const Statement::Item& action : made.statement.actions) {
                const std::string_view of =
                    std::string_view(action.text).substr(0, action.text.find(':'));
                if (service.empty() || action.text == "*" || action.text.empty() ||
                    sameService(of, service))
                    actions.push_back(&action);
            }
            if (actions.empty() || made.identity == resource.target)
                continue;
            FragmentEdge& grant = reading.parts.relate(made.identity, resource.target, Grants,
                                                       {How::Policy, resource.at});
            addActions(grant, actions);
            for (const Runner* runner : runnersOf[made.identity])
                relateUse(reading, *runner, resource, actions, access);
        }
    }
}

} // namespace limn::sam
