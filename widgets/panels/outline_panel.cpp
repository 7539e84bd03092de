// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/outline_panel.h"

#include <algorithm>
#include <array>
#include <utility>

#include <QCoreApplication>
#include <QEvent>
#include <QHeaderView>
#include <QLineEdit>
#include <QTreeWidget>
#include <QTreeWidgetItemIterator>
#include <QVBoxLayout>

#include "widgets/paint/icons.h"
#include "widgets/paint/palette.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/part_icon.h"
#include "widgets/session/document.h"
#include "widgets/session/selection.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr int idRole = Qt::UserRole;        // of a part or group
constexpr int keyRole = Qt::UserRole + 1;   // of a row that opens
constexpr int wordsRole = Qt::UserRole + 2; // what the filter looks at
constexpr QSize iconSize{28, 20};
constexpr double sharp = 2; // icons are drawn once, for any screen

// Headings of the kinds, in the order of NodeKind.
constexpr std::array<const char*, nodeKindCount> headings{
    QT_TRANSLATE_NOOP("Outline", "Entry points"), QT_TRANSLATE_NOOP("Outline", "Functions"),
    QT_TRANSLATE_NOOP("Outline", "Workflows"),    QT_TRANSLATE_NOOP("Outline", "Queues"),
    QT_TRANSLATE_NOOP("Outline", "Topics"),       QT_TRANSLATE_NOOP("Outline", "Event buses"),
    QT_TRANSLATE_NOOP("Outline", "Streams"),      QT_TRANSLATE_NOOP("Outline", "Stores"),
    QT_TRANSLATE_NOOP("Outline", "Identities"),   QT_TRANSLATE_NOOP("Outline", "Hosts"),
    QT_TRANSLATE_NOOP("Outline", "Externals"),    QT_TRANSLATE_NOOP("Outline", "Automations"),
    QT_TRANSLATE_NOOP("Outline", "Resources"),
};

QWidget* make(Document& document, Selection& selection, QWidget* parent) {
    return new OutlinePanel(document, selection, parent);
}

QString nameOf(const Model& model, const Node& node) {
    return toQt(node.name == Symbol::None ? model.id(node) : model.text(node.name));
}

// Those of one group, by kind and then by name.
using Members = std::map<GroupIndex, std::vector<const Node*>>;

Members membersOf(const Model& model) {
    Members members;
    for (const Node& node : model.nodes())
        members[node.group].push_back(&node);
    for (auto& [group, nodes] : members)
        std::ranges::stable_sort(nodes, [&](const Node* a, const Node* b) {
            if (a->kind != b->kind)
                return a->kind < b->kind;
            return nameOf(model, *a).compare(nameOf(model, *b), Qt::CaseInsensitive) < 0;
        });
    return members;
}

// True when the row or one below it has every word; a group that has them shows all it holds.
bool siftRow(QTreeWidgetItem& row, const QStringList& words, bool above) {
    const QString text = row.data(0, wordsRole).toString();
    const bool here = above || std::ranges::all_of(words, [&](const QString& word) {
                          return text.contains(word, Qt::CaseInsensitive);
                      });
    bool shown = here;
    for (int i = 0; i < row.childCount(); ++i)
        shown |= siftRow(*row.child(i), words, here);
    row.setHidden(!shown);
    return shown;
}

} // namespace

extern const Panel outlinePanel;
constinit const Panel outlinePanel{.id = "outline",
                                   .title = QT_TRANSLATE_NOOP("Panel", "Outline"),
                                   .side = PanelSide::Left,
                                   .behind = "parts",
                                   .make = make};

