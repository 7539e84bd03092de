// SPDX-License-Identifier: GPL-3.0-or-later
#include <optional>

#include <fmt/format.h>

#include "core/checks/judge.h"
#include "core/checks/permissions.h"

namespace limn {
namespace {

// What a function without an identity of its own runs as, where that is shared.
struct SharedDefault {
    std::string runsAs;
    std::string_view note; // what it can do
    Span at;               // what shows it, beside the function
    std::string shown;
};

// The service account `default` of a cluster, where the manifest gives it something to do.
std::optional<SharedDefault> clusterDefault(const Judge& judge) {
    for (const Node& node : judge.model().nodes())
        if (node.kind == NodeKind::Identity && judge.model().text(node.name) == "default" &&
            (!statementsAt(judge.model(), judge.model().indexOf(node)).empty() ||
             !judge.outOf(node, EdgeKind::Grants).empty()))
            return SharedDefault{"service account `default`",
                                 "all of the namespace that name none share what it may do",
                                 node.at, "what `default` may do"};
    return std::nullopt;
}

// Keys and passwords in the settings stand where an identity should.
std::optional<SharedDefault> keysInSettings(const Judge& judge, const Node& function) {
    const Property* settings = judge.model().property(function, "environment");
    const ValueMap* map = settings ? settings->value.map() : nullptr;
    if (!map)
        return std::nullopt;
    for (const auto& [name, value] : *map) {
        const std::string* text = value.string();
        for (const std::string_view key : {"AccountKey=", "SharedAccessKey=", "Password="})
            if (text && text->find(key) != std::string::npos)
                return SharedDefault{"holder of a key in its settings",
                                     "whoever reads the setting may do the same", settings->at,
                                     fmt::format("`{}` holds a key", name)};
    }
    return std::nullopt;
}

// A setting whose value is not known may hold one.
const Value* openSetting(const Judge& judge, const Node& function) {
    const Property* settings = judge.model().property(function, "environment");
    if (!settings || settings->value.unknown())
        return settings ? &settings->value : nullptr;
    const ValueMap* map = settings->value.map();
    if (!map)
        return nullptr;
    for (const auto& [name, value] : *map)
        if (value.unknown())
            return &value;
    return nullptr;
}

std::optional<SharedDefault> defaultOf(const Judge& judge, const Node& function,
                                       std::string_view platform) {
    if (platform == "azure.functions")
        return keysInSettings(judge, function);
    if (platform == "knative.serving")
        return clusterDefault(judge);
    const Fact* fact = findFact(fmt::format("{}.default_identity", platform));
    if (!fact)
        return std::nullopt;
    return SharedDefault{fmt::format("{} ({})", fact->text, defaultNote(*fact)),
                         "that account is the project's, and an editor of all of it unless the "
                         "organisation took that away",
                         {},
                         {}};
}

// Parts that only an identity opens.
bool isProtected(const Node& node) {
    switch (node.kind) {
    case NodeKind::Store:
    case NodeKind::Queue:
    case NodeKind::Topic:
    case NodeKind::EventBus:
    case NodeKind::Stream:
    case NodeKind::Function:
    case NodeKind::Workflow:
        return true;
    default:
        return false;
    }
}

const Node* protectedPart(const Judge& judge, const Node& function) {
    for (const EdgeIndex index : judge.model().edgesFrom(judge.model().indexOf(function)))
        if (const Node* part = judge.nodeOf(judge.model()[index].to); part && isProtected(*part))
            return part;
    return nullptr;
}

void judgeFunction(Judge& judge, const Node& function, std::string_view platform) {
    const std::string id = judge.id(function);
    const Node* part = protectedPart(judge, function);
    if (!part || !judge.outOf(function, EdgeKind::Assumes).empty())
        return judge.holds({id});
    const std::optional<SharedDefault> shared = defaultOf(judge, function, platform);
    if (!shared) {
        const Value* open = platform == "azure.functions" ? openSetting(judge, function) : nullptr;
        if (open)
            return judge.cannotTell(
                {id}, fmt::format("a setting may hold a key: it is {}", open->display()),
                judge.model().property(function, "environment")->at);
        return judge.holds({id});
    }
    Fault fault;
    fault.severity = Severity::Warning;
    fault.elements = {id};
    fault.message =
        fmt::format("{} names no identity and reaches {}: it runs as the {}; {}",
                    judge.name(function), judge.name(*part), shared->runsAs, shared->note);
    fault.at = function.at;
    fault.also.push_back({fmt::format("{} names no identity", judge.name(function)), function.at});
    if (!shared->shown.empty())
        fault.also.push_back({shared->shown, shared->at});
    fault.also.push_back({fmt::format("it uses {}", judge.name(*part)), part->at});
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind != NodeKind::Function || node.platformType == Symbol::None)
            continue;
        const std::string_view platform = platformOf(judge.model(), node);
        if (platform.starts_with("aws."))
            continue; // it always names a role
        if (!platform.empty())
            judgeFunction(judge, node, platform);
        else if (judge.outOf(node, EdgeKind::Assumes).empty() && protectedPart(judge, node))
            judge.cannotTell({judge.id(node)},
                             fmt::format("what {} runs as when it names no identity is not known",
                                         judge.model().text(node.platformType)),
                             node.at);
    }
}

constexpr std::string_view aliases[] = {"app_function_identity_is_configured"};

} // namespace

extern constinit const Check platformDefaultIdentity{
    .id = "PRM013",
    .name = "platform-default-identity",
    .severity = Severity::Warning,
    .pillar = Pillar::Permissions,
    .title = "A function runs under the platform's shared default identity",
    .why = "The default is shared by everything that names none, and is often wide. What the "
           "function may do is then decided elsewhere, for others.",
    .fires = "A function that names no identity, on a platform whose default identity is shared, "
             "and that uses a part which an identity opens: warning.",
    .notWhen = "It uses no protected part.\n"
               "The platform always makes or names an identity, as AWS does.\n"
               "The platform is not in the tables, or a setting that may hold a key is an "
               "expression: then it cannot be told.",
    .platforms = "Google Cloud Functions: the default compute service account of the project.\n"
                 "Azure: none; keys in the settings do instead.\n"
                 "Knative: the service account `default` of the namespace, if it may do "
                 "anything.\n"
                 "AWS: a function always has a role.",
    .fix = "Give the function a service account of its own, with what it needs.",
    .source = "Google Cloud Functions v2 API; Knative Serving.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  worker:\n"
           "    platform_type: google_cloudfunctions2_function\n"
           "    handler: handle\n"
           "    writes: orders\n"
           "stores:\n"
           "  orders:\n"
           "    type: table\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  worker:\n"
            "    platform_type: google_cloudfunctions2_function\n"
            "    handler: handle\n"
            "    assumes: worker-account\n"
            "    writes: orders\n"
            "identities:\n"
            "  worker-account:\n"
            "stores:\n"
            "  orders:\n"
            "    type: table\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
