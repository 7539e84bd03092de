// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/name_editor.h"

#include <QKeyEvent>

namespace limn {

NameEditor::NameEditor(const QString& name, const QRect& place, QWidget* parent,
                       std::function<void(QString)> taken)
    : QLineEdit(name, parent), m_before(name), m_taken(std::move(taken)) {
    setObjectName(QStringLiteral("nameEditor"));
    setAccessibleName(tr("New name of %1").arg(name));
    setAlignment(Qt::AlignCenter);
    setGeometry(place);
    show();
    raise();
    setFocus(Qt::OtherFocusReason);
    selectAll();
}

void NameEditor::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Escape)
        finish(false);
    else if (event->key() == Qt::Key_Return || event->key() == Qt::Key_Enter)
        finish(true);
    else
        QLineEdit::keyPressEvent(event);
}

void NameEditor::focusOutEvent(QFocusEvent* event) {
    QLineEdit::focusOutEvent(event);
    // The editor's own context menu takes the focus for a moment.
    if (event->reason() != Qt::PopupFocusReason)
        finish(true);
}

void NameEditor::finish(bool take) {
    if (std::exchange(m_finished, true))
        return;
    const QString name = text().trimmed();
    hide();
    parentWidget()->setFocus();
    if (take && !name.isEmpty() && name != m_before)
        m_taken(name);
    deleteLater();
}

} // namespace limn
