// SPDX-License-Identifier: GPL-3.0-or-later
// What a call of `limn` costs as a whole process: median CPU and wall time in ms of pairs of runs,
// each beside the floor.
#include <filesystem>
#include <fstream>

#include "tests/bench/whole_process.h"

namespace {

using namespace limn::bench;

void compareWithFloor(const std::string& title, const Call& call) {
    constexpr int runs = 31;
    const Pair pair = compare(call, {LIMN_BUILD_DIR "/bench/bench_floor"}, runs);
    fmt::print("{:<44} cpu {:7.2f} ms   wall {:7.2f} ms   {:.2f} x an empty Qt Core program\n",
               title, pair.cost.cpu, pair.cost.wall, pair.ratio);
}

// A template of that many functions, each with a route, a queue with its dead letters and a table.
std::string samTemplate(int functions) {
    std::string text = "Transform: AWS::Serverless-2016-10-31\nResources:\n";
    for (int i = 0; i < functions; ++i)
        text += fmt::format(R"(  Work{0}:
    Type: AWS::Serverless::Function
    Properties:
      Handler: src/work{0}.handle
      Runtime: nodejs20.x
      Timeout: 10
      Environment:
        Variables:
          TABLE: !Ref Table{0}
      Policies:
        - DynamoDBCrudPolicy:
            TableName: !Ref Table{0}
      Events:
        Post:
          Type: HttpApi
          Properties:
            Path: /work{0}
            Method: post
        Jobs:
          Type: SQS
          Properties:
            Queue: !GetAtt Jobs{0}.Arn
            BatchSize: 10
  Jobs{0}:
    Type: AWS::SQS::Queue
    Properties:
      VisibilityTimeout: 30
      RedrivePolicy:
        deadLetterTargetArn: !GetAtt Dead{0}.Arn
        maxReceiveCount: 3
  Dead{0}:
    Type: AWS::SQS::Queue
  Table{0}:
    Type: AWS::Serverless::SimpleTable
)",
                            i);
    return text;
}

} // namespace

int main() {
    namespace fs = std::filesystem;
    const std::string limn = LIMN_BUILD_BIN_DIR "/limn";
    compareWithFloor("limn --version (2 x)", {limn, "--version"});
    for (const int functions : {10, 100, 1000}) {
        const std::string file =
            (fs::temp_directory_path() / fmt::format("limn-bench-{}-{}.yaml", getpid(), functions))
                .string();
        std::ofstream(file) << samTemplate(functions);
        compareWithFloor(fmt::format("limn check, SAM, {} functions", functions),
                         {limn, "check", "--fail-on", "never", file});
        if (functions <= 100)
            compareWithFloor(fmt::format("limn export to SVG, SAM, {} functions", functions),
                             {limn, "export", file, "-o", file + ".svg"});
        std::error_code ignored;
        fs::remove(file, ignored);
        fs::remove(file + ".svg", ignored);
    }
    return 0;
}
