// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

constexpr std::int64_t proposedRetries = 3;
constexpr std::int64_t proposedAge = 3600;

// A stream that is read for a part, and what bounds how often one record is tried.
struct Reading {
    const Edge& edge;
    const Node& source;
    const Node& reader;
    Effective retries;
    Effective age;
};

bool isBound(const Effective& limit) { return limit.number().value_or(-1) >= 0; }

// Whether nothing is known that could bound it: no default either.
bool isOpen(const Effective& limit) { return !limit.number() && !limit.value.unknown(); }

// Where nobody wrote that it is tried for ever.
std::string byDefault(const Reading& r) {
    return r.retries.fact ? fmt::format(" ({})", defaultNote(*r.retries.fact)) : std::string();
}

std::vector<std::string> elementsOf(const Judge& judge, const Reading& r) {
    return {judge.id(r.reader), judge.id(r.source)};
}

Fix boundIt(const Judge& judge, const Reading& r, bool keeps) {
    Fix fix;
    const std::string key(judge.model().text(r.edge.key));
    fix.title = fmt::format("Try a record of {} {} times at most, and keep what fails",
                            judge.model().text(r.source.name), proposedRetries);
    if (!isBound(r.retries))
        fix.intents.emplace_back(SetProperty{key, "retry_attempts", Value(proposedRetries)});
    if (!isBound(r.age))
        fix.intents.emplace_back(SetProperty{key, "max_event_age_seconds", Value(proposedAge)});
    fix.intents.emplace_back(SetProperty{key, "bisect_on_error", Value(true)});
    if (!keeps)
        std::ranges::move(addFailureQueue(judge, r.reader).intents,
                          std::back_inserter(fix.intents));
    return fix;
}

// How long a record that never works holds up its shard.
std::string duration(const Judge& judge, const Reading& r) {
    const Effective kept = judge.eff(r.source, "retention_seconds");
    if (kept.number())
        return fmt::format("for {} ({})", limn::duration(*kept.number()), kept.display());
    if (const std::optional<double> day = factNumber("aws.lambda.dynamodb_stream.retention_s");
        day && platformOf(judge.model(), r.edge) == "aws.lambda.dynamodb_stream")
        return fmt::format("for {}", limn::duration(*day));
    return "until its data expires";
}

void report(Judge& judge, const Reading& r, Severity severity, std::string message, bool keeps) {
    Fault fault;
    fault.severity = severity;
    fault.elements = elementsOf(judge, r);
    fault.at = spanOfLine(judge.model(), r.edge);
    fault.message = std::move(message);
    for (const Effective& ground : {r.retries, r.age})
        if (ground.number())
            fault.grounds.push_back(ground);
    if (!keeps)
        fault.also.push_back(
            {fmt::format("what fails of {} has nowhere to go", judge.name(r.source)), fault.at});
    fault.fix = boundIt(judge, r, keeps);
    judge.fails(std::move(fault));
}

void judgeRetries(Judge& judge, const Reading& r, bool keeps) {
    const std::string names =
        fmt::format("{} reads {}", judge.name(r.reader), judge.name(r.source));
    if (!isBound(r.retries) && !isBound(r.age)) {
        if (keeps)
            return judge.holds(elementsOf(judge, r));
        return report(
            judge, r, Severity::Error,
            fmt::format("{} and tries a record again without end{}: one bad one stops its shard {}",
                        names, byDefault(r), duration(judge, r)),
            keeps);
    }
    const Effective& bound = isBound(r.retries) ? r.retries : r.age;
    if (!keeps)
        return report(judge, r, Severity::Warning,
                      fmt::format("{}: after {} {} a record is given up and lost", names,
                                  isBound(r.retries) ? "retries" : "max age", bound.display()),
                      keeps);
    judge.holds(elementsOf(judge, r));
}

