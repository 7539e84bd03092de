// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <vector>

#include <QTabWidget>

#include "core/model/source.h"

namespace limn {

class Document;
class Selection;
class SourceView;

// The text of every file, a tab each, with what was found under the lines. Follows the selection,
// and selects the part whose text is clicked.
class SourcePanel : public QTabWidget {
    Q_OBJECT

public:
    SourcePanel(Document& document, Selection& selection, QWidget* parent);

    SourceView* view(std::size_t source) const {
        return source < m_views.size() ? m_views[source] : nullptr;
    }

protected:
    void changeEvent(QEvent* event) override;

private:
    void takeText();
    void annotate();
    void followSelection();
    void show(Span place);
    void pick(std::uint32_t source, std::uint32_t offset);

    Document& m_document;
    Selection& m_selection;
    std::vector<SourceView*> m_views; // by source; the tabs own them
    bool m_picking = false;
};

} // namespace limn
