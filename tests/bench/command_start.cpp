// SPDX-License-Identifier: GPL-3.0-or-later
// What a call of `limn` costs as a whole process: median CPU and wall time in ms of pairs of runs,
// each beside the floor.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

namespace {

constexpr int runs = 31;

struct Cost {
    double cpu = 0;  // ms, user and system
    double wall = 0; // ms
};

Cost run(const std::vector<std::string>& words) {
    std::vector<char*> arguments;
    for (const std::string& word : words)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    const auto start = std::chrono::steady_clock::now();
    pid_t child = 0;
    if (posix_spawn(&child, arguments[0], &quiet, nullptr, arguments.data(), environ) != 0) {
        fmt::print(stderr, "{} does not start\n", words[0]);
        std::exit(1);
    }
    rusage used{};
    int status = 0;
    wait4(child, &status, 0, &used);
    const std::chrono::duration<double, std::milli> wall = std::chrono::steady_clock::now() - start;
    posix_spawn_file_actions_destroy(&quiet);
    const auto ms = [](const timeval& t) {
        return static_cast<double>(t.tv_sec) * 1e3 + static_cast<double>(t.tv_usec) / 1e3;
    };
    return {ms(used.ru_utime) + ms(used.ru_stime), wall.count()};
}

double median(std::vector<double> values) {
    std::nth_element(values.begin(),
                     values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2), values.end());
    return values[values.size() / 2];
}

void compare(const std::string& title, const std::vector<std::string>& call,
             const std::vector<std::string>& floor) {
    std::vector<double> cpu, wall, ratio;
    run(call); // warms the caches
    for (int i = 0; i < runs; ++i) {
        const Cost mine = run(call), least = run(floor);
        cpu.push_back(mine.cpu);
        wall.push_back(mine.wall);
        ratio.push_back(mine.cpu / std::max(least.cpu, 0.001));
    }
    fmt::print("{:<44} cpu {:7.2f} ms   wall {:7.2f} ms   {:.2f} x an empty Qt Core program\n",
               title, median(cpu), median(wall), median(ratio));
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
    const std::string limn = LIMN_BUILD_BIN_DIR "/limn",
                      floor = LIMN_BUILD_DIR "/bench/bench_floor";
    compare("limn --version", {limn, "--version"}, {floor});
    for (const int functions : {10, 100, 1000}) {
        const std::string file =
            (fs::temp_directory_path() / fmt::format("limn-bench-{}-{}.yaml", getpid(), functions))
                .string();
        std::ofstream(file) << samTemplate(functions);
        compare(fmt::format("limn check, SAM, {} functions", functions),
                {limn, "check", "--fail-on", "never", file}, {floor});
        if (functions <= 100)
            compare(fmt::format("limn export to SVG, SAM, {} functions", functions),
                    {limn, "export", file, "-o", file + ".svg"}, {floor});
        std::error_code ignored;
        fs::remove(file, ignored);
        fs::remove(file + ".svg", ignored);
    }
    return 0;
}
