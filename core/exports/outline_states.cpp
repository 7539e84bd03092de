// SPDX-License-Identifier: GPL-3.0-or-later
// What stands on the picture of a workflow.
#include <map>

#include <fmt/format.h>

#include "core/drawing/states.h"
#include "core/drawing/utf8.h"
#include "core/exports/outline.h"
#include "core/exports/outline_names.h"

namespace limn {

namespace {

class StateOutlineMaker {
public:
    StateOutlineMaker(const Picture& picture, const Node& workflow)
        : m_picture(picture), m_model(*picture.snapshot.model), m_workflow(workflow),
          m_theme(themeOf(picture.drawing)), m_badges(badgeWordsOf(picture)) {
        for (const State& state : m_model.states(workflow))
            m_byKey.emplace(state.key, &state);
    }

    Outline make() {
        m_out.title = fitted(m_picture.drawing.title);
        for (const State& state : m_model.states(m_workflow))
            addHolder(state, 0);
        const std::string start = startId(m_model, m_workflow);
        if (m_picture.placement.nodes.contains(start)) {
            OutlinePart part;
            part.title = "Start";
            part.kind = NodeKind::EventBus;
            part.tone = Tone::Automation;
            addPart(start, "start", std::move(part), -1);
        }
        for (const State& state : m_model.states(m_workflow))
            addState(state);
        addLines(start);
        m_out.notes = notesOf(m_picture.drawing, [this](std::string_view element) {
            const auto found = m_at.find(element);
            return found == m_at.end() ? OutlineEnd{} : found->second;
        });
        return std::move(m_out);
    }

private:
    bool isBox(std::string_view id) const { return m_picture.placement.groups.contains(id); }

    OutlineContent& inside(int group) {
        return group < 0 ? m_out.top : m_out.groups[static_cast<std::size_t>(group)].content;
    }

    void addBox(const std::string& id, std::string_view what, std::string title, int parent) {
        const int index = static_cast<int>(m_out.groups.size());
        m_at[id] = {index, true};
        inside(parent).groups.push_back(index);
        m_out.groups.push_back({m_names.make(what, id), id, std::move(title), parent, {}});
    }

    // The box around a state's states and those around its branches, after the box it is in.
    void addHolder(const State& state, int depth) {
        const std::string id = m_model.id(state);
        constexpr int deepest = 64;
        if (!isBox(id) || m_at.contains(id) || depth > deepest)
            return;
        if (const auto outer = m_byKey.find(state.parent); outer != m_byKey.end())
            addHolder(*outer->second, depth + 1);
        addBox(id, word(state.kind), fitted(state.name), around(state));
        for (int branch = 1; isBox(branchId(m_model, state, branch)); ++branch)
            addBox(branchId(m_model, state, branch), "branch", fmt::format("branch {}", branch),
                   m_at.at(id).index);
    }

    int around(const State& state) const {
        const auto outer = m_byKey.find(state.parent);
        if (outer == m_byKey.end())
            return -1;
        for (const std::string& id : {branchId(m_model, *outer->second, state.branch),
                                      std::string(m_model.id(*outer->second))})
            if (const auto at = m_at.find(id); at != m_at.end() && at->second.isGroup)
                return at->second.index;
        return -1;
    }

    void addPart(const std::string& id, std::string_view what, OutlinePart part, int group) {
        const int index = static_cast<int>(m_out.parts.size());
        m_at[id] = {index, false};
        inside(group).parts.push_back(index);
        part.id = id;
        part.name = m_names.make(what, id);
        part.inside = group;
        if (const auto badge = m_badges.find(id); badge != m_badges.end())
            part.findings = badge->second;
        m_out.parts.push_back(std::move(part));
    }

    void addState(const State& state) {
        const std::string id = m_model.id(state);
        if (!m_picture.placement.nodes.contains(id))
            return;
        OutlinePart part;
        part.title = fitted(state.name);
        part.facts = fitted(stateSubtitle(m_model, state));
        part.kind = bodyOf(state.kind);
        part.tone = toneOf(state.kind);
        addPart(id, word(state.kind), std::move(part), around(state));
    }

    void addLine(std::string key, const std::string& from, const std::string& to,
                 const Transition& way) {
        const auto start = m_at.find(from), end = m_at.find(to);
        if (start == m_at.end() || end == m_at.end() || !m_picture.placement.edges.contains(key))
            return;
        const bool failure = way.why == Transition::Why::Error;
        m_out.lines.push_back({std::move(key), failure ? "on an error" : "next", failure,
                               styleOf(way, m_theme), start->second, end->second,
                               fitted(transitionLabel(way))});
    }

    void addLines(const std::string& start) {
        for (const State& state : m_model.states(m_workflow)) {
            const std::string from = m_model.id(state);
            if (state.isStart && state.parent.empty())
                addLine(startLineId(m_model, m_workflow), start, from, {});
            for (std::size_t i = 0; i < state.transitions.size(); ++i)
                addLine(transitionId(m_model, state, i), from,
                        fmt::format("{}/{}", m_model.id(m_workflow), state.transitions[i].to),
                        state.transitions[i]);
        }
    }

    const Picture& m_picture;
    const Model& m_model;
    const Node& m_workflow;
    const Theme& m_theme;
    const std::map<std::string, std::string, std::less<>> m_badges;
    std::map<std::string_view, const State*> m_byKey;
    std::map<std::string, OutlineEnd, std::less<>> m_at; // by the id in the placement
    OutlineNames m_names;
    Outline m_out;
};

} // namespace

Outline outlineOfStates(const Picture& picture, const Node& workflow) {
    return StateOutlineMaker(picture, workflow).make();
}

} // namespace limn
