// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <QLineEdit>

class QStringListModel;

namespace limn {

class Document;
class Selection;

// Finds a part by its name or id: type some of it, pick with the arrows, Enter selects it
// everywhere.
class FindBox : public QLineEdit {
    Q_OBJECT

public:
    FindBox(Document& document, Selection& selection, QWidget* parent);

private:
    void refresh();
    void pick(const QString& text);

    Document& m_document;
    Selection& m_selection;
    QStringListModel* m_ids;
};

} // namespace limn
