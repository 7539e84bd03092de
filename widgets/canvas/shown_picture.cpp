// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/shown_picture.h"

#include "core/drawing/lens.h"
#include "core/drawing/states.h"
#include "layouts/graph.h"
#include "widgets/session/document.h"

namespace limn {
namespace {

const Node* workflowOf(const Model& model, const std::string& id) {
    const Node* node = model.node(id);
    return node && node->kind == NodeKind::Workflow ? node : nullptr;
}

// An open callout has the fix of its finding as a button: only where it can be written. What a lens
// shows was made of the Document's own report, so the fingerprints are the same.
Report offered(const Report& report, const std::set<std::string, std::less<>>& fixable) {
    Report result = report;
    for (Finding& finding : result.findings)
        if (!fixable.contains(finding.fingerprint))
            finding.fix.reset();
    return result;
}

} // namespace

ShownPicture::ShownPicture(const Document& document)
    : m_document(document), m_making([this](Made made) { land(std::move(made)); }) {}

void ShownPicture::setLens(const std::string& id) {
    if (id == m_lens || (!id.empty() && !findLens(id)))
        return;
    m_lens = id;
    refresh();
    emit changed();
}

void ShownPicture::openWorkflow(const std::string& id) {
    if (id == m_workflow)
        return;
    m_workflow = id;
    refresh();
}

bool ShownPicture::needsOwn() const {
    const Lens* lens = findLens(m_lens);
    return !m_workflow.empty() || (lens && !lens->shows.empty());
}

void ShownPicture::forget() {
    m_making.cancel();
    m_own.reset();
    m_workflow.clear();
    if (!std::exchange(m_shownWorkflow, {}).empty())
        emit turned();
}

void ShownPicture::refresh() {
    const Derived& now = m_document.derived();
    if (!workflowOf(*now.snapshot.model, m_workflow))
        m_workflow.clear();
    if (needsOwn()) {
        m_making.start([now, lens = m_lens, workflow = m_workflow](std::stop_token stop) {
            return make(now, lens, workflow, stop);
        });
        return;
    }
    m_making.cancel();
    m_own.reset();
    if (!std::exchange(m_shownWorkflow, {}).empty())
        emit turned();
}

ShownPicture::Made ShownPicture::make(const Derived& from, const std::string& lensId,
                                      const std::string& workflow, std::stop_token stop) {
    Made made{from, lensId, workflow};
    const Lens* lens = findLens(lensId);
    if (lens)
        made.derived.snapshot = seenThrough(from.snapshot, *lens);
    if (const Node* node = workflowOf(*from.snapshot.model, workflow)) {
        if (Result<Arranged> arranged = arrangeStates(*from.snapshot.model, *node, stop))
            made.derived.placement = std::move(arranged->placement);
        return made;
    }
    // What stands already stays; only what the lens adds looks for a place.
    made.derived.snapshot.diagram =
        std::make_shared<const Diagram>(settled(*made.derived.snapshot.diagram, from.placement));
    made.derived.placement = place(made.derived.snapshot, stop).placement;
    return made;
}

void ShownPicture::land(Made made) {
    const bool turns = made.workflow != m_shownWorkflow;
    m_shownWorkflow = made.workflow;
    m_own = std::move(made.derived);
    if (turns)
        emit turned();
    else
        emit changed();
}

const Derived& ShownPicture::derived() const { return m_own ? *m_own : m_document.derived(); }

Drawing ShownPicture::draw(DrawOptions options) const {
    const Derived& shown = derived();
    options.lens = m_lens;
    if (!options.callouts.empty())
        return drawn(shown, offered(shown.report, m_document.derived().fixable), options);
    return drawn(shown, shown.report, options);
}

Drawing ShownPicture::drawn(const Derived& shown, const Report& report,
                            const DrawOptions& options) const {
    if (const Node* workflow = workflowOf(*shown.snapshot.model, m_shownWorkflow))
        return drawStates(shown.snapshot, *workflow, shown.placement, report, options);
    return limn::draw(shown.snapshot, shown.placement, report, options);
}

Drawing ShownPicture::legend(DrawOptions options) const {
    if (m_lens.empty() || !m_shownWorkflow.empty())
        return {};
    options.lens = m_lens;
    const Derived& shown = derived();
    return drawLegend(shown.snapshot, shown.placement, shown.report, options);
}

} // namespace limn
