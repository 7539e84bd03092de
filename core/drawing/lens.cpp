// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/drawing/lens.h"

#include <algorithm>

namespace limn {

LensFacts::LensFacts(const Model& judged, const Report& report) : model(judged) {
    for (const Finding& finding : report.findings) {
        if (finding.elements.empty())
            continue;
        Said& at = said[finding.elements.front()];
        if (finding.accepted)
            at.accepted = true;
        else
            at.worst = std::max(at.worst.value_or(Severity::Info), finding.severity);
    }
    for (const NotJudged& open : report.notJudged)
        if (!open.elements.empty())
            said[open.elements.front()].open = true;
    for (const Held& held : report.held)
        if (!held.elements.empty())
            said[held.elements.front()].held = true;
    for (const Statement& statement : model.statements())
        statements[statement.identity].push_back(&statement);
}

Said LensFacts::on(std::string_view element) const {
    const auto found = said.find(element);
    return found == said.end() ? Said{} : found->second;
}

Snapshot seenThrough(Snapshot snapshot, const Lens& lens) {
    if (lens.shows.empty())
        return snapshot;
    Diagram diagram = *snapshot.diagram;
    diagram.shownKinds.insert(lens.shows.begin(), lens.shows.end());
    snapshot.diagram = std::make_shared<const Diagram>(std::move(diagram));
    return snapshot;
}

} // namespace limn