OutlinePanel::OutlinePanel(Document& document, Selection& selection, QWidget* parent)
    : QWidget(parent), m_document(document), m_selection(selection), m_filter(new QLineEdit(this)),
      m_tree(new QTreeWidget(this)) {
    auto* layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->setSpacing(0);
    m_filter->setObjectName(QStringLiteral("outlineFilter"));
    m_filter->setPlaceholderText(tr("Filter"));
    m_filter->setToolTip(tr("Words of a part: name, kind, type"));
    m_filter->setAccessibleName(tr("Filter outline"));
    m_filter->setClearButtonEnabled(true);
    auto* top = new QVBoxLayout;
    top->setContentsMargins(4, 4, 4, 4);
    top->addWidget(m_filter);
    layout->addLayout(top);
    layout->addWidget(m_tree);
    m_tree->setObjectName(QStringLiteral("outline"));
    m_tree->setAccessibleName(tr("Outline"));
    m_tree->setHeaderHidden(true);
    m_tree->setSelectionMode(QAbstractItemView::ExtendedSelection);
    m_tree->setFrameShape(QFrame::NoFrame);
    m_tree->setIconSize(iconSize);
    m_tree->setIndentation(12);
    m_tree->setUniformRowHeights(true);
    m_tree->setExpandsOnDoubleClick(false);
    setFocusProxy(m_tree);
    connect(m_filter, &QLineEdit::textChanged, this, &OutlinePanel::sift);
    connect(m_filter, &QLineEdit::returnPressed, this, &OutlinePanel::takeFirst);
    connect(m_tree, &QTreeWidget::itemSelectionChanged, this, &OutlinePanel::pick);
    connect(m_tree, &QTreeWidget::itemActivated, this, &OutlinePanel::reveal);
    const auto remember = [this](const QTreeWidgetItem* row) {
        // A filter opens everything; that is not the user's wish.
        if (m_filling || !m_filter->text().isEmpty())
            return;
        const std::string key = toUtf8(row->data(0, keyRole).toString());
        if (row->isExpanded())
            m_folded.erase(key);
        else
            m_folded.insert(key);
    };
    connect(m_tree, &QTreeWidget::itemExpanded, this, remember);
    connect(m_tree, &QTreeWidget::itemCollapsed, this, remember);
    connect(&document, &Document::derivedChanged, this, &OutlinePanel::refresh);
    connect(&selection, &Selection::changed, this, &OutlinePanel::follow);
    refresh();
}

// Of what the canvas shows. Moving parts leaves the Model as it is.
void OutlinePanel::refresh() {
    const auto& model = m_document.derived().snapshot.model;
    if (m_shown == model)
        return;
    m_shown = model;
    m_filling = true;
    m_tree->clear();
    m_rows.clear();
    if (model)
        fill(*model);
    m_filling = false;
    sift();
    follow();
}

void OutlinePanel::fill(const Model& model) {
    const Members members = membersOf(model);
    for (const auto& [group, nodes] : members) {
        QTreeWidgetItem* parent =
            group == GroupIndex::None ? m_tree->invisibleRootItem() : groupRow(model, group);
        // A heading says nothing new where all are of one kind, as an API's routes are.
        const bool isMixed = nodes.front()->kind != nodes.back()->kind;
        QTreeWidgetItem* heading = nullptr;
        for (std::size_t i = 0; i < nodes.size(); ++i) {
            const NodeKind kind = nodes[i]->kind;
            if (isMixed && (i == 0 || nodes[i - 1]->kind != kind)) {
                const QString title = QCoreApplication::translate(
                    "Outline", headings[static_cast<std::size_t>(kind)]);
                heading = new QTreeWidgetItem(parent, {title});
                heading->setFlags(Qt::ItemIsEnabled);
                heading->setForeground(0, palette().color(QPalette::PlaceholderText));
                heading->setData(0, keyRole, parent->data(0, idRole).toString() + u'\n' + title);
            }
            addPart(model, *nodes[i], heading ? *heading : *parent);
        }
    }
    for (QTreeWidgetItemIterator row(m_tree); *row; ++row)
        (*row)->setExpanded(!m_folded.contains(toUtf8((*row)->data(0, keyRole).toString())));
}

