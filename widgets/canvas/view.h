// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <string>

#include <QGraphicsView>

namespace limn {

class Scene;

// The camera on the scene: how near, and which stretch. Scrolling pans, the wheel zooms at the
// pointer, space or the middle button drags the ground. What the mouse does to parts is Hand's.
class View : public QGraphicsView {
    Q_OBJECT

public:
    View(Scene& scene, QWidget* parent);

    double zoom() const { return transform().m11(); }
    void zoomTo(double zoom);
    void zoomBy(double factor) { zoomTo(zoom() * factor); }
    // The whole picture, never larger than life.
    void fit();
    // What one sees first: the whole picture where its words can be read then, else its beginning.
    void showBeginning();
    // The area as large as it can be, never larger than life.
    void zoomToArea(const QRectF& area);
    // Room along the top that notices take from the picture.
    void setTopInset(int pixels) { m_topInset = pixels; }
    // Moves as little as it takes to bring the area into view.
    void reveal(const QRectF& area);
    // Greys what is shown: it is not what the text says any more.
    void setStale(bool stale);
    const Scene& elements() const { return m_scene; }
    bool isPanning() const { return m_panning || m_spaceHeld; }

signals:
    void zoomChanged(double zoom);
    // Somebody who does not see the picture picked an element.
    void pickAsked(const std::string& element);

protected:
    void wheelEvent(QWheelEvent* event) override;
    void mousePressEvent(QMouseEvent* event) override;
    void mouseMoveEvent(QMouseEvent* event) override;
    void mouseReleaseEvent(QMouseEvent* event) override;
    void keyPressEvent(QKeyEvent* event) override;
    void keyReleaseEvent(QKeyEvent* event) override;
    void focusOutEvent(QFocusEvent* event) override;
    void drawForeground(QPainter* painter, const QRectF& area) override;

private:
    double fittingZoom(const QRectF& picture) const;
    void panBy(QPoint by);
    void holdSpace(bool held);

    Scene& m_scene;
    QPoint m_last;
    int m_topInset = 0;
    bool m_panning = false;
    bool m_spaceHeld = false;
    bool m_stale = false;
};

} // namespace limn
