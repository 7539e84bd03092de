// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/judge.h"
#include "core/checks/paths.h"
#include "core/checks/switched.h"

namespace limn {
namespace {

// Who shares what a shard gives.
struct Readers {
    std::vector<const Edge*> sure;
    std::vector<const Edge*> unsure; // their switch is an expression
};

Readers readersOf(const Judge& judge, const Node& source) {
    const Model& model = judge.model();
    Readers readers;
    for (const EdgeIndex at : model.edgesFrom(model.indexOf(source))) {
        const Edge& edge = model[at];
        if (edge.kind != EdgeKind::Triggers || edge.delivery != Delivery::PollStream)
            continue;
        const Property* own = model.property(edge, "dedicated_reader");
        const bool* apart = own ? own->value.boolean() : nullptr;
        if (apart && *apart)
            continue;
        const Switch state = switchOf(model, edge);
        if (state == Switch::On)
            readers.sure.push_back(&edge);
        else if (state == Switch::Unknown)
            readers.unsure.push_back(&edge);
    }
    return readers;
}

// How many readers a shard has room for, and what says so.
struct Limit {
    double readers = 0;
    Severity severity = Severity::Warning;
    std::string text;
    const Fact* fact = nullptr;
};

bool isGlobal(const Model& model, const Node& table) {
    const Property* regions = model.property(table, "regions");
    return regions && regions->value.list() && regions->value.list()->size() > 1;
}

Limit tableLimit(const Model& model, const Node& table) {
    const bool global = isGlobal(model, table);
    const Fact* fact =
        findFact(global ? "aws.lambda.dynamodb_stream.readers_per_shard_max.global_table"
                        : "aws.lambda.dynamodb_stream.readers_per_shard_max.single_region");
    if (!fact || !fact->isNumber())
        return {};
    return {fact->number, Severity::Warning,
            fmt::format("a shard of {} stream has room for {} at the same time",
                        global ? "a global table's" : "a table's", figure(fact->number)),
            fact};
}

// Calls a second bound it first; with batches as large as what is written, bytes do.
Limit streamLimit(std::size_t readers) {
    const Fact* calls = findFact("aws.kinesis.shard_reads_per_s");
    const std::optional<double> polls = factNumber("aws.lambda.kinesis.poll_per_s");
    const Fact* out = findFact("aws.kinesis.shard_read_b_per_s");
    const std::optional<double> in = factNumber("aws.kinesis.shard_write_b_per_s");
    if (!calls || !polls || !out || !in)
        return {};
    const double byCalls = calls->number / *polls;
    if (static_cast<double>(readers) > byCalls)
        return {byCalls, Severity::Warning,
                fmt::format("a shard answers {} reads a second, and each reader asks {} a second",
                            figure(calls->number), figure(*polls)),
                calls};
    return {out->number / *in, Severity::Info,
            fmt::format("a shard gives {} MiB a second to all readers together, and takes {}",
                        figure(out->number / (1 << 20)), figure(*in / (1 << 20))),
            out};
}

void report(Judge& judge, const Node& source, const Readers& readers, const Limit& limit) {
    const Model& model = judge.model();
    Fault fault;
    fault.severity = limit.severity;
    fault.elements = {judge.id(source)};
    fault.at = placeOf(model, *readers.sure.back());
    fault.message =
        fmt::format("{} has {} readers: {} (from {}), so they hold each other up",
                    judge.name(source), readers.sure.size(), limit.text, sourceTitle(*limit.fact));
    for (const Edge* edge : readers.sure) {
        const std::string who = judge.nodeOf(edge->to) ? judge.name(*judge.nodeOf(edge->to))
                                                       : std::string(model.id(edge->to));
        fault.elements.emplace_back(model.id(edge->to));
        fault.also.push_back({fmt::format("{} reads it", who), placeOf(model, *edge)});
    }
    judge.fails(std::move(fault));
}

void judgeSource(Judge& judge, const Node& source, bool isTable) {
    const Model& model = judge.model();
    const Readers readers = readersOf(judge, source);
    const std::size_t all = readers.sure.size() + readers.unsure.size();
    if (all == 0)
        return;
    const std::vector<std::string> elements{judge.id(source)};
    const auto over = [&](std::size_t count) {
        const Limit limit = isTable ? tableLimit(model, source) : streamLimit(count);
        return limit.fact && static_cast<double>(count) > limit.readers;
    };
    if (over(readers.sure.size()))
        return report(judge, source, readers,
                      isTable ? tableLimit(model, source) : streamLimit(readers.sure.size()));
    if (over(all))
        return judge.cannotTell(elements, "whether a further reader is switched on is not known",
                                placeOf(model, *readers.unsure.front()));
    judge.holds(elements);
}

void run(Judge& judge) {
    const Model& model = judge.model();
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        if (node.kind != NodeKind::Store && node.kind != NodeKind::Stream)
            continue;
        const std::string_view type = model.text(node.platformType);
        const bool isTable = type == "AWS::DynamoDB::Table" || type == "AWS::DynamoDB::GlobalTable";
        if (isTable || type == "AWS::Kinesis::Stream")
            judgeSource(judge, node, isTable);
    }
}

} // namespace

extern constinit const Check crowdedStream{
    .id = "TRG008",
    .name = "crowded-stream",
    .severity = Severity::Warning,
    .pillar = Pillar::Triggers,
    .title = "Too many readers share a stream's shards",
    .why =
        "Readers of one shard share what it gives. Beyond that they throttle each other: records "
        "arrive later and later although every function has time to spare.",
    .fires = "The functions and pipes that poll one stream, against what a shard gives:\n"
             "warning when more than 2 read a DynamoDB table's stream, more than 1 that of a table "
             "with copies in other regions;\n"
             "warning when more read a Kinesis stream than a shard answers reads a second;\n"
             "info when more than 2 share a Kinesis shard, which then cannot keep up with a full "
             "rate of writes.",
    .notWhen = "A reader is a registered consumer with a share of its own (enhanced fan-out).\n"
               "A mapping is switched off.\n"
               "The switch of a mapping is an expression and decides: then it cannot be told.",
    .platforms = "A shard of a DynamoDB stream has room for 2 readers, of a global table's for 1.\n"
                 "A Kinesis shard answers 5 reads a second, gives 2 MiB and takes 1 MiB; Lambda "
                 "asks each shard once a second.",
    .fix = "Let one reader publish to a bus or topic, or register a consumer of the stream for "
           "each.",
    .source = "DynamoDB developer guide, streams; Kinesis Data Streams API reference.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  index:\n"
           "    handler: src/index.handle\n"
           "  mail:\n"
           "    handler: src/mail.handle\n"
           "  count:\n"
           "    handler: src/count.handle\n"
           "stores:\n"
           "  orders:\n"
           "    type: table\n"
           "    platform_type: AWS::DynamoDB::Table\n"
           "    stream: new_image\n"
           "    triggers: [index, mail, count]\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  index:\n"
            "    handler: src/index.handle\n"
            "  mail:\n"
            "    handler: src/mail.handle\n"
            "stores:\n"
            "  orders:\n"
            "    type: table\n"
            "    platform_type: AWS::DynamoDB::Table\n"
            "    stream: new_image\n"
            "    triggers: [index, mail]\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
