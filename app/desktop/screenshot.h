// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QObject>
#include <QTimer>

namespace limn {

class MainWindow;

// Waits until the window shows its document read, arranged, checked and painted, saves what it
// shows as a PNG and quits: with 0, or with 2 and a message when the document cannot be opened or
// the file not be written.
class Screenshot : public QObject {
    Q_OBJECT

public:
    Screenshot(MainWindow& window, const QString& path, bool callouts);

private:
    void look();
    void take();

    MainWindow& m_window;
    QString m_path;
    bool m_callouts = false;
    QTimer m_timer;
};

} // namespace limn
