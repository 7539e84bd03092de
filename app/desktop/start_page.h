// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

class QListWidget;

namespace limn {

class MainWindow;

// What stands where the canvas will be while nothing is open: ways to begin, what was opened of
// late, and the samples where they are installed.
class StartPage : public QWidget {
    Q_OBJECT

public:
    explicit StartPage(MainWindow& window);

private:
    void fill();
    void addPath(const QString& path, const QString& kind);

    MainWindow& m_window;
    QListWidget* m_paths;
};

} // namespace limn
