// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/hand.h"

#include <cmath>

#include <QApplication>
#include <QMouseEvent>
#include <QRubberBand>

#include "widgets/canvas/connections.h"
#include "widgets/canvas/view.h"
#include "widgets/session/document.h"
#include "widgets/session/selection.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr double grid = 8;
constexpr double groupTitleHeight = 40; // where a group can be taken hold of

double onGrid(double value) { return std::round(value / grid) * grid; }

// Where a part or a closed group stands; null for anything else.
const Box* standing(const Placement& placement, const Diagram& diagram, std::string_view id) {
    if (const auto node = placement.nodes.find(id); node != placement.nodes.end())
        return &node->second;
    const auto group = placement.groups.find(id);
    return group != placement.groups.end() && diagram.collapsed.contains(id) ? &group->second
                                                                             : nullptr;
}

bool isUnder(const Model& model, GroupIndex group, std::string_view wanted) {
    for (; group != GroupIndex::None; group = model[group].parent) {
        if (model.text(model[group].id) == wanted)
            return true;
    }
    return false;
}

} // namespace

Hand::Hand(View& view, Scene& scene, Document& document, Selection& selection,
           std::function<DrawOptions()> options)
    : QObject(&view), m_view(view), m_scene(scene), m_document(document), m_selection(selection),
      m_options(std::move(options)), m_connect(scene), m_preview(scene),
      m_band(new QRubberBand(QRubberBand::Rectangle, view.viewport())) {
    view.viewport()->installEventFilter(this);
}

Hand::~Hand() = default;

bool Hand::eventFilter(QObject*, QEvent* event) {
    if (m_view.isPanning())
        return false;
    switch (event->type()) {
    case QEvent::MouseButtonPress:
        return press(static_cast<QMouseEvent&>(*event));
    case QEvent::MouseMove:
        return move(static_cast<QMouseEvent&>(*event));
    case QEvent::MouseButtonRelease:
        return release(static_cast<QMouseEvent&>(*event));
    case QEvent::MouseButtonDblClick:
        press(static_cast<QMouseEvent&>(*event));
        m_doing = Doing::Nothing; // what opens moves away under the mouse
        if (m_pressedBadge.empty() && m_pressedLink.empty() && !m_selection.single().empty())
            emit openAsked();
        return true;
    case QEvent::Leave:
        if (m_doing == Doing::Nothing) {
            m_hovered.clear();
            m_scene.setHovered({});
            refreshHandle();
        }
        return false;
    default:
        return false;
    }
}

bool Hand::isEditable() const {
    return m_document.isOpen() && m_document.readOnlyFormat().isEmpty();
}

bool Hand::press(QMouseEvent& event) {
    const QPoint at = event.position().toPoint();
    const QPointF scenePoint = m_view.mapToScene(at);
    if (event.button() == Qt::RightButton)
        return context(at, event.globalPosition().toPoint());
    if (event.button() != Qt::LeftButton)
        return false;
    if (m_doing == Doing::ClickConnecting) {
        finishConnect(scenePoint, event.globalPosition().toPoint());
        return true;
    }
    m_pressedAt = at;
    m_pressedScene = scenePoint;
    m_pressedBadge.clear();
    m_pressedLink.clear();
    m_pressedGroup.clear();
    m_pressedElement.clear();
    m_canDrag = false;
    m_doing = Doing::Pressed;
    if (const std::string from = m_connect.offeredAt(scenePoint, m_view.zoom()); !from.empty()) {
        m_doing = Doing::Connecting;
        m_connect.offer({});
        m_connect.begin(*m_document.snapshot().model, from);
        return true;
    }
    pick(m_scene.itemAtPoint(scenePoint), event.modifiers());
    return true;
}

