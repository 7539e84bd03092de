// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/exports/outline.h"

#include <algorithm>

#include <fmt/format.h>

#include "core/drawing/path.h"
#include "core/drawing/states.h"
#include "core/drawing/text_width.h"
#include "core/drawing/utf8.h"
#include "core/exports/finding_words.h"
#include "core/exports/outline_names.h"

namespace limn {

namespace {

constexpr double noteWidth = 216;

Tone toneOf(const Node& node) {
    if (node.kind == NodeKind::Resource)
        return Tone::Resource;
    switch (node.nodeClass) {
    case NodeClass::Entry:
        return Tone::Entry;
    case NodeClass::Compute:
        return Tone::Compute;
    case NodeClass::Backend:
        return Tone::Backend;
    case NodeClass::HostCentric:
        return Tone::HostCentric;
    case NodeClass::Outside:
        return Tone::Outside;
    case NodeClass::Automation:
        return Tone::Automation;
    }
    return Tone::Resource;
}

class OutlineMaker {
public:
    explicit OutlineMaker(const Picture& picture)
        : m_picture(picture), m_model(*picture.snapshot.model), m_theme(themeOf(picture.drawing)),
          m_groupAt(m_model.groups().size(), OutlineEnd{}),
          m_partAt(m_model.nodes().size(), OutlineEnd{}), m_isOpen(m_model.groups().size(), false) {
    }

    Outline make() {
        m_out.title = fitted(m_picture.drawing.title);
        m_badges = badgeWordsOf(m_picture);
        findOpenGroups();
        for (std::size_t i = 0; i < m_model.groups().size(); ++i)
            addGroup(static_cast<GroupIndex>(i), 0);
        for (const Node& node : m_model.nodes())
            if (m_picture.placement.nodes.contains(m_model.id(node)))
                addPart(node);
        for (const auto& [key, path] : m_picture.placement.edges)
            if (const Edge* edge = m_model.edge(key))
                addLine(*edge);
        m_out.notes = notesOf(m_picture.drawing,
                              [this](std::string_view element) { return elementAt(element); });
        return std::move(m_out);
    }

private:
    // Groups with something that stands inside.
    void findOpenGroups() {
        const auto open = [this](GroupIndex g) {
            for (; g != GroupIndex::None && !m_isOpen[static_cast<std::size_t>(g)];
                 g = m_model[g].parent)
                m_isOpen[static_cast<std::size_t>(g)] = true;
        };
        for (const auto& [id, box] : m_picture.placement.nodes)
            if (const Node* node = m_model.node(id))
                open(node->group);
        for (const auto& [id, box] : m_picture.placement.groups)
            if (const Group* group = m_model.group(id))
                open(group->parent);
    }

    std::string badge(std::string_view id) const {
        const auto found = m_badges.find(id);
        return found == m_badges.end() ? std::string() : found->second;
    }

    void addGroup(GroupIndex g, std::size_t depth) {
        OutlineEnd& made = m_groupAt[static_cast<std::size_t>(g)];
        const Group& group = m_model[g];
        const std::string_view id = m_model.text(group.id);
        if (made.index >= 0 || depth > m_model.groups().size() ||
            !m_picture.placement.groups.contains(id))
            return;
        if (group.parent != GroupIndex::None)
            addGroup(group.parent, depth + 1);
        const int parent = around(group.parent);
        std::string title = fitted(m_model.text(group.name));
        if (m_isOpen[static_cast<std::size_t>(g)]) {
            made = {static_cast<int>(m_out.groups.size()), true};
            inside(parent).groups.push_back(made.index);
            m_out.groups.push_back(
                {m_names.make("group", id), std::string(id), std::move(title), parent, {}});
            return;
        }
        made = {static_cast<int>(m_out.parts.size()), false};
        inside(parent).parts.push_back(made.index);
        OutlinePart part;
        part.name = m_names.make("group", id);
        part.id = id;
        part.title = std::move(title);
        part.facts = word(group.kind);
        part.findings = badge(id);
        part.inside = parent;
        m_out.parts.push_back(std::move(part));
    }

    OutlineContent& inside(int group) {
        return group < 0 ? m_out.top : m_out.groups[static_cast<std::size_t>(group)].content;
    }

    // The box that something in this group stands in.
    int around(GroupIndex g) const {
        for (; g != GroupIndex::None; g = m_model[g].parent)
            if (const OutlineEnd at = m_groupAt[static_cast<std::size_t>(g)]; at.isGroup)
                return at.index;
        return -1;
    }

    void addPart(const Node& node) {
        const int index = static_cast<int>(m_out.parts.size()), group = around(node.group);
        m_partAt[static_cast<std::size_t>(m_model.indexOf(node))] = {index, false};
        inside(group).parts.push_back(index);
        OutlinePart part;
        part.id = m_model.id(node);
        part.name = m_names.make(word(node.kind), part.id);
        part.title = fitted(nodeTitle(m_model, node));
        part.facts = fitted(nodeSubtitle(m_model, node));
        part.findings = badge(part.id);
        part.kind = node.kind;
        part.holdsObjects = m_model.text(node.subtype) == "object";
        part.tone = toneOf(node);
        part.inside = group;
        m_out.parts.push_back(std::move(part));
    }