// Made with the groups around it when first asked for.
QTreeWidgetItem* OutlinePanel::groupRow(const Model& model, GroupIndex index) {
    const Group& group = model[index];
    const std::string id(model.text(group.id));
    if (const auto found = m_rows.find(id); found != m_rows.end())
        return found->second;
    QTreeWidgetItem* parent = group.parent == GroupIndex::None ? m_tree->invisibleRootItem()
                                                               : groupRow(model, group.parent);
    auto* row = new QTreeWidgetItem(parent);
    row->setText(0, toQt(group.name == Symbol::None ? id : model.text(group.name)));
    row->setToolTip(0, QStringLiteral("%1 · %2").arg(toQt(id), toQt(word(group.kind))));
    row->setIcon(0, icon("group", palette()));
    row->setData(0, idRole, toQt(id));
    row->setData(0, keyRole, toQt(id));
    row->setData(0, wordsRole, QString(row->text(0) + u'\n' + row->toolTip(0)));
    m_rows.emplace(id, row);
    return row;
}

void OutlinePanel::addPart(const Model& model, const Node& node, QTreeWidgetItem& parent) {
    const QString id = toQt(model.id(node));
    auto* row = new QTreeWidgetItem(&parent, {nameOf(model, node)});
    QStringList words{id, toQt(title(node.kind)), toQt(model.text(node.subtype))};
    words.removeAll(QString());
    row->setToolTip(0, words.join(QStringLiteral(" · ")));
    row->setIcon(0, iconOf(model, node));
    row->setData(0, idRole, id);
    row->setData(0, wordsRole, QString(row->text(0) + u'\n' + row->toolTip(0)));
    m_rows.emplace(model.id(node), row);
}

QIcon OutlinePanel::iconOf(const Model& model, const Node& node) {
    const std::string_view subtype = model.text(node.subtype);
    QIcon& known = m_icons[std::string(word(node.kind)) + '/' + std::string(subtype)];
    if (known.isNull())
        known = QIcon(partIcon(node.kind, subtype, themeOf(palette()), sharp));
    return known;
}

void OutlinePanel::sift() {
    const QStringList words = m_filter->text().simplified().split(u' ', Qt::SkipEmptyParts);
    m_filling = true;
    for (int i = 0; i < m_tree->topLevelItemCount(); ++i)
        siftRow(*m_tree->topLevelItem(i), words, words.isEmpty());
    for (QTreeWidgetItemIterator row(m_tree); *row; ++row) {
        const std::string key = toUtf8((*row)->data(0, keyRole).toString());
        (*row)->setExpanded(!words.isEmpty() || !m_folded.contains(key));
    }
    m_filling = false;
}

void OutlinePanel::pick() {
    if (m_filling)
        return;
    Selection::Elements elements;
    for (const QTreeWidgetItem* row : m_tree->selectedItems())
        elements.insert(toUtf8(row->data(0, idRole).toString()));
    m_selection.select(std::move(elements));
}

// The rows of what is selected; lines between parts have none.
void OutlinePanel::follow() {
    if (std::exchange(m_filling, true))
        return;
    QTreeWidgetItem* first = nullptr;
    for (const auto& [id, row] : m_rows) {
        const bool wanted = m_selection.contains(id);
        if (row->isSelected() != wanted)
            row->setSelected(wanted);
        if (wanted && !first)
            first = row;
    }
    if (first && !(m_tree->currentItem() && m_tree->currentItem()->isSelected())) {
        m_tree->setCurrentItem(first, 0, QItemSelectionModel::NoUpdate);
        m_tree->scrollToItem(first);
    }
    m_filling = false;
}

void OutlinePanel::reveal() {
    if (!m_tree->selectedItems().isEmpty())
        m_selection.reveal();
}

// Enter in the filter takes the first part that is left.
void OutlinePanel::takeFirst() {
    for (QTreeWidgetItemIterator row(m_tree, QTreeWidgetItemIterator::NotHidden); *row; ++row) {
        if ((*row)->childCount() > 0 || (*row)->data(0, idRole).toString().isEmpty())
            continue;
        m_tree->setCurrentItem(*row);
        m_tree->setFocus();
        reveal();
        return;
    }
}

void OutlinePanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange) {
        m_icons.clear();
        m_shown.reset();
        refresh();
    }
    QWidget::changeEvent(event);
}

} // namespace limn