void Hand::pick(DrawnItem* item, Qt::KeyboardModifiers modifiers) {
    if (item && item->drawn().layer == Layer::Callout) {
        m_pressedLink = item->linkAt(m_pressedScene);
        m_pressedFinding = item->drawn().finding;
        return;
    }
    if (item && item->drawn().layer == Layer::Badge) {
        m_pressedBadge = item->element();
        return;
    }
    if (item && item->drawn().layer == Layer::Group &&
        m_pressedScene.y() > item->drawn().bounds.y + groupTitleHeight) {
        m_pressedGroup = item->element();
        item = nullptr;
    }
    const bool adds = modifiers & (Qt::ShiftModifier | Qt::ControlModifier);
    if (!item) {
        if (!adds)
            m_selection.clear();
        return;
    }
    if (adds)
        m_selection.toggle(item->element());
    else if (!m_selection.contains(item->element()))
        m_selection.select({item->element()});
    else
        m_pressedElement = item->element(); // one of many: alone when it is let go unmoved
    m_canDrag = item->drawn().layer == Layer::Node || item->drawn().layer == Layer::Group;
    if (const DrawnItem* body = m_scene.bodyOf(item->element()))
        m_anchor = {body->drawn().bounds.x, body->drawn().bounds.y};
    const Derived& derived = m_document.derived();
    if (const Box* box = standing(derived.placement, *derived.snapshot.diagram, item->element()))
        m_anchor = {box->x, box->y};
}

bool Hand::move(QMouseEvent& event) {
    const QPoint at = event.position().toPoint();
    const QPointF scenePoint = m_view.mapToScene(at);
    switch (m_doing) {
    case Doing::Nothing:
        hover(scenePoint);
        break;
    case Doing::Connecting:
    case Doing::ClickConnecting:
        m_connect.moveTo(scenePoint);
        break;
    case Doing::Pressed:
        if ((at - m_pressedAt).manhattanLength() < QApplication::startDragDistance())
            break;
        if (m_canDrag)
            startDrag();
        else if (m_pressedBadge.empty() && m_pressedLink.empty())
            m_doing = Doing::Rubber;
        break;
    case Doing::Dragging:
    case Doing::Rubber:
        break;
    }
    if (m_doing == Doing::Dragging)
        drag(scenePoint);
    else if (m_doing == Doing::Rubber)
        rubber(at);
    return true;
}

bool Hand::release(QMouseEvent& event) {
    if (event.button() != Qt::LeftButton)
        return false;
    const Doing was = m_doing;
    if (was == Doing::ClickConnecting)
        return true;
    m_doing = Doing::Nothing;
    switch (was) {
    case Doing::Dragging:
        drop();
        break;
    case Doing::Rubber:
        m_band->hide();
        break;
    case Doing::Connecting:
        finishConnect(m_view.mapToScene(event.position().toPoint()),
                      event.globalPosition().toPoint());
        break;
    case Doing::Pressed:
        if (!m_pressedBadge.empty())
            emit badgeClicked(m_pressedBadge);
        else if (!m_pressedLink.empty())
            emit linkClicked(m_pressedLink, m_pressedFinding);
        else if (!m_pressedGroup.empty() && m_selection.elements().empty())
            m_selection.select({m_pressedGroup});
        else if (!m_pressedElement.empty())
            m_selection.select({m_pressedElement});
        break;
    case Doing::Nothing:
    case Doing::ClickConnecting:
        break;
    }
    refreshHandle();
    return true;
}

bool Hand::context(QPoint at, QPoint global) {
    cancel();
    const DrawnItem* item = m_scene.itemAtPoint(m_view.mapToScene(at));
    if (item && !item->element().empty() && !m_selection.contains(item->element()))
        m_selection.select({item->element()});
    emit menuAsked(global);
    return true;
}

void Hand::hover(QPointF at) {
    const DrawnItem* item = m_scene.itemAtPoint(at);
    const bool onHandle = !m_connect.offeredAt(at, m_view.zoom()).empty();
    const bool link = item && item->drawn().layer == Layer::Callout && !item->linkAt(at).empty();
    const bool badge = item && item->drawn().layer == Layer::Badge;
    m_view.viewport()->setCursor(onHandle        ? Qt::CrossCursor
                                 : link || badge ? Qt::PointingHandCursor
                                                 : Qt::ArrowCursor);
    if (onHandle)
        return;
    m_hovered = item && item->drawn().layer != Layer::Callout ? item->element() : std::string();
    m_scene.setHovered(m_hovered);
    refreshHandle();
}

