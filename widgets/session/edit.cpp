// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/session/edit.h"

#include "widgets/session/document.h"

namespace limn {

Edit::Edit(Document& document, const QString& name, Snapshot before, Snapshot after,
           std::string mergeKey)
    : QUndoCommand(name), m_document(document), m_before(std::move(before)),
      m_after(std::move(after)), m_mergeKey(std::move(mergeKey)) {}

void Edit::undo() { m_document.show(m_before); }

void Edit::redo() { m_document.show(m_after); }

bool Edit::mergeWith(const QUndoCommand* next) {
    const auto* edit = dynamic_cast<const Edit*>(next);
    if (!edit || edit->m_mergeKey != m_mergeKey)
        return false;
    m_after = edit->m_after;
    return true;
}

} // namespace limn
