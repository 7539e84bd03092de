// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QUndoView>

namespace limn {

class Document;

// The steps of the Document by name, oldest first. A click or an arrow key goes to one, steps that
// are undone are subdued, and the one that is on the disk carries a mark.
class HistoryPanel : public QUndoView {
    Q_OBJECT

public:
    HistoryPanel(Document& document, QWidget* parent);

private:
    void refresh();

    Document& m_document;
};

} // namespace limn
