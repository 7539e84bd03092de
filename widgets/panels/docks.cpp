// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/docks.h"

#include <QAction>
#include <QCoreApplication>
#include <QDockWidget>
#include <QKeyEvent>
#include <QMainWindow>
#include <QMenu>

#include "widgets/panels/panel.h"
#include "widgets/text.h"

namespace limn {
namespace {

QString words(const char* text) { return QCoreApplication::translate("Docks", text); }

QDockWidget* dockOf(const QMainWindow& window, std::string_view id) {
    return window.findChild<QDockWidget*>(QStringLiteral("dock-") + toQt(id));
}

Qt::DockWidgetArea areaOf(PanelSide side) {
    switch (side) {
    case PanelSide::Left:
        return Qt::LeftDockWidgetArea;
    case PanelSide::Right:
        return Qt::RightDockWidgetArea;
    case PanelSide::Bottom:
        break;
    }
    return Qt::BottomDockWidgetArea;
}

// A letter typed into an open menu is the menu's: the canvas has single letters as shortcuts.
struct KeepsLetters : QObject {
    using QObject::QObject;
    bool eventFilter(QObject* menu, QEvent* event) override {
        if (event->type() == QEvent::ShortcutOverride &&
            !(static_cast<QKeyEvent*>(event)->modifiers() & ~Qt::ShiftModifier)) {
            event->accept();
            return true;
        }
        return QObject::eventFilter(menu, event);
    }
};

void placeDocks(QMainWindow& window) {
    QDockWidget* lastAtBottom = nullptr;
    for (const Panel* panel : panels()) {
        QDockWidget* dock = dockOf(window, panel->id);
        if (!panel->behind.empty()) {
            QDockWidget* front = dockOf(window, panel->behind);
            window.tabifyDockWidget(front, dock);
            front->raise();
            continue;
        }
        const bool bottom = panel->side == PanelSide::Bottom;
        window.addDockWidget(areaOf(panel->side), dock);
        const bool inspector = panel->side == PanelSide::Right;
        window.resizeDocks({dock}, {inspector ? 290 : 190}, Qt::Horizontal);
        if (bottom && lastAtBottom)
            window.splitDockWidget(lastAtBottom, dock, Qt::Horizontal);
        if (bottom) {
            window.resizeDocks({dock}, {230}, Qt::Vertical);
            lastAtBottom = dock;
        }
    }
    if (QDockWidget* findings = dockOf(window, "findings"); findings && lastAtBottom != findings)
        window.resizeDocks({findings, lastAtBottom}, {740, 540}, Qt::Horizontal);
}

} // namespace

void makeDocks(QMainWindow& window, Document& document, Selection& selection) {
    for (const Panel* panel : panels()) {
        auto* dock = new QDockWidget(QCoreApplication::translate("Panel", panel->title), &window);
        dock->setObjectName(QStringLiteral("dock-") + toQt(panel->id));
        dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetClosable);
        dock->setWidget(panel->make(document, selection, dock));
    }
    placeDocks(window);
}

void resetDocks(QMainWindow& window) {
    for (const Panel* panel : panels())
        dockOf(window, panel->id)->setFloating(false);
    // All leave before the first comes back: nothing is placed beside what still has to move.
    for (const Panel* panel : panels())
        window.removeDockWidget(dockOf(window, panel->id));
    for (const Panel* panel : panels())
        dockOf(window, panel->id)->show();
    placeDocks(window);
}

void listDocks(QMainWindow& window, QMenu& menu) {
    menu.addSeparator();
    QMenu* list = menu.addMenu(words(QT_TRANSLATE_NOOP("Docks", "&Panels")));
    list->setObjectName(QStringLiteral("panels"));
    auto* keeper = new KeepsLetters(&menu);
    for (QMenu* open : {&menu, list})
        open->installEventFilter(keeper);
    for (const Panel* panel : panels()) {
        QDockWidget* dock = dockOf(window, panel->id);
        QAction* action = dock->toggleViewAction();
        action->setText(u'&' + dock->windowTitle());
        list->addAction(action);
        // What was asked for is seen and typed into, even where it is a tab behind another.
        QObject::connect(action, &QAction::triggered, dock, [dock](bool shown) {
            if (!shown)
                return;
            dock->raise();
            dock->widget()->setFocus();
        });
    }
    QAction* reset = menu.addAction(words(QT_TRANSLATE_NOOP("Docks", "Reset Window La&yout")));
    reset->setObjectName(QStringLiteral("resetLayout"));
    QObject::connect(reset, &QAction::triggered, &window, [&window] { resetDocks(window); });
}

} // namespace limn
