// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/checks/finding.h"

class QLabel;
class QTreeWidget;
class QTreeWidgetItem;

namespace limn {

class Document;
class Selection;

// Everything the checks found and everything that could not be read, one row each. A click selects
// it everywhere; what can be mended has a button.
class FindingsPanel : public QWidget {
    Q_OBJECT

public:
    FindingsPanel(Document& document, Selection& selection, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void addProblem(const Problem& problem);
    void addFinding(const Finding& finding, int row);
    void pick();
    void follow();
    QString summary() const;
    QString placeOf(Span at) const;
    void setPlace(QTreeWidgetItem& row, Span at) const;

    Document& m_document;
    Selection& m_selection;
    QLabel* m_summary;
    QTreeWidget* m_rows;
    bool m_filling = false;
};

} // namespace limn
