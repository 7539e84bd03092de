// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>
#include <vector>

#include <QMainWindow>

#include "core/drawing/theme.h"
#include "core/model/result.h"
#include "widgets/session/latest.h"

class QLabel;
class QStackedWidget;

namespace limn {

class Actions;
class Canvas;
class Document;
class FindBox;
class SearchBox;
class Selection;

// The window: a canvas in the middle, the panels of the table around it, the actions of the table
// over it. It asks before anything is lost, and keeps nothing but where its parts stand.
class MainWindow : public QMainWindow {
    Q_OBJECT

public:
    MainWindow();
    ~MainWindow() override;

    Document& document() { return *m_document; }
    const Document& document() const { return *m_document; }
    Selection& selection() { return *m_selection; }
    const Selection& selection() const { return *m_selection; }
    Canvas& canvas() { return *m_canvas; }
    const Canvas& canvas() const { return *m_canvas; }
    QToolBar& toolBar() { return *m_toolBar; }

    void openPaths(const std::vector<std::string>& paths);
    void startNew();
    void askOpen();
    void askOpenFolder();
    bool save();
    bool saveAs();
    void askExport();
    void exportTo(const QString& path);
    void find();
    void search();
    void nextFinding();
    void switchTheme();
    // Where the parts of the window stood last time.
    void restore();

    // Colours every window of the program.
    static void useTheme(ThemeName name);

protected:
    void closeEvent(QCloseEvent* event) override;
    void dragEnterEvent(QDragEnterEvent* event) override;
    void dropEvent(QDropEvent* event) override;
    void changeEvent(QEvent* event) override;

private:
    void makeStatus();
    void refresh();
    void takeOpened();
    // Asks what becomes of unsaved edits; true when they may go.
    bool mayLeave();

    Document* m_document;
    Selection* m_selection;
    Canvas* m_canvas;
    QStackedWidget* m_middle; // the canvas, and what stands there at first
    QToolBar* m_toolBar;
    Actions* m_actions = nullptr;
    FindBox* m_find;
    SearchBox* m_search = nullptr; // made when it is first asked for
    QLabel* m_system;
    QLabel* m_saved;
    QLabel* m_zoom;
    std::vector<std::string> m_asked; // what is being opened
    bool m_keepsState = false;
    Latest<Result<QString>> m_exporting;
};

} // namespace limn
