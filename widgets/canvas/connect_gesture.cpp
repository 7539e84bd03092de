// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/connect_gesture.h"

#include <QGraphicsLineItem>
#include <QPainter>

#include "widgets/canvas/connections.h"
#include "widgets/paint/palette.h"

namespace limn {
namespace {

constexpr double radius = 9;     // of the handle, in view pixels
constexpr double reach = 13;     // how near the mouse must come
constexpr double aboveAll = 100; // over every layer of the Drawing
const std::string nobody;

QPointF rightMiddle(const Scene& scene, const std::string& node) {
    const DrawnItem* body = scene.bodyOf(node);
    if (!body)
        return {};
    const Box& box = body->drawn().bounds;
    return body->pos() + QPointF(box.right(), box.center().y);
}

} // namespace

// Of one size at every zoom.
class ConnectGesture::Handle : public QGraphicsItem {
public:
    Handle() {
        setFlag(ItemIgnoresTransformations);
        setZValue(aboveAll);
        setToolTip(QObject::tr("Drag to another part to connect"));
        hide();
    }
    QRectF boundingRect() const override {
        return {-radius - 1, -radius - 1, 2 * radius + 2, 2 * radius + 2};
    }
    void paint(QPainter* painter, const QStyleOptionGraphicsItem*, QWidget*) override {
        const Theme& colors = theme(themeOf(scene()->palette()));
        painter->setPen(QPen(toQt(colors.background), 1.5));
        painter->setBrush(toQt(colors.selection));
        painter->drawEllipse(QPointF(), radius, radius);
        painter->setPen(
            QPen(toQt(colors.background), 1.75, Qt::SolidLine, Qt::RoundCap, Qt::RoundJoin));
        painter->drawPolyline(QPolygonF{{-4, 0}, {4, 0}});
        painter->drawPolyline(QPolygonF{{1, -3}, {4, 0}, {1, 3}});
    }
};

ConnectGesture::ConnectGesture(Scene& scene)
    : m_scene(scene), m_handle(std::make_unique<Handle>()),
      m_line(std::make_unique<QGraphicsLineItem>()) {
    m_scene.addItem(m_handle.get());
    m_scene.addItem(m_line.get());
    m_line->setZValue(aboveAll - 1);
    m_line->hide();
}

ConnectGesture::~ConnectGesture() = default;

void ConnectGesture::offer(const std::string& node) {
    m_offered = m_scene.bodyOf(node) ? node : std::string();
    m_handle->setVisible(!m_offered.empty());
    if (!m_offered.empty())
        m_handle->setPos(rightMiddle(m_scene, m_offered));
}

const std::string& ConnectGesture::offeredAt(QPointF at, double zoom) const {
    if (m_offered.empty())
        return nobody;
    const QPointF away = (at - m_handle->pos()) * zoom;
    return QPointF::dotProduct(away, away) <= reach * reach ? m_offered : nobody;
}

void ConnectGesture::begin(const Model& model, const std::string& from) {
    m_from = from;
    m_targets = connectionTargets(model, from);
    m_scene.setTargets(m_targets, from);
    QPen pen(toQt(theme(themeOf(m_scene.palette())).selection), 2, Qt::DashLine, Qt::RoundCap);
    pen.setCosmetic(true);
    m_line->setPen(pen);
    const QPointF start = rightMiddle(m_scene, from);
    m_line->setLine(QLineF(start, start));
    m_line->show();
}

void ConnectGesture::moveTo(QPointF at) {
    const QPointF start = rightMiddle(m_scene, m_from);
    const std::string target = targetAt(at);
    const DrawnItem* body = m_scene.bodyOf(target);
    // Over a part it may end at, the line snaps to that part's left side.
    const Box box = body ? body->drawn().bounds : Box{};
    m_line->setLine(QLineF(start, body ? QPointF(box.x, box.center().y) : at));
    m_scene.setHovered(target);
}

std::string ConnectGesture::targetAt(QPointF at) const {
    const DrawnItem* item = m_scene.itemAtPoint(
        at, [&](const DrawingItem& drawn) { return drawn.layer == Layer::Node; });
    return item && m_targets.contains(item->element()) ? item->element() : std::string();
}

void ConnectGesture::end() {
    m_from.clear();
    m_targets.clear();
    m_line->hide();
    m_scene.setTargets(std::nullopt);
    m_scene.setHovered({});
}

} // namespace limn
