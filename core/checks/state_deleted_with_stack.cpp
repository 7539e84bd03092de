// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "core/checks/stored_state.h"

namespace limn {
namespace {

// Stores whose contents exist nowhere else.
bool isLasting(std::string_view subtype) {
    constexpr std::array<std::string_view, 7> sorts{"object", "table", "relational", "document",
                                                    "graph",  "file",  "ledger"};
    return std::ranges::find(sorts, subtype) != sorts.end();
}

bool isKept(const Effective& policy) { return policy.known() && policy.value != Value("delete"); }

// A nested stack that stays keeps what is in it.
bool ownerKeepsIt(const Judge& judge, const Node& store) {
    const Model& model = judge.model();
    for (GroupIndex at = store.group; at != GroupIndex::None; at = model[at].parent) {
        const Node* stack = model.node(model.text(model[at].id));
        const Property* policy = stack ? model.property(*stack, "deletion_policy") : nullptr;
        if (policy && policy->value == Value("retain"))
            return true;
    }
    return false;
}

void report(Judge& judge, const Node& store, const Writers& writers, const Effective& deletion,
            const Effective& replacement) {
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = {judge.id(store)};
    const bool deleted = !isKept(deletion);
    const bool replaced = replacement.known() && !isKept(replacement);
    const std::string name = judge.name(store);
    const std::string writer = judge.name(*writers.sure.front());
    fault.message =
        deleted ? fmt::format("{} goes with the stack, and with it what {} wrote", name, writer)
                : fmt::format("A change that replaces {} removes what {} wrote", name, writer);
    fault.at = deleted ? deletion.at : replacement.at;
    if (deleted)
        fault.grounds.push_back(deletion);
    if (replaced)
        fault.grounds.push_back(replacement);
    for (const Effective& ground : fault.grounds)
        fault.message += fmt::format("{}{} {}", &ground == &fault.grounds.front() ? ": " : ", ",
                                     ground.property, ground.display());
    for (const Node* other : writers.sure)
        fault.also.push_back({fmt::format("{} writes it", judge.name(*other)), other->at});
    judge.fails(std::move(fault));
}

void judgeStore(Judge& judge, const Node& store) {
    const Effective deletion = judge.eff(store, "deletion_policy");
    const Property* stated = judge.model().property(store, "deletion_policy");
    // A manifest that deploys nothing deletes nothing.
    if (!stated && !deletion.fact)
        return;
    const Writers writers = writersOf(judge, store);
    if (writers.sure.empty() && !writers.unsure)
        return;
    const std::string id = judge.id(store);
    const Effective replacement = judge.eff(store, "replacement_policy");
    const Property* protection = judge.model().property(store, "deletion_protection");
    const bool isProtected = protection && protection->value == Value(true);
    const bool kept = isKept(deletion) && (isKept(replacement) ||
                                           (!replacement.known() && !replacement.value.unknown()));
    if (kept || isProtected || !whyPassing(judge, store).empty() || ownerKeepsIt(judge, store))
        return judge.holds({id});
    if (!deletion.known())
        return judge.cannotTell({id}, deletion);
    if (isKept(deletion) && !replacement.known())
        return judge.cannotTell({id}, replacement);
    if (protection && protection->value.unknown())
        return judge.cannotTell(
            {id}, fmt::format("deletion_protection is {}", protection->value.display()),
            protection->at);
    if (writers.sure.empty())
        return judge.cannotTell({id},
                                fmt::format("whether {} writes it is not known",
                                            judge.name(*judge.nodeOf(writers.unsure->from))),
                                store.at);
    report(judge, store, writers, deletion, replacement);
}

void run(Judge& judge) {
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::Store && isLasting(judge.model().text(node.subtype)))
            judgeStore(judge, node);
    }
}

constexpr std::string_view aliases[] = {"I3011", "W3011",
                                        "enableDeletionProtectionOnDynamoDBTables",
                                        "dynamodb_table_deletion_protection_enabled"};

} // namespace

extern constinit const Check stateDeletedWithStack{
    .id = "STA009",
    .name = "state-deleted-with-stack",
    .severity = Severity::Warning,
    .pillar = Pillar::State,
    .title = "Removing or replacing the stack removes the data",
    .why = "A stack that is deleted by mistake, renamed, or changed in a property that needs a new "
           "resource takes the state with it, and the deployment says that all went well.",
    .fires = "A store that keeps state and that a function or workflow writes, in a manifest that "
             "is deployed as a stack, which is deleted or replaced without being kept: warning.",
    .notWhen = "It is retained or kept as a snapshot, on deletion and on replacement.\n"
               "The platform refuses to delete it (deletion protection).\n"
               "Its items expire, or its labels say that it is derived or of a stage for tests.\n"
               "It is a queue, a log, a cache, or a stream.\n"
               "The nested stack that it is in is retained.\n"
               "Nothing of the diagram writes it, or only what the deployment fills it with.\n"
               "The policy is an expression, or it is not known whether anything writes it: then "
               "it cannot be told.",
    .platforms = "CloudFormation deletes unless DeletionPolicy says otherwise, and on replacement "
                 "unless UpdateReplacePolicy does; databases of RDS leave a snapshot.",
    .fix = "Add `DeletionPolicy: Retain` (or RetainExceptOnCreate) and `UpdateReplacePolicy: "
           "Retain`.",
    .source = "CloudFormation user guide, DeletionPolicy and UpdateReplacePolicy.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  place:\n"
           "    handler: src/place.handle\n"
           "    writes: orders\n"
           "stores:\n"
           "  orders:\n"
           "    type: table\n"
           "    deletion_policy: delete\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  place:\n"
            "    handler: src/place.handle\n"
            "    writes: orders\n"
            "stores:\n"
            "  orders:\n"
            "    type: table\n"
            "    deletion_policy: retain\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
