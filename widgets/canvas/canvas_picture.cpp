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
constexpr Point roomInside{24, 40}; // from a group's corner to what is in it

Point onGrid(Point at) { return {std::round(at.x / grid) * grid, std::round(at.y / grid) * grid}; }

bool isUnder(const Model& model, GroupIndex group, GroupIndex wanted) {
    std::size_t steps = 0;
    while (group != GroupIndex::None && group != wanted && steps++ < model.groups().size())
        group = model[group].parent;
    return group == wanted;
}

// Opens a group where its box stands: what is in it has come along.
void expand(Diagram& diagram, const Model& model, const Group& group) {
    const std::string id(model.text(group.id));
    diagram.collapsed.erase(id);
    const auto spot = diagram.spots.find(id);
    if (spot == diagram.spots.end())
        return;
    std::vector<Spot*> inside;
    Point corner{1e9, 1e9};
    for (const Node& node : model.nodes()) {
        const auto own = diagram.spots.find(model.id(node));
        if (own == diagram.spots.end() || !isUnder(model, node.group, model.indexOf(group)))
            continue;
        inside.push_back(&own->second);
        corner = {std::min(corner.x, own->second.at.x), std::min(corner.y, own->second.at.y)};
    }
    const Point by = spot->second.at + roomInside - corner;
    const bool moved = std::abs(by.x) > grid || std::abs(by.y) > grid;
    for (Spot* own : inside)
        if (moved)
            own->at = onGrid(own->at + by);
    diagram.spots.erase(spot);
}

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
                               expand(diagram, *m_document.snapshot().model, *group);
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
    leaveFocus();
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
