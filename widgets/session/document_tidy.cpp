// SPDX-License-Identifier: GPL-3.0-or-later
// Arranging anew what the user has not pinned.
#include <set>

#include "widgets/session/document.h"
#include "widgets/text.h"

namespace limn {
namespace {

void loosenAll(Diagram& diagram) {
    std::erase_if(diagram.spots, [](const auto& entry) { return !entry.second.pinned; });
}

// The parts and closed groups that are named, or are in a group that is.
std::set<std::string, std::less<>> partsOf(const Model& model,
                                           const std::vector<std::string>& ids) {
    std::set<std::string, std::less<>> parts(ids.begin(), ids.end());
    const auto isInside = [&](GroupIndex group) {
        for (std::size_t up = 0; group != GroupIndex::None && up <= model.groups().size(); ++up) {
            if (parts.contains(model.text(model[group].id)))
                return true;
            group = model[group].parent;
        }
        return false;
    };
    for (const Group& group : model.groups())
        if (isInside(group.parent))
            parts.emplace(model.text(group.id));
    for (const Node& node : model.nodes())
        if (isInside(node.group))
            parts.emplace(model.id(node));
    return parts;
}

} // namespace

void Document::tidy() { arrangeAnew(tr("Tidy"), loosenAll); }

void Document::tidy(const std::vector<std::string>& ids) {
    const auto parts = partsOf(*m_snapshot.model, ids);
    arrangeAnew(tr("Tidy Selection"), [parts, placement = derived().placement](Diagram& diagram) {
        diagram = settled(std::move(diagram), placement);
        std::erase_if(diagram.spots, [&](const auto& entry) {
            return !entry.second.pinned && parts.contains(entry.first);
        });
    });
}

void Document::setFlowsDown(bool down) {
    arrangeAnew(down ? tr("Flow Down") : tr("Flow to the Right"), [down](Diagram& diagram) {
        diagram.flowsDown = down;
        loosenAll(diagram);
    });
}

void Document::setGroupStyle(const std::string& group, const std::string& style) {
    const Group* known = m_snapshot.model->group(group);
    if (!known)
        return;
    const QString name = toQt(m_snapshot.model->text(known->name));
    arrangeAnew(tr("Arrange %1").arg(name), [group, style](Diagram& diagram) {
        if (style.empty())
            diagram.groupStyles.erase(group);
        else
            diagram.groupStyles.insert_or_assign(group, style);
        loosenAll(diagram);
    });
}

void Document::arrangeAnew(const QString& name, std::function<void(Diagram&)> change) {
    Snapshot loose = m_snapshot;
    auto diagram = std::make_shared<Diagram>(*m_snapshot.diagram);
    change(*diagram);
    loose.diagram = std::move(diagram);
    m_tidyName = name;
    m_tidyChange = std::move(change);
    m_tidying.start([loose](std::stop_token stop) { return place(loose, stop); });
}

void Document::landTidied(const Placed& placed) {
    if (placed.placement.nodes.empty())
        return;
    arrange(m_tidyName, [&](Diagram& diagram) {
        m_tidyChange(diagram);
        for (const auto& [id, box] : placed.placement.nodes)
            diagram.spots[id].at = {box.x, box.y};
    });
}

} // namespace limn
