// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/desktop/find_box.h"

#include <QCompleter>
#include <QStringListModel>

#include "widgets/session/document.h"
#include "widgets/session/selection.h"
#include "widgets/text.h"

namespace limn {

FindBox::FindBox(Document& document, Selection& selection, QWidget* parent)
    : QLineEdit(parent), m_document(document), m_selection(selection),
      m_ids(new QStringListModel(this)) {
    setPlaceholderText(tr("Find part (Ctrl+F)"));
    setAccessibleName(tr("Find part"));
    setClearButtonEnabled(true);
    setFixedWidth(220);
    auto* completer = new QCompleter(m_ids, this);
    completer->setFilterMode(Qt::MatchContains);
    completer->setCaseSensitivity(Qt::CaseInsensitive);
    setCompleter(completer);
    connect(&document, &Document::changed, this, &FindBox::refresh);
    connect(completer, qOverload<const QString&>(&QCompleter::activated), this, &FindBox::pick);
    connect(this, &QLineEdit::returnPressed, this, [this] { pick(text()); });
}

void FindBox::refresh() {
    QStringList ids;
    for (const Node& node : m_document.snapshot().model->nodes())
        ids << toQt(m_document.snapshot().model->id(node));
    m_ids->setStringList(ids);
}

void FindBox::pick(const QString& wanted) {
    if (wanted.trimmed().isEmpty())
        return;
    for (const QString& id : m_ids->stringList()) {
        if (id.contains(wanted.trimmed(), Qt::CaseInsensitive)) {
            m_selection.select({toUtf8(id)});
            return;
        }
    }
}

} // namespace limn
