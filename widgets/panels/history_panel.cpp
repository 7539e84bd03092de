// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/history_panel.h"

#include <QStyledItemDelegate>

#include "widgets/paint/icons.h"
#include "widgets/panels/panel.h"
#include "widgets/session/document.h"

namespace limn {
namespace {

constexpr int iconSize = 16;

QWidget* make(Document& document, Selection&, QWidget* parent) {
    return new HistoryPanel(document, parent);
}

// Shows a step's name with its state. Row 0 is how it was before the first step, so that a row is
// the index that the stack has there.
class StepDelegate : public QStyledItemDelegate {
public:
    StepDelegate(const Document& document, QObject* parent)
        : QStyledItemDelegate(parent), m_document(document) {}

protected:
    void initStyleOption(QStyleOptionViewItem* option, const QModelIndex& index) const override {
        QStyledItemDelegate::initStyleOption(option, index);
        const QUndoStack& stack = m_document.undoStack();
        option->features |= QStyleOptionViewItem::HasDecoration;
        option->decorationSize = {iconSize, iconSize};
        // The current step is where the window stands, whoever has the focus.
        option->state |= QStyle::State_Active;
        if (index.row() > stack.index()) {
            const QColor subdued = option->palette.color(QPalette::PlaceholderText);
            option->palette.setColor(QPalette::Text, subdued);
        }
        const bool isSaved =
            m_document.isOpen() && !m_document.isUntitled() && index.row() == stack.cleanIndex();
        if (!isSaved)
            return;
        option->icon = icon("save", option->palette);
        option->text = HistoryPanel::tr("%1 (saved)").arg(option->text);
    }

private:
    const Document& m_document;
};

} // namespace

extern const Panel historyPanel;
constinit const Panel historyPanel{.id = "history",
                                   .title = QT_TRANSLATE_NOOP("Panel", "History"),
                                   .side = PanelSide::Right,
                                   .behind = "inspector",
                                   .make = make};

HistoryPanel::HistoryPanel(Document& document, QWidget* parent)
    : QUndoView(&document.undoStack(), parent), m_document(document) {
    setObjectName(QStringLiteral("history"));
    setAccessibleName(tr("History"));
    setFrameShape(QFrame::NoFrame);
    setTextElideMode(Qt::ElideRight);
    setUniformItemSizes(true);
    setItemDelegate(new StepDelegate(document, this));
    connect(&document, &Document::changed, this, &HistoryPanel::refresh);
    connect(&document, &Document::modifiedChanged, this, &HistoryPanel::refresh);
    refresh();
}

void HistoryPanel::refresh() {
    setEmptyLabel(!m_document.isOpen()      ? tr("Nothing is open.")
                  : m_document.isUntitled() ? tr("New diagram")
                                            : tr("As opened"));
    setEnabled(m_document.isOpen());
    viewport()->update();
}

} // namespace limn
