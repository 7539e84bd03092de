// SPDX-License-Identifier: GPL-3.0-or-later
#include <map>

#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

bool isLogGroup(const Model& model, const Node& node) {
    return model.text(node.subtype) == "log_group";
}

std::string lasting() {
    const Fact* fact = findFact("aws.logs.retention_default");
    return fact ? fmt::format("they expire {} ({})", fact->text, defaultNote(*fact))
                : std::string("they do not expire");
}

// What keeps a function's logs, as far as the model has it.
struct Keeper {
    const Node* group = nullptr;
    bool isSet = false; // by a resource that only sets it
};

Keeper keeperOf(const Model& model, const Node& node) {
    Keeper keeper;
    eachInto(model, node, [&](const Edge& edge) {
        if (edge.kind != EdgeKind::Observes || edge.from.node == NodeIndex::None)
            return;
        const Node& from = model[edge.from.node];
        if (isLogGroup(model, from))
            keeper.group = &from;
        keeper.isSet = keeper.isSet || model.text(from.platformType) == "Custom::LogRetention";
    });
    return keeper;
}

using ByFile = std::map<std::uint32_t, std::vector<const Node*>>;

void judgeFunction(Judge& judge, const Node& function, ByFile& unkept) {
    const Model& model = judge.model();
    const std::vector<std::string> elements{judge.id(function)};
    if (model.property(function, "log_retention_seconds"))
        return judge.holds(elements);
    const Keeper keeper = keeperOf(model, function);
    if (keeper.isSet)
        return judge.holds(elements);
    if (keeper.group)
        return; // the group itself is asked
    if (const Property* elsewhere = model.property(function, "log_group"))
        return judge.cannotTell(
            elements, fmt::format("log group {} is not in the model", elsewhere->value.display()),
            elsewhere->at);
    if (platformOf(model, function) != "aws.lambda")
        return judge.cannotTell(elements, "no platform says how long its logs are kept",
                                function.at);
    unkept[function.at.source].push_back(&function);
}

// The functions of one file that nothing keeps the logs of are one finding: what makes their groups
// is often one place too.
void reportFunctions(Judge& judge, const std::vector<const Node*>& functions) {
    Fault fault;
    fault.severity = Severity::Warning;
    fault.at = functions.front()->at;
    fault.message = fmt::format("the logs of {} are kept for ever: the platform makes the {}, and "
                                "{}",
                                listed(judge, functions),
                                functions.size() == 1 ? "group" : "groups", lasting());
    for (const Node* function : functions) {
        fault.elements.push_back(judge.id(*function));
        fault.also.push_back({fmt::format("no log group names {}: not `/aws/lambda/…` with its "
                                          "name or a reference to it, nor its LoggingConfig",
                                          judge.name(*function)),
                              function->at});
    }
    judge.fails(std::move(fault));
}

void judgeGroup(Judge& judge, const Node& group) {
    const Model& model = judge.model();
    std::vector<std::string> elements{judge.id(group)};
    if (model.property(group, "log_retention_seconds"))
        return judge.holds(elements);
    Fault fault;
    fault.severity = Severity::Warning;
    fault.at = group.at;
    fault.also.push_back({fmt::format("{} has no retention", judge.name(group)), group.at});
    eachOutOf(model, group, [&](const Edge& edge) {
        const Node* observed = judge.nodeOf(edge.to);
        if (edge.kind != EdgeKind::Observes || !observed)
            return;
        elements.push_back(judge.id(*observed));
        fault.also.push_back(
            {fmt::format("it holds what {} logs", judge.name(*observed)), spanOfLine(model, edge)});
    });
    fault.elements = std::move(elements);
    fault.message =
        fmt::format("the logs in {} are kept for ever: {}", judge.name(group), lasting());
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    const Model& model = judge.model();
    ByFile unkept;
    for (const Node& node : model.nodes()) {
        if (judge.stopped())
            return;
        const bool isOther = node.platformType != Symbol::None && platformOf(model, node).empty();
        if (isLogGroup(model, node))
            judgeGroup(judge, node);
        else if (isOwnFunction(model, node) && !isOther)
            judgeFunction(judge, node, unkept);
    }
    for (const auto& [file, functions] : unkept)
        reportFunctions(judge, functions);
}

constexpr std::string_view aliases[] = {"WS1004",
                                        "aws_cloudwatch_log_group_lambda_retention",
                                        "CloudWatchLogGroupRetentionPeriod",
                                        "CKV_AWS_66",
                                        "CKV_AWS_338",
                                        "W86",
                                        "definedLogsRetentionDuration"};

} // namespace

extern constinit const Check logsKeptForEver{
    .id = "OBS003",
    .name = "logs-kept-for-ever",
    .severity = Severity::Warning,
    .pillar = Pillar::None,
    .title = "Nobody decided when the logs are deleted",
    .why = "The platform makes a group for a function's logs at its first run, and keeps them for "
           "ever. They are paid for every "
           "month, and what was written into them by mistake stays there too.",
    .fires = "A Lambda function without a log group in the model that is named after it, and a log "
             "group without retention: "
             "warning, one for all such functions of a file and one for each group.",
    .notWhen = "A log group with retention names the function: with a reference, Sub, Join or the "
               "same name, or by LoggingConfig.\n"
               "A custom resource of the CDK sets the retention.\n"
               "The retention is an expression: somebody decided.\n"
               "Platforms that delete logs by themselves: Azure workspaces, Google buckets.\n"
               "The function's log group is in another stack, or no platform is known: then it "
               "cannot be told.",
    .platforms = "CloudWatch keeps logs for ever by default (not verified).",
    .fix = "Add a log group `/aws/lambda/NAME` that keeps 14 or 30 days.",
    .source = "AWS Serverless Rules.",
    .bad = "limn: 1\n"
           "functions:\n"
           "  report:\n"
           "    platform_type: AWS::Lambda::Function\n"
           "    handler: src/report.handle\n",
    .good = "limn: 1\n"
            "functions:\n"
            "  report:\n"
            "    platform_type: AWS::Lambda::Function\n"
            "    handler: src/report.handle\n"
            "    log_retention_seconds: 1209600\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
