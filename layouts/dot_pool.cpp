// SPDX-License-Identifier: GPL-3.0-or-later
#include "layouts/dot_pool.h"

#include <algorithm>
#include <utility>

namespace limn {

namespace {

using namespace std::chrono_literals;

constexpr int most = 2; // at work at once
// The largest graph that is asked for takes a tenth of a second.
constexpr auto longest = 2000ms;
constexpr auto mostLost = 5000ms;

} // namespace

std::chrono::milliseconds DotPool::patience() const {
    const std::scoped_lock lock(m_mutex);
    return std::min<std::chrono::milliseconds>(longest, mostLost - m_lost);
}

void DotPool::countFailure(const std::string& why, std::chrono::milliseconds took) {
    const std::scoped_lock lock(m_mutex);
    if (m_failures++ == 0)
        m_firstFailure = why;
    m_lost += took;
}

std::optional<Error> DotPool::missing() const {
    const std::scoped_lock lock(m_mutex);
    return m_missing;
}

int DotPool::failures() const {
    const std::scoped_lock lock(m_mutex);
    return m_failures;
}

std::string DotPool::firstFailure() const {
    const std::scoped_lock lock(m_mutex);
    return m_firstFailure;
}

Result<DotProcess> DotPool::take() {
    std::unique_lock lock(m_mutex);
    m_freed.wait(lock, [&] { return m_busy < most; });
    if (m_missing)
        return *m_missing;
    if (m_idle.empty()) {
        Result<DotProcess> started = DotProcess::start();
        if (!started) {
            m_missing = started.error();
            return started.error();
        }
        m_idle.push_back(std::move(*started));
    }
    ++m_busy;
    DotProcess dot = std::move(m_idle.back());
    m_idle.pop_back();
    return dot;
}

void DotPool::giveBack(DotProcess dot) {
    {
        const std::scoped_lock lock(m_mutex);
        --m_busy;
        if (dot.usable())
            m_idle.push_back(std::move(dot));
    }
    m_freed.notify_one();
}

Result<std::string> DotPool::layOut(std::string_view graph, std::stop_token stop) {
    const std::chrono::milliseconds wait = patience();
    if (wait <= 0ms) {
        countFailure({}, 0ms);
        return Error{"Graphviz's `dot` has failed too often."};
    }
    Result<DotProcess> dot = take();
    if (!dot)
        return dot.error();
    const auto begin = std::chrono::steady_clock::now();
    Result<std::string> answer = dot->layOut(graph, wait, stop);
    giveBack(std::move(*dot));
    if (!answer && !stop.stop_requested())
        countFailure(answer.error().message, std::chrono::duration_cast<std::chrono::milliseconds>(
                                                 std::chrono::steady_clock::now() - begin));
    return answer;
}

} // namespace limn
