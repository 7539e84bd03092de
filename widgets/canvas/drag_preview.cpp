// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/drag_preview.h"

#include "layouts/graph.h"

namespace limn {

DragPreview::DragPreview(Scene& scene)
    : m_scene(scene), m_drawing([this](const Frame& frame) { landFrame(frame); }) {}

void DragPreview::begin(const Derived& derived, const DrawOptions& options, Scene::Elements nodes) {
    m_derived = derived;
    m_options = options;
    m_nodes = std::move(nodes);
    m_by = m_drawnBy = {};
    m_active = true;
}

void DragPreview::moveTo(QPointF by) {
    if (!m_active || by == m_by)
        return;
    m_by = by;
    m_scene.lift(m_nodes, m_by - m_drawnBy);
    // A frame under way is finished, so that lines move however fast the mouse is.
    if (!m_drawing.running())
        startFrame();
}

void DragPreview::startFrame() {
    m_drawing.start([derived = m_derived, options = m_options, nodes = m_nodes,
                     by = m_by](std::stop_token) { return frame(derived, options, nodes, by); });
}

void DragPreview::landFrame(const Frame& frame) {
    if (!m_active)
        return;
    m_drawnBy = frame.by;
    m_scene.show(frame.drawing);
    if (m_by == m_drawnBy)
        return;
    m_scene.lift(m_nodes, m_by - m_drawnBy);
    startFrame();
}

void DragPreview::end() {
    m_active = false;
    m_drawing.cancel();
}

DragPreview::Frame DragPreview::frame(const Derived& derived, const DrawOptions& options,
                                      const Scene::Elements& nodes, QPointF by) {
    Placement placement = derived.placement;
    for (const std::string& id : nodes) {
        if (const auto box = placement.nodes.find(id); box != placement.nodes.end())
            box->second = box->second.moved({by.x(), by.y()});
        else if (const auto group = placement.groups.find(id); group != placement.groups.end())
            group->second = group->second.moved({by.x(), by.y()});
    }
    route(graphOf(derived.snapshot), placement);
    return {draw(derived.snapshot, placement, derived.report, options), by};
}

} // namespace limn
