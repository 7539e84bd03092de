// SPDX-License-Identifier: GPL-3.0-or-later
#include <fmt/format.h>

#include "core/checks/left_at_default.h"

namespace limn {
namespace {

std::string sentence(std::string_view names, std::string_view value) {
    return fmt::format("nobody decided how much memory goes to {}: it is {}, and the share of a "
                       "processor goes with it",
                       names, value);
}

void run(Judge& judge) { LeftAtDefault(judge, "memory_mb").judgeAll(Severity::Info, sentence); }

constexpr std::string_view aliases[] = {"ES1005", "aws_lambda_function_default_memory",
                                        "LambdaDefaultMemorySize"};

} // namespace

extern constinit const Check memoryLeftAtDefault{
    .id = "LIM004",
    .name = "memory-left-at-default",
    .severity = Severity::Info,
    .pillar = Pillar::None,
    .title = "Nobody decided how much memory the function has",
    .why = "Memory sets the share of a processor too. The smallest size is rarely a choice, and "
           "often not even the cheapest: "
           "a slow run is paid for longer.",
    .fires = "A function whose memory is said nowhere: not at itself, not in the defaults for all "
             "functions: info, one for all of a file.",
    .notWhen =
        "The memory is written, also in Globals, also as an expression.\n"
        "Code that a content network runs at its edge, and functions that only the tools make.\n"
        "Platforms without the setting, and containers whose limits stand at the pod.\n"
        "A piece of a SAM template, whose Globals are elsewhere, or no platform is known, so there "
        "is "
        "no default: then it cannot be told.",
    .platforms = "A Lambda function has 128 MB by default; 1769 MB are one processor.\n"
                 "Serverless Framework writes 1024 MB; Google takes 256 MB.",
    .fix = "Measure with a few sizes and write the one that is best.",
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
            "    memory_mb: 512\n",
    .aliases = aliases,
    .run = run,
};

} // namespace limn
