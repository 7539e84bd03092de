// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QUndoCommand>

#include "core/model/snapshot.h"

namespace limn {

class Document;

// The one undo step there is: from one snapshot to another. Steps with the same merge key that
// follow each other become one.
class Edit : public QUndoCommand {
public:
    Edit(Document& document, const QString& name, Snapshot before, Snapshot after,
         std::string mergeKey = {});

    void undo() override;
    void redo() override;
    int id() const override { return m_mergeKey.empty() ? -1 : 1; }
    bool mergeWith(const QUndoCommand* next) override;

private:
    Document& m_document;
    Snapshot m_before;
    Snapshot m_after;
    std::string m_mergeKey;
};

} // namespace limn
