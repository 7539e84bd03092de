// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QHash>
#include <QWidget>

#include "core/checks/check.h"

class QLabel;
class QTreeWidget;
class QTreeWidgetItem;

namespace limn {

class Document;
class Selection;

// Whether this is a strong serverless model, pillar by pillar, and what each answer stands on:
// findings first, then the questions that could not be answered. A click on one selects its parts
// and shows its line.
class VerdictPanel : public QWidget {
    Q_OBJECT

public:
    VerdictPanel(Document& document, Selection& selection, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void fill();
    void addPillar(Pillar pillar, Grade grade);
    void addFindings(QTreeWidgetItem& pillarRow, Pillar pillar);
    void addNotJudged(QTreeWidgetItem& pillarRow, Pillar pillar);
    // Open unless the user closed it, or the other way round.
    void unfold(QTreeWidgetItem& row, const QString& key, bool atFirst);
    void pick();
    void follow();

    Document& m_document;
    Selection& m_selection;
    QLabel* m_overall;
    QTreeWidget* m_rows;
    QHash<QString, bool> m_unfolded; // what the user opened or closed
    bool m_filling = false;
};

} // namespace limn
