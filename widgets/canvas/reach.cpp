// SPDX-License-Identifier: GPL-3.0-or-later
#include "widgets/canvas/reach.h"

#include <algorithm>
#include <deque>
#include <map>
#include <vector>

#include "core/checks/paths.h"

namespace limn {
namespace {

enum class Ways { Along, Against, Both };

struct Step {
    const Edge* edge = nullptr; // null from an API to one of its routes
    std::string_view to;
};

bool leadsAlong(Ways ways) { return ways != Ways::Against; }
bool leadsAgainst(Ways ways) { return ways != Ways::Along; }

// The lines at every part and API, by its id. Lives as long as the Model.
class Web {
public:
    explicit Web(const Model& model) {
        for (const Edge& edge : model.edges()) {
            m_out[model.id(edge.from)].push_back({&edge, model.id(edge.to)});
            m_in[model.id(edge.to)].push_back({&edge, model.id(edge.from)});
        }
        for (const Node& node : model.nodes()) {
            if (node.group == GroupIndex::None || node.kind != NodeKind::EntryPoint)
                continue;
            const std::string_view api = model.text(model[node.group].id);
            m_out[api].push_back({nullptr, model.id(node)});
            m_in[model.id(node)].push_back({nullptr, api});
        }
    }

    std::vector<Step> from(std::string_view id, Ways ways) const {
        std::vector<Step> steps;
        const auto add = [&](const auto& at) {
            if (const auto found = at.find(id); found != at.end())
                steps.insert(steps.end(), found->second.begin(), found->second.end());
        };
        if (leadsAlong(ways))
            add(m_out);
        if (leadsAgainst(ways))
            add(m_in);
        return steps;
    }

private:
    std::map<std::string_view, std::vector<Step>> m_out, m_in;
};

Elements shortestWay(const Model& model, const Web& web, std::string_view start,
                     std::string_view end, Ways ways) {
    struct Came {
        const Edge* edge = nullptr;
        std::string_view from;
    };
    std::map<std::string_view, Came> came{{start, {}}};
    std::deque<std::string_view> next{start};
    while (!next.empty() && !came.contains(end)) {
        const std::string_view at = next.front();
        next.pop_front();
        for (const Step& step : web.from(at, ways)) {
            if (came.try_emplace(step.to, Came{step.edge, at}).second)
                next.push_back(step.to);
        }
    }
    Elements way;
    if (!came.contains(end))
        return way;
    for (std::string_view at = end; !at.empty(); at = came.at(at).from) {
        way.emplace(at);
        if (const Edge* edge = came.at(at).edge)
            way.emplace(model.text(edge->key));
    }
    return way;
}

} // namespace

Elements touched(const Model& model, const Elements& elements) {
    Elements result = elements;
    const auto addLine = [&](const Edge& edge) {
        result.emplace(model.text(edge.key));
        result.emplace(model.id(edge.from));
        result.emplace(model.id(edge.to));
    };
    for (const std::string& element : elements) {
        if (const Edge* edge = model.edge(element))
            addLine(*edge);
        const Node* node = model.node(element);
        if (!node)
            continue;
        for (const EdgeIndex edge : model.edgesFrom(model.indexOf(*node)))
            addLine(model[edge]);
        for (const EdgeIndex edge : model.edgesTo(model.indexOf(*node)))
            addLine(model[edge]);
    }
    return result;
}

Elements within(const Model& model, const Elements& elements, int lines) {
    Elements result = elements;
    for (int i = 0; i < lines; ++i)
        result = touched(model, result);
    return result;
}

Elements reached(const Model& model, std::string_view from) {
    const Web web(model);
    Elements result;
    result.emplace(from);
    std::deque<std::string_view> next{from};
    while (!next.empty()) {
        const std::string_view at = next.front();
        next.pop_front();
        for (const Step& step : web.from(at, Ways::Along)) {
            const bool goesOn = !step.edge || movesWork(*step.edge);
            if (!goesOn && step.edge->kind != EdgeKind::Reads)
                continue;
            if (step.edge)
                result.emplace(model.text(step.edge->key));
            if (result.emplace(step.to).second && goesOn)
                next.push_back(step.to);
        }
    }
    return result;
}

Elements between(const Model& model, std::string_view one, std::string_view other) {
    const Web web(model);
    for (const Ways ways : {Ways::Along, Ways::Against, Ways::Both}) {
        if (Elements way = shortestWay(model, web, one, other, ways); !way.empty())
            return way;
    }
    return {};
}

Elements drawnFor(const Model& model, const Diagram& diagram, Elements elements) {
    if (diagram.collapsed.empty())
        return elements;
    // What stands for an end: the outermost collapsed group around it, else itself.
    const auto standIn = [&](End end) {
        std::string_view id = model.id(end);
        GroupIndex group = end.group;
        if (end.node != NodeIndex::None)
            group = model[end.node].group;
        for (std::size_t steps = 0; group != GroupIndex::None && steps < model.groups().size();
             ++steps) {
            const Group& around = model[group];
            if (diagram.collapsed.contains(model.text(around.id)))
                id = model.text(around.id);
            group = around.parent;
        }
        return id;
    };
    const auto endsOf = [&](const Edge& edge) {
        return std::pair(standIn(edge.from), standIn(edge.to));
    };
    std::set<std::pair<std::string_view, std::string_view>> joined;
    for (const Edge& edge : model.edges()) {
        if (elements.contains(model.text(edge.key)))
            joined.insert(endsOf(edge));
    }
    for (const Edge& edge : model.edges()) {
        if (joined.contains(endsOf(edge)))
            elements.emplace(model.text(edge.key));
    }
    for (const Node& node : model.nodes()) {
        if (elements.contains(model.id(node)))
            elements.emplace(standIn({model.indexOf(node), GroupIndex::None}));
    }
    return elements;
}

} // namespace limn
