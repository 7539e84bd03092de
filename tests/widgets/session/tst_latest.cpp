// SPDX-License-Identifier: GPL-3.0-or-later
#include <atomic>
#include <latch>

#include <QTest>

#include "widgets/session/latest.h"

using namespace limn;

class TestLatest : public QObject {
    Q_OBJECT

private slots:
    void deliversOnTheOwnersThread() {
        int answer = 0;
        QThread* thread = nullptr;
        Latest<int> latest([&](int value) {
            answer = value;
            thread = QThread::currentThread();
        });
        latest.start([](std::stop_token) { return 7; });
        QVERIFY(latest.running());
        QTRY_COMPARE(answer, 7);
        QCOMPARE(thread, QThread::currentThread());
        QVERIFY(!latest.running());
    }

    void startingAgainStopsTheOlderAndOnlyTheNewestIsDelivered() {
        std::vector<int> answers;
        std::atomic<bool> stopped = false;
        std::latch begun(1);
        Latest<int> latest([&](int value) { answers.push_back(value); });
        latest.start([&](std::stop_token stop) {
            begun.count_down();
            while (!stop.stop_requested())
                QThread::yieldCurrentThread();
            stopped = true;
            return 1;
        });
        begun.wait();
        latest.start([](std::stop_token) { return 2; });
        QTRY_VERIFY(stopped && !answers.empty());
        QVERIFY(QThreadPool::globalInstance()->waitForDone(10000));
        QCoreApplication::processEvents();
        QCOMPARE(answers, std::vector<int>{2});
    }

    void cancelDeliversNothing() {
        bool delivered = false;
        Latest<int> latest([&](int) { delivered = true; });
        latest.start([](std::stop_token) { return 1; });
        latest.cancel();
        QVERIFY(!latest.running());
        QVERIFY(QThreadPool::globalInstance()->waitForDone(10000));
        QCoreApplication::processEvents();
        QVERIFY(!delivered);
    }

    void destructionWhileWorkingIsSafe() {
        bool delivered = false;
        std::latch begun(1);
        {
            Latest<int> latest([&](int) { delivered = true; });
            latest.start([&](std::stop_token stop) {
                begun.count_down();
                while (!stop.stop_requested())
                    QThread::yieldCurrentThread();
                return 1;
            });
            begun.wait();
        }
        QVERIFY(QThreadPool::globalInstance()->waitForDone(10000));
        QCoreApplication::processEvents();
        QVERIFY(!delivered);
    }
};

QTEST_MAIN(TestLatest)
#include "tst_latest.moc"
