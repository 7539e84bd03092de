// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/part_of_system.h"

#include <algorithm>
#include <vector>

#include <fmt/format.h>

#include "core/drawing/draw.h"
#include "core/manifests/nearest_word.h"

namespace limn {

namespace {

class Gatherer {
public:
    explicit Gatherer(const Snapshot& snapshot)
        : m_model(*snapshot.model), m_diagram(*snapshot.diagram) {}

    // Both tell whether somebody has the id.
    bool addNode(std::string_view id) {
        const Node* node = m_model.node(id);
        if (node)
            add(*node);
        return node;
    }
    bool addGroup(std::string_view id) {
        const Group* group = m_model.group(id);
        if (group)
            add(m_model.indexOf(*group));
        return group;
    }

    // One step along every line that starts or ends at what there is.
    void grow() {
        const PartIds before = m_ids;
        const auto had = [&](End end) {
            const std::string_view id = m_model.id(end);
            return before.contains(id) && !m_around.contains(id);
        };
        for (const Edge& edge : m_model.edges()) {
            if (!isDrawn(m_model, m_diagram, edge))
                continue;
            const bool from = had(edge.from), to = had(edge.to);
            if (from && !to)
                add(edge.to);
            if (to && !from)
                add(edge.from);
        }
    }

    PartIds take() { return std::move(m_ids); }

private:
    void add(End end) {
        if (end.node != NodeIndex::None)
            add(m_model[end.node]);
        else if (end.group != GroupIndex::None)
            add(end.group);
    }

    void add(const Node& node) {
        m_ids.emplace(m_model.id(node));
        addAround(node.group);
    }

    void add(GroupIndex group) {
        const std::string_view id = m_model.text(m_model[group].id);
        m_ids.emplace(id);
        m_around.erase(std::string(id));
        addAround(m_model[group].parent);
        for (const Node& node : m_model.nodes())
            if (isIn(node.group, group))
                add(node);
    }

    // The boxes around something are drawn, but are not what was asked for.
    void addAround(GroupIndex group) {
        for (; group != GroupIndex::None; group = m_model[group].parent)
            if (const std::string id(m_model.text(m_model[group].id)); m_ids.insert(id).second)
                m_around.insert(id);
    }

    bool isIn(GroupIndex inner, GroupIndex outer) const {
        while (inner != GroupIndex::None && inner != outer)
            inner = m_model[inner].parent;
        return inner == outer;
    }

    const Model& m_model;
    const Diagram& m_diagram;
    PartIds m_ids;
    PartIds m_around;
};

Error unknown(std::string_view what, std::string_view id,
              const std::vector<std::string_view>& all) {
    const std::string_view meant = nearestWord(id, all);
    return Error{meant.empty()
                     ? fmt::format("No {} has the id `{}`. `limn model` lists the ids.", what, id)
                     : fmt::format("No {} has the id `{}`. Did you mean `{}`?", what, id, meant)};
}

std::vector<std::string_view> groupIds(const Model& model) {
    std::vector<std::string_view> all;
    for (const Group& group : model.groups())
        all.push_back(model.text(group.id));
    return all;
}

} // namespace

Result<PartIds> neighbourhood(const Snapshot& snapshot, std::string_view id, int steps) {
    Gatherer gatherer(snapshot);
    const Model& model = *snapshot.model;
    if (!gatherer.addNode(id) && !gatherer.addGroup(id)) {
        std::vector<std::string_view> all = groupIds(model);
        for (const Node& node : model.nodes())
            all.push_back(model.id(node));
        return unknown("part or group", id, all);
    }
    for (int i = 0; i < steps; ++i)
        gatherer.grow();
    return gatherer.take();
}

Result<PartIds> groupWithBorder(const Snapshot& snapshot, std::string_view id) {
    Gatherer gatherer(snapshot);
    if (!gatherer.addGroup(id))
        return unknown("group", id, groupIds(*snapshot.model));
    gatherer.grow();
    return gatherer.take();
}

Report reportOn(const Model& model, Report report, const PartIds& ids) {
    const auto isOutside = [&](const auto& answer) {
        return std::ranges::none_of(answer.elements, [&](const std::string& element) {
            const Edge* edge = model.edge(element);
            return edge ? ids.contains(model.id(edge->from)) && ids.contains(model.id(edge->to))
                        : ids.contains(element);
        });
    };
    std::erase_if(report.findings, isOutside);
    std::erase_if(report.notJudged, isOutside);
    std::erase_if(report.held, isOutside);
    return report;
}

} // namespace limn
