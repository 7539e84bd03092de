// SPDX-License-Identifier: GPL-3.0-or-later
#include <array>

#include <fmt/format.h>

#include "core/manifests/sam/reading.h"

namespace limn::sam {
namespace {

struct Event {
    std::string id;     // `Function.Event`
    std::string target; // the function or state machine
    TreeEntry entry;
    TreeNode properties;
};

// An entry point of the event's own that starts the target.
FragmentNode& addEntry(Reading& reading, const Event& event, std::string_view subtype,
                       std::span<const PropertyRow> rows) {
    FragmentNode& node = reading.parts.add(event.id, NodeKind::EntryPoint, event.entry.span);
    node.subtype = subtype;
    node.name = event.entry.name();
    node.properties = properties(reading.resolver, event.properties, rows);
    return node;
}

// Where an event goes that could not be delivered: a queue that is named, or that the transform
// makes where only the type is said.
void relateDeadLetters(Reading& reading, const Event& event) {
    const Resolver& resolver = reading.resolver;
    const TreeEntry config = resolver.entry(event.properties, "DeadLetterConfig");
    if (resolver.at(config.value, "Arn").exists() || !resolver.at(config.value, "Type").exists()) {
        relateFailure(reading, event.id, config.value);
        return;
    }
    const TreeNode given = resolver.at(config.value, "QueueLogicalId");
    const std::string queue = given.isScalar() && !given.scalar().empty()
                                  ? std::string(given.scalar())
                                  : event.target + std::string(event.entry.name()) + "Queue";
    if (!reading.parts.has(queue)) {
        FragmentNode& node = reading.parts.add(queue, NodeKind::Queue, config.span);
        node.platformType = "AWS::SQS::Queue";
        node.properties.push_back(derived("generated", true, config.span));
    }
    reading.parts.relate(event.id, queue, EdgeKind::FailsTo, {How::Declared, config.span});
}

void startTarget(Reading& reading, const Event& event) {
    const Evidence evidence{How::Declared, event.entry.span};
    FragmentEdge& edge =
        reading.parts.connect(event.id, event.target, EdgeKind::Triggers, evidence);
    edge.delivery = Delivery::Async;
    static constexpr PropertyRow rows[] = {
        {"RetryPolicy.MaximumRetryAttempts", "retry_attempts", Shape::Number},
        {"RetryPolicy.MaximumEventAgeInSeconds", "max_event_age_seconds", Shape::Number},
        {"DeadLetterConfig", "keeps_failures", Shape::IsThere},
        {"Input", "input"},
    };
    edge.properties = properties(reading.resolver, event.properties, rows);
    relateCaller(reading, event.id, reading.resolver.at(event.properties, "RoleArn"));
    relateDeadLetters(reading, event);
}

void schedule(Reading& reading, const Event& event) {
    static constexpr PropertyRow rows[] = {
        {"Schedule", "schedule"},
        {"ScheduleExpression", "schedule"},
        {"ScheduleExpressionTimezone", "timezone"},
        {"Enabled", "enabled", Shape::Flag},
        {"State", "enabled", Shape::IsOn},
        {"Description", "description"},
        {"Name", "physical_name"},
        {"StartDate", "start_date"},
        {"EndDate", "end_date"},
        {"FlexibleTimeWindow.MaximumWindowInMinutes", "flexible_window_seconds", Shape::Minutes},
        {"KmsKeyArn", "kms_key"},
    };
    addEntry(reading, event, "schedule", rows);
    startTarget(reading, event);
}

void busRule(Reading& reading, const Event& event) {
    static constexpr PropertyRow rows[] = {
        {"Pattern", "pattern", Shape::Map},  {"EventPattern", "pattern", Shape::Map},
        {"Enabled", "enabled", Shape::Flag}, {"State", "enabled", Shape::IsOn},
        {"RuleName", "physical_name"},       {"Name", "physical_name"},
    };
    addEntry(reading, event, "bus_rule", rows);
    startTarget(reading, event);
    for (const std::string_view key : {"Pattern", "EventPattern"})
        relatePattern(reading, event.id, reading.resolver.at(event.properties, key));
    const TreeNode bus = reading.resolver.at(event.properties, "EventBusName");
    const std::optional<Expression> name = reading.resolver.expression(bus);
    if (!bus.exists() || (name && name->text() == "default"))
        return;
    for (const Target& target : targets(reading, bus, "events")) {
        FragmentEdge& edge = reading.parts.connect(target.id, event.id, EdgeKind::Triggers,
                                                   {How::Declared, target.at});
        edge.delivery = Delivery::Async;
        markCondition(edge, target);
    }
}

void message(Reading& reading, const Event& event) {
    static constexpr PropertyRow rows[] = {{"Sql", "filter", Shape::List}};
    addEntry(reading, event, "message", rows);
    startTarget(reading, event);
}

void skill(Reading& reading, const Event& event) {
    FragmentNode& node = addEntry(reading, event, "message", {});
    node.name = "Alexa skill";
    startTarget(reading, event);
    reading.parts.between(event.id, event.target, EdgeKind::Triggers)->delivery = Delivery::Sync;
}

void api(Reading& reading, const Event& event) {
    relateApiEvent(reading, *reading.sections.resource(event.target), event.entry, false);
}

void httpApi(Reading& reading, const Event& event) {
    relateApiEvent(reading, *reading.sections.resource(event.target), event.entry, true);
}

// `prefix images/`, `suffix .jpg`.
ValueList keyFilter(Reading& reading, TreeNode filter) {
    ValueList list;
    for (const Branch& rule : reading.resolver.items(reading.resolver.at(filter, "S3Key.Rules"))) {
        const Value name = reading.resolver.value(rule.node["Name"]);
        const Value value = reading.resolver.value(rule.node["Value"]);
        list.push_back(name.unknown() ? name
                       : value.unknown()
                           ? value
                           : Value(fmt::format("{} {}", name.display(), value.display())));
    }
    return list;
}

void bucket(Reading& reading, const Event& event) {
    static constexpr PropertyRow rows[] = {{"Events", "events", Shape::List}};
    const TreeEntry filter = reading.resolver.entry(event.properties, "Filter");
    for (const Target& target :
         targets(reading, reading.resolver.at(event.properties, "Bucket"), "s3")) {
        FragmentEdge& edge = reading.parts.connect(target.id, event.target, EdgeKind::Triggers,
                                                   {How::Declared, event.entry.span});
        edge.delivery = Delivery::Async;
        edge.properties = properties(reading.resolver, event.properties, rows);
        if (filter.value.exists())
            edge.properties.push_back({"filter", keyFilter(reading, filter.value),
                                       valueSpan(filter.value), filter.key.span(),
                                       Origin::Written});
        markCondition(edge, target);
    }
}

constexpr PropertyRow filterRows[] = {
    {"FilterPolicy", "pattern", Shape::Map},
    {"FilterPolicyScope", "filter_scope", Shape::Word},
    {"RedrivePolicy", "keeps_failures", Shape::IsThere},
};

// `SqsSubscription`: the messages go through a queue, of the template or made by the transform.
void throughQueue(Reading& reading, const Event& event, const Target& topic,
                  TreeEntry subscription) {
    std::string queue = event.target + std::string(event.entry.name()) + "Queue";
    const TreeNode own = reading.resolver.at(subscription.value, "QueueArn");
    if (own.exists()) {
        const std::vector<Target> queues = targets(reading, own, "sqs");
        if (!queues.empty())
            queue = queues.front().id;
    } else if (!reading.parts.has(queue)) {
        FragmentNode& node = reading.parts.add(queue, NodeKind::Queue, subscription.span);
        node.platformType = "AWS::SQS::Queue";
        node.properties.push_back(derived("generated", true, subscription.span));
    }
    FragmentEdge& line = reading.parts.relate(queue, topic.id, EdgeKind::Subscribes,
                                              {How::Declared, subscription.span});
    for (FragmentProperty& made : properties(reading.resolver, event.properties, filterRows))
        line.properties.push_back(std::move(made));
    FragmentEdge& edge = reading.parts.connect(queue, event.target, EdgeKind::Triggers,
                                               {How::Declared, subscription.span});
    edge.delivery = Delivery::PollQueue;
    edge.properties = mappingProperties(reading, subscription.value);
}

void topic(Reading& reading, const Event& event) {
    const TreeEntry subscription = reading.resolver.entry(event.properties, "SqsSubscription");
    const bool queued = subscription.value.exists() && subscription.value.boolean() != false;
    for (const Target& target :
         targets(reading, reading.resolver.at(event.properties, "Topic"), "sns")) {
        if (queued) {
            throughQueue(reading, event, target, subscription);
            continue;
        }
        FragmentEdge& edge = reading.parts.connect(target.id, event.target, EdgeKind::Triggers,
                                                   {How::Declared, event.entry.span});
        edge.delivery = Delivery::Async;
        edge.properties = properties(reading.resolver, event.properties, filterRows);
        markCondition(edge, target);
        relateFailure(reading, target.id, reading.resolver.at(event.properties, "RedrivePolicy"));
    }
}

template <const auto& path, const auto& service> void source(Reading& reading, const Event& event) {
    relateSource(reading, reading.resolver.at(event.properties, path), event.target,
                 event.properties, service);
}

void userPool(Reading& reading, const Event& event) {
    static constexpr PropertyRow rows[] = {{"Trigger", "events", Shape::List}};
    for (const Target& pool :
         targets(reading, reading.resolver.at(event.properties, "UserPool"), "cognito-idp")) {
        FragmentEdge& edge = reading.parts.connect(pool.id, event.target, EdgeKind::Triggers,
                                                   {How::Declared, event.entry.span});
        edge.delivery = Delivery::Sync;
        edge.properties = properties(reading.resolver, event.properties, rows);
        markCondition(edge, pool);
    }
}

constexpr std::string_view queuePath = "Queue", streamPath = "Stream", brokerPath = "Broker",
                           kafkaPath = "KafkaBootstrapServers", clusterPath = "Cluster",
                           logPath = "LogGroupName";
constexpr std::string_view sqs = "sqs", kinesis = "kinesis", dynamodb = "dynamodb", kafka = "kafka",
                           mq = "mq", docdb = "docdb", logs = "logs";

struct EventType {
    std::string_view type;
    void (*relate)(Reading&, const Event&) = nullptr;
};
constexpr std::array<EventType, 19> eventTypes{{
    {"Api", api},
    {"HttpApi", httpApi},
    {"Schedule", schedule},
    {"ScheduleV2", schedule},
    {"S3", bucket},
    {"SNS", topic},
    {"SQS", source<queuePath, sqs>},
    {"Kinesis", source<streamPath, kinesis>},
    {"DynamoDB", source<streamPath, dynamodb>},
    {"EventBridgeRule", busRule},
    {"CloudWatchEvent", busRule},
    {"CloudWatchLogs", source<logPath, logs>},
    {"Cognito", userPool},
    {"IoTRule", message},
    {"AlexaSkill", skill},
    {"MSK", source<streamPath, kafka>},
    {"SelfManagedKafka", source<kafkaPath, kafka>},
    {"MQ", source<brokerPath, mq>},
    {"DocumentDB", source<clusterPath, docdb>},
}};

} // namespace

void relateEvents(Reading& reading, const Resource& resource) {
    for (const Branch& events : reading.resolver.branches(resource.properties["Events"])) {
        for (const TreeEntry& entry : events.node.entries()) {
            const TreeNode body = reading.resolver.followed(entry.value);
            const std::string_view type = body["Type"].scalar();
            Event event{fmt::format("{}.{}", resource.id, entry.name()), std::string(resource.id),
                        entry, body["Properties"]};
            const EventType* known = nullptr;
            for (const EventType& row : eventTypes)
                if (row.type == type)
                    known = &row;
            if (!reading.resolver.spend())
                return;
            if (reading.parts.has(event.id))
                continue; // the other branch of a condition has it
            const std::size_t before = reading.parts.fragment().edges.size();
            if (known)
                known->relate(reading, event);
            if (!known || reading.parts.fragment().edges.size() == before)
                reading.parts.unplaced(event.id, type,
                                       known
                                           ? "the event does not say what it comes from"
                                           : fmt::format("`{}` is no event type of AWS SAM", type),
                                       entry.span);
        }
    }
}

} // namespace limn::sam