    // What stands for an end: the part, or the nearest group around it that is shown as one box.
    OutlineEnd endOf(End end) const {
        if (end.node != NodeIndex::None)
            if (const OutlineEnd at = m_partAt[static_cast<std::size_t>(end.node)]; at.index >= 0)
                return at;
        GroupIndex g = end.node != NodeIndex::None ? m_model[end.node].group : end.group;
        for (; g != GroupIndex::None; g = m_model[g].parent)
            if (const OutlineEnd at = m_groupAt[static_cast<std::size_t>(g)]; at.index >= 0)
                return at;
        return {};
    }

    OutlineEnd elementAt(std::string_view element) const {
        if (const Node* node = m_model.node(element))
            return endOf({m_model.indexOf(*node), GroupIndex::None});
        if (const Group* group = m_model.group(element))
            return endOf({NodeIndex::None, m_model.indexOf(*group)});
        const Edge* edge = m_model.edge(element);
        return edge ? endOf(edge->from) : OutlineEnd{};
    }

    void addLine(const Edge& edge) {
        OutlineLine line;
        line.key = m_model.text(edge.key);
        line.kind = word(edge.kind);
        line.failure = edge.kind == EdgeKind::FailsTo;
        line.style = lineStyle(edge, m_theme);
        line.from = endOf(edge.from);
        line.to = endOf(edge.to);
        if (line.from.index < 0 || line.to.index < 0)
            return;
        if (isReversed(edge))
            std::swap(line.from, line.to);
        line.label = fitted(edgeLabel(m_model, edge));
        const bool isPlain = edge.kind == EdgeKind::Triggers || edge.kind == EdgeKind::Invokes;
        if (!isPlain) {
            const std::string verb =
                edge.kind == EdgeKind::FailsTo ? "fails to" : std::string(word(edge.kind));
            line.label = line.label.empty() ? verb : fmt::format("{} · {}", verb, line.label);
        }
        m_out.lines.push_back(std::move(line));
    }

    const Picture& m_picture;
    const Model& m_model;
    const Theme& m_theme;
    std::vector<OutlineEnd> m_groupAt, m_partAt; // by the model's index
    std::vector<bool> m_isOpen;
    std::map<std::string, std::string, std::less<>> m_badges; // by element
    OutlineNames m_names;
    Outline m_out;
};

} // namespace

std::string_view Outline::nameOf(OutlineEnd end) const {
    const auto at = static_cast<std::size_t>(end.index);
    return end.isGroup ? groups[at].name : parts[at].name;
}

int Outline::partInside(int group) const {
    const OutlineContent* content = &groups[static_cast<std::size_t>(group)].content;
    while (content->parts.empty()) // an open box has something in it
        content = &groups[static_cast<std::size_t>(content->groups.front())].content;
    return content->parts.front();
}

ClassColors OutlinePart::colors(const Theme& theme) const {
    return kind ? theme.of(tone) : ClassColors{theme.groupFill, theme.groupText};
}

Outline outlineOf(const Picture& picture) {
    if (const Node* workflow = shownWorkflow(*picture.snapshot.model, picture.placement))
        return outlineOfStates(picture, *workflow);
    return OutlineMaker(picture).make();
}

std::map<std::string, std::string, std::less<>> badgeWordsOf(const Picture& picture) {
    std::map<std::string, std::string, std::less<>> badges;
    std::map<std::string_view, Severity> severities;
    for (const Finding& finding : picture.report.findings)
        severities.emplace(finding.fingerprint, finding.severity);
    for (const DrawingItem& item : picture.drawing.items) {
        if (item.layer != Layer::Badge)
            continue;
        const auto severity = severities.find(item.finding);
        for (const Mark& mark : item.marks)
            if (const auto* words = std::get_if<TextMark>(&mark))
                badges[item.element] = fmt::format(
                    "{} {}", sign(severity == severities.end() ? Severity::Info : severity->second),
                    words->text);
    }
    return badges;
}

std::vector<OutlineNote> notesOf(const Drawing& drawing,
                                 const std::function<OutlineEnd(std::string_view)>& endOf) {
    std::vector<OutlineNote> notes;
    for (const DrawingItem& item : drawing.items)
        if (item.layer == Layer::Label && item.id.starts_with("note "))
            if (const OutlineEnd on = endOf(item.element); on.index >= 0)
                notes.push_back(
                    {fmt::format("note_{}", notes.size() + 1),
                     wrapped(singleLine(item.description), noteWidth, 12, FontWeight::Regular), on,
                     boundsOf(item.outline)});
    return notes;
}

std::string drawnId(const Picture& picture, End end) {
    const Model& model = *picture.snapshot.model;
    if (end.node != NodeIndex::None && picture.placement.nodes.contains(model.id(model[end.node])))
        return std::string(model.id(end));
    GroupIndex g = end.node != NodeIndex::None ? model[end.node].group : end.group;
    for (std::size_t steps = 0; g != GroupIndex::None && steps <= model.groups().size();
         g = model[g].parent, ++steps)
        if (picture.placement.groups.contains(model.text(model[g].id)))
            return std::string(model.text(model[g].id));
    return std::string(model.id(end));
}

const Theme& themeOf(const Drawing& drawing) {
    for (const ThemeName name :
         {ThemeName::Light, ThemeName::Dark, ThemeName::Print, ThemeName::Contrast})
        if (theme(name).background == drawing.background)
            return theme(name);
    // That of a grey drawing is no theme's own: told by how light its ground is.
    return theme(drawing.background.r < 128 ? ThemeName::Dark : ThemeName::Light);
}

} // namespace limn
