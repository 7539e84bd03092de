// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/docks.h"

#include <QCoreApplication>
#include <QDockWidget>
#include <QMainWindow>

#include "widgets/panels/panel.h"
#include "widgets/text.h"

namespace limn {

void addDocks(QMainWindow& window, Document& document, Selection& selection) {
    QDockWidget* lastAtBottom = nullptr;
    for (const Panel* panel : panels()) {
        auto* dock = new QDockWidget(QCoreApplication::translate("Panel", panel->title), &window);
        dock->setObjectName(QStringLiteral("dock-") + toQt(panel->id));
        dock->setFeatures(QDockWidget::DockWidgetMovable | QDockWidget::DockWidgetClosable);
        dock->setWidget(panel->make(document, selection, dock));
        if (!panel->behind.empty()) {
            auto* front =
                window.findChild<QDockWidget*>(QStringLiteral("dock-") + toQt(panel->behind));
            window.tabifyDockWidget(front, dock);
            front->raise();
            continue;
        }
        const bool bottom = panel->side == PanelSide::Bottom;
        window.addDockWidget(bottom                           ? Qt::BottomDockWidgetArea
                             : panel->side == PanelSide::Left ? Qt::LeftDockWidgetArea
                                                              : Qt::RightDockWidgetArea,
                             dock);
        const bool inspector = panel->side == PanelSide::Right;
        window.resizeDocks({dock}, {inspector ? 290 : 190}, Qt::Horizontal);
        if (bottom && lastAtBottom)
            window.splitDockWidget(lastAtBottom, dock, Qt::Horizontal);
        if (bottom) {
            window.resizeDocks({dock}, {230}, Qt::Vertical);
            lastAtBottom = dock;
        }
    }
    if (auto* findings = window.findChild<QDockWidget*>(QStringLiteral("dock-findings"));
        findings && lastAtBottom != findings)
        window.resizeDocks({findings, lastAtBottom}, {740, 540}, Qt::Horizontal);
}

} // namespace limn
