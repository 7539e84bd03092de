// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/checks/left_at_default.h"

namespace limn {
namespace {

std::string sentence(std::string_view names, std::string_view value) {
    return fmt::format("nobody decided how long {} may run: the timeout is {}", names, value);
}

void run(Judge& judge) {
    LeftAtDefault(judge, "timeout_seconds").judgeAll(Severity::Warning, sentence);
}

constexpr std::string_view aliases[] = {"ES1006", "aws_lambda_function_default_timeout",
                                        "LambdaDefaultTimeout",
                                        "serving_revision_spec_without_timeout_settings"};

} // namespace

extern constinit const Check timeoutLeftAtDefault{
    .id = "LIM002",
    .name = "timeout-left-at-default",
    .severity = Severity::Warning,
    .pillar = Pillar::None,
    .title = "Nobody decided how long the function may run",
    .why = "The platform's default fits hardly any function: too short for one that calls others, "
           "too long for one that "
           "should fail fast. It is found out in production.",
    .fires = "A function whose timeout is said nowhere: not at itself, not in the defaults for all "
             "functions: warning, one for all of a file.",
    .notWhen =
        "The timeout is written, also in Globals, also as an expression.\n"
        "Code that a content network runs at its edge, and functions that only the tools make.\n"
        "Functions of a stack that is not among the files.\n"
        "A piece of a SAM template, whose Globals are elsewhere, or no platform is known, so there "
        "is "
        "no default: then it cannot be told.",
    .platforms = "A Lambda function may run for 3 s by default, 900 s at most.\n"
                 "Serverless Framework writes 6 s; Google takes 60 s, Azure 5 or 30 minutes, "
                 "Knative and Cloud Run 300 s.",
    .fix = "Write a timeout: what the slowest of a hundred runs takes, with room to spare, and "
           "less than whoever waits for it.",
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
            "    timeout_seconds: 10\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
