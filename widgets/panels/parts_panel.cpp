// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/panels/parts_panel.h"

#include <QEvent>
#include <QMimeData>

#include "widgets/paint/palette.h"
#include "widgets/panels/panel.h"
#include "widgets/panels/part_icon.h"
#include "widgets/session/document.h"
#include "widgets/session/parts.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr int choiceRole = Qt::UserRole;

QWidget* make(Document& document, Selection&, QWidget* parent) {
    return new PartsPanel(document, parent);
}

} // namespace

extern const Panel partsPanel;
constinit const Panel partsPanel{.id = "parts",
                                 .title = QT_TRANSLATE_NOOP("Panel", "Parts"),
                                 .side = PanelSide::Left,
                                 .make = make};

PartsPanel::PartsPanel(Document& document, QWidget* parent)
    : QListWidget(parent), m_document(document) {
    setObjectName(QStringLiteral("parts"));
    setAccessibleName(tr("Parts"));
    setDragDropMode(QAbstractItemView::DragOnly);
    setDefaultDropAction(Qt::CopyAction);
    setIconSize({44, 31});
    setSpacing(1);
    setFrameShape(QFrame::NoFrame);
    setUniformItemSizes(true);
    for (const PartChoice& choice : partChoices()) {
        auto* item = new QListWidgetItem(toQt(choice.title), this);
        item->setToolTip(toQt(choice.asks));
        item->setData(choiceRole, static_cast<int>(&choice - partChoices().data()));
    }
    drawIcons();
    connect(this, &QListWidget::itemActivated, this, [this](QListWidgetItem* item) { add(*item); });
    connect(&document, &Document::changed, this, &PartsPanel::refresh);
    refresh();
}

void PartsPanel::refresh() {
    const bool editable = m_document.isOpen() && m_document.readOnlyFormat().isEmpty();
    setEnabled(editable);
    setToolTip(editable ? QString()
                        : tr("Parts can be added to a diagram whose format Limn writes"));
}

void PartsPanel::drawIcons() {
    const ThemeName theme = themeOf(palette());
    for (int row = 0; row < count(); ++row) {
        const PartChoice& choice = partChoices()[static_cast<std::size_t>(row)];
        item(row)->setIcon(
            QIcon(partIcon(choice.kind, choice.subtype, theme, devicePixelRatioF())));
    }
}

QMimeData* PartsPanel::mimeData(const QList<QListWidgetItem*>& items) const {
    if (items.isEmpty())
        return nullptr;
    auto* dragged = new QMimeData;
    dragged->setData(QString::fromLatin1(partMimeType),
                     QByteArray::number(items.first()->data(choiceRole).toInt()));
    return dragged;
}

void PartsPanel::add(const QListWidgetItem& item) {
    const auto choice = static_cast<std::size_t>(item.data(choiceRole).toInt());
    const AddNode intent = newPart(*m_document.snapshot().model, partChoices()[choice]);
    m_document.intend(toQt(describe(intent)), {intent});
}

void PartsPanel::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange)
        drawIcons();
    QListWidget::changeEvent(event);
}

} // namespace limn
