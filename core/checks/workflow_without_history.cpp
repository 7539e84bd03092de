// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/checks/model_questions.h"

namespace limn {
namespace {

void judgeWorkflow(Judge& judge, const Node& workflow) {
    const std::vector<std::string> elements{judge.id(workflow)};
    const Effective level = judge.eff(workflow, "log_level");
    const Effective type = judge.eff(workflow, "workflow_type");
    const std::string* word = level.value.string();
    if (level.known() && !(word && *word == "off"))
        return judge.holds(elements);
    if (!level.known())
        return judge.cannotTell(elements, level);
    if (!type.known())
        return judge.cannotTell(elements, type);
    const bool isShort = type.value.string() && *type.value.string() == "express";
    const Fact* kept = findFact("aws.sfn.standard.history_kept_s");
    const Fact* none = findFact("aws.sfn.express.history");
    Fault fault;
    fault.severity = isShort ? Severity::Error : Severity::Info;
    fault.elements = elements;
    fault.at = level.at;
    fault.grounds = {level};
    if (type.stated())
        fault.grounds.push_back(type);
    fault.message = isShort
                        ? fmt::format("when a run of {} fails there is nothing to read: its log "
                                      "level is {}, and an express workflow keeps its history {}",
                                      judge.name(workflow), level.display(),
                                      none ? none->text : std::string_view("in its logs only"))
                        : fmt::format("{} logs nothing ({}): its history is kept for {} only",
                                      judge.name(workflow), level.display(),
                                      kept ? duration(kept->number) : std::string("a while"));
    fault.fix =
        Fix{fmt::format("Log {} of {}", isShort ? "everything" : "the errors",
                        judge.model().text(workflow.name)),
            {SetProperty{judge.id(workflow), "log_level", Value(isShort ? "all" : "error")}}};
    judge.fails(std::move(fault));
}

void run(Judge& judge) {
    for (const Node& node : judge.model().nodes()) {
        if (judge.stopped())
            return;
        if (node.kind == NodeKind::Workflow)
            judgeWorkflow(judge, node);
    }
}

constexpr std::string_view aliases[] = {"AwsSolutions-SF1", "CKV_AWS_285", "AWS-0119",
                                        "stepfunctions_statemachine_logging_enabled"};

} // namespace

extern constinit const Check workflowWithoutHistory{
    .id = "OBS007",
    .name = "workflow-without-history",
    .severity = Severity::Error,
    .pillar = Pillar::None,
    .title = "When a run fails there is nothing to read",
    .why = "A workflow is where many parts meet, and its history is the one place that says which "
           "of them failed with what. "
           "Express workflows keep it in their logs and nowhere else.",
    .fires = "A workflow whose logging is off or not set:\n"
             "error when it is express: no history exists;\n"
             "info when it is standard: its history is kept for 90 days.",
    .notWhen = "A level is set.\n"
               "Durable functions, which keep their history in a store.\n"
               "The level or the type is an expression, or a neutral workflow does not say them: "
               "then it cannot be told.",
    .platforms = "Step Functions logs nothing by default.\n"
                 "Google Workflows logs calls only when asked to.",
    .fix = "Log errors, of express workflows everything, to a log group; leave out the data where "
           "it holds secrets.",
    .source = "Step Functions API.",
    .bad = "limn: 1\n"
           "workflows:\n"
           "  Orders:\n"
           "    workflow_type: express\n"
           "    log_level: \"off\"\n",
    .good = "limn: 1\n"
            "workflows:\n"
            "  Orders:\n"
            "    workflow_type: express\n"
            "    log_level: all\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
