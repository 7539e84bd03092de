// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/cli/progress.h"

#include <chrono>
#include <cstdio>

#include <unistd.h>

#include <fmt/format.h>

namespace limn {

Progress::Progress(std::string step) : m_step(std::move(step)) {
    if (::isatty(STDERR_FILENO))
        m_thread = std::jthread([this](std::stop_token stop) { show(stop); });
}

void Progress::step(std::string words) {
    const std::scoped_lock lock(m_mutex);
    m_step = std::move(words);
}

void Progress::done() {
    if (!m_thread.joinable())
        return;
    m_thread.request_stop();
    m_thread.join();
}

void Progress::show(std::stop_token stop) {
    using namespace std::chrono_literals;
    constexpr auto pace = 500ms; // also the patience before it speaks
    const auto start = std::chrono::steady_clock::now();
    bool shown = false;
    std::unique_lock lock(m_mutex);
    while (!m_wake.wait_for(lock, stop, pace, [&] { return stop.stop_requested(); })) {
        const auto passed = std::chrono::duration_cast<std::chrono::seconds>(
            std::chrono::steady_clock::now() - start);
        // Back to the line's start, and nothing left of what stood there.
        fmt::print(stderr, "\r\x1b[Klimn: {} ({} s)", m_step, passed.count());
        std::fflush(stderr);
        shown = true;
    }
    if (shown) {
        fmt::print(stderr, "\r\x1b[K");
        std::fflush(stderr);
    }
}

} // namespace limn
