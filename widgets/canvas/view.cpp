// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/view.h"

#include <algorithm>
#include <cmath>

#include <QMouseEvent>
#include <QPainter>
#include <QScrollBar>

#include "widgets/canvas/scene.h"

namespace limn {
namespace {

constexpr double leastZoom = 0.05;
constexpr double mostZoom = 4;
constexpr double notchFactor = 1.15;  // one click of a wheel
constexpr double readableZoom = 0.62; // second lines of parts are legible from here on
constexpr double margin = 32;

} // namespace

View::View(Scene& scene, QWidget* parent) : QGraphicsView(&scene, parent), m_scene(scene) {
    setRenderHints(QPainter::Antialiasing | QPainter::TextAntialiasing);
    setTransformationAnchor(QGraphicsView::NoAnchor);
    setViewportUpdateMode(QGraphicsView::SmartViewportUpdate);
    setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setVerticalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    setFrameShape(QFrame::NoFrame);
    setMouseTracking(true);
    viewport()->setMouseTracking(true);
    setAcceptDrops(true);
    setFocusPolicy(Qt::StrongFocus);
    setContextMenuPolicy(Qt::NoContextMenu);
}

void View::zoomTo(double zoom) {
    const double wanted = std::clamp(zoom, leastZoom, mostZoom);
    const QPointF middle = mapToScene(viewport()->rect().center());
    setTransform(QTransform::fromScale(wanted, wanted));
    centerOn(middle);
    emit zoomChanged(wanted);
}

void View::fit() {
    const QRectF picture = toQt(m_scene.pictureBounds());
    if (picture.isEmpty()) {
        zoomTo(1);
        return;
    }
    zoomTo(std::min(1.0, fittingZoom(picture)));
    centerOn(picture.center() - QPointF(0, m_topInset / 2.0 / zoom()));
}

void View::zoomToArea(const QRectF& area) {
    if (area.isEmpty())
        return;
    const QRectF roomy = area.adjusted(-margin, -margin, margin, margin);
    zoomTo(std::min(1.0, fittingZoom(roomy)));
    centerOn(roomy.center() - QPointF(0, m_topInset / 2.0 / zoom()));
}

double View::fittingZoom(const QRectF& picture) const {
    // The picture has a margin of its own.
    const double width = viewport()->width() / picture.width();
    const double height = (viewport()->height() - m_topInset) / picture.height();
    return std::min(width, height);
}

void View::showBeginning() {
    const QRectF picture = toQt(m_scene.pictureBounds());
    if (picture.isEmpty() || fittingZoom(picture) >= readableZoom) {
        fit();
        return;
    }
    zoomTo(readableZoom);
    const QSizeF seen = QSizeF(viewport()->width(), viewport()->height() - m_topInset) / zoom();
    const QPointF corner(picture.left(), picture.height() <= seen.height()
                                             ? picture.center().y() - seen.height() / 2
                                             : picture.top());
    centerOn(corner + QPointF(seen.width() / 2, seen.height() / 2 - m_topInset / 2.0 / zoom()));
}

void View::reveal(const QRectF& area) {
    const QRectF seen = mapToScene(viewport()->rect()).boundingRect();
    const bool fits = area.width() < seen.width() && area.height() < seen.height();
    if (fits && !seen.contains(area))
        ensureVisible(area, static_cast<int>(margin), static_cast<int>(margin));
}

void View::setStale(bool stale) {
    m_stale = stale;
    viewport()->update();
}

void View::wheelEvent(QWheelEvent* event) {
    const bool zooms = event->modifiers() & Qt::ControlModifier;
    const QPoint pixels = event->pixelDelta();
    const QPoint angle = event->angleDelta();
    if (!zooms && !pixels.isNull()) {
        panBy(pixels);
    } else if (event->modifiers() & Qt::ShiftModifier) {
        panBy({angle.y(), 0});
    } else if (angle.y() != 0) {
        const QPoint at = event->position().toPoint();
        const QPointF before = mapToScene(at);
        zoomBy(std::pow(notchFactor, angle.y() / 120.0));
        const QPointF moved = mapToScene(at) - before;
        centerOn(mapToScene(viewport()->rect().center()) - moved);
    } else {
        panBy(angle);
    }
    event->accept();
}

void View::panBy(QPoint by) {
    horizontalScrollBar()->setValue(horizontalScrollBar()->value() - by.x());
    verticalScrollBar()->setValue(verticalScrollBar()->value() - by.y());
}

void View::mousePressEvent(QMouseEvent* event) {
    const bool ground = event->button() == Qt::LeftButton && m_spaceHeld;
    if (event->button() != Qt::MiddleButton && !ground)
        return;
    m_panning = true;
    m_last = event->position().toPoint();
    viewport()->setCursor(Qt::ClosedHandCursor);
}

void View::mouseMoveEvent(QMouseEvent* event) {
    if (!m_panning)
        return;
    const QPoint now = event->position().toPoint();
    panBy(now - m_last);
    m_last = now;
}

void View::mouseReleaseEvent(QMouseEvent*) {
    if (!m_panning)
        return;
    m_panning = false;
    viewport()->setCursor(m_spaceHeld ? Qt::OpenHandCursor : Qt::ArrowCursor);
}

void View::holdSpace(bool held) {
    m_spaceHeld = held;
    if (!m_panning)
        viewport()->setCursor(held ? Qt::OpenHandCursor : Qt::ArrowCursor);
}

void View::keyPressEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat())
        holdSpace(true);
    else
        event->ignore();
}

void View::keyReleaseEvent(QKeyEvent* event) {
    if (event->key() == Qt::Key_Space && !event->isAutoRepeat())
        holdSpace(false);
    else
        event->ignore();
}

void View::focusOutEvent(QFocusEvent* event) {
    holdSpace(false);
    QGraphicsView::focusOutEvent(event);
}

void View::drawForeground(QPainter* painter, const QRectF& area) {
    if (Overview::isAfar(zoom())) {
        const QTransform toView = viewportTransform();
        const double ratio = painter->device()->devicePixelRatioF();
        painter->save();
        painter->setWorldTransform(QTransform::fromScale(ratio, ratio));
        m_scene.overview().paint(*painter, toView);
        painter->restore();
    }
    if (!m_stale)
        return;
    QColor veil = backgroundBrush().style() == Qt::NoBrush ? m_scene.backgroundBrush().color()
                                                           : backgroundBrush().color();
    veil.setAlphaF(0.6F);
    painter->fillRect(area, veil);
}

} // namespace limn
