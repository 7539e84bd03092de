// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/model/property_table.h"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <unordered_map>

#include <fmt/format.h>

namespace limn {
namespace {

// Where a property may stand: a bit per NodeKind, and three more.
constexpr std::uint32_t on(NodeKind kind) { return 1U << static_cast<unsigned>(kind); }
constexpr std::uint32_t entryPoint = on(NodeKind::EntryPoint);
constexpr std::uint32_t function = on(NodeKind::Function);
constexpr std::uint32_t workflow = on(NodeKind::Workflow);
constexpr std::uint32_t queue = on(NodeKind::Queue);
constexpr std::uint32_t topic = on(NodeKind::Topic);
constexpr std::uint32_t eventBus = on(NodeKind::EventBus);
constexpr std::uint32_t stream = on(NodeKind::Stream);
constexpr std::uint32_t store = on(NodeKind::Store);
constexpr std::uint32_t identity = on(NodeKind::Identity);
constexpr std::uint32_t host = on(NodeKind::Host);
constexpr std::uint32_t external = on(NodeKind::External);
constexpr std::uint32_t resource = on(NodeKind::Resource);
constexpr std::uint32_t automation = on(NodeKind::Automation);
constexpr std::uint32_t anyNode = (1U << nodeKindCount) - 1;
constexpr std::uint32_t state = 1U << 29;
constexpr std::uint32_t edge = 1U << 30;
constexpr std::uint32_t group = 1U << 31;

constexpr PropertyInfo make(std::string_view name, PropertyType type, std::uint32_t where,
                            std::string_view meaning) {
    PropertyInfo info;
    info.name = name;
    info.type = type;
    info.meaning = meaning;
    info.kinds = where & anyNode;
    info.onEdges = (where & edge) != 0;
    info.onGroups = (where & group) != 0;
    info.onStates = (where & state) != 0;
    return info;
}
constexpr PropertyInfo text(std::string_view name, std::uint32_t where, std::string_view meaning) {
    return make(name, PropertyType::Text, where, meaning);
}
constexpr PropertyInfo texts(std::string_view name, std::uint32_t where, std::string_view meaning) {
    return make(name, PropertyType::TextList, where, meaning);
}
constexpr PropertyInfo flag(std::string_view name, std::uint32_t where, std::string_view meaning) {
    return make(name, PropertyType::Boolean, where, meaning);
}
constexpr PropertyInfo map(std::string_view name, std::uint32_t where, std::string_view meaning) {
    return make(name, PropertyType::Map, where, meaning);
}
constexpr PropertyInfo maps(std::string_view name, std::uint32_t where, std::string_view meaning) {
    return make(name, PropertyType::MapList, where, meaning);
}
constexpr PropertyInfo choice(std::string_view name, std::span<const std::string_view> choices,
                              std::uint32_t where, std::string_view meaning) {
    PropertyInfo info = make(name, PropertyType::Choice, where, meaning);
    info.choices = choices;
    return info;
}
constexpr PropertyInfo integer(std::string_view name, std::string_view unit, double minimum,
                               double maximum, std::uint32_t where, std::string_view meaning) {
    PropertyInfo info = make(name, PropertyType::Integer, where, meaning);
    info.unit = unit;
    info.minimum = minimum;
    info.maximum = maximum;
    return info;
}
constexpr PropertyInfo number(std::string_view name, std::string_view unit, double minimum,
                              double maximum, std::uint32_t where, std::string_view meaning) {
    PropertyInfo info = integer(name, unit, minimum, maximum, where, meaning);
    info.type = PropertyType::Number;
    return info;
}

constexpr double minute = 60, day = 86400, week = 7 * day, year = 365 * day;
constexpr double million = 1e6, billion = 1e9;

constexpr std::string_view accessWords[] = {"read", "write", "read_write"};
constexpr std::string_view architectures[] = {"x86_64", "arm64"};
constexpr std::string_view billings[] = {"on_demand", "provisioned"};
constexpr std::string_view deletions[] = {"delete", "retain", "snapshot"};
constexpr std::string_view filterScopes[] = {"attributes", "body"};
constexpr std::string_view linkWords[] = {"export", "name", "output", "parameter", "ssm_parameter"};
constexpr std::string_view logFormats[] = {"text", "json"};
constexpr std::string_view logLevels[] = {"off", "error", "warn", "info", "debug", "trace", "all"};
constexpr std::string_view methods[] = {"GET",    "HEAD",    "POST",  "PUT",     "PATCH",
                                        "DELETE", "OPTIONS", "TRACE", "CONNECT", "ANY"};
constexpr std::string_view packages[] = {"zip", "image"};
constexpr std::string_view positions[] = {"latest", "trim_horizon", "at_timestamp"};
constexpr std::string_view queryLanguages[] = {"jsonpath", "jsonata"};
constexpr std::string_view streamViews[] = {"keys_only", "new_image", "old_image",
                                            "new_and_old_images"};
constexpr std::string_view waits[] = {"response", "completion", "callback"};
constexpr std::string_view workflowTypes[] = {"standard", "express"};

// Ranges say what can be meant at all, on any platform; what one platform allows is a check's
// question. One table of facts, so long on purpose.
constexpr PropertyInfo table[] = {
    choice("access", accessWords, edge, "What the one end may do with the other."),
    text("access_log", entryPoint | group, "Where its calls are logged, one by one."),
    text("access_log_format", entryPoint | group, "The form of a line of its access log."),
    text("account", anyNode | group,
         "The account or project it lives in, where that is not the manifest's own."),
    texts("actions", edge, "The platform's names of what is allowed along this line."),
    text("alias", function | workflow,
         "The name under which a version of it is published and called."),
    flag("api_key_required", entryPoint | group, "Whether callers must send an API key."),
    texts("api_keys", group, "Names of the keys that its usage plans give out."),
    choice("architecture", architectures, function | host, "The processor it runs on."),
    texts("audiences", identity, "Whom a caller's token must be meant for."),
    text("auth", entryPoint | group,
         "Who may call: `required`, `none`, or the word for the way callers prove who they are "
         "(`iam`, `jwt` …)."),
    integer("backup_retention_seconds", "s", 0, 100 * year, store,
            "How long automatic backups are kept; 0 for none."),
    text("base_path", group, "The path below its own domain name where it begins."),
    integer("batch_size", "", 1, million, entryPoint | edge | state,
            "Most messages, records or items one run gets."),
    integer("batch_window_seconds", "s", 0, day, entryPoint | edge,
            "How long it waits for a batch to fill."),
    choice("billing", billings, store | stream, "Whether capacity is paid by use or reserved."),
    flag("bisect_on_error", entryPoint | edge,
         "Whether a failing batch is cut in two and tried again."),
    flag("cached", entryPoint | group, "Whether answers are kept and given again."),
    text("call", state, "What a task calls, as the platform names it: `sqs:sendMessage`."),
    text("capacity_provider", function | host, "The reserved machines it runs on."),
    text("cause", state, "What a failing state says of its failure."),
    text("code", function | workflow | host | resource,
         "Where its source is, relative to the manifest."),
    text("code_signing", function,
         "The configuration that says whose signature its code must have."),
    text("condition", anyNode | edge | group | state,
         "The condition under which it exists at all."),
    text("consumer_group", edge, "The group that shares the work of reading a stream."),
    flag("content_based_deduplication", queue | topic,
         "Whether equal contents count as the same message."),
    flag("cors", entryPoint | group, "Whether browsers may call it from other sites."),
    number("cpu_count", "", 0, 4096, function | host, "Processors of one instance."),
    flag("dedicated_reader", edge,
         "Whether it reads a stream beside the limit that other readers share."),
    flag("default_endpoint", group,
         "Whether it is reached at the platform's own address too, not only at its domain names."),
    text("definition", workflow, "The file with its states, relative to the manifest."),
    integer("delay_seconds", "s", 0, week, queue | edge, "How long a new message stays hidden."),
    choice("deletion_policy", deletions, anyNode,
           "What becomes of it when it leaves the manifest."),
    flag("deletion_protection", anyNode, "Whether the platform refuses to delete it."),
    texts(
        "denied_actions", anyNode,
        "What its own policy refuses, in the platform's names; to whom and when, the policy says."),
    text("deployment", function | workflow | host,
         "How a new version gets its traffic: `all-at-once`, `canary 10 % 5 min` …"),
    texts("deployments", group, "What the manifest calls the moments at which it is deployed."),
    text("description", anyNode | edge | group | state, "What its author says about it."),
    flag("distributed", state, "Whether each item gets a run of its own."),
    texts("domains", entryPoint | group, "Its own domain names."),
    integer("durable_retention_seconds", "s", 0, 100 * year, function,
            "How long the history of a durable run is kept."),
    integer("durable_timeout_seconds", "s", 1, 100 * year, function,
            "How long a durable run may take in all, its waits included."),
    flag("enabled", entryPoint | edge, "Whether it is switched on."),
    flag("encrypted", anyNode, "Whether what it holds is encrypted at rest."),
    text("end_date", entryPoint, "When its schedule ends."),
    text("endpoint_type", group, "From where it is reached: `regional`, `edge`, `private`."),
    text("engine", store | host, "The product behind it: `postgres`, `redis` …"),
    map("environment", function | workflow | host | group,
        "The environment variables its code sees."),
    integer("ephemeral_storage_mb", "MB", 0, 10 * million, function | host,
            "Scratch space of one instance."),
    text("error", state, "The name of the error that a failing state gives."),
    texts("events", entryPoint | edge, "The kinds of event it reacts to: `s3:ObjectCreated:*` …"),
    integer("expire_after_seconds", "s", 0, 100 * year, store,
            "How long what it holds lives before the platform deletes it."),
    text("export", external, "The name under which another stack gives it."),
    flag("exported", function | workflow | queue | topic | eventBus | stream | store,
         "Whether the manifest tells others of it: as an output, a stored parameter, or "
         "what a custom resource is told."),
    flag("fifo", queue | topic, "Whether order is kept and copies are dropped."),
    texts("filter", entryPoint | edge, "Patterns; what matches none of them does not cross."),
    choice("filter_scope", filterScopes, edge, "What the filter looks at."),
    integer("flexible_window_seconds", "s", 0, day, entryPoint,
            "How much later than its time it may fire."),
    flag("generated", anyNode | group,
         "Whether the platform's tools make it, from what the manifest says of another part."),
    text("handler", function,
         "The code that is called: file and function, as the platform writes it."),
    integer("heartbeat_seconds", "s", 1, 10 * year, state,
            "How long a task may be silent before it counts as failed."),
    texts("identity_sources", identity, "Where an authorizer finds the caller's proof."),
    text("image", function | host, "The container image it runs."),
    texts("indexes", store, "Names of its secondary indexes."),
    text("input", entryPoint | edge, "What is handed over instead of the event itself."),
    text("instance_type", host | store | queue | stream, "The machine that one instance of it is."),
    integer("instances", "", 0, million, host | store, "How many of it run."),
    text("integration", entryPoint,
         "What answers where no part of the diagram does: `mock`, `redirect`, `fixed_response`."),
    text("issuer", identity, "Who makes the tokens that it takes."),
    flag("keeps_failures", function | edge,
         "Whether what fails for good here has a place of its own to go to."),
    text("kms_key", anyNode, "The key it is encrypted with."),
    texts("layers", function, "Shared code it is given."),
    choice("linked_by", linkWords, edge,
           "The kind of name by which it was found in another file; not there where one file says "
           "both ends."),
    choice("log_format", logFormats, function, "How its log lines are written."),
    text("log_group", anyNode | group, "The log group it writes to."),
    choice("log_level", logLevels, function | workflow | entryPoint | group,
           "Which of its runs or messages are logged."),
    integer("log_retention_seconds", "s", 0, 100 * year, anyNode | group,
            "How long its logs are kept."),
    texts("managed_policies", identity, "Ready-made policies it has."),
    integer("max_concurrency", "", 0, million,
            function | workflow | host | entryPoint | edge | state, "Most runs at the same time."),
    integer("max_event_age_seconds", "s", -1, 52 * week, function | entryPoint | edge,
            "How old work may be and still be tried; -1 for as long as it is kept."),
    integer("max_instances", "", 0, million, function | host, "Most instances it grows to."),
    integer("max_message_bytes", "B", 1, billion, queue | topic, "The largest message it takes."),
    integer("max_pollers", "", 1, million, edge,
            "Most readers that fetch work from the other end at once."),
    integer("max_receive_count", "", 1, 100000, queue | edge,
            "How often a message is handed out before it counts as failed."),
    integer("memory_mb", "MB", 1, 100 * million, function | host | store,
            "Memory of one instance."),
    choice("method", methods, entryPoint, "The HTTP method of its route."),
    text("metric", resource, "The figure that an alarm watches."),
    integer("min_instances", "", 0, million, function | host, "Instances that are kept running."),
    integer("min_pollers", "", 0, million, edge,
            "Readers that always wait for work of the other end."),
    flag("multi_zone", store | host, "Whether it survives the loss of one data centre."),
    choice("package_type", packages, function, "How its code is delivered."),
    integer("parallelization_factor", "", 1, 1000, edge,
            "Batches of one shard that are worked on at once."),
    flag("partial_batch_response", entryPoint | edge,
         "Whether the handler may report the failed part of a batch."),
    text("partition_key", store, "The attribute that spreads its items."),
    text("path", entryPoint, "The path of its route."),
    map("pattern", entryPoint | edge, "The event pattern of a bus rule."),
    text("permissions_boundary", identity, "The policy that limits what it can ever be given."),
    text("physical_name", anyNode | group,
         "The name the platform knows it by, where the manifest sets one."),
    flag("point_in_time_recovery", store,
         "Whether it can be put back to any moment of the last days."),
    texts("principals", anyNode | edge,
          "Who may take this identity, or call along this line; whom a part's own policy lets in."),
    text("protocol", edge | external, "How it is delivered: `https`, `email`, `sms` …"),
    integer("provisioned_concurrency", "", 0, million, function, "Instances that are kept warm."),
    flag("public", anyNode | group, "Whether anyone on the internet reaches it."),
    choice("query_language", queryLanguages, workflow | state,
           "The language its expressions are written in."),
    text("quota", group, "How many calls a caller with a key has: `1000 a day`."),
    flag("raw_delivery", edge, "Whether the message arrives without the topic's wrapping."),
    number("read_capacity", "", 0, billion, store, "Reads a second that are reserved."),
    integer("receive_wait_seconds", "s", 0, minute, queue,
            "How long an empty receive waits for a message."),
    text("recursive_loop", function,
         "Whether the platform stops it when it starts itself: `terminate`, `allow`."),
    text("region", anyNode | group,
         "The region it lives in, where that is not the manifest's own."),
    texts("regions", store, "The regions that have a copy of it."),
    choice("replacement_policy", deletions, anyNode,
           "What becomes of it when a change of the manifest needs a new one."),
    integer("reserved_concurrency", "", 0, million, function,
            "Runs at the same time that are set aside for it, and its most."),
    flag("response_streaming", entryPoint,
         "Whether an answer is sent while it is still being made."),
    integer("result_cache_seconds", "s", 0, day, identity,
            "How long an authorizer's answer counts."),
    integer("retention_seconds", "s", 0, 100 * year, queue | topic | eventBus | stream | store,
            "How long it keeps what nobody took."),
    maps("retry", state,
         "What is tried again: for each, `errors`, `interval_seconds`, `max_attempts`, "
         "`backoff_rate`, `max_delay_seconds`, `jitter`."),
    integer("retry_attempts", "", -1, 10000, function | entryPoint | edge,
            "How often failed work is tried again; -1 for as long as it is kept."),
    text("route", entryPoint,
         "Method and path, `POST /orders`; the route key of a websocket; the field of GraphQL."),
    text("runtime", function | host, "The language and version it runs on: `nodejs20.x`."),
    text("schedule", entryPoint, "When it fires: `rate(5 minutes)`, `cron(0 12 * * ? *)`."),
    texts("scopes", entryPoint, "What a caller's token must allow."),
    texts("security_groups", anyNode, "The firewall rules it is behind."),
    integer("shards", "", 1, million, stream, "How many ways it is split."),
    flag("snap_start", function, "Whether it starts from a saved, initialised copy."),
    text("sort_key", store, "The attribute that orders items with the same partition key."),
    text("stage", entryPoint | group, "The stage it is deployed as."),
    text("start_date", entryPoint, "When its schedule begins."),
    choice("starting_position", positions, entryPoint | edge,
           "Where in a stream the first run begins."),
    texts("states", edge, "The states of a workflow that this line stands for."),
    choice("stream", streamViews, store,
           "What of every change it tells its readers; not there when it tells nothing."),
    texts("subnets", anyNode, "The networks it is attached to."),
    map("tags", anyNode | group, "Labels for people and bills."),
    text("template", on(NodeKind::Resource) | external | group,
         "The template with its parts, relative to the manifest or where it is published."),
    integer("throttle_burst", "", 0, billion, entryPoint | group,
            "Calls it takes at once before it turns callers away."),
    number("throttle_rate", "1/s", 0, billion, entryPoint | group,
           "Calls a second it takes before it turns callers away."),
    integer("timeout_seconds", "s", 1, 10 * year,
            function | workflow | entryPoint | host | edge | state, "How long one run may take."),
    text("timezone", entryPoint, "The time zone its schedule is read in."),
    integer("tolerated_failure_count", "", 0, billion, state,
            "How many items may fail before the whole does."),
    number("tolerated_failure_percent", "%", 0, 100, state,
           "Which part of the items may fail before the whole does."),
    texts("topics", edge,
          "What of a broker or cluster is listened to: topics, queues, collections."),
    flag("tracing", anyNode | group, "Whether its part of a request's path is recorded."),
    text("ttl_attribute", store, "The attribute with the time an item may be deleted."),
    integer("tumbling_window_seconds", "s", 0, day, edge,
            "The stretch of time whose records are added up."),
    text("url", external | entryPoint | host, "Where it is reached."),
    flag("validated", entryPoint | group,
         "Whether requests are checked against a schema before they are let in."),
    text("variable", edge, "The environment variable that names the other end."),
    text("version", function | workflow | store | host, "The version of it that is used."),
    flag("versioned", store, "Whether what is overwritten or deleted is kept."),
    integer("visibility_timeout_seconds", "s", 0, week, queue,
            "How long a message that was taken stays hidden from others."),
    flag("vpc", function | host | store | automation, "Whether it is inside a private network."),
    text("vpc_link", entryPoint | group, "The private connection to what answers."),
    text("waf", entryPoint | group, "The firewall that looks at its calls."),
    integer("wait_seconds", "s", 0, 10 * year, state, "How long it waits."),
    text("wait_until", state, "The time it waits for."),
    choice("waits_for", waits, state,
           "What a task waits for: the response alone, the work's completion, or a call back."),
    choice("workflow_type", workflowTypes, workflow | state,
           "Whether its runs are kept and may be long, or are many and short."),
    number("write_capacity", "", 0, billion, store, "Writes a second that are reserved."),
};
static_assert(std::ranges::is_sorted(table, {}, &PropertyInfo::name));

bool inRange(const PropertyInfo& info, double amount) {
    if (info.minimum == 0 && info.maximum == 0)
        return true;
    return amount >= info.minimum && amount <= info.maximum;
}

bool isMapOrUnknown(const Value& value) { return value.map() || value.unknown(); }
bool isTextOrUnknown(const Value& value) { return value.string() || value.unknown(); }

} // namespace

std::span<const PropertyInfo> propertyTable() { return table; }

const PropertyInfo* findProperty(std::string_view name) {
    static const std::unordered_map<std::string_view, const PropertyInfo*> byName = [] {
        std::unordered_map<std::string_view, const PropertyInfo*> rows;
        for (const PropertyInfo& row : table)
            rows.emplace(row.name, &row);
        return rows;
    }();
    const auto found = byName.find(name);
    return found == byName.end() ? nullptr : found->second;
}

bool accepts(const PropertyInfo& info, const Value& value) {
    if (value.unknown())
        return true;
    switch (info.type) {
    case PropertyType::Text:
        return value.string() != nullptr;
    case PropertyType::Integer:
        return value.isNumber() && value.number() == std::floor(value.number()) &&
               inRange(info, value.number());
    case PropertyType::Number:
        return value.isNumber() && inRange(info, value.number());
    case PropertyType::Boolean:
        return value.boolean() != nullptr;
    case PropertyType::Choice:
        return value.string() &&
               std::ranges::find(info.choices, *value.string()) != info.choices.end();
    case PropertyType::TextList:
        return value.string() ||
               (value.list() && std::ranges::all_of(*value.list(), isTextOrUnknown));
    case PropertyType::Map:
        return value.map() != nullptr;
    case PropertyType::MapList:
        return value.list() && std::ranges::all_of(*value.list(), isMapOrUnknown);
    }
    return false;
}

std::string expectation(const PropertyInfo& info) {
    const bool ranged = info.minimum != 0 || info.maximum != 0;
    switch (info.type) {
    case PropertyType::Text:
        return "a text";
    case PropertyType::Integer:
    case PropertyType::Number: {
        const std::string_view what =
            info.type == PropertyType::Integer ? "a whole number" : "a number";
        return ranged ? fmt::format("{} from {:.0f} to {:.0f}", what, info.minimum, info.maximum)
                      : std::string(what);
    }
    case PropertyType::Boolean:
        return "true or false";
    case PropertyType::Choice:
        return fmt::format("one of {}", fmt::join(info.choices, ", "));
    case PropertyType::TextList:
        return "a text or a list of texts";
    case PropertyType::Map:
        return "a map";
    case PropertyType::MapList:
        return "a list of maps";
    }
    return {};
}

} // namespace limn
