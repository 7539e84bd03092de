// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QFrame>
#include <QPointer>
#include <QTransform>

#include "app/desktop/search_entries.h"

class QLineEdit;
class QTreeWidget;

namespace limn {

class MainWindow;

// Search over everything: one line and what answers it. Going through the answers shows them on the
// canvas, which is looking only: Escape brings back what was seen before, Enter goes there or does
// it.
class SearchBox : public QFrame {
    Q_OBJECT

public:
    SearchBox(MainWindow& window, const Actions& actions);

    void open();

protected:
    bool eventFilter(QObject* watched, QEvent* event) override;

private:
    // What was seen when the search began.
    struct Before {
        Selection::Elements elements;
        std::string finding;
        QTransform camera;
        QPoint scrolled;
        QPointer<QWidget> focus;
    };

    void place();
    void collect();
    void fill();
    void preview();
    void look(const SearchEntry& entry);
    void bringBack();
    void cancel();
    void accept();
    void go(const SearchEntry& entry);
    const SearchEntry* current() const;
    bool key(QKeyEvent& event);

    MainWindow& m_window;
    const Actions& m_actions;
    QLineEdit* m_line;
    QTreeWidget* m_list;
    std::vector<SearchEntry> m_entries;
    std::vector<const SearchEntry*> m_shown; // as the rows
    Before m_before;
};

} // namespace limn
