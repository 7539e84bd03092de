// SPDX-License-Identifier: GPL-3.0-or-later
// Which picture the Canvas shows: through which lens, which groups closed, the system or the
// states of a workflow.
#include <cmath>

#include "core/drawing/states.h"
#include "widgets/canvas/canvas.h"
#include "widgets/canvas/hand.h"
#include "widgets/canvas/legend_view.h"
#include "widgets/canvas/notices.h"
#include "widgets/canvas/view.h"
#include "widgets/session/document.h"
#include "widgets/session/selection.h"
#include "widgets/text.h"

namespace limn {
namespace {

constexpr double grid = 8;

Point onGrid(Point at) { return {std::round(at.x / grid) * grid, std::round(at.y / grid) * grid}; }

} // namespace

const std::string& Canvas::lens() const { return m_shown.lens(); }

void Canvas::setLens(const std::string& id) {
    m_shown.setLens(id);
    emit lensChanged();
}

void Canvas::toggleSelectedGroup() {
    const std::string id = m_selection.single();
    const Group* group = m_document.snapshot().model->group(id);
    if (!group)
        return;
    const QString name = toQt(m_document.snapshot().model->text(group->name));
    const Placement& placement = m_document.derived().placement;
    const auto box = placement.groups.find(id);
    const bool closes = !m_document.snapshot().diagram->collapsed.contains(id);
    m_document.arrange(closes ? tr("Collapse %1").arg(name) : tr("Expand %1").arg(name),
                       [&](Diagram& diagram) {
                           if (!closes) {
                               diagram.collapsed.erase(id);
                               diagram.spots.erase(id);
                               return;
                           }
                           diagram.collapsed.insert(id);
                           if (box != placement.groups.end()) // it stays where it was
                               diagram.spots[id].at = onGrid({box->second.x, box->second.y});
                       });
}

void Canvas::openSelected() {
    const std::string id = m_selection.single();
    const Model& model = *m_document.snapshot().model;
    const Node* node = model.node(id);
    if (model.group(id)) {
        toggleSelectedGroup();
    } else if (node && node->kind == NodeKind::Workflow && !model.states(*node).empty()) {
        m_shown.openWorkflow(id);
    } else if (const State* state = model.state(id); state && !node) {
        m_selection.showPlace(state->at);
    } else if (!id.empty()) {
        emit inspectAsked();
    }
}

bool Canvas::showsStates() const { return !m_shown.workflow().empty(); }

void Canvas::leaveStates() { m_shown.openWorkflow({}); }

const Derived& Canvas::shown() const { return m_shown.derived(); }
const std::string& Canvas::workflow() const { return m_shown.workflow(); }

// Another picture has another extent: each keeps its own camera.
void Canvas::turnPicture() {
    const auto camera =
        std::make_pair(m_view->zoom(), m_view->mapToScene(m_view->viewport()->rect().center()));
    m_hand->cancel();
    m_callouts.clear();
    m_selection.clear();
    redraw();
    if (showsStates()) {
        m_systemCamera = camera;
        const Node* workflow = shown().snapshot.model->node(m_shown.workflow());
        m_notices->say(QStringLiteral("states"),
                       tr("States of %1").arg(toQt(nodeTitle(*shown().snapshot.model, *workflow))),
                       Notices::Tone::Quiet,
                       {{tr("Back to the system"), [this] { leaveStates(); }}});
        m_view->setTopInset(m_notices->depth());
        m_view->showBeginning();
    } else {
        m_notices->drop(QStringLiteral("states"));
        m_view->setTopInset(m_notices->depth());
        if (m_systemCamera) {
            m_view->zoomTo(m_systemCamera->first);
            m_view->centerOn(m_systemCamera->second);
        }
        m_systemCamera.reset();
    }
    emit lensChanged();
}

} // namespace limn
