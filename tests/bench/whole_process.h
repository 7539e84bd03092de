// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <algorithm>
#include <chrono>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include <fcntl.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include <fmt/format.h>

// What programs cost as whole processes. Machines drift, so a program is compared with another one
// by the median of pairs that ran in turn.
namespace limn::bench {

struct Cost {
    double cpu = 0;  // ms, user and system
    double wall = 0; // ms
    double peak = 0; // MB of resident memory
};

using Call = std::vector<std::string>; // the program's path, then its arguments

// Runs the program with its output to a file; ends this one when it does not start.
inline Cost run(const Call& call, const std::string& output = "/dev/null") {
    std::vector<char*> arguments;
    for (const std::string& word : call)
        arguments.push_back(const_cast<char*>(word.c_str()));
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t quiet;
    posix_spawn_file_actions_init(&quiet);
    posix_spawn_file_actions_addopen(&quiet, STDOUT_FILENO, output.c_str(),
                                     O_WRONLY | O_CREAT | O_TRUNC, 0600);
    posix_spawn_file_actions_addopen(&quiet, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    const auto start = std::chrono::steady_clock::now();
    pid_t child = 0;
    if (posix_spawnp(&child, arguments[0], &quiet, nullptr, arguments.data(), environ) != 0) {
        fmt::print(stderr, "{} does not start\n", call[0]);
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
    return {ms(used.ru_utime) + ms(used.ru_stime), wall.count(),
            static_cast<double>(used.ru_maxrss) / 1024};
}

inline double median(std::vector<double> values) {
    const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
    std::nth_element(values.begin(), middle, values.end());
    return *middle;
}

// Medians of a call, and of its CPU time over that of the other call.
struct Pair {
    Cost cost;
    double ratio = 0;
};

inline Pair compare(const Call& call, const Call& other, int runs) {
    std::vector<double> cpu, wall, peak, ratio;
    run(call); // warms the caches
    for (int i = 0; i < runs; ++i) {
        const Cost mine = run(call), theirs = run(other);
        cpu.push_back(mine.cpu);
        wall.push_back(mine.wall);
        peak.push_back(mine.peak);
        ratio.push_back(mine.cpu / std::max(theirs.cpu, 0.001));
    }
    return {{median(cpu), median(wall), median(peak)}, median(ratio)};
}

} // namespace limn::bench
