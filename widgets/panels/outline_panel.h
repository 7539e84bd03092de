// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <map>
#include <memory>
#include <set>
#include <string>

#include <QIcon>
#include <QWidget>

#include "core/model/model.h"

class QLineEdit;
class QTreeWidget;
class QTreeWidgetItem;

namespace limn {

class Document;
class Selection;

// Every part by group and kind, as a tree that can be filtered. What is selected is the same here
// and on the canvas; Enter or a double click brings it into view there.
class OutlinePanel : public QWidget {
    Q_OBJECT

public:
    OutlinePanel(Document& document, Selection& selection, QWidget* parent);

protected:
    void changeEvent(QEvent* event) override;

private:
    void refresh();
    void fill(const Model& model);
    QTreeWidgetItem* groupRow(const Model& model, GroupIndex group);
    void addPart(const Model& model, const Node& node, QTreeWidgetItem& parent);
    QIcon iconOf(const Model& model, const Node& node);
    void sift();
    void pick();
    void follow();
    void reveal();
    void takeFirst();

    Document& m_document;
    Selection& m_selection;
    QLineEdit* m_filter;
    QTreeWidget* m_tree;
    std::shared_ptr<const Model> m_shown;
    std::map<std::string, QTreeWidgetItem*, std::less<>> m_rows; // by id
    std::map<std::string, QIcon, std::less<>> m_icons;           // by kind and subtype
    std::set<std::string, std::less<>> m_folded;                 // groups and kinds
    bool m_filling = false;
};

} // namespace limn
