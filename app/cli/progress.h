// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <condition_variable>
#include <mutex>
#include <string>
#include <thread>

namespace limn {

// One line on stderr that says what takes so long, where stderr is a terminal and it does take
// long; gone without a trace when it is done. Nothing else may be written to stderr meanwhile.
class Progress {
public:
    explicit Progress(std::string step);
    ~Progress() { done(); }
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void step(std::string words);
    void done();

private:
    void show(std::stop_token stop);

    std::mutex m_mutex;
    std::condition_variable_any m_wake;
    std::string m_step;
    std::jthread m_thread; // last: it uses all the others
};

} // namespace limn