void Hand::refreshHandle() {
    const Model& model = *m_document.snapshot().model;
    const std::string at = model.node(m_hovered) ? m_hovered : m_selection.single();
    const bool offers =
        isEditable() && m_doing == Doing::Nothing && !m_preview.isActive() && model.node(at);
    m_connect.offer(offers ? at : std::string());
}

Scene::Elements Hand::movable() const {
    const Model& model = *m_document.derived().snapshot.model;
    const Placement& placement = m_document.derived().placement;
    Scene::Elements result;
    for (const std::string& element : m_selection.elements()) {
        if (standing(placement, *m_document.derived().snapshot.diagram, element))
            result.insert(element);
        if (!model.group(element))
            continue;
        for (const Node& node : model.nodes()) {
            if (isUnder(model, node.group, element) && placement.nodes.contains(model.id(node)))
                result.emplace(model.id(node));
        }
    }
    return result;
}

void Hand::startDrag() {
    Scene::Elements nodes = movable();
    if (nodes.empty())
        return;
    m_doing = Doing::Dragging;
    m_dropped = false;
    m_connect.offer({});
    m_preview.begin(m_document.derived(), m_options(), std::move(nodes));
}

QPointF Hand::snapped(QPointF by) const {
    const QPointF to = m_anchor + by;
    return QPointF(onGrid(to.x()), onGrid(to.y())) - m_anchor;
}

void Hand::drag(QPointF to) { m_preview.moveTo(snapped(to - m_pressedScene)); }

void Hand::drop() {
    const QPointF by = m_preview.by();
    const Scene::Elements nodes = m_preview.nodes();
    if (by.isNull()) {
        m_preview.end();
        return;
    }
    m_dropped = true;
    const Placement placement = m_document.derived().placement;
    const QString name = nodes.size() == 1 ? tr("Move %1").arg(toQt(*nodes.begin()))
                                           : tr("Move %1 parts").arg(nodes.size());
    m_document.arrange(name, [&](Diagram& diagram) {
        for (const std::string& id : nodes) {
            const Box* box = standing(placement, diagram, id);
            if (!box)
                continue;
            diagram.spots[id].at = {box->x + by.x(), box->y + by.y()};
            diagram.spots[id].pinned = true;
        }
    });
}

void Hand::settle() {
    if (m_dropped || !m_preview.isActive())
        m_preview.end();
    m_dropped = false;
    refreshHandle();
}

void Hand::rubber(QPoint to) {
    const QRect area = QRect(m_pressedAt, to).normalized();
    m_band->setGeometry(area);
    m_band->show();
    m_selection.select(m_scene.elementsIn(m_view.mapToScene(area).boundingRect()));
}

void Hand::beginConnect(const std::string& from) {
    if (!isEditable() || !m_document.snapshot().model->node(from))
        return;
    cancel();
    m_doing = Doing::ClickConnecting;
    m_connect.offer({});
    m_connect.begin(*m_document.snapshot().model, from);
    m_connect.moveTo(m_view.mapToScene(m_view.viewport()->mapFromGlobal(QCursor::pos())));
}

void Hand::finishConnect(QPointF at, QPoint global) {
    const std::string from = m_connect.from(), to = m_connect.targetAt(at);
    m_connect.end();
    m_doing = Doing::Nothing;
    refreshHandle();
    if (!to.empty())
        emit connectAsked(from, to, global);
}

bool Hand::cancel() {
    const Doing was = std::exchange(m_doing, Doing::Nothing);
    m_band->hide();
    if (m_connect.isActive())
        m_connect.end();
    if (was == Doing::Dragging) {
        m_preview.end();
        m_scene.lift({}, {});
    }
    refreshHandle();
    return was == Doing::Dragging || was == Doing::Connecting || was == Doing::ClickConnecting ||
           was == Doing::Rubber;
}

} // namespace limn
