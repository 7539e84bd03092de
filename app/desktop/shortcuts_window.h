// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QDialog>

class QTreeWidget;

namespace limn {

class MainWindow;

// Everything the window can be asked for, by menu, with its keys: made from the table of actions,
// so that it is never behind. What is typed above leaves the rows that have it.
class ShortcutsWindow : public QDialog {
    Q_OBJECT

public:
    explicit ShortcutsWindow(MainWindow& window);

    // Opens it, or brings the open one to the front.
    static void open(MainWindow& window);

private:
    void fill(const MainWindow& window);
    void filter(const QString& words);

    QTreeWidget* m_rows;
};

} // namespace limn
