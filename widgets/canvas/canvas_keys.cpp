// SPDX-License-Identifier: GPL-3.0-or-later
// What reaches the Canvas without a mouse on a part: keys, and parts dropped from the palette.
#include <cmath>

#include <QContextMenuEvent>
#include <QDropEvent>
#include <QKeyEvent>
#include <QLabel>
#include <QMimeData>

#include "widgets/canvas/canvas.h"
#include "widgets/canvas/hand.h"
#include "widgets/canvas/notices.h"
#include "widgets/canvas/view.h"
#include "widgets/session/document.h"
#include "widgets/session/parts.h"
#include "widgets/session/selection.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr double grid = 8;
constexpr double farSteps = 5; // with Shift

std::optional<QPointF> direction(int key) {
    switch (key) {
    case Qt::Key_Left:
        return QPointF(-1, 0);
    case Qt::Key_Right:
        return QPointF(1, 0);
    case Qt::Key_Up:
        return QPointF(0, -1);
    case Qt::Key_Down:
        return QPointF(0, 1);
    default:
        return std::nullopt;
    }
}

} // namespace

bool Canvas::eventFilter(QObject* watched, QEvent* event) {
    if (watched == m_view && event->type() == QEvent::KeyPress)
        return key(static_cast<QKeyEvent&>(*event));
    if (watched == m_view->viewport())
        return dropPart(*event);
    return QWidget::eventFilter(watched, event);
}

bool Canvas::key(QKeyEvent& event) {
    if (event.key() == Qt::Key_Escape) {
        m_notices->drop(QStringLiteral("refused"));
        if (m_hand->cancel())
            redraw();
        else if (!m_callouts.empty())
            openCallouts({});
        else if (m_selection.elements().empty() && showsStates())
            leaveStates();
        else if (!m_selection.elements().empty())
            m_selection.clear();
        else
            leaveFocus();
        return true;
    }
    if (event.key() == Qt::Key_Return || event.key() == Qt::Key_Enter) {
        const std::string element = m_selection.single();
        if (!element.empty())
            toggleCallouts(element);
        return true;
    }
    const std::optional<QPointF> towards = direction(event.key());
    if (!towards || event.modifiers() & Qt::ControlModifier)
        return false;
    if (m_selection.elements().empty() || event.modifiers() & Qt::AltModifier)
        walk(*towards);
    else
        nudge(*towards * grid * (event.modifiers() & Qt::ShiftModifier ? farSteps : 1));
    return true;
}

void Canvas::nudge(QPointF by) {
    const Placement& placement = m_document.derived().placement;
    std::string key = "nudge";
    Selection::Elements nodes;
    for (const std::string& element : m_selection.elements()) {
        if (placement.nodes.contains(element)) {
            nodes.insert(element);
            key += " " + element;
        }
    }
    if (nodes.empty())
        return;
    const QString name = nodes.size() == 1 ? tr("Move %1").arg(toQt(*nodes.begin()))
                                           : tr("Move %1 parts").arg(nodes.size());
    m_document.arrange(
        name,
        [&](Diagram& diagram) {
            for (const std::string& id : nodes) {
                Spot& spot =
                    diagram.spots
                        .try_emplace(
                            id,
                            Spot{{placement.nodes.at(id).x, placement.nodes.at(id).y}, false, {}})
                        .first->second;
                spot.at = spot.at + Point{by.x(), by.y()};
                spot.pinned = true;
            }
        },
        key);
}

void Canvas::walk(QPointF towards) {
    const Placement& placement = m_document.derived().placement;
    if (placement.nodes.empty())
        return;
    const auto here = placement.nodes.find(m_selection.single());
    const Point from = here == placement.nodes.end() ? Point{placement.bounds.x, placement.bounds.y}
                                                     : here->second.center();
    std::string best;
    double bestAway = 0;
    for (const auto& [id, box] : placement.nodes) {
        const Point by = box.center() - from;
        const double along = by.x * towards.x() + by.y * towards.y();
        const double across = std::abs(by.x * towards.y()) + std::abs(by.y * towards.x());
        if (here != placement.nodes.end() && (id == here->first || along <= 0))
            continue;
        // What lies straight ahead comes before what is nearer but aside.
        const double away = std::abs(along) + 2 * across;
        if (best.empty() || away < bestAway) {
            best = id;
            bestAway = away;
        }
    }
    if (!best.empty())
        m_selection.select({best});
}

bool Canvas::dropPart(QEvent& event) {
    const QEvent::Type type = event.type();
    if (type != QEvent::DragEnter && type != QEvent::DragMove && type != QEvent::Drop)
        return false;
    auto& drop = static_cast<QDropEvent&>(event);
    const bool part = drop.mimeData()->hasFormat(QString::fromLatin1(partMimeType)) &&
                      m_document.isOpen() && !showsStates();
    if (!part) {
        event.ignore();
        return true;
    }
    drop.setDropAction(Qt::CopyAction);
    drop.accept();
    if (type == QEvent::Drop)
        addPart(drop.mimeData()->data(QString::fromLatin1(partMimeType)).toInt(),
                m_view->mapToScene(drop.position().toPoint()));
    return true;
}

void Canvas::addPart(int choice, QPointF at) {
    if (choice < 0 || choice >= static_cast<int>(partChoices().size()))
        return;
    const AddNode intent =
        newPart(*m_document.snapshot().model, partChoices()[static_cast<std::size_t>(choice)]);
    // The part's middle comes to where the mouse is; a new part is about this large.
    const QPointF corner = at - QPointF(88, 32);
    m_nameDropped = true;
    m_document.intend(
        toQt(describe(intent)), {intent},
        Point{std::round(corner.x() / grid) * grid, std::round(corner.y() / grid) * grid});
    m_view->setFocus();
}

void Canvas::setPinned(bool pinned) {
    m_document.arrange(pinned ? tr("Pin") : tr("Unpin"), [&](Diagram& diagram) {
        for (const std::string& id : m_selection.elements()) {
            if (const auto spot = diagram.spots.find(id); spot != diagram.spots.end())
                spot->second.pinned = pinned;
        }
    });
}

void Canvas::changeEvent(QEvent* event) {
    if (event->type() == QEvent::PaletteChange && m_document.isOpen())
        redraw();
    QWidget::changeEvent(event);
}

void Canvas::resizeEvent(QResizeEvent* event) {
    QWidget::resizeEvent(event);
    m_hint->setGeometry(rect());
}

void Canvas::showEvent(QShowEvent* event) {
    QWidget::showEvent(event);
    if (m_document.isOpen())
        takeDerived();
}

} // namespace limn
