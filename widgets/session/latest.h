// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <utility>

#include <QObject>
#include <QThreadPool>

namespace limn {

// Runs one piece of work at a time on the pool and delivers its answer on the thread that owns
// this. Starting again stops the older work, and only the newest answer is delivered; after
// cancel() or destruction none is. The work must look at its token.
template <typename T> class Latest {
public:
    using Work = std::function<T(std::stop_token)>;
    using Deliver = std::function<void(T)>;

    explicit Latest(Deliver deliver) : m_deliver(std::move(deliver)) {
        m_gate->receiver = &m_receiver;
    }
    ~Latest() {
        cancel();
        const std::lock_guard lock(m_gate->mutex);
        m_gate->receiver = nullptr;
    }
    Latest(const Latest&) = delete;
    Latest& operator=(const Latest&) = delete;

    void start(Work work) {
        cancel();
        m_stop = std::stop_source();
        m_running = true;
        const std::uint64_t turn = m_turn;
        QThreadPool::globalInstance()->start(
            [this, turn, gate = m_gate, stop = m_stop.get_token(), work = std::move(work)] {
                auto answer = std::make_shared<T>(work(stop));
                const std::lock_guard lock(gate->mutex);
                if (gate->receiver)
                    QMetaObject::invokeMethod(
                        gate->receiver, [this, turn, answer] { deliver(turn, std::move(*answer)); },
                        Qt::QueuedConnection);
            });
    }

    void cancel() {
        m_stop.request_stop();
        ++m_turn;
        m_running = false;
    }

    // Whether an answer is still to come.
    bool running() const { return m_running; }

private:
    // Outlives this where the pool is still working for it.
    struct Gate {
        std::mutex mutex;
        QObject* receiver = nullptr;
    };

    void deliver(std::uint64_t turn, T answer) {
        if (turn != m_turn)
            return;
        m_running = false;
        m_deliver(std::move(answer));
    }

    Deliver m_deliver;
    QObject m_receiver;
    std::shared_ptr<Gate> m_gate = std::make_shared<Gate>();
    std::stop_source m_stop;
    std::uint64_t m_turn = 0;
    bool m_running = false;
};

} // namespace limn
