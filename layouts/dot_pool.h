// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "layouts/process.h"

namespace limn {

// Up to two running dots, started when they are needed, for threads that each have a graph. One
// that dies or stalls is replaced; only so much time is lost to such ones, then none is asked any
// more. For one layout call.
class DotPool {
public:
    // What dot says of a graph, or why there is nothing. Waits while both are at work.
    Result<std::string> layOut(std::string_view graph, std::stop_token stop);

    // Why nothing could be asked at all: dot is not there.
    std::optional<Error> missing() const;
    // Graphs without an answer, and why the first had none.
    int failures() const;
    std::string firstFailure() const;

private:
    Result<DotProcess> take();
    void giveBack(DotProcess dot);
    std::chrono::milliseconds patience() const;
    void countFailure(const std::string& why, std::chrono::milliseconds took);

    mutable std::mutex m_mutex;
    std::condition_variable m_freed;
    std::vector<DotProcess> m_idle;
    int m_busy = 0;
    int m_failures = 0;
    std::chrono::milliseconds m_lost{};
    std::string m_firstFailure;
    std::optional<Error> m_missing;
};

} // namespace limn
