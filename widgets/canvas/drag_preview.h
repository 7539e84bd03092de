// SPDX-License-Identifier: GPL-3.0-or-later
#pragma once

#include <set>
#include <string>

#include <QPointF>

#include "core/drawing/draw.h"
#include "widgets/canvas/scene.h"
#include "widgets/session/derived.h"
#include "widgets/session/latest.h"

namespace limn {

// The picture while parts are dragged: they follow the mouse at once, lines and groups as fast as
// they can be drawn.
class DragPreview {
public:
    explicit DragPreview(Scene& scene);

    bool isActive() const { return m_active; }
    // The ids must be of placed nodes or closed groups. The state stays as it is until end().
    void begin(const Derived& derived, const DrawOptions& options, Scene::Elements nodes);
    void moveTo(QPointF by);
    QPointF by() const { return m_by; }
    const Scene::Elements& nodes() const { return m_nodes; }
    void end();

private:
    struct Frame {
        Drawing drawing;
        QPointF by;
    };
    void startFrame();
    void landFrame(const Frame& frame);
    static Frame frame(const Derived& derived, const DrawOptions& options,
                       const Scene::Elements& nodes, QPointF by);

    Scene& m_scene;
    Derived m_derived;
    DrawOptions m_options;
    Scene::Elements m_nodes;
    QPointF m_by;      // where the parts are
    QPointF m_drawnBy; // where the newest frame has them
    bool m_active = false;
    Latest<Frame> m_drawing;
};

} // namespace limn
