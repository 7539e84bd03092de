// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/stored_state.h"

namespace limn {
namespace {

// What brings a store back, by its sort.
struct Recovery {
    std::string_view subtype;
    std::string_view property;
    std::string_view what;
    Value mended; // what a fix writes
};
const Recovery* recoveryOf(std::string_view subtype) {
    static const Recovery rows[] = {
        {"table", "point_in_time_recovery", "point-in-time recovery", true},
        {"object", "versioned", "versioning", true},
        {"relational", "backup_retention_seconds", "automatic backups", 7 * 86400},
    };
    const auto* const row = std::ranges::find(rows, subtype, &Recovery::subtype);
    return row == std::end(rows) ? nullptr : row;
}

bool isOn(const Effective& value) {
    if (const bool* flag = value.value.boolean())
        return *flag;
    return value.number().value_or(0) > 0;
}

void report(Judge& judge, const Node& store, const Writers& writers, const Recovery& recovery,
            const Effective& value) {
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = {judge.id(store)};
    fault.message =
        fmt::format("{} is written by {} and has no {}, so a bad write cannot be taken back: {} {}",
                    judge.name(store), judge.name(*writers.sure.front()), recovery.what,
                    value.property, value.display());
    fault.at = value.at;
    fault.grounds = {value};
    for (const Node* writer : writers.sure)
        fault.also.push_back({fmt::format("{} writes it", judge.name(*writer)), writer->at});
    fault.fix =
        Fix{fmt::format("Set {} to {}", recovery.property, recovery.mended.display()),
            {SetProperty{judge.id(store), std::string(recovery.property), recovery.mended}}};
    judge.fails(std::move(fault));
}

void judgeStore(Judge& judge, const Node& store) {
    const Recovery* recovery = recoveryOf(judge.model().text(store.subtype));
    if (!recovery)
        return;
    const Writers writers = writersOf(judge, store);
    if (writers.sure.empty() && !writers.unsure)
        return;
    const std::string id = judge.id(store);
    const Effective value = judge.eff(store, recovery->property);
    if ((value.known() && isOn(value)) || !whyPassing(judge, store).empty())
        return judge.holds({id});
    if (!value.known())
        return judge.cannotTell({id}, value);
    if (writers.sure.empty())
        return judge.cannotTell({id},
                                fmt::format("whether {} writes it is not known",
                                            judge.name(*judge.nodeOf(writers.unsure->from))),
                                store.at);
    report(judge, store, writers, *recovery, value);
}

void run(Judge& judge) {
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::Store)
            judgeStore(judge, node);
    }
}

constexpr std::string_view aliases[] = {"CKV_AWS_28",
                                        "CKV_AWS_165",
                                        "AwsSolutions-DDB3",
                                        "W78",
                                        "AWS-0024",
                                        "dynamodbBackupConfig",
                                        "dynamodb_tables_pitr_enabled",
                                        "dynamodb_pitr_enabled"};

} // namespace

extern constinit const Check storeWithoutRecovery{
    .id = "STA008",
    .name = "store-without-recovery",
    .severity = Severity::Warning,
    .pillar = Pillar::State,
    .title = "The only copy of the state cannot be brought back",
    .why = "A faulty version of a handler writes nonsense over what was right, or deletes it. "
           "Without a way back to the moment before, the state is gone.",
    .fires = "A table, relational database or object store that a function or workflow writes, "
             "with point-in-time recovery, automatic backups or versioning off: warning.",
    .notWhen = "Its items expire by themselves: sessions, locks, caches, keys of idempotency.\n"
               "Its labels say that what it holds is derived, or that the stage is one for "
               "tests.\n"
               "Nothing of the diagram writes it, or only what the deployment fills it with.\n"
               "It is not known whether anything writes it, or whether recovery is on: then it "
               "cannot be told.",
    .platforms = "DynamoDB: point-in-time recovery is off unless it is switched on.\n"
                 "S3: versioning is off unless it is switched on.\n"
                 "RDS: backups are kept for a day unless the retention is 0.",
    .fix = "Turn the property on.",
    .source = "AWS Foundational Security Best Practices.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  place:\n"
           "    handler: src/place.handle\n"
           "    writes: orders\n"
           "stores:\n"
           "  orders:\n"
           "    type: table\n"
           "    point_in_time_recovery: false\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  place:\n"
            "    handler: src/place.handle\n"
            "    writes: orders\n"
            "stores:\n"
            "  orders:\n"
            "    type: table\n"
            "    point_in_time_recovery: true\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
