// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <span>
#include <string>
#include <string_view>

#include <QObject>

class QAction;

namespace limn {

class MainWindow;

// One thing the user can ask for. Menus, toolbar, context menu and shortcuts are made from the
// table.
struct ActionEntry {
    enum Where : unsigned { Menu = 1, Toolbar = 2, CanvasMenu = 4, NewSection = 8 };
    std::string_view id;
    const char* menu =
        nullptr; // title of its menu; translated in the context "Actions", like `text`
    const char* text = nullptr;
    const char* shortcut = nullptr; // portable text; empty for none
    std::string_view icon;
    unsigned where = Menu;
    bool onCanvas = false; // its shortcut counts only while the canvas has the focus
    void (*run)(MainWindow& window) = nullptr;
    bool (*isEnabled)(const MainWindow& window) = nullptr; // null: always
    bool (*isChecked)(const MainWindow& window) = nullptr; // null: nothing to check
};
std::span<const ActionEntry> actionTable();

// The table as QActions of one window.
class Actions : public QObject {
    Q_OBJECT

public:
    explicit Actions(MainWindow& window);

    QAction* operator[](std::string_view id) const;
    // Enables what can be done now.
    void refresh();
    // Draws the icons again in the window's colours.
    void tint();

private:
    MainWindow& m_window;
    std::map<std::string, QAction*, std::less<>> m_byId;
};

} // namespace limn
