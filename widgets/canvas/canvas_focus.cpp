// SPDX-License-Identifier: GPL-3.0-or-later
// What the Canvas brings forward: what a selected part touches, and what a focus leaves in sight.
#include <algorithm>

#include "widgets/canvas/canvas.h"
#include "widgets/canvas/notices.h"
#include "widgets/canvas/reach.h"
#include "widgets/canvas/view.h"
#include "widgets/session/document.h"
#include "widgets/session/selection.h"
#include "widgets/text.h"

namespace limn {
namespace {

const QString focusKey = QStringLiteral("focus");

} // namespace

void Canvas::dressSelection() {
    const Snapshot& snapshot = m_document.derived().snapshot;
    const Model& model = *snapshot.model;
    const Selection::Elements& selected = m_selection.elements();
    Elements near;
    // A group is a place, not a way: what it holds needs no bringing forward.
    if (!showsStates() && std::any_of(selected.begin(), selected.end(), [&](const auto& id) {
            return model.node(id) || model.edge(id);
        }))
        near = drawnFor(model, *snapshot.diagram, touched(model, selected));
    m_scene.setSelected(selected, near);
}

void Canvas::focusOn(const QString& words, std::function<Elements(const Model&)> choose) {
    m_focusOf = std::move(choose);
    m_notices->say(focusKey, words, Notices::Tone::Quiet,
                   {{tr("Show all"), [this] { leaveFocus(); }}});
    takeFocus();
}

// Works out again what is in sight: the model may be another one.
void Canvas::takeFocus() {
    if (!m_focusOf)
        return;
    const Snapshot& snapshot = m_document.derived().snapshot;
    const Elements focus = m_focusOf(*snapshot.model);
    if (focus.empty() || showsStates())
        leaveFocus();
    else
        m_scene.setFocused(drawnFor(*snapshot.model, *snapshot.diagram, focus));
}

bool Canvas::leaveFocus() {
    const bool was = m_scene.hasFocused();
    m_focusOf = nullptr;
    m_scene.setFocused(std::nullopt);
    m_notices->drop(focusKey);
    return was;
}

void Canvas::focusNeighbours() {
    const Selection::Elements from = m_selection.elements();
    if (from.empty())
        return;
    const QString words = from.size() == 1 ? tr("Neighbours of %1").arg(toQt(*from.begin()))
                                           : tr("Neighbours of %1 parts").arg(from.size());
    focusOn(words, [from](const Model& model) {
        Elements kept;
        for (const std::string& id : from) {
            if (model.node(id) || model.edge(id))
                kept.insert(id);
        }
        return within(model, kept, 1);
    });
}

void Canvas::focusReached() {
    const std::string from = m_selection.single();
    if (!m_document.snapshot().model->node(from))
        return;
    focusOn(tr("What %1 leads to").arg(toQt(from)), [from](const Model& model) {
        return model.node(from) ? reached(model, from) : Elements();
    });
}

void Canvas::focusBetween() {
    const Selection::Elements& ends = m_selection.elements();
    if (ends.size() != 2)
        return;
    const std::string one = *ends.begin(), other = *ends.rbegin();
    const auto way = [one, other](const Model& model) {
        return model.node(one) && model.node(other) ? between(model, one, other) : Elements();
    };
    if (way(*m_document.derived().snapshot.model).empty()) {
        m_notices->sayBriefly(
            QStringLiteral("refused"),
            tr("No line leads from %1 to %2, nor through others.").arg(toQt(one), toQt(other)),
            Notices::Tone::Quiet);
        return;
    }
    focusOn(tr("The way between %1 and %2").arg(toQt(one), toQt(other)), way);
}

void Canvas::selectSameKind() {
    const Model& model = *m_document.snapshot().model;
    std::set<NodeKind> kinds;
    for (const std::string& id : m_selection.elements()) {
        if (const Node* node = model.node(id))
            kinds.insert(node->kind);
    }
    Selection::Elements all;
    for (const Node& node : model.nodes()) {
        if (kinds.contains(node.kind) && m_scene.bodyOf(model.id(node)))
            all.emplace(model.id(node));
    }
    if (!all.empty())
        m_selection.select(std::move(all));
}

void Canvas::zoomToSelection() {
    QRectF area;
    for (const std::string& id : m_selection.elements()) {
        if (const DrawnItem* body = m_scene.bodyOf(id))
            area |= body->sceneBoundingRect();
    }
    m_view->zoomToArea(area);
}

} // namespace limn