void judgeReading(Judge& judge, const Reading& r) {
    const Model& model = judge.model();
    for (const Effective* limit : {&r.retries, &r.age})
        if (limit->value.unknown())
            return judge.cannotTell(elementsOf(judge, r), *limit);
    if (isOpen(r.retries) && !isBound(r.age))
        return judge.cannotTell(elementsOf(judge, r), r.retries);
    const bool keeps = keepsFailures(model, r.reader, r.edge);
    const Effective batch = judge.eff(r.edge, "batch_size");
    const Property* bisect = model.property(r.edge, "bisect_on_error");
    const Property* partial = model.property(r.edge, "partial_batch_response");
    const bool whole = flagOf(bisect) != true && flagOf(partial) != true && !isUnknown(bisect) &&
                       !isUnknown(partial);
    if (keeps && (isBound(r.retries) || isBound(r.age)) && whole &&
        batch.number().value_or(1) > 1) {
        Fault fault;
        fault.severity = Severity::Warning;
        fault.elements = elementsOf(judge, r);
        fault.subject = "batch";
        fault.at = batch.at;
        fault.grounds = {batch};
        fault.message =
            fmt::format("{} gives up {} records of {} for one bad one: a failing batch is "
                        "neither cut in two nor reported in part",
                        judge.name(r.reader), batch.display(), judge.name(r.source));
        fault.fix =
            Fix{fmt::format("Cut failing batches of {} in two", model.text(r.source.name)),
                {SetProperty{std::string(model.text(r.edge.key)), "bisect_on_error", Value(true)}}};
        return judge.fails(std::move(fault));
    }
    judgeRetries(judge, r, keeps);
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Edge& edge : model.edges()) {
        if (judge.stopped())
            return;
        if (edge.kind != EdgeKind::Triggers || edge.delivery != Delivery::PollStream ||
            isSwitchedOff(model, edge))
            continue;
        const Node* source = judge.nodeOf(edge.from);
        const Node* reader = judge.nodeOf(edge.to);
        if (!source || !reader ||
            (reader->kind != NodeKind::Function && platformOf(model, *reader) != "aws.pipes"))
            continue;
        // Event Hubs and the change feed of Cosmos DB go on and lose instead: RTY010.
        if (platformOf(model, *source).starts_with("azure."))
            continue;
        judgeReading(judge, {edge, *source, *reader, judge.eff(edge, "retry_attempts"),
                             judge.eff(edge, "max_event_age_seconds")});
    }
}

constexpr std::string_view aliases[] = {"ES1001",
                                        "aws_lambda_event_source_mapping_failure_destination",
                                        "LambdaEventSourceMappingDestination"};

} // namespace

extern constinit const Check poisonRecordBlocks{
    .id = "RTY003",
    .name = "poison-record-blocks",
    .severity = Severity::Error,
    .pillar = Pillar::Triggers,
    .title = "One bad record stops its shard until the data expires",
    .why = "Records of a shard are handled in order. One that always fails is tried again and "
           "again, everything behind it "
           "waits, and what waits too long is deleted unread. Every try costs a run.",
    .fires = "A stream that is read for a function or a pipe:\n"
             "error when neither the retries nor the age of a record are bounded and what fails "
             "has nowhere to go;\n"
             "warning when they are bounded and what fails has nowhere to go: it is lost;\n"
             "warning when what fails is kept but a failing batch of several records is neither "
             "cut in two nor reported in part.",
    .notWhen =
        "The source is a queue: there the queue has the retries (RTY002).\n"
        "What fails has a destination and the retries are bounded.\n"
        "The mapping is switched off.\n"
        "Event Hubs and the change feed of Cosmos DB, which go on and lose the event: RTY010.\n"
        "An aggregation over a tumbling window must not skip a record: accept the finding and say "
        "so.\n"
        "The retries or the age are an expression, or no platform is known: then it cannot be "
        "told.",
    .platforms = "Lambda tries a record of Kinesis, DynamoDB and Kafka for ever by default (-1).\n"
                 "Kinesis keeps data for 24 hours by default and a year at most, DynamoDB streams "
                 "for 24 hours.",
    .fix = "Bound the retries (3) and the age (an hour), cut failing batches in two, and send what "
           "fails to a queue.",
    .source = "Lambda developer guide, Kinesis and DynamoDB error handling.",
    .bad = "limn: 1\n"
           "streams:\n"
           "  clicks:\n"
           "    platform_type: AWS::Kinesis::Stream\n"
           "    triggers: count\n"
           "functions:\n"
           "  count:\n"
           "    platform_type: AWS::Lambda::Function\n"
           "    handler: src/count.handle\n",
    .good = "limn: 1\n"
            "streams:\n"
            "  clicks:\n"
            "    platform_type: AWS::Kinesis::Stream\n"
            "    triggers: {to: count, retry_attempts: 3, max_event_age_seconds: 3600, "
            "bisect_on_error: true}\n"
            "functions:\n"
            "  count:\n"
            "    platform_type: AWS::Lambda::Function\n"
            "    handler: src/count.handle\n"
            "    fails_to: bad-clicks\n"
            "queues:\n"
            "  bad-clicks:\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
