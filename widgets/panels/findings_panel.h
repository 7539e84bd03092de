// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QWidget>

#include "core/checks/finding.h"

class QAction;
class QComboBox;
class QLabel;
class QLayout;
class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace limn {

class Document;
class Selection;

// Everything the checks found and everything that could not be read, one row each. A click selects
// it everywhere, Enter or a double click shows its line; what can be mended has a button. A button
// accepts the selected finding, with a reason; a menu does too, or takes that back.
class FindingsPanel : public QWidget {
    Q_OBJECT

public:
    FindingsPanel(Document& document, Selection& selection, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    QLayout* makeTop();
    void makeActions();
    void refresh();
    void addFixButton(QTreeWidgetItem& row, const Finding& finding);
    const Finding* currentFinding() const;
    void offer();
    void accept();
    void withdraw();
    void sift();
    void pick();
    void follow();
    QString summary() const;

    Document& m_document;
    Selection& m_selection;
    QLabel* m_summary;
    QLineEdit* m_filter;
    QComboBox* m_severity;
    QTreeWidget* m_rows;
    QAction* m_accept;
    QAction* m_withdraw;
    bool m_filling = false;
};

} // namespace limn
