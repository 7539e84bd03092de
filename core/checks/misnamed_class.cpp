// SPDX-License-Identifier: GPL-3.0-or-later
#include <algorithm>

#include <fmt/format.h>

#include "core/checks/judge.h"

namespace limn {
namespace {

// A type of the table may be a prefix.
bool isOfType(std::string_view type, std::string_view listed) {
    return listed.ends_with('*') ? type.starts_with(listed.substr(0, listed.size() - 1))
                                 : type == listed;
}

NodeClass classOf(const ClassRule& rule) {
    if (rule.nodeClass == "serverless-compute")
        return NodeClass::Compute;
    if (rule.nodeClass == "host-centric")
        return NodeClass::HostCentric;
    if (rule.nodeClass == "cloud-automation")
        return NodeClass::Automation;
    return rule.nodeClass == "entry-point" ? NodeClass::Entry : NodeClass::Backend;
}

// What the table says of a type: the rule that decides without a condition, and whether one of
// those before it would allow a class.
struct Ruling {
    const ClassRule* rule = nullptr;
    std::vector<const ClassRule*> conditional;
    bool allows(NodeClass nodeClass) const {
        return classOf(*rule) == nodeClass ||
               std::ranges::any_of(
                   conditional, [&](const ClassRule* one) { return classOf(*one) == nodeClass; });
    }
};

Ruling rulingOn(std::string_view type) {
    Ruling ruling;
    for (const ClassRule& rule : classRules()) {
        if (std::ranges::none_of(rule.types,
                                 [&](std::string_view listed) { return isOfType(type, listed); }))
            continue;
        if (!rule.condition.empty()) {
            ruling.conditional.push_back(&rule);
            continue;
        }
        ruling.rule = &rule;
        return ruling;
    }
    return ruling;
}

// Ways in and workflows are parts of their own in a diagram, whatever the platform bills them as.
bool isAsked(const Node& node) {
    switch (node.kind) {
    case NodeKind::Function:
    case NodeKind::Queue:
    case NodeKind::Topic:
    case NodeKind::EventBus:
    case NodeKind::Stream:
    case NodeKind::Store:
    case NodeKind::Host:
    case NodeKind::Automation:
        return node.platformType != Symbol::None;
    default:
        return false;
    }
}

// Whether its class is that of its type.
bool judgeNode(Judge& judge, const Node& node, const Ruling& ruling) {
    const Model& model = judge.model();
    const std::string_view type = model.text(node.platformType);
    if (!ruling.rule) {
        judge.cannotTell({judge.id(node)}, fmt::format("unclassified: no table lists `{}`", type),
                         node.at);
        return false;
    }
    if (classOf(*ruling.rule) == NodeClass::Entry || ruling.allows(node.nodeClass))
        return true;
    Fault fault;
    fault.severity = Severity::Info;
    fault.elements = {judge.id(node)};
    fault.at = node.at;
    const std::string by = ruling.rule->evidence.empty() || ruling.rule->evidence == "type"
                               ? std::string("its type")
                               : fmt::format("its {}", ruling.rule->evidence);
    fault.message = fmt::format("{} counts as {}, but `{}` is {} ({} shows it)", judge.name(node),
                                word(node.nodeClass), type, word(classOf(*ruling.rule)), by);
    fault.also = {
        {fmt::format("{}: class {}, type {}", judge.name(node), word(node.nodeClass), type),
         node.at}};
    judge.fails(std::move(fault));
    return false;
}

void run(Judge& judge) {
    const Model& model = judge.model();
    bool right = false;
    std::unordered_map<Symbol, Ruling> rulings; // a few types, many parts
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        if (!isAsked(node))
            continue;
        const auto [known, isNew] = rulings.try_emplace(node.platformType);
        if (isNew)
            known->second = rulingOn(model.text(node.platformType));
        right = judgeNode(judge, node, known->second) || right;
    }
    if (right)
        judge.holds({}); // of those that are what they are called
}

} // namespace

extern constinit const Check misnamedClass{
    .id = "CLS001",
    .name = "misnamed-class",
    .severity = Severity::Info,
    .pillar = Pillar::None,
    .title = "A part is counted as what its type is not",
    .why = "Every part is one of serverless compute, managed backend, managed entry point, cloud "
           "automation or host-centric, and the verdict rests on it. A machine that is called a "
           "managed backend hides what it costs and what it cannot take.",
    .fires = "A part whose class in the model is none that the table of types allows for its type: "
             "info.",
    .notWhen = "Its class is that of its type: the part shows it, and nothing is reported.\n"
               "A condition of the table allows the class: serverless modes of a database.\n"
               "It says no platform type: its kind decides.\n"
               "It is an entry point or a workflow, which are parts of their own.\n"
               "No table lists its type: it is unclassified, never guessed.\n"
               "The other class is meant: accept the finding with the reason.",
    .platforms = "The table of types has the services of all platforms, with the property that "
                 "decides.",
    .fix = "Set its class to that of its type, or accept the finding and say why.",
    .source = "Own table of types, from the services' billing models.",
    .bad = "limn: 1\n"
           "stores:\n"
           "  sessions:\n"
           "    type: cache\n"
           "    platform_type: AWS::ElastiCache::CacheCluster\n"
           "    class: backend\n",
    .good = "limn: 1\n"
            "stores:\n"
            "  sessions:\n"
            "    type: cache\n"
            "    platform_type: AWS::ElastiCache::ServerlessCache\n"
            "    class: backend\n",
    .aliases = {},
    .run = run,
};

} // namespace limn
