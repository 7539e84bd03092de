// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/shortcuts_window.h"

#include <algorithm>
#include <array>

#include <QAction>
#include <QCoreApplication>
#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>
#include <QVBoxLayout>

#include "app/desktop/actions.h"
#include "app/desktop/main_window.h"
#include "widgets/text.h"

namespace limn {
namespace {

enum Column { What, Keys, Where, ColumnCount };

// Keys of the canvas that are no actions.
struct CanvasKey {
    const char* what;
    const char* keys;
};
constexpr std::array canvasKeys{
    CanvasKey{QT_TRANSLATE_NOOP("Shortcuts", "Move the selected parts"),
              QT_TRANSLATE_NOOP("Shortcuts", "Arrows")},
    CanvasKey{QT_TRANSLATE_NOOP("Shortcuts", "Move them further"),
              QT_TRANSLATE_NOOP("Shortcuts", "Shift+Arrows")},
    CanvasKey{QT_TRANSLATE_NOOP("Shortcuts", "Go from part to part"),
              QT_TRANSLATE_NOOP("Shortcuts", "Alt+Arrows")},
    CanvasKey{QT_TRANSLATE_NOOP("Shortcuts", "Open or close what was found at a part"),
              QT_TRANSLATE_NOOP("Shortcuts", "Return")},
    CanvasKey{QT_TRANSLATE_NOOP("Shortcuts", "Give up, close, select nothing, go back"),
              QT_TRANSLATE_NOOP("Shortcuts", "Esc")},
    CanvasKey{QT_TRANSLATE_NOOP("Shortcuts", "Drag the picture"),
              QT_TRANSLATE_NOOP("Shortcuts", "Space and the mouse")},
};

QString said(const char* text) { return QCoreApplication::translate("Shortcuts", text); }

QTreeWidgetItem* sectionOf(QTreeWidget& rows, const QString& title) {
    for (int i = 0; i < rows.topLevelItemCount(); ++i) {
        if (rows.topLevelItem(i)->text(What) == title)
            return rows.topLevelItem(i);
    }
    auto* section = new QTreeWidgetItem(&rows, {title});
    QFont font = rows.font();
    font.setBold(true);
    section->setFont(What, font);
    return section;
}

} // namespace

ShortcutsWindow::ShortcutsWindow(MainWindow& window)
    : QDialog(&window), m_rows(new QTreeWidget(this)) {
    setObjectName(QStringLiteral("shortcuts"));
    setAttribute(Qt::WA_DeleteOnClose);
    setWindowTitle(tr("Keyboard shortcuts"));
    resize(560, 620);
    auto* words = new QLineEdit(this);
    words->setPlaceholderText(tr("Find an action or a key"));
    words->setAccessibleName(tr("Find an action or a key"));
    words->setClearButtonEnabled(true);
    m_rows->setAccessibleName(tr("Keyboard shortcuts"));
    m_rows->setColumnCount(ColumnCount);
    m_rows->setHeaderLabels({tr("Action"), tr("Keys"), tr("Counts")});
    m_rows->header()->setStretchLastSection(false);
    m_rows->header()->setSectionResizeMode(QHeaderView::ResizeToContents);
    m_rows->header()->setSectionResizeMode(What, QHeaderView::Stretch);
    auto* column = new QVBoxLayout(this);
    column->addWidget(words);
    column->addWidget(m_rows);
    fill(window);
    connect(words, &QLineEdit::textChanged, this, &ShortcutsWindow::filter);
    words->setFocus();
}

void ShortcutsWindow::open(MainWindow& window) {
    auto* dialog = window.findChild<ShortcutsWindow*>(QStringLiteral("shortcuts"));
    if (!dialog)
        dialog = new ShortcutsWindow(window);
    dialog->show();
    dialog->raise();
    dialog->activateWindow();
}

void ShortcutsWindow::fill(const MainWindow& window) {
    for (const ActionEntry& entry : actionTable()) {
        const auto* action = window.findChild<QAction*>(toQt(entry.id));
        const QString menu = QCoreApplication::translate("Actions", entry.menu).remove(u'&');
        const QString what = QCoreApplication::translate("Actions", entry.text).remove(u'&');
        const QString keys =
            QKeySequence::listToString(action->shortcuts(), QKeySequence::NativeText)
                .replace(QStringLiteral("; "), tr(" or "));
        const QString where = entry.onCanvas ? tr("on the canvas") : QString();
        new QTreeWidgetItem(sectionOf(*m_rows, menu), {what, keys, where});
    }
    QTreeWidgetItem* canvas = sectionOf(*m_rows, tr("Canvas"));
    for (const CanvasKey& key : canvasKeys)
        new QTreeWidgetItem(canvas, {said(key.what), said(key.keys), tr("on the canvas")});
    m_rows->expandAll();
}

void ShortcutsWindow::filter(const QString& words) {
    const QString wanted = words.trimmed();
    for (int i = 0; i < m_rows->topLevelItemCount(); ++i) {
        QTreeWidgetItem* section = m_rows->topLevelItem(i);
        const bool whole = section->text(What).contains(wanted, Qt::CaseInsensitive);
        bool any = false;
        for (int k = 0; k < section->childCount(); ++k) {
            QTreeWidgetItem* row = section->child(k);
            const bool has = whole || row->text(What).contains(wanted, Qt::CaseInsensitive) ||
                             row->text(Keys).contains(wanted, Qt::CaseInsensitive);
            row->setHidden(!has);
            any = any || has;
        }
        section->setHidden(!any);
    }
}

} // namespace limn
